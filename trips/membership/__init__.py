"""The verbs on who is in: `joining`, `leaving` and coming back, `requests` to the organiser, and
`recovery` of the organiser's own place."""

from trips.membership.joining import Joined, free_name, join, states_of
from trips.membership.leaving import UNDO_FOR, Counted, leave, remove, restore
from trips.membership.recovery import Recovered, Written, is_current, make_code, recover
from trips.membership.requests import Asked, Rekeyed, answer_request, ask, pending, replace_key

__all__ = [
    "UNDO_FOR",
    "Asked",
    "Counted",
    "Joined",
    "Recovered",
    "Rekeyed",
    "Written",
    "answer_request",
    "ask",
    "free_name",
    "is_current",
    "join",
    "leave",
    "make_code",
    "pending",
    "recover",
    "remove",
    "replace_key",
    "restore",
    "states_of",
]
