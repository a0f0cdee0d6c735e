"""The verbs on who is in: join, leave, remove, restore, "it's me", and the answer to it."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from typing_extensions import TypedDict

from trips import access, feed, keys, log, names, phones, wire
from trips.change import verb
from trips.forms import Guest
from trips.models import JoinRequest, Member, Trip

UNDO_FOR = timedelta(hours=12)
MOST_REQUESTS = 20


class Joined(TypedDict):
    success: bool
    member: wire.MemberShape
    memberId: str
    memberKey: str
    token: str
    trip: wire.Facts


class Counted(TypedDict):
    success: bool
    memberCount: int
    isDiscountUnlocked: bool


class Asked(TypedDict):
    success: bool
    requestId: str
    requestKey: str


class Rekeyed(TypedDict):
    success: bool
    memberKey: str
    token: str


@verb
def join(trip: Trip, guest: Guest, *, another: bool = False, was_removed: bool = False) -> Joined:
    """Counts a guest in. `another` means: not the member of this name, one more.

    Raises Refusal `name_taken`, `trip_closed`, `approval_required`, `already_joined`, `trip_full`.
    """
    name = _free_name(trip, guest.name) if another else guest.name
    _refuse_unless_welcome(trip, name, guest.phone, was_removed)
    key = keys.new_key()
    columns = Guest(name, guest.phone).columns(trip.id)
    member = trip.members.create(key_digest=keys.digest(key), **columns)
    trip.count(+1)
    feed.announce(trip, log.record(trip, wire.MEMBER_JOINED, wire.arrival(trip, member)))
    return {
        "success": True,
        "member": wire.member(member),
        "memberId": member.id,
        "memberKey": key,
        "token": access.issue_token(member),
        "trip": wire.facts(trip),
    }


@verb
def leave(trip: Trip, member_id: str) -> Counted:
    """A member goes. Raises Refusal `member_not_found`, `cannot_remove_admin`."""
    return _end(trip, member_id, Member.State.LEFT, wire.MEMBER_LEFT)


@verb
def remove(trip: Trip, member_id: str) -> Counted:
    """The organiser takes a member off. Raises Refusal like `leave`."""
    return _end(trip, member_id, Member.State.REMOVED, wire.MEMBER_REMOVED)


@verb
def restore(trip: Trip, member_id: str) -> Counted:
    """Undoes a removal, once. Raises Refusal `member_not_found`, `undo_expired`, `trip_full`."""
    if _is_in(trip, pk=member_id):
        return _counted(trip)
    member = _find(trip, member_id, Member.State.REMOVED)
    if member.ended_at and timezone.now() - member.ended_at > UNDO_FOR:
        raise wire.Refusal("undo_expired")
    _bring_back(trip, member)
    return _counted(trip)


@verb
def ask(trip: Trip, name: str, *, member_id: str = "") -> Asked:
    """Says "it's me" to a name that is on the list, or asks to come back after a removal.

    Who was removed asks for their own place, `member_id`, whatever name they type. The key in
    the answer becomes the member's once the organiser lets them in.
    Raises Refusal `member_not_found`, `unauthorized` for the organiser's own name,
    `too_many_requests`.
    """
    removed = trip.members.filter(pk=member_id, state=Member.State.REMOVED).first()
    member = removed or _namesake(trip, name)
    if member.is_admin:
        raise wire.Refusal("unauthorized")
    if pending(trip).count() >= MOST_REQUESTS:
        raise wire.Refusal("too_many_requests")
    key = keys.new_key()
    kind = JoinRequest.Kind.CLAIM if member.is_in else JoinRequest.Kind.RETURN
    request = trip.requests.create(member=member, kind=kind, key_digest=keys.digest(key))
    _ring(trip)
    return {"success": True, "requestId": request.id, "requestKey": key}


@verb
def answer_request(trip: Trip, request_id: str, *, let_in: bool) -> Counted:
    """The organiser's answer. Letting in issues the asker's key and ends the member's old one.

    Raises Refusal `request_not_found`, `trip_full`.
    """
    request = pending(trip).filter(pk=request_id).first()
    if request is None:
        raise wire.Refusal("request_not_found")
    request.state = JoinRequest.State.LET_IN if let_in else JoinRequest.State.REFUSED
    request.answered_at = timezone.now()
    request.save()
    if not let_in:
        _ring(trip)
        return _counted(trip)
    member = request.member
    _give_key(member, request.key_digest)
    if member.is_in:
        _ring(trip, memberId=member.id)
    else:
        _bring_back(trip, member)
    return _counted(trip)


@verb
def replace_key(trip: Trip, member_id: str) -> Rekeyed:
    """A new personal link; the old one, its tokens and its connections end."""
    member = _find(trip, member_id, Member.State.IN)
    key = keys.new_key()
    _give_key(member, keys.digest(key))
    _ring(trip, memberId=member.id)
    return {"success": True, "memberKey": key, "token": access.issue_token(member)}


def pending(trip: Trip) -> QuerySet[JoinRequest]:
    """Who waits for the organiser's answer."""
    return trip.requests.filter(state=JoinRequest.State.PENDING).select_related("member")


