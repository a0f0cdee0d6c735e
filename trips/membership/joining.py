"""The verb that joins a trip, or the line for a place on a full one."""

from datetime import datetime

from trips import clock, credentials, feed, keys, phones, throttle, wire
from trips.browsers import Held
from trips.change import verb
from trips.forms import Guest
from trips.membership.declining import forget_decline
from trips.models import Member, Trip
from trips.naming import concerned, free_name, give_name, namesakes, near
from trips.statements import insert
from trips.waiting_list import A_MOMENT, MOST_IN_LINE, after_the_last, fill_places, place_of
from trips.wire import events

IN, WAITING = Member.State.IN, Member.State.WAITING


@verb
def join(
    trip: Trip,
    guest: Guest,
    *,
    another: bool = False,
    wait: bool = False,
    was_removed: bool = False,
    address: str = "",
    browser: Held | None = None,
    declined: str = "",
) -> wire.JoinResponse:
    """Add a guest to the members of a trip and give them their key.

    `another`: if the name is taken, join as "Asha (2)". `wait`: if the trip is full, wait for a
    place; the key is theirs then, too. `was_removed`: the browser holds the key
    of a removed member. `address` is the client's, against which joins are counted; "" is not.
    `browser` keeps the new key, in the same transaction. `declined` is the key of their answer that
    they cannot come, which is taken back.
    Raises Refusal `name_taken`, `trip_closed`, `approval_required`, `already_joined`, `trip_full`,
    `line_full`, `too_many`.
    """
    fill_places(trip)  # a server of the release before leaves one free
    name = free_name(trip, guest.name) if another else guest.name
    number = phones.digest(trip.id, guest.phone)
    others = concerned(trip, name, number, clock.now())
    states = {member.state for member in namesakes(name, others)}
    refuse_unless_welcome(trip, states, was_removed, wait=wait)
    if number and _has_come(trip, number, others):
        raise wire.Refusal("already_joined")
    if address:
        throttle.joined(address, trip.id)  # only now it is known not to be a repeat
    waits = not trip.has_room
    if waits and WAITING in states:
        name = free_name(trip, name)
        others = near(trip, name)
    came_at = after_the_last(trip, WAITING) if waits else behind_all(others)
    member, key = add(trip, Guest(name, guest.phone), others, came_at, WAITING if waits else IN)
    if browser:
        browser.keep({trip.id: key})
    forget_decline(trip, declined)
    return _told(trip, member, key)


def add(
    trip: Trip,
    guest: Guest,
    others: list[Member],
    came_at: datetime,
    state: Member.State = IN,
    brought_by: str = "",
) -> tuple[Member, str]:
    """Add somebody to who is in, or to the line, and announce it; return them and their key.

    Call it under the lock of the trip's row, once it is known that they may. `others` are those
    whom `naming.near` or `concerned` gives for their name. `brought_by` is the id of the member who
    counts them in, "" if they come by themselves.
    """
    key = keys.new_key()
    columns = guest.columns(trip.id)
    member = Member(
        trip=trip,
        state=state,
        key_digest=keys.digest(key),
        joined_at=came_at,
        brought_by=brought_by,
        has_entered=not brought_by,
        **columns,
    )
    give_name(member, guest.name, others)
    insert(member)
    if state == IN:
        trip.adjust_count(+1)
        feed.announce(trip, events.joined(trip, member))
    else:
        trip.waiting_count += 1
        feed.announce(trip, events.waitlist_changed(trip))
    return member, key


def _told(trip: Trip, member: Member, key: str) -> wire.JoinResponse:
    joined: wire.JoinResponse = {
        "success": True,
        "member": wire.member(member),
        "memberId": member.id,
        "memberKey": key,
        "token": credentials.issue_token(member),
        "trip": wire.trip_fields(trip),
    }
    if member.waits:
        joined["placeInLine"] = place_of(member)
    return joined


def behind_all(others: list[Member]) -> datetime:
    """Return the moment of joining: now, or just after the last who joined if clocks went back."""
    return max([clock.now(), *(other.joined_at + A_MOMENT for other in others if other.is_in)])


def is_in(trip: Trip, **what: str) -> bool:
    """Return whether a present member has these values of columns."""
    return trip.members.filter(state=IN, **what).exists()


def _has_come(trip: Trip, number: str, others: list[Member]) -> bool:
    """Return whether somebody with this number, a digest, is in, or waits for a place."""
    if any(other.is_in and other.phone_digest == number for other in others):
        return True
    in_line = trip.members.filter(state=WAITING, phone_digest=number)
    return bool(trip.waiting_count) and in_line.exists()


def refuse_unless_welcome(
    trip: Trip, states: set[str], was_removed: bool = False, *, wait: bool = False
) -> None:
    """Refuse to take in somebody, whose namesakes have these states.

    Call it before you look for their number: on a full trip anybody could ask free of risk which
    numbers are in. Raises Refusal `name_taken`, `trip_closed`, `approval_required`, `trip_full`,
    `line_full`.
    """
    if IN in states:
        raise wire.Refusal("name_taken")
    if not trip.is_open:
        raise wire.Refusal("trip_closed")
    if was_removed or Member.State.REMOVED in states:
        raise wire.Refusal("approval_required")
    if trip.has_room:
        return
    if not (wait and trip.has_line):
        raise wire.Refusal("trip_full")
    if trip.waiting_count >= MOST_IN_LINE:
        raise wire.Refusal("line_full")
