"""The verbs on polls: `asking` is on what they ask, `voting` on ballots, `closing` on their end."""

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