def states_of(trip: Trip, name: str) -> set[str]:
    """In which states somebody of this name is known on the trip."""
    return set(trip.members.filter(name_key=names.key(name)).values_list("state", flat=True))


def _refuse_unless_welcome(trip: Trip, name: str, phone: str, was_removed: bool) -> None:
    states = states_of(trip, name)
    if Member.State.IN in states:
        raise wire.Refusal("name_taken")
    if not trip.is_open:
        raise wire.Refusal("trip_closed")
    if was_removed or Member.State.REMOVED in states:
        raise wire.Refusal("approval_required")
    if phone and _is_in(trip, phone_digest=phones.digest(trip.id, phone)):
        raise wire.Refusal("already_joined")
    if trip.is_full:
        raise wire.Refusal("trip_full")


def _is_in(trip: Trip, **what: str) -> bool:
    return trip.members.filter(state=Member.State.IN, **what).exists()


def _free_name(trip: Trip, name: str, own_state: str = "") -> str:
    """The name, or the first of "Asha (2)", "Asha (3)" … that is free."""
    for candidate in [name, *(names.numbered(name, number) for number in range(2, 100))]:
        if not states_of(trip, candidate) - {Member.State.LEFT, own_state}:
            return candidate
    raise wire.Refusal("name_taken")


def _find(trip: Trip, member_id: str, state: Member.State) -> Member:
    member = trip.members.filter(pk=member_id, state=state).first()
    if member is None:
        raise wire.Refusal("member_not_found")
    return member


def _namesake(trip: Trip, name: str) -> Member:
    """Who is in under this name, or was removed. Raises Refusal `member_not_found`."""
    known = trip.members.filter(name_key=names.key(name)).exclude(state=Member.State.LEFT)
    found = sorted(known, key=lambda member: not member.is_in)
    if not found:
        raise wire.Refusal("member_not_found")
    return found[0]


def _end(trip: Trip, member_id: str, state: Member.State, event_type: str) -> Counted:
    member = _find(trip, member_id, Member.State.IN)
    if member.is_admin:
        raise wire.Refusal("cannot_remove_admin")
    member.state = state
    member.ended_at = timezone.now()
    member.phone_sealed = member.phone_digest = ""
    member.save()
    trip.count(-1)
    feed.announce(trip, log.record(trip, event_type, wire.departure(trip, member)))
    return _counted(trip)


def _bring_back(trip: Trip, member: Member) -> None:
    if trip.is_full:
        raise wire.Refusal("trip_full")
    member.name = _free_name(trip, member.name, Member.State.REMOVED)
    member.name_key = names.key(member.name)
    member.state = Member.State.IN
    member.ended_at = None
    member.save()
    trip.count(+1)
    feed.announce(trip, log.record(trip, wire.MEMBER_RESTORED, wire.arrival(trip, member)))


def _give_key(member: Member, key_digest: str) -> None:
    member.key_digest = key_digest
    member.key_version += 1
    member.save()


def _ring(trip: Trip, **data: str) -> None:
    """Something changed that not every viewer may see: a frame that only says "look again"."""
    feed.announce(trip, log.record(trip, wire.TRIP_UPDATED, dict(data)))


def _counted(trip: Trip) -> Counted:
    return {
        "success": True,
        "memberCount": trip.member_count,
        "isDiscountUnlocked": trip.is_unlocked,
    }
