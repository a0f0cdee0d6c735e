"""The one thing that a member can do now for their trip, which their hub offers first.

static/js/words/action.js decides the same.
"""

from collections.abc import Mapping
from typing import NamedTuple

ACTIONS = ("answer", "vote", "pick", "start", "invite")
Truths = Mapping[str, bool]


class Action(NamedTuple):
    """One of ACTIONS, or "" where nothing is left to do; and the id of the poll it is about."""

    name: str
    poll_id: str = ""


def first_action(of_trip: Truths, of_polls: Mapping[str, Truths], asked: int | None) -> Action:
    """Return the first action of a member: what others wait for comes first.

    Takes what is true of the trip, and of its polls by id, newest first. `asked` is how many ask to
    be let in, None for who does not organise.
    """
    organises = asked is not None
    votable = next((each for each, so in of_polls.items() if so["votable"]), "")
    tied = next((each for each, so in of_polls.items() if so["tie"]), "")
    if asked:
        return Action("answer")
    if votable:
        return Action("vote", votable)
    if organises and tied and not of_trip["cancelled"]:
        return Action("pick", tied)
    if organises and not of_polls and of_trip["set"] and not of_trip["closed-by-end"]:
        return Action("start")
    return Action("invite" if of_trip["open"] else "")
