"""The verbs that decide a tie, and undo that for a while."""

from trips import ballots, clock, wire
from trips.change import verb
from trips.models import Poll, Trip
from trips.polls.finding import answer, find
from trips.wire import events


@verb
def pick(trip: Trip, poll_id: str, option_id: str) -> wire.PollResponse:
    """Pick one of several leading options of a closed poll as its result.

    Raises Refusal `poll_not_found`, `poll_open`, `no_tie`, also for an option that does not lead,
    and `pick_stands` if another was picked longer ago than that can be undone.
    """
    poll = find(trip, poll_id)
    refuse_pick(poll, option_id)
    if poll.picked_id != option_id:
        _refuse_undoing(poll)
        poll.picked_id, poll.picked_at = option_id, clock.now()
        ballots.announce(trip, poll, events.poll_picked)
    return answer(poll)


@verb
def undo_pick(trip: Trip, poll_id: str) -> wire.PollResponse:
    """Take back what was picked, within UNDO_PICK_FOR; where nothing is picked nothing changes.

    The poll stays closed: another option may be picked, or the poll reopened.
    Raises Refusal `poll_not_found`, `pick_stands`.
    """
    poll = find(trip, poll_id)
    if poll.picked_id:
        _refuse_undoing(poll)
        poll.picked, poll.picked_at = None, None
        ballots.announce(trip, poll, events.poll_picked)
    return answer(poll)


def refuse_pick(poll: Poll, option_id: str) -> None:
    """Refuse to pick in an open poll, and an option that is not tied for the lead.

    Raises Refusal `poll_open`, `no_tie`.
    """
    if not poll.closed_since(clock.now()):
        raise wire.Refusal("poll_open")
    leaders = {option.id for option in poll.leaders()}
    if len(leaders) < 2 or option_id not in leaders:
        raise wire.Refusal("no_tie")


def _refuse_undoing(poll: Poll) -> None:
    """Refuse to undo a pick that stands. Raises Refusal `pick_stands`."""
    until = poll.undoable_until()
    if poll.picked_id and (until is None or until <= clock.now()):
        raise wire.Refusal("pick_stands")
