"""The verb that counts a guest in."""

from datetime import datetime, timedelta

from trips import clock, credentials, feed, keys, phones, throttle, wire
from trips.change import verb
from trips.forms import Guest
from trips.membership.naming import free_name, give_name, namesakes, near
from trips.models import Member, Trip
from trips.wire import events


@verb
def join(
    trip: Trip,
    guest: Guest,
    *,
    another: bool = False,
    was_removed: bool = False,
    address: str = "",
) -> wire.JoinResponse:
    """Counts a guest in. `another` means: not the member of this name, one more.

    Raises Refusal `name_taken`, `trip_closed`, `approval_required`, `already_joined`, `trip_full`,
    and `too_many` for the `address` that so many come from.
    """
    name = free_name(trip, guest.name) if another else guest.name
    nearby = near(trip, name)
    states = {member.state for member in namesakes(name, nearby)}
    _refuse_unless_welcome(trip, states, guest.phone, was_removed)
    if address:
        throttle.joined(address, trip.id)  # only here it is known to be no repeat
    key = keys.new_key()
    columns = Guest(name, guest.phone).columns(trip.id)
    joined_at = _behind_all(trip)
    member = Member(trip=trip, key_digest=keys.digest(key), joined_at=joined_at, **columns)
    give_name(member, name, nearby)
    member.save()
    trip.adjust_count(+1)
    feed.announce(trip, events.joined(trip, member))
    return {
        "success": True,
        "member": wire.member(member),
        "memberId": member.id,
        "memberKey": key,
        "token": credentials.issue_token(member),
        "trip": wire.trip_fields(trip),
    }


def _behind_all(trip: Trip) -> datetime:
    """Now, or just after whoever joined last, if the clock was set back since."""
    others = trip.members.filter(state=Member.State.IN).order_by("-joined_at")
    last = others.values_list("joined_at", flat=True).first()
    return max(clock.now(), last + timedelta(microseconds=1)) if last else clock.now()


def is_in(trip: Trip, **what: str) -> bool:
    """Whether somebody with these columns is in."""
    return trip.members.filter(state=Member.State.IN, **what).exists()


def _refuse_unless_welcome(trip: Trip, states: set[str], phone: str, was_removed: bool) -> None:
    if Member.State.IN in states:
        raise wire.Refusal("name_taken")
    if not trip.is_open:
        raise wire.Refusal("trip_closed")
    if was_removed or Member.State.REMOVED in states:
        raise wire.Refusal("approval_required")
    if trip.is_full:  # before the number, which would be confirmed by an answer that adds nobody
        raise wire.Refusal("trip_full")
    if phone and is_in(trip, phone_digest=phones.digest(trip.id, phone)):
        raise wire.Refusal("already_joined")
