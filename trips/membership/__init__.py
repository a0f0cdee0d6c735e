"""The verbs that change members and their keys.

`joining`, `leaving` (also removal and its undo), `correcting` a name or number, `requests` to the
organiser, and `recovery` of the organiser's own key. `change.verb` passes the locked trip to a
verb, which is called as `join(by, idempotency_key, guest, …)`.
"""

from trips.membership.correcting import change_mobile, rename
from trips.membership.joining import join
from trips.membership.leaving import UNDO_FOR, find, leave, remove, restore
from trips.membership.naming import free_name, states_of
from trips.membership.recovery import (
    is_current,
    make_code,
    organiser_by,
    recover,
)
from trips.membership.requests import (
    answer_request,
    ask,
    asked,
    pending,
    refuse_requests,
    replace_key,
    withdraw_request,
)
