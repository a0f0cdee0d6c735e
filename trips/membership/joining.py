"""The verb that joins a trip."""

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
    """Add a guest to the members of a trip and give them their key.

    `another`: if the name is taken, join as "Asha (2)". `was_removed`: the browser holds the key
    of a removed member. `address` is the client's, against which joins are counted; "" is not.
    Raises Refusal `name_taken`, `trip_closed`, `approval_required`, `already_joined`, `trip_full`,
    `too_many`.
    """
    name = free_name(trip, guest.name) if another else guest.name
    nearby = near(trip, name)
    states = {member.state for member in namesakes(name, nearby)}
    _refuse_unless_welcome(trip, states, guest.phone, was_removed)
    if address:
        throttle.joined(address, trip.id)  # only now it is known not to be a repeat
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
    """Return the moment of joining: now, or just after the last who joined if clocks went back."""
    others = trip.members.filter(state=Member.State.IN).order_by("-joined_at")
    last = others.values_list("joined_at", flat=True).first()
    return max(clock.now(), last + timedelta(microseconds=1)) if last else clock.now()


def is_in(trip: Trip, **what: str) -> bool:
    """Return whether a present member has these values of columns."""
    return trip.members.filter(state=Member.State.IN, **what).exists()


def _refuse_unless_welcome(trip: Trip, states: set[str], phone: str, was_removed: bool) -> None:
    if Member.State.IN in states:
        raise wire.Refusal("name_taken")
    if not trip.is_open:
        raise wire.Refusal("trip_closed")
    if was_removed or Member.State.REMOVED in states:
        raise wire.Refusal("approval_required")
    # Before the phone number: on a full trip anybody could ask free of risk which numbers are in.
    if trip.is_full:
        raise wire.Refusal("trip_full")
    if phone and is_in(trip, phone_digest=phones.digest(trip.id, phone)):
        raise wire.Refusal("already_joined")
