"""The verbs on keys and requests: "it's me", asking to come back, the organiser's answer."""

from collections import Counter

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from trips import clock, credentials, feed, keys, names, throttle, wire
from trips.change import verb
from trips.membership.leaving import bring_back, counted, find
from trips.membership.naming import namesakes, near
from trips.models import JoinRequest, Member, Trip
from trips.wire import events

MOST_WAITING = 50  # of a trip: what an organiser can look through
MOST_OF_A_NAME = 3  # from one address: a family on one Wi-Fi, each with a phone and a laptop


@verb
def ask(
    trip: Trip, name: str, *, member_id: str = "", instead: str = "", address: str = ""
) -> wire.ClaimResponse:
    """Says "it's me" to a name that is on the list, or asks to come back after a removal.

    Who was removed asks for their own place, `member_id`, whatever name they type, and keeps the
    key they have; to ask again changes nothing. Anybody else gets a key, which becomes the member's
    once they are let in, and asks in place of what they asked before, the request `instead`.
    Where too many wait, an older one goes: nobody can ask so often that others cannot.
    Raises Refusal `member_not_found`, `unauthorized` for the organiser's own name, and `too_many`
    for the `address` that so many come from.
    """
    removed = trip.members.filter(pk=member_id, state=Member.State.REMOVED).first()
    member = removed or _namesake(trip, name)
    if member.is_organiser:
        raise wire.Refusal("unauthorized")
    if removed and (waiting := pending(trip).filter(key_digest=removed.key_digest).first()):
        return {"success": True, "requestId": waiting.id, "requestKey": ""}
    if address:
        throttle.joined(address, trip.id)
    trip.requests.filter(pk=instead).exclude(state=JoinRequest.State.LET_IN).delete()
    asked_from = salted_hmac("asked_from", f"{trip.id} {address}", algorithm="sha256").hexdigest()
    _make_room(trip, member, asked_from)
    key = "" if removed else keys.new_key()
    request = _put(member, removed.key_digest if removed else keys.digest(key), asked_from)
    feed.announce(trip, events.changed_unseen())
    return {"success": True, "requestId": request.id, "requestKey": key}


@verb
def withdraw_request(trip: Trip, key: str) -> wire.SuccessResponse:
    """Takes back what was asked with this key, also after a no; the key opens nothing any more.

    Raises Refusal `request_not_found` where nothing was, or who asked has been let in.
    """
    asked = trip.requests.exclude(state=JoinRequest.State.LET_IN)
    request = asked.filter(key_digest=keys.digest(key)).first()
    if request is None:
        raise wire.Refusal("request_not_found")
    request.delete()
    feed.announce(trip, events.changed_unseen())
    return {"success": True}


@verb
def answer_request(trip: Trip, request_id: str, *, let_in: bool) -> wire.CountResponse:
    """The organiser's answer. Letting in issues the asker's key and ends the member's old one.

    The same answer again changes nothing. Raises Refusal `request_not_found`, `trip_full`,
    `trip_cancelled`, `name_taken`, and `member_not_found` for who has left meanwhile.
    """
    answer = JoinRequest.State.LET_IN if let_in else JoinRequest.State.REFUSED
    if trip.requests.filter(pk=request_id, state=answer).exists():
        return counted(trip)
    request = pending(trip).filter(pk=request_id).first()
    if request is None:
        raise wire.Refusal("request_not_found")
    member = request.member
    if let_in and member.state == Member.State.LEFT:
        raise wire.Refusal("member_not_found")
    request.state, request.asked_from = answer, ""
    request.answered_at = clock.now()
    request.save()
    if not let_in:
        feed.announce(trip, events.changed_unseen())
        return counted(trip)
    _give_key(trip, member, request.key_digest)
    if member.is_in:
        feed.announce(trip, events.key_replaced(member))
    else:
        bring_back(trip, member)
    return counted(trip)


@verb
def refuse_requests(trip: Trip) -> wire.CountResponse:
    """The organiser's no to all who wait; each of them may ask again."""
    no = {"state": JoinRequest.State.REFUSED, "asked_from": "", "answered_at": clock.now()}
    if pending(trip).update(**no):
        feed.announce(trip, events.changed_unseen())
    return counted(trip)


@verb
def replace_key(trip: Trip, member_id: str) -> wire.KeyResponse:
    """A new personal link; the old one, its tokens and its connections end.

    Raises Refusal `member_not_found`.
    """
    return rekey(trip, find(trip, member_id, Member.State.IN))


def rekey(trip: Trip, member: Member) -> wire.KeyResponse:
    """Issues a new key to a member; whatever the old one has opened ends."""
    key = keys.new_key()
    _give_key(trip, member, keys.digest(key))
    feed.announce(trip, events.key_replaced(member))
    return {"success": True, "memberKey": key, "token": credentials.issue_token(member)}


def pending(trip: Trip) -> QuerySet[JoinRequest]:
    """Who waits for the organiser's answer."""
    return trip.requests.filter(state=JoinRequest.State.PENDING).select_related("member")


def asked(trip: Trip) -> list[wire.RequestShape]:
    """What waits for the organiser's answer, with whom each name may be taken for."""
    rows = list(pending(trip))
    others = trip.members.filter(state=Member.State.IN).values_list("id", "name")
    looks = [(*other, names.look(other[1])) for other in others] if rows else []
    shapes = []
    for row in rows:
        look = names.look(row.member.name)
        alike = [name for pk, name, its in looks if its == look and pk != row.member_id]
        shapes.append(wire.request(row, alike))
    return shapes


def _make_room(trip: Trip, member: Member, asked_from: str) -> None:
    """Takes away what is too much with one more: of the same name and address, then of all.

    There the oldest of the address with the most goes, so that nobody but who asks often loses.
    """
    waiting = list(pending(trip))
    alike = [each for each in waiting if (each.member, each.asked_from) == (member, asked_from)]
    gone = alike[: len(alike) + 1 - MOST_OF_A_NAME] if len(alike) >= MOST_OF_A_NAME else []
    waiting = [each for each in waiting if each not in gone]
    while len(waiting) >= MOST_WAITING:
        [(most, _)] = Counter(each.asked_from for each in waiting).most_common(1)
        oldest = next(each for each in waiting if each.asked_from == most)
        waiting.remove(oldest)
        gone.append(oldest)
    trip.requests.filter(pk__in=[each.pk for each in gone]).delete()


def _put(member: Member, key_digest: str, asked_from: str) -> JoinRequest:
    """The request of whoever holds this key; an answer they had before gives way to it."""
    request, _ = member.trip.requests.update_or_create(
        key_digest=key_digest,
        defaults={
            "member": member,
            "kind": JoinRequest.Kind.CLAIM if member.is_in else JoinRequest.Kind.RETURN,
            "state": JoinRequest.State.PENDING,
            "asked_from": asked_from,
            "asked_at": clock.now(),
            "answered_at": None,
        },
    )
    return request


def _namesake(trip: Trip, name: str) -> Member:
    """Who is in under this name, or was removed. Raises Refusal `member_not_found`."""
    known = [
        member for member in namesakes(name, near(trip, name)) if member.state != Member.State.LEFT
    ]
    found = sorted(known, key=lambda member: not member.is_in)
    if not found:
        raise wire.Refusal("member_not_found")
    return found[0]


def _give_key(trip: Trip, member: Member, key_digest: str) -> None:
    member.key_digest = key_digest
    member.key_version += 1
    member.save()
    if member.is_organiser:  # or whoever has stolen the old key keeps the code they made with it
        trip.recovery_digest = trip.recovery_made_at = None
