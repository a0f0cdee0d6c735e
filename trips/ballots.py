"""The counts of a poll, which follow votes and members who leave or come back, and who voted what.

Everything that changes a poll is called under the lock of its trip's row.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from trips import clock, feed, wire
from trips.instances import prefetched
from trips.models import Ballot, Choice, Member, Poll, Trip
from trips.statements import Param, compiled, insert, update
from trips.wire import events

MOST_VOTERS = 100  # of a poll that a page or an answer names


def cast_by(member: Member) -> dict[str, Ballot]:
    """Return the ballots of a member on their trip, by the poll's id."""
    choices, found = _choices_of.all(member=member.pk), _cast_by.all(member=member.pk)
    for ballot in found:
        prefetched(ballot, "choices", [each for each in choices if each.ballot_id == ballot.pk])
    return {ballot.poll_id: ballot for ballot in found}


_cast_by = compiled(Ballot.objects.filter(member=Param("member")))
_choices_of = compiled(Choice.objects.filter(ballot__member=Param("member")))


def voters_of(poll_ids: Collection[str]) -> dict[str, list[wire.VoterShape]]:
    """List who voted what by the poll's id, where polls show it: the first MOST_VOTERS of each.

    They stand in the order of members. Show them only to who may see the counts: whether somebody
    may is to be read after this, as a poll may be reopened meanwhile.
    """
    place = Window(RowNumber(), partition_by="poll_id", order_by=_AS_MEMBERS)
    first = _shown.filter(poll__in=poll_ids).annotate(place=place).filter(place__lte=MOST_VOTERS)
    found: dict[str, list[wire.VoterShape]] = {poll_id: [] for poll_id in poll_ids}
    for ballot in first.order_by(*_AS_MEMBERS):
        found[ballot.poll_id].append(wire.voter(ballot))
    return found


def all_of(poll: Poll) -> list[Ballot]:
    """List the ballots that count of a poll that shows who voted what, in the order of members."""
    return list(_shown.filter(poll=poll).order_by(*_AS_MEMBERS))


_AS_MEMBERS = ("member__joined_at", "member_id")
_shown = (
    Ballot.objects.filter(poll__shows_voters=True, counts=True)
    .select_related("member")
    .prefetch_related("choices")
)


def cast(poll: Poll, member_id: str, options: Iterable[str], maybes: Iterable[str] = ()) -> Ballot:
    """Save a new ballot of a member who has none in this poll, and count it.

    `options` are ids, and so are `maybes`, of dates that do if need be. The counts of the poll
    itself are saved by `announce`.
    """
    ballot = Ballot(poll=poll, member_id=member_id, cast_at=clock.now())
    insert(ballot)
    is_only = poll.most_choices == 1 and not poll.is_about_dates
    choices = [
        Choice(ballot=ballot, option_id=option, is_only=is_only, is_maybe=is_maybe)
        for is_maybe, ids in ((False, options), (True, maybes))
        for option in ids
    ]
    if choices:
        insert(*choices)
    prefetched(ballot, "choices", choices)
    ballot.adjust_poll(+1)
    return ballot


def take_back(ballot: Ballot) -> None:
    """Delete a ballot and take it out of the counts; `announce` saves those of the poll."""
    ballot.adjust_poll(-1)
    ballot.delete_with_choices()


def count_of_member(trip: Trip, member: Member) -> None:
    """Count a member's ballots in open polls if they are in, and no more if they are out."""
    now = clock.now()
    not_closed = Q(closed_at=None) & (Q(closes_at=None) | Q(closes_at__gt=now))
    for poll in trip.polls.filter(not_closed, ballots__member=member):
        poll.trip = trip
        ballot = poll.ballots.get(member=member)
        if ballot.counts != member.is_in:
            ballot.counts = member.is_in
            ballot.save()
            ballot.adjust_poll(+1 if member.is_in else -1)
            announce(trip, poll, events.poll_counted)


def recount(poll: Poll) -> None:
    """Count all ballots of a poll anew: a ballot counts if its member is in.

    Needed when a poll opens again; `announce` saves the poll.
    """
    is_in = Q(member__state=Member.State.IN)
    poll.ballots.filter(is_in).update(counts=True)
    poll.ballots.exclude(is_in).update(counts=False)
    counting = Choice.objects.filter(option=OuterRef("pk"), ballot__counts=True).order_by()
    for column, is_maybe in (("votes", False), ("maybes", True)):
        of_kind = counting.filter(is_maybe=is_maybe).values("option")
        found = Subquery(of_kind.annotate(found=Count("pk")).values("found"))
        poll.options.update(**{column: Coalesce(found, 0)})
    poll.voted_count = poll.ballots.filter(counts=True).count()


def announce(trip: Trip, poll: Poll, event: Callable[[Poll, datetime], events.NewEvent]) -> None:
    """Save a changed poll as its next version, then record and announce `event` of it."""
    poll.version += 1
    update(poll)
    poll.fetch_options()
    feed.announce(trip, event(poll, clock.now()))
