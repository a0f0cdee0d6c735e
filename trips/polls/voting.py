"""The verbs that cast and withdraw a vote, and one member's own part of a poll."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trips import ballots, cache, clock, snapshots, wire
from trips.change import verb
from trips.forms import Vote
from trips.models import Ballot, Member, Poll, Trip, ballot_of
from trips.polls.finding import find, find_open, refuse_unless_open
from trips.statements import Param, compiled
from trips.wire import events

Voters = Mapping[str, list[wire.VoterShape]]  # by the poll's id
NO_VOTERS: Voters = {}
BALLOT_BYTES, CHOICE_BYTES = 600, 80  # that one takes in memory, about


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
    ballot = ballot_of(poll, member_id)
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
    if ballot := ballot_of(poll, member_id):
        ballots.take_back(ballot)
        ballots.announce(trip, poll, events.poll_counted)
    return _voted(poll, None)


def my_polls(
    state: snapshots.State, member: Member, voters: Voters = NO_VOTERS
) -> dict[str, wire.MyPollShape]:
    """Return what each poll looks like to one member beyond its public shape, by the poll's id.

    `voters` are those of some polls, read before the state.
    """
    cast = ballots.cast_by(member) if state.polls else {}
    return {
        poll.id: wire.my_poll(poll, cast.get(poll.id), state.at, voters.get(poll.id))
        for poll in state.polls
    }


def my_poll(member: Member, poll_id: str, voters: Voters = NO_VOTERS) -> wire.MyPollShape:
    """Return what a poll looks like to one member beyond its public shape.

    `voters` are those of the poll, read before. Raises Refusal `poll_not_found`.
    """
    now = clock.now()
    poll = snapshots.poll_of(member.trip_id, poll_id, now)
    if poll is None:
        raise wire.Refusal("poll_not_found")
    return wire.my_poll(poll, ballot_of(poll, member.id), now, voters.get(poll_id))


def voters_of(poll: Poll) -> Voters:
    """Return who voted what in a poll, cached until the trip's next event; see `ballots.voters_of`.

    Empty where the poll does not show it.
    """
    if not poll.shows_voters:
        return {}

    def read() -> cache.Entry[Voters]:
        found = ballots.voters_of([poll.id])
        chosen = sum(len(each["choices"] + each["maybeChoices"]) for each in found[poll.id])
        size = BALLOT_BYTES * len(found[poll.id]) + CHOICE_BYTES * chosen
        return cache.Entry(found, size, cache.FOR_EVER)

    return snapshots.cached_per_seq(poll.trip_id, ("voters", poll.id), read)


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
