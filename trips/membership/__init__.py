"""The verbs on who is in: `joining`, `leaving` and coming back, `requests` to the organiser."""

from trips.membership.joining import Joined, join, states_of
from trips.membership.leaving import UNDO_FOR, Counted, leave, remove, restore
from trips.membership.requests import Asked, Rekeyed, answer_request, ask, pending, replace_key

__all__ = [
    "UNDO_FOR",
    "Asked",
    "Counted",
    "Joined",
    "Rekeyed",
    "answer_request",
    "ask",
    "join",
    "leave",
    "pending",
    "remove",
    "replace_key",
    "restore",
    "states_of",
]
