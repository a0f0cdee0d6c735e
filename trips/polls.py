"""The verbs on polls: open one, vote, withdraw, add an option, close, pick out of a tie."""

from datetime import datetime

from django.utils import timezone
from typing_extensions import TypedDict

from trips import access, ballots, feed, log, names, wire
from trips.change import verb
from trips.forms import PollTerms, Vote
from trips.models import MOST_OPTIONS, Ballot, Member, Option, Poll, Trip

MOST_POLLS = 50


class Told(TypedDict):
    success: bool
    poll: wire.PollShape


class Voted(TypedDict):
    success: bool
    poll: wire.PollShape
    view: wire.ViewShape


@verb
def open_poll(trip: Trip, terms: PollTerms) -> Told:
    """Asks the group. Raises Refusal `poll_locked`, `too_many_polls`."""
    if not trip.is_unlocked or trip.cancelled_at:
        raise wire.Refusal("poll_locked")
    if trip.polls.count() >= MOST_POLLS:
        raise wire.Refusal("too_many_polls")
    poll = trip.polls.create(
        question=terms.question,
        most_choices=terms.most_choices,
        results=terms.results,
        closes_at=terms.closes_at,
    )
    options: list[Option] = []
    for text in terms.options:
        options.append(_option(poll, options, text))
    Option.objects.bulk_create(options)
    now = timezone.now()
    feed.announce(trip, log.record(trip, wire.POLL_OPENED, wire.poll_opened(poll, now)))
    return _told(poll)


@verb
def vote(trip: Trip, member_id: str, poll_id: str, vote: Vote) -> Voted:
    """Casts a member's ballot or changes it.

    Voting the same again changes nothing and succeeds always: the first answer may have been lost.
    Raises Refusal `not_a_member`, `poll_not_found`, `poll_closed`, `poll_paused`,
    `options_changed`, `invalid`.
    """
    poll = _find(trip, poll_id)
    _refuse_outsider(trip, member_id)
    ballot = ballots.of(poll, member_id)
    if ballot and ballot.counts and ballot.chosen() == set(vote.options):
        return _voted(poll, ballot)
    _refuse_unless_open(poll)
    _judge(poll, vote)
    if ballot:
        ballots.take_back(ballot)
    ballot = ballots.cast(poll, member_id, vote.options)
    ballots.tell(trip, wire.POLL_CHANGED, poll)
    return _voted(poll, ballot)


@verb
def withdraw_vote(trip: Trip, member_id: str, poll_id: str) -> Voted:
    """Takes a member's ballot back; without one nothing changes. Raises Refusal like `vote`."""
    poll = _open(trip, poll_id)
    _refuse_outsider(trip, member_id)
    if ballot := ballots.of(poll, member_id):
        ballots.take_back(ballot)
        ballots.tell(trip, wire.POLL_CHANGED, poll)
    return _voted(poll, None)


@verb
def add_option(trip: Trip, poll_id: str, text: str) -> Told:
    """One more option, also after the first vote; who looks at the older list has to look again.

    Raises Refusal `poll_not_found`, `poll_closed`, `poll_paused`, `invalid`.
    """
    poll = _open(trip, poll_id)
    options = list(poll.options.all())
    if len(options) >= MOST_OPTIONS:
        raise wire.Refusal("invalid", text=f"A poll holds at most {MOST_OPTIONS} options.")
    if names.key(text) in {names.key(option.text) for option in options}:
        raise wire.Refusal("invalid", text="This is on the list already.")
    _option(poll, options, text).save()
    poll.options_version += 1
    ballots.tell(trip, wire.POLL_CHANGED, poll, "options", "optionsVersion")
    return _told(poll)


@verb
def close_poll(trip: Trip, poll_id: str) -> Told:
    """Ends the voting; the result stands from now on. Closing a closed poll changes nothing.

    Raises Refusal `poll_not_found`.
    """
    poll = _find(trip, poll_id)
    now = timezone.now()
    if not poll.closed_since(now):
        poll.closed_at = now
        ballots.tell(trip, wire.POLL_CLOSED, poll, "closedAt")
    return _told(poll)


@verb
def pick(trip: Trip, poll_id: str, option_id: str) -> Told:
    """The organiser decides a tie. Raises Refusal `poll_not_found`, `poll_open`, `no_tie`."""
    poll = _find(trip, poll_id)
    if not poll.closed_since(timezone.now()):
        raise wire.Refusal("poll_open")
    leaders = {option.id for option in poll.leaders()}
    if len(leaders) < 2 or option_id not in leaders:
        raise wire.Refusal("no_tie")
    if poll.picked_id != option_id:
        poll.picked_id = option_id
        ballots.tell(trip, wire.POLL_CHANGED, poll, "pickedOptionId")
    return _told(poll)


def views(state: log.State, member: Member) -> dict[str, wire.ViewShape]:
    """What a member may see of each poll beyond the frames, by the poll's id."""
    cast = ballots.cast_by(member)
    return {poll.id: _view(poll, cast.get(poll.id), state.at) for poll in state.polls}


def view(member: Member, poll_id: str) -> wire.ViewShape:
    """The same of one poll. Raises Refusal `poll_not_found`."""
    now = timezone.now()
    poll = log.poll_of(member.trip_id, poll_id, now)
    if poll is None:
        raise wire.Refusal("poll_not_found")
    return _view(poll, ballots.of(poll, member.id), now)


def _view(poll: Poll, ballot: Ballot | None, now: datetime) -> wire.ViewShape:
    return wire.view(poll, ballot, sees_tally=access.sees_tally(poll, ballot, now))


def _find(trip: Trip, poll_id: str) -> Poll:
    poll = trip.polls.filter(pk=poll_id).first()
    if poll is None:
        raise wire.Refusal("poll_not_found")
    poll.trip = trip  # the locked row
    return poll


def _open(trip: Trip, poll_id: str) -> Poll:
    poll = _find(trip, poll_id)
    _refuse_unless_open(poll)
    return poll


def _refuse_unless_open(poll: Poll) -> None:
    match poll.state_at(timezone.now()):
        case Poll.State.CLOSED:
            raise wire.Refusal("poll_closed")
        case Poll.State.PAUSED:
            raise wire.Refusal("poll_paused")


def _refuse_outsider(trip: Trip, member_id: str) -> None:
    """By whosever right it is done, no ballot is one of somebody who is out."""
    if not trip.members.filter(pk=member_id, state=Member.State.IN).exists():
        raise wire.Refusal("not_a_member")


def _judge(poll: Poll, vote: Vote) -> None:
    if vote.options_version != poll.options_version:
        raise wire.Refusal("options_changed")
    if not set(vote.options) <= {option.id for option in poll.options.all()}:
        raise wire.Refusal("invalid", options="This is no option of the poll. Reload and choose.")
    if len(vote.options) > poll.most_choices:
        raise wire.Refusal("invalid", options=f"Choose at most {poll.most_choices}.")


def _option(poll: Poll, others: list[Option], text: str) -> Option:
    """The next option, with what release 1 takes for its key made unlike that of the others."""
    number, before = len(others) + 1, names.key_before(text)
    if before in {option.text_key for option in others}:
        before += f"\n{number}"
    folded = names.key(text)
    return Option(poll=poll, number=number, text=text, folded_text=folded, text_key=before)


def _told(poll: Poll) -> Told:
    return {"success": True, "poll": wire.poll(poll, timezone.now())}


def _voted(poll: Poll, ballot: Ballot | None) -> Voted:
    now = timezone.now()
    return {"success": True, "poll": wire.poll(poll, now), "view": _view(poll, ballot, now)}
