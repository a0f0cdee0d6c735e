"""The verbs on polls: open one, edit or delete it before the first ballot, vote, withdraw, add an
option, close, open again, pick out of a tie."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from typing_extensions import TypedDict

from trips import access, ballots, feed, log, names, wire
from trips.change import verb
from trips.forms import UNSEEN, EditPollForm, PollTerms, ReopenForm, Seen, Vote, judged
from trips.models import MOST_OPTIONS, Ballot, Member, Option, Poll, Trip

MOST_POLLS = 50


class Told(TypedDict):
    success: bool
    poll: wire.PollShape


class Deleted(TypedDict):
    success: bool


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
    Option.objects.bulk_create(_options(poll, terms.options))
    now = timezone.now()
    feed.announce(trip, log.record(trip, wire.POLL_OPENED, wire.poll_whole(poll, now)))
    return _told(poll)


@verb
def edit_poll(trip: Trip, poll_id: str, given: Mapping[str, Any], seen: Seen = UNSEEN) -> Told:
    """Changes a poll that holds no ballot: fields by the API's names, those left out stay.

    `seen` is what a form had shown. Raises Refusal `poll_not_found`, `poll_voted`, `poll_closed`,
    `invalid`, also for what has become neither what was seen nor what is given.
    """
    poll = _find(trip, poll_id)
    refuse_edit(poll)
    form = judged(EditPollForm(poll, given, seen))
    texts, columns = form.changed_options(), form.changed_columns()
    if not texts and not columns:
        return _told(poll)
    if texts:
        _replace_options(poll, texts)
    for column, value in columns.items():
        setattr(poll, column, value)
    ballots.tell_whole(trip, wire.POLL_CHANGED, poll)
    return _told(poll)


@verb
def delete_poll(trip: Trip, poll_id: str) -> Deleted:
    """Takes away a poll that holds no ballot. Raises Refusal `poll_not_found`, `poll_voted`."""
    poll = _find(trip, poll_id)
    refuse_voted(poll)
    feed.announce(trip, log.record(trip, wire.POLL_DELETED, wire.poll_deleted(poll)))
    poll.delete()
    return {"success": True}


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
    poll.change_options()
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
def reopen_poll(trip: Trip, poll_id: str, given: Mapping[str, Any] = {}) -> Told:
    """Lets the group vote again; a closing time that has passed is lifted.

    `given` may hold another one, `closesAt`. Ballots count again as in any open poll, and counts
    that were hidden are. Opening an open poll changes nothing. Raises Refusal `poll_not_found`,
    `poll_picked`, `trip_cancelled`, `invalid`.
    """
    poll = _find(trip, poll_id)
    if not poll.closed_since(timezone.now()):
        return _told(poll)
    refuse_reopening(poll)
    poll.closes_at = judged(ReopenForm(poll, given)).closes_at()
    poll.closed_at = None
    ballots.recount(poll)
    ballots.tell_whole(trip, wire.POLL_REOPENED, poll)
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


def refuse_voted(poll: Poll) -> None:
    """Raises Refusal `poll_voted` where there is a ballot, also of who has left but may be back."""
    if poll.ballots.exists():
        raise wire.Refusal("poll_voted")


def refuse_edit(poll: Poll) -> None:
    """Raises Refusal `poll_voted`, `poll_closed`."""
    refuse_voted(poll)
    if poll.closed_since(timezone.now()):
        raise wire.Refusal("poll_closed")


def refuse_reopening(poll: Poll) -> None:
    """Raises Refusal `trip_cancelled`, `poll_picked`."""
    if poll.trip.cancelled_at:
        raise wire.Refusal("trip_cancelled")
    if poll.picked_id:
        raise wire.Refusal("poll_picked")


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


def _replace_options(poll: Poll, texts: tuple[str, ...]) -> None:
    """What stays under the same text stays the same option: on open ballots it is ticked still."""
    ids = dict(poll.options.values_list("text", "id"))
    poll.options.all().delete()
    options = _options(poll, texts)
    for option in options:
        option.id = ids.get(option.text, option.id)
    Option.objects.bulk_create(options)
    poll.change_options()


def _options(poll: Poll, texts: tuple[str, ...]) -> list[Option]:
    """New options of a poll, in this order."""
    options: list[Option] = []
    for text in texts:
        options.append(_option(poll, options, text))
    return options


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
