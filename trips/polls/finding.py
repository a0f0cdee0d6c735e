"""Look up a poll of a trip, refuse one that is not open, and answer with it."""

from trips import clock, wire
from trips.models import Poll, Trip


def row_of(trip: Trip, poll_id: str) -> Poll:
    """Return a poll of a trip, to show it. Raises Refusal `poll_not_found`."""
    row = trip.polls.filter(pk=poll_id).first()
    if row is None:
        raise wire.Refusal("poll_not_found")
    return row


def find(trip: Trip, poll_id: str) -> Poll:
    """Return a poll to change, of a trip whose row is locked. Raises Refusal `poll_not_found`."""
    poll = row_of(trip, poll_id)
    poll.trip = trip  # the locked row
    return poll


def find_open(trip: Trip, poll_id: str) -> Poll:
    """Return an open poll to change, of a trip whose row is locked.

    Raises Refusal `poll_not_found`, `poll_closed`, `poll_paused`.
    """
    poll = find(trip, poll_id)
    refuse_unless_open(poll)
    return poll


def refuse_unless_open(poll: Poll) -> None:
    """Refuse a poll that takes no votes. Raises Refusal `poll_closed`, `poll_paused`."""
    match poll.state_at(clock.now()):
        case Poll.State.CLOSED:
            raise wire.Refusal("poll_closed")
        case Poll.State.PAUSED:
            raise wire.Refusal("poll_paused")


def answer(poll: Poll) -> wire.PollResponse:
    """Return the answer to a change of a poll: its shape for all members."""
    return {"success": True, "poll": wire.poll(poll, clock.now())}
