"""The verb that joins a trip."""

from datetime import datetime, timedelta

from trips import clock, credentials, feed, keys, phones, throttle, wire
from trips.browsers import Held
from trips.change import verb
from trips.forms import Guest
from trips.membership.declining import forget_decline
from trips.membership.naming import concerned, free_name, give_name, namesakes
from trips.models import Member, Trip
from trips.statements import insert
from trips.wire import events


@verb
def join(
    trip: Trip,
    guest: Guest,
    *,
    another: bool = False,
    was_removed: bool = False,
    address: str = "",
    browser: Held | None = None,
    declined: str = "",
) -> wire.JoinResponse:
    """Add a guest to the members of a trip and give them their key.

    `another`: if the name is taken, join as "Asha (2)". `was_removed`: the browser holds the key
    of a removed member. `address` is the client's, against which joins are counted; "" is not.
    `browser` keeps the new key, in the same transaction. `declined` is the key of their answer that
    they cannot come, which is taken back.
    Raises Refusal `name_taken`, `trip_closed`, `approval_required`, `already_joined`, `trip_full`,
    `too_many`.
    """
    name = free_name(trip, guest.name) if another else guest.name
    number = phones.digest(trip.id, guest.phone)
    others = concerned(trip, name, number, clock.now())
    states = {member.state for member in namesakes(name, others)}
    _refuse_unless_welcome(trip, states, was_removed)
    if number and any(other.is_in and other.phone_digest == number for other in others):
        raise wire.Refusal("already_joined")
    if address:
        throttle.joined(address, trip.id)  # only now it is known not to be a repeat
    key = keys.new_key()
    columns = Guest(name, guest.phone).columns(trip.id)
    joined_at = _behind_all(others)
    member = Member(trip=trip, key_digest=keys.digest(key), joined_at=joined_at, **columns)
    give_name(member, name, others)
    insert(member)
    if browser:
        browser.keep({trip.id: key})
    trip.adjust_count(+1)
    feed.announce(trip, events.joined(trip, member))
    forget_decline(trip, declined)
    return {
        "success": True,
        "member": wire.member(member),
        "memberId": member.id,
        "memberKey": key,
        "token": credentials.issue_token(member),
        "trip": wire.trip_fields(trip),
    }


def _behind_all(others: list[Member]) -> datetime:
    """Return the moment of joining: now, or just after the last who joined if clocks went back."""
    joined = [other.joined_at + timedelta(microseconds=1) for other in others if other.is_in]
    return max([clock.now(), *joined])


def is_in(trip: Trip, **what: str) -> bool:
    """Return whether a present member has these values of columns."""
    return trip.members.filter(state=Member.State.IN, **what).exists()


def _refuse_unless_welcome(trip: Trip, states: set[str], was_removed: bool) -> None:
    """Refuse to take in somebody, whose namesakes have these states.

    Call it before you look for their number: on a full trip anybody could ask free of risk which
    numbers are in.
    """
    if Member.State.IN in states:
        raise wire.Refusal("name_taken")
    if not trip.is_open:
        raise wire.Refusal("trip_closed")
    if was_removed or Member.State.REMOVED in states:
        raise wire.Refusal("approval_required")
    if trip.is_full:
        raise wire.Refusal("trip_full")
