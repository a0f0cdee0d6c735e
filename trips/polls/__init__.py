"""The verbs on polls: `asking` a question, `voting`, and `closing`.

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
from trips.polls.closing import close_poll, pick, refuse_reopening, reopen_poll
from trips.polls.finding import row_of
from trips.polls.voting import my_poll, my_polls, vote, withdraw_vote
