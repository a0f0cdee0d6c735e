"""The verbs that cast and withdraw a vote, and one member's own part of a poll."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trips import ballots, clock, log, wire
from trips.change import verb
from trips.forms import Vote
from trips.models import Ballot, Member, Poll, Trip
from trips.polls.finding import find, find_open, refuse_unless_open
from trips.statements import Param, compiled
from trips.wire import events


@verb
def vote(trip: Trip, member_id: str, poll_id: str, vote: Vote) -> wire.VoteResponse:
    """Cast a member's ballot, or change it.

    The same vote again changes nothing and always succeeds, as the first answer may have been
    lost. Raises Refusal `not_a_member`, `poll_not_found`, `poll_closed`, `poll_paused`,
    `options_changed`, `invalid`.
    """
    poll = find(trip, poll_id)
    poll.fetch_options()
    _refuse_outsider(trip, member_id)
    ballot = poll.ballot_of(member_id)
    if ballot and ballot.counts and _holds(ballot, vote):
        return _voted(poll, ballot)
    refuse_unless_open(poll)
    _check(poll, vote)
    if ballot:
        ballots.take_back(ballot)
    ballot = ballots.cast(poll, member_id, vote.options, vote.maybes)
    ballots.announce(trip, poll, events.poll_counted)
    return _voted(poll, ballot)


@verb
def withdraw_vote(trip: Trip, member_id: str, poll_id: str) -> wire.VoteResponse:
    """Delete a member's ballot; without one nothing changes.

    Raises Refusal `not_a_member`, `poll_not_found`, `poll_closed`, `poll_paused`.
    """
    poll = find_open(trip, poll_id)
    poll.fetch_options()
    _refuse_outsider(trip, member_id)
    if ballot := poll.ballot_of(member_id):
        ballots.take_back(ballot)
        ballots.announce(trip, poll, events.poll_counted)
    return _voted(poll, None)


def my_polls(state: log.State, member: Member) -> dict[str, wire.MyPollShape]:
    """Return what each poll looks like to one member beyond its public shape, by the poll's id."""
    cast = ballots.cast_by(member) if state.polls else {}
    return {poll.id: wire.my_poll(poll, cast.get(poll.id), state.at) for poll in state.polls}


def my_poll(member: Member, poll_id: str) -> wire.MyPollShape:
    """Return what a poll looks like to one member beyond its public shape.

    Raises Refusal `poll_not_found`.
    """
    now = clock.now()
    poll = log.poll_of(member.trip_id, poll_id, now)
    if poll is None:
        raise wire.Refusal("poll_not_found")
    return wire.my_poll(poll, poll.ballot_of(member.id), now)


def _refuse_outsider(trip: Trip, member_id: str) -> None:
    """Refuse a ballot of anybody but a present member. Raises Refusal `not_a_member`."""
    if not _present.first(trip=trip.id, member=member_id):
        raise wire.Refusal("not_a_member")


_present = compiled(
    Member.objects.filter(
        trip=Param("trip"), pk=Param("member"), state=Member.State.IN
    ).values_list("pk")
)


def _holds(ballot: Ballot, vote: Vote) -> bool:
    """Return whether a ballot says the same as a vote."""
    return (ballot.chosen(), ballot.maybes()) == (set(vote.options), set(vote.maybes))


def _check(poll: Poll, vote: Vote) -> None:
    """Check a vote against its poll. A ballot about dates may say no to all of them."""
    if vote.options_version != poll.options_version:
        raise wire.Refusal("options_changed")
    if not {*vote.options, *vote.maybes} <= {option.id for option in poll.options.all()}:
        raise wire.Refusal(
            "invalid", options=_("This is no option of the poll. Reload and choose.")
        )
    if poll.is_about_dates:
        if set(vote.options) & set(vote.maybes):
            raise wire.Refusal("invalid", maybes=_("A date is yes or “if need be”, not both."))
        return
    if vote.maybes:
        raise wire.Refusal("invalid", maybes=_("Only a date can do “if need be”."))
    if not vote.options:
        raise wire.Refusal("invalid", options=_("Choose at least one option."))
    if len(vote.options) > poll.most_choices:
        most = poll.most_choices
        sentence = ngettext("Choose at most {n}.", "Choose at most {n}.", most)
        raise wire.Refusal("invalid", options=sentence.format(n=most))


def _voted(poll: Poll, ballot: Ballot | None) -> wire.VoteResponse:
    now = clock.now()
    return {"success": True, "poll": wire.poll(poll, now), "view": wire.my_poll(poll, ballot, now)}
