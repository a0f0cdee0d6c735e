"""The verbs on the end of a poll: close it, open it again, pick out of a tie."""

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
    """Ends the voting; the result stands from now on. Closing a closed poll changes nothing.

    Raises Refusal `poll_not_found`.
    """
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
    """Lets the group vote again; a closing time that has passed is lifted.

    `given` may hold another one, `closesAt`. `seen` is what a form had shown: where that has come
    or become another meanwhile, it is refused. Ballots count again as in any open poll, and counts
    that were hidden are. Opening an open poll changes nothing. Raises Refusal `poll_not_found`,
    `poll_picked`, `trip_cancelled`, `invalid`.
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


@verb
def pick(trip: Trip, poll_id: str, option_id: str) -> wire.PollResponse:
    """The organiser decides a tie. Raises Refusal `poll_not_found`, `poll_open`, `no_tie`."""
    poll = find(trip, poll_id)
    if not poll.closed_since(clock.now()):
        raise wire.Refusal("poll_open")
    leaders = {option.id for option in poll.leaders()}
    if len(leaders) < 2 or option_id not in leaders:
        raise wire.Refusal("no_tie")
    if poll.picked_id != option_id:
        poll.picked_id = option_id
        ballots.announce(trip, poll, events.poll_picked)
    return answer(poll)


def refuse_reopening(poll: Poll) -> None:
    """Raises Refusal `trip_cancelled`, `poll_picked`."""
    if poll.trip.cancelled_at:
        raise wire.Refusal("trip_cancelled")
    if poll.picked_id:
        raise wire.Refusal("poll_picked")
