"""The counts of a poll: they follow votes, and members who leave or come back.

Everything that changes a poll is called under the lock of its trip's row.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from trips import clock, feed
from trips.instances import prefetched
from trips.models import Ballot, Choice, Member, Poll, Trip
from trips.statements import Param, compiled, insert, update
from trips.wire import events


def cast_by(member: Member) -> dict[str, Ballot]:
    """Return the ballots of a member on their trip, by the poll's id."""
    choices, found = _choices_of.all(member=member.pk), _cast_by.all(member=member.pk)
    for ballot in found:
        prefetched(ballot, "choices", [each for each in choices if each.ballot_id == ballot.pk])
    return {ballot.poll_id: ballot for ballot in found}


_cast_by = compiled(Ballot.objects.filter(member=Param("member")))
_choices_of = compiled(Choice.objects.filter(ballot__member=Param("member")))


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
