"""What ballots add to the counts of a poll, as members vote, go and come back; and its telling."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from trips import clock, feed
from trips.models import Ballot, Choice, Member, Poll, Trip
from trips.wire import events


def cast_by(member: Member) -> dict[str, Ballot]:
    """All that a member chose on their trip, by the poll's id."""
    cast = Ballot.objects.filter(member=member).prefetch_related("choices")
    return {ballot.poll_id: ballot for ballot in cast}


def cast(poll: Poll, member_id: str, options: tuple[str, ...]) -> Ballot:
    """A new ballot of a member who has none in this poll. Only under the trip's lock."""
    ballot = Ballot(poll=poll, member_id=member_id, cast_at=clock.now())
    ballot.save()
    is_only = poll.most_choices == 1
    Choice.objects.bulk_create(
        Choice(ballot=ballot, option_id=option, is_only=is_only) for option in options
    )
    ballot.adjust_poll(+1)
    return ballot


def take_back(ballot: Ballot) -> None:
    """The ballot is gone. Only under the trip's lock."""
    ballot.adjust_poll(-1)
    ballot.delete()


def count_of_member(trip: Trip, member: Member) -> None:
    """Count the ballots of a member who is back in open polls, and of who goes no more.

    Only under the trip's lock.
    """
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
    """Counts a poll that opens again anew: a ballot counts if its member is in. Only under the
    trip's lock."""
    is_in = Q(member__state=Member.State.IN)
    poll.ballots.filter(is_in).update(counts=True)
    poll.ballots.exclude(is_in).update(counts=False)
    counting = Choice.objects.filter(option=OuterRef("pk"), ballot__counts=True).order_by()
    votes = counting.values("option").annotate(votes=Count("pk")).values("votes")
    poll.options.update(votes=Coalesce(Subquery(votes), 0))
    poll.voted_count = poll.ballots.filter(counts=True).count()


def announce(trip: Trip, poll: Poll, event: Callable[[Poll, datetime], events.NewEvent]) -> None:
    """Saves what changed in a poll, and announces it as `event` tells it."""
    poll.version += 1
    poll.save()
    prefetch_related_objects([poll], "options")
    feed.announce(trip, event(poll, clock.now()))
