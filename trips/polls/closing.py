"""The verbs that close a poll and reopen it."""

from collections.abc import Mapping
from typing import Any

from trips import ballots, clock, wire
from trips.change import verb
from trips.forms import UNSEEN, ReopenForm, Seen, validated
from trips.models import Poll, Trip
from trips.polls.finding import answer, find
from trips.wire import events


@verb
def close_poll(trip: Trip, poll_id: str) -> wire.PollResponse:
    """Close a poll; a closed one stays as it is. Raises Refusal `poll_not_found`."""
    poll = find(trip, poll_id)
    now = clock.now()
    if not poll.closed_since(now):
        poll.closed_at = now
        ballots.announce(trip, poll, events.poll_closed)
    return answer(poll)


@verb
def reopen_poll(
    trip: Trip, poll_id: str, given: Mapping[str, Any] = {}, seen: Seen = UNSEEN
) -> wire.PollResponse:
    """Reopen a closed poll; an open one stays as it is.

    A closing time that has passed is removed, unless `given` holds another one as `closesAt`.
    `seen` is what a form had shown of it: one that has passed or was changed meanwhile is refused.
    Ballots are counted anew, of present members alone, and counts that were hidden while the poll
    was open are hidden again. Raises Refusal `poll_not_found`, `poll_picked`, `trip_cancelled`,
    `invalid`.
    """
    poll = find(trip, poll_id)
    if not poll.closed_since(clock.now()):
        return answer(poll)
    refuse_reopening(poll)
    poll.closes_at = validated(ReopenForm(poll, given, seen)).closes_at()
    poll.closed_at = None
    ballots.recount(poll)
    ballots.announce(trip, poll, events.poll_reopened)
    return answer(poll)


def refuse_reopening(poll: Poll) -> None:
    """Refuse to reopen a poll of a cancelled trip, or one whose tie was decided.

    Raises Refusal `trip_cancelled`, `poll_picked`.
    """
    if poll.trip.cancelled_at:
        raise wire.Refusal("trip_cancelled")
    if poll.picked_id:
        raise wire.Refusal("poll_picked")
