"""The line of those who wait for a place on a full trip. A free place goes to the first in it."""

from datetime import datetime, timedelta

from trips import clock, feed
from trips.models import Member, Trip
from trips.naming import free_name, give_name, namesakes, near
from trips.statements import Param, compiled
from trips.wire import events

MOST_IN_LINE = 200
A_MOMENT = timedelta(microseconds=1)  # the least between two who come one after the other
WAITING = Member.State.WAITING
TAKEN = {Member.State.IN, Member.State.REMOVED}  # whose names nobody else gets


def fill_places(trip: Trip) -> None:
    """Give free places to those who wait longest, under the lock of the trip's row.

    Each change that may free a place, or let a closed trip take members again, ends with it.
    Nobody gets one once joining has ended, or from the trip's first day on.
    """
    free = trip.takes - trip.member_count
    if not trip.waiting_count or free <= 0 or not trip.has_line:
        return
    first = line(trip)[:free]
    if len(first) < min(free, trip.waiting_count):  # the release before has let one of them in
        trip.waiting_count = len(first)
        feed.announce(trip, events.waitlist_changed(trip))
    joined_at = after_the_last(trip, Member.State.IN)
    for number, member in enumerate(first):
        _promote(trip, member, joined_at + number * A_MOMENT)


def line(trip: Trip) -> list[Member]:
    """List those who wait, first who is next."""
    return _line.all(trip=trip.id)


def place_of(member: Member) -> int:
    """Return somebody's place in line: 1 for who is next, 0 for who does not wait."""
    ahead = (each.id for each in _line.all(trip=member.trip_id))
    return next((place for place, each in enumerate(ahead, 1) if each == member.id), 0)


def after_the_last(trip: Trip, state: Member.State) -> datetime:
    """Return a moment behind the last who came into a state: now, unless clocks were set back."""
    [last] = _last.first(trip=trip.id, state=state) or [clock.now()]
    return max(clock.now(), last + A_MOMENT)


_line = compiled(Member.objects.filter(trip=Param("trip"), state=WAITING))
_last = compiled(
    Member.objects.filter(trip=Param("trip"), state=Param("state"))
    .order_by("-joined_at", "-id")
    .values_list("joined_at")[:1]
)


def _promote(trip: Trip, member: Member, joined_at: datetime) -> None:
    """Make a member of somebody who waits; where their name was taken meanwhile they get a number.

    So does nobody twice with one phone number, which a server of the release before lets happen.
    """
    name, nearby = member.name, near(trip, member.name)
    if any(other.state in TAKEN for other in namesakes(name, nearby)):
        name = free_name(trip, name, WAITING)
        nearby = near(trip, name)
    give_name(member, name, nearby)
    present = trip.members.filter(state=Member.State.IN, phone_digest=member.phone_digest)
    if member.phone_digest and present.exists():
        member.phone_encrypted = member.phone_digest = ""
    member.state, member.joined_at = Member.State.IN, joined_at
    member.save()
    trip.waiting_count -= 1
    trip.adjust_count(+1)
    feed.announce(trip, events.promoted(trip, member))
