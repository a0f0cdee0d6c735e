"""What all verbs on polls share: find one, refuse what is not open, answer."""

from trips import clock, wire
from trips.models import Poll, Trip


def row_of(trip: Trip, poll_id: str) -> Poll:
    """Find a poll of a trip to show it. Raises Refusal `poll_not_found`."""
    row = trip.polls.filter(pk=poll_id).first()
    if row is None:
        raise wire.Refusal("poll_not_found")
    return row


def find(trip: Trip, poll_id: str) -> Poll:
    """A poll of a trip whose row is locked. Raises Refusal `poll_not_found`."""
    poll = row_of(trip, poll_id)
    poll.trip = trip  # the locked row
    return poll


def find_open(trip: Trip, poll_id: str) -> Poll:
    """A poll that takes votes. Raises Refusal `poll_not_found`, `poll_closed`, `poll_paused`."""
    poll = find(trip, poll_id)
    refuse_unless_open(poll)
    return poll


def refuse_unless_open(poll: Poll) -> None:
    """Raises Refusal `poll_closed`, `poll_paused`."""
    match poll.state_at(clock.now()):
        case Poll.State.CLOSED:
            raise wire.Refusal("poll_closed")
        case Poll.State.PAUSED:
            raise wire.Refusal("poll_paused")


def answer(poll: Poll) -> wire.PollResponse:
    """The poll as everybody may see it now."""
    return {"success": True, "poll": wire.poll(poll, clock.now())}
