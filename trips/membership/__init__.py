"""The verbs on who is in: `joining`, `leaving` and coming back, `correcting` what one said,
`requests` to the organiser, and `recovery` of the organiser's own place."""

from trips.membership.correcting import Changed, Renamed, change_mobile, rename
from trips.membership.joining import Joined, join
from trips.membership.leaving import UNDO_FOR, Counted, find, leave, remove, restore
from trips.membership.naming import free_name, states_of
from trips.membership.recovery import (
    Recovered,
    Written,
    is_current,
    make_code,
    organiser_by,
    recover,
)
from trips.membership.requests import (
    Asked,
    Rekeyed,
    Withdrawn,
    answer_request,
    ask,
    asked,
    pending,
    refuse_requests,
    replace_key,
    withdraw_request,
)

__all__ = [
    "UNDO_FOR",
    "Asked",
    "Changed",
    "Counted",
    "Joined",
    "Recovered",
    "Rekeyed",
    "Renamed",
    "Withdrawn",
    "Written",
    "answer_request",
    "ask",
    "asked",
    "change_mobile",
    "find",
    "free_name",
    "is_current",
    "join",
    "leave",
    "make_code",
    "pending",
    "organiser_by",
    "recover",
    "refuse_requests",
    "remove",
    "rename",
    "replace_key",
    "restore",
    "states_of",
    "withdraw_request",
]
