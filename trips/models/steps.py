"""Reckon which step of the discount a number of members reaches, and what one pays there."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

MOST_STEPS = 5  # the first among them


class Step(NamedTuple):
    """So many members, and the percent that all of them save."""

    members: int
    percent: int


def rising(steps: Iterable[tuple[int, int]]) -> tuple[Step, ...]:
    """List the steps that rise above all before them, in members and in percent.

    A server of an older release, which knows only the first, may have lifted it above others.
    """
    found: list[Step] = []
    for members, percent in steps:
        if not found or (members > found[-1].members and percent > found[-1].percent):
            found.append(Step(members, percent))
    return tuple(found)


def reached(steps: Iterable[Step], count: int) -> Step | None:
    """Return the highest step that `count` members reach, or None below the first."""
    return max((step for step in steps if step.members <= count), default=None)


def following(steps: Iterable[Step], count: int) -> Step | None:
    """Return the lowest step that `count` members do not reach yet, or None above the last."""
    return min((step for step in steps if step.members > count), default=None)


def discounted(price: Decimal, percent: int, places: int) -> Decimal:
    """Return a price less so many percent, rounded half up to `places` decimals."""
    return (price * (100 - percent) / 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
