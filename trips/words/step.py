"""The one thing that a member can do now for their trip, which their hub offers first.

static/js/words/step.js decides the same.
"""

from collections.abc import Mapping
from typing import NamedTuple

STEPS = ("answer", "vote", "pick", "start", "invite")
Truths = Mapping[str, bool]


class Step(NamedTuple):
    """One of STEPS, or "" where nothing is left to do; and the id of the poll it is about."""

    name: str
    poll_id: str = ""


def next_step(of_trip: Truths, of_polls: Mapping[str, Truths], asked: int | None) -> Step:
    """Return the next step of a member: what others wait for comes first.

    Takes what is true of the trip, and of its polls by id, newest first. `asked` is how many ask to
    be let in, None for who does not organise.
    """
    organises = asked is not None
    votable = next((each for each, so in of_polls.items() if so["votable"]), "")
    tied = next((each for each, so in of_polls.items() if so["tie"]), "")
    if asked:
        return Step("answer")
    if votable:
        return Step("vote", votable)
    if organises and tied:
        return Step("pick", tied)
    if organises and not of_polls and of_trip["set"] and not of_trip["closed-by-end"]:
        return Step("start")
    return Step("invite" if of_trip["open"] else "")
