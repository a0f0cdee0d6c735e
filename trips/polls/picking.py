"""The verbs that decide a tie or a date, and undo that for a while."""

from trips import ballots, clock, wire
from trips.change import verb
from trips.models import Poll, Trip
from trips.polls.dates import put_dates_back, set_dates
from trips.polls.finding import answer, find
from trips.waiting_list import fill_places
from trips.wire import events


@verb
def pick(trip: Trip, poll_id: str, option_id: str) -> wire.PollResponse:
    """Pick one of several leading options of a closed poll as its result.

    Of dates any may be picked, also while the poll is open, which closes it: the trip gets them.

    Raises Refusal `poll_not_found`, `poll_open`, `no_tie`, also for an option that does not lead,
    `invalid` for dates that the trip cannot have,
    and `pick_stands` if another was picked longer ago than that can be undone.
    """
    poll = find(trip, poll_id)
    refuse_pick(poll, option_id)
    if poll.picked_id != option_id:
        _refuse_undoing(poll)
        if poll.is_about_dates:
            _settle_dates(trip, poll, option_id)
        poll.picked_id, poll.picked_at = option_id, clock.now()
        ballots.announce(trip, poll, events.poll_picked)
        fill_places(trip)  # later dates: it may not have begun any more
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
        option, poll.picked, poll.picked_at = poll.picked, None, None
        ballots.announce(trip, poll, events.poll_picked)
        if option and poll.is_about_dates:
            put_dates_back(trip, poll, option)
        fill_places(trip)
    return answer(poll)


def refuse_pick(poll: Poll, option_id: str) -> None:
    """Refuse to pick in an open poll, and an option that is not tied for the lead.

    Of dates only what is none of them, or on a trip that is cancelled.
    Raises Refusal `poll_open`, `no_tie`, `trip_cancelled`.
    """
    if poll.is_about_dates:
        if poll.trip.cancelled_at:
            raise wire.Refusal("trip_cancelled")
        if option_id not in {option.id for option in poll.options.all()}:
            raise wire.Refusal("no_tie")
        return
    if not poll.closed_since(clock.now()):
        raise wire.Refusal("poll_open")
    leaders = {option.id for option in poll.leaders()}
    if len(leaders) < 2 or option_id not in leaders:
        raise wire.Refusal("no_tie")


def _settle_dates(trip: Trip, poll: Poll, option_id: str) -> None:
    """Close an open poll, put back what another pick has set, and set the dates of this one."""
    if not poll.closed_since(clock.now()):
        poll.closed_at = clock.now()
        ballots.announce(trip, poll, events.poll_closed)
    if poll.picked:
        put_dates_back(trip, poll, poll.picked)
    set_dates(trip, poll, poll.options.get(pk=option_id))


def _refuse_undoing(poll: Poll) -> None:
    """Refuse to undo a pick that stands. Raises Refusal `pick_stands`."""
    until = poll.undoable_until()
    if poll.picked_id and (until is None or until <= clock.now()):
        raise wire.Refusal("pick_stands")
