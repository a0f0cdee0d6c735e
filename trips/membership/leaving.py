"""The verbs that end a membership, and the one that undoes a removal."""

from collections.abc import Callable
from datetime import timedelta

from trips import ballots, clock, feed, wire
from trips.change import verb
from trips.membership.joining import is_in
from trips.models import Member, Trip
from trips.naming import free_name, give_name, near
from trips.waiting_list import fill_places
from trips.wire import events

UNDO_FOR = timedelta(hours=12)


@verb
def leave(trip: Trip, member_id: str) -> wire.CountResponse:
    """Let a member leave, but not the founder.

    Raises Refusal `member_not_found`, `cannot_remove_admin`.
    """
    return let_go(trip, member_id)


@verb
def remove(trip: Trip, member_id: str) -> wire.CountResponse:
    """Remove a member, who is no organiser, by an organiser's will.

    Raises Refusal `member_not_found`, `cannot_remove_admin`.
    """
    return _end(trip, member_id, Member.State.REMOVED, events.removed)


@verb
def restore(trip: Trip, member_id: str) -> wire.CountResponse:
    """Undo the removal of a member, within `UNDO_FOR`.

    A member who is in already changes nothing. Raises Refusal `member_not_found`, `undo_expired`,
    `trip_cancelled`, `trip_full`, `name_taken`.
    """
    if is_in(trip, pk=member_id):
        return counted(trip)
    member = find(trip, member_id, Member.State.REMOVED)
    if member.ended_at and clock.now() - member.ended_at > UNDO_FOR:
        raise wire.Refusal("undo_expired")
    bring_back(trip, member)
    return counted(trip)


def bring_back(trip: Trip, member: Member) -> None:
    """Make a removed member a member again; the ballots they cast count again.

    Raises Refusal `trip_cancelled`, `trip_full`, `name_taken`.
    """
    if trip.cancelled_at:
        raise wire.Refusal("trip_cancelled")
    if trip.is_full:
        raise wire.Refusal.no_place_left()
    name = free_name(trip, member.name, Member.State.REMOVED)
    give_name(member, name, near(trip, name))
    member.state = Member.State.IN
    member.ended_at, member.made_organiser = None, False
    member.save()
    trip.adjust_count(+1)
    feed.announce(trip, events.restored(trip, member))
    ballots.count_of_member(trip, member)


def let_go(trip: Trip, member_id: str) -> wire.CountResponse:
    """Let a member leave, under the trip's lock; for what raises see `leave`."""
    return _end(trip, member_id, Member.State.LEFT, events.left)


def counted(trip: Trip) -> wire.CountResponse:
    """Return the answer to a change of members: their number, and whether it unlocks."""
    return {
        "success": True,
        "memberCount": trip.member_count,
        "isDiscountUnlocked": trip.is_unlocked,
    }


def find(trip: Trip, member_id: str, state: Member.State) -> Member:
    """Return the member with this id and state. Raises Refusal `member_not_found`."""
    member = trip.members.filter(pk=member_id, state=state).first()
    if member is None:
        raise wire.Refusal("member_not_found")
    return member


def _end(
    trip: Trip,
    member_id: str,
    state: Member.State,
    event: Callable[[Trip, Member], events.NewEvent],
) -> wire.CountResponse:
    member = find(trip, member_id, Member.State.IN)
    if member.is_founder or (member.is_organiser and state == Member.State.REMOVED):
        raise wire.Refusal("cannot_remove_admin")
    member.state = state
    member.ended_at = clock.now()
    member.phone_encrypted = member.phone_digest = ""
    member.save()
    member.receivers.all().delete()
    trip.adjust_count(-1)
    feed.announce(trip, event(trip, member))
    ballots.count_of_member(trip, member)
    fill_places(trip)
    return counted(trip)
