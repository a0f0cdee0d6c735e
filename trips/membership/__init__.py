"""The verbs that change members and their keys.

`joining`, `bringing` somebody else, `declining` ("I can't make it"), `leaving` (also removal and
its undo), `correcting` a name or number, `calendars` and their addresses, `organisers` (who is
one), `requests` to them, `recovery` of the founder's key, `waiting` for a place, and `my_data`,
which erases what is held of somebody. `change.verb` passes the locked trip to a verb, called as
`join(by, idempotency_key, guest, …)`.
"""

from trips.membership.bringing import (
    MOST_BROUGHT,
    bring,
    brought_by,
    make_link,
    may_bring,
    note_entry,
    take_out,
)
from trips.membership.calendars import make_calendar
from trips.membership.correcting import change_mobile, erase_numbers, rename
from trips.membership.declining import (
    decline,
    declined,
    declined_with,
    take_back_decline,
)
from trips.membership.joining import join
from trips.membership.leaving import UNDO_FOR, find, leave, remove, restore
from trips.membership.my_data import erase, held_of
from trips.membership.organisers import hand_over, make_organiser, step_down, take_role
from trips.membership.recovery import (
    founder_by,
    is_current,
    make_code,
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
from trips.membership.waiting import leave_line, waiting
