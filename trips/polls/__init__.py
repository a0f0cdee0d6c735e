"""The verbs on polls: `asking` a question, `voting`, `closing`, and `picking` what it shall be.

`change.verb` passes the locked trip to a verb, which is called as
`close_poll(by, idempotency_key, poll_id)`.
"""

from trips.polls.asking import (
    add_option,
    delete_poll,
    edit_poll,
    open_poll,
    refuse_edit,
    refuse_voted,
)
from trips.polls.closing import close_poll, refuse_reopening, reopen_poll
from trips.polls.dates import ask_for_dates
from trips.polls.finding import row_of
from trips.polls.picking import pick, refuse_pick, undo_pick
from trips.polls.voting import NO_VOTERS, my_poll, my_polls, vote, voters_of, withdraw_vote
