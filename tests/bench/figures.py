"""Figures as they were measured, slice by slice."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Measured:
    """Figures slice by slice; `beside` is empty where there is no peer."""

    ours: Sequence[float]
    beside: Sequence[float] = ()
    note: str = ""


@dataclass(frozen=True)
class Curve:
    """A figure that grows, or does not, with something."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Plot:
    """Curves to be drawn side by side."""

    title: str
    across: str
    up: str
    curves: Sequence[Curve]


def flatness(points: Sequence[tuple[float, float]]) -> float:
    """How often the least is in the most: 1 is flat."""
    most, least = max(y for _, y in points), min(y for _, y in points)
    return most / least if least > 0 else math.inf  # a difference that is lost in the noise


def middle(figures: Sequence[float]) -> str:
    """The median, and the range if there are several."""
    if len(figures) == 1:
        return f"{figures[0]:.3g}"
    return f"{median(figures):.3g} ({min(figures):.3g}–{max(figures):.3g})"
