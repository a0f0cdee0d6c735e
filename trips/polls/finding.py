"""Look up a poll of a trip, refuse one that is not open, and answer with it."""

from trips import clock, wire
from trips.models import Poll, Trip
from trips.statements import Param, compiled


def row_of(trip: Trip, poll_id: str) -> Poll:
    """Return a poll of a trip, to show it. Raises Refusal `poll_not_found`."""
    row = _poll.first(trip=trip.id, poll=poll_id)
    if row is None:
        raise wire.Refusal("poll_not_found")
    row.trip = trip
    return row


_poll = compiled(Poll.objects.filter(trip=Param("trip"), pk=Param("poll")))


def find(trip: Trip, poll_id: str) -> Poll:
    """Return a poll to change, of a trip whose row is locked. Raises Refusal `poll_not_found`."""
    return row_of(trip, poll_id)


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
        case Poll.State.PAUSED if poll.trip.cancelled_at:
            raise wire.Refusal.nothing_to_vote_on()
        case Poll.State.PAUSED:
            raise wire.Refusal("poll_paused")


def answer(poll: Poll) -> wire.PollResponse:
    """Return the answer to a change of a poll: its shape for all members."""
    return {"success": True, "poll": wire.poll(poll, clock.now())}
