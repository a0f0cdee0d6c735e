"""The verbs on keys and on requests to the organiser.

A request says "it's me" (I am on the list and lost my key), or asks to come back after a removal.
"""

from collections import Counter

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from trips import clock, credentials, feed, keys, names, throttle, wire
from trips.browsers import Held
from trips.change import verb
from trips.membership.leaving import bring_back, counted, find
from trips.models import JoinRequest, Member, Receiver, Trip
from trips.naming import namesakes, near
from trips.statements import Param, compiled
from trips.wire import events

MOST_WAITING = 50  # requests of a trip: as many as an organiser can look through
MOST_OF_A_NAME = 3  # requests for one member from one address: people who share a Wi-Fi


@verb
def ask(
    trip: Trip,
    name: str,
    *,
    member_id: str = "",
    instead: str = "",
    address: str = "",
    browser: Held | None = None,
) -> wire.ClaimResponse:
    """Ask the organiser for a member's key: as a member who lost it, or as a removed one.

    `member_id` is the removed member whose key the browser holds: they ask for themself, whatever
    name they type, and keep their key; asking again changes nothing. Anybody else gets a new key,
    which becomes the member's once they are let in; the request `instead`, which they made before,
    is deleted. If too many wait, an older request goes, so that nobody can keep others out.
    `browser` keeps the new key, in the same transaction.
    Raises Refusal `member_not_found`, `unauthorized` for the founder's own name, and `too_many`
    from one client `address`.
    """
    removed = trip.members.filter(pk=member_id, state=Member.State.REMOVED).first()
    member = removed or _namesake(trip, name)
    if member.is_founder:
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
    if browser and key:
        browser.keep({trip.id: key})
    feed.announce(trip, events.changed_unseen())
    return {"success": True, "requestId": request.id, "requestKey": key}


@verb
def withdraw_request(trip: Trip, key: str) -> wire.SuccessResponse:
    """Delete the request that has this key, also a refused one.

    Raises Refusal `request_not_found` if there is none, or if it has been granted, and
    `trip_hidden`.
    """
    asked = trip.requests.exclude(state=JoinRequest.State.LET_IN)
    request = asked.filter(key_digest=keys.digest(key)).first()
    if request is None:
        raise wire.Refusal("request_not_found")
    if trip.hidden_at:
        raise wire.Refusal("trip_hidden")
    request.delete()
    feed.announce(trip, events.changed_unseen())
    return {"success": True}


@verb
def answer_request(trip: Trip, request_id: str, *, let_in: bool) -> wire.CountResponse:
    """Grant or refuse a request. Granting gives the asker's key to the member; the old one ends.

    The same answer again changes nothing. Raises Refusal `request_not_found`, `trip_full`,
    `trip_cancelled`, `name_taken`, and `member_not_found` if the member has left meanwhile.
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
    member.has_entered = True  # who asked holds the key, and nobody else
    _give_key(trip, member, request.key_digest)
    if member.is_in:
        feed.announce(trip, events.key_replaced(member))
    else:
        bring_back(trip, member)
    return counted(trip)


@verb
def refuse_requests(trip: Trip) -> wire.CountResponse:
    """Refuse all requests that wait; everybody may ask again."""
    refuse(trip, pending(trip))
    return counted(trip)


def refuse(trip: Trip, waiting: QuerySet[JoinRequest]) -> None:
    """Refuse these requests, under the trip's lock, and announce it if there is one."""
    no = {"state": JoinRequest.State.REFUSED, "asked_from": "", "answered_at": clock.now()}
    if waiting.update(**no):
        feed.announce(trip, events.changed_unseen())


@verb
def replace_key(trip: Trip, member_id: str, browser: Held | None = None) -> wire.KeyResponse:
    """Give a member a new key; the old one, its tokens and live connections end.

    `browser` keeps the new key, in the same transaction. Raises Refusal `member_not_found`.
    """
    return rekey(trip, find(trip, member_id, Member.State.IN), browser)


def rekey(
    trip: Trip, member: Member, browser: Held | None = None, code_digest: str = ""
) -> wire.KeyResponse:
    """Give a member a new key, under the trip's lock, and return it with a new token.

    `browser` keeps the key; `code_digest` is that of the recovery code which was given for it.
    """
    key = keys.new_key()
    _give_key(trip, member, keys.digest(key), code_digest)
    if browser:
        browser.keep({trip.id: key})
    feed.announce(trip, events.key_replaced(member))
    return {"success": True, "memberKey": key, "token": credentials.issue_token(member)}


def pending(trip: Trip) -> QuerySet[JoinRequest]:
    """Select the requests that the organiser has not answered, with their members."""
    return trip.requests.filter(state=JoinRequest.State.PENDING).select_related("member")


_pending = compiled(
    JoinRequest.objects.filter(trip=Param("trip"), state=JoinRequest.State.PENDING).select_related(
        "member"
    )
)


def asked(trip: Trip) -> list[wire.RequestShape]:
    """List the requests that wait, each with the members whose names look like its own."""
    rows = _pending.all(trip=trip.id)
    others = trip.members.filter(state=Member.State.IN).values_list("id", "name")
    looks = [(*other, names.look(other[1])) for other in others] if rows else []
    shapes = []
    for row in rows:
        look = names.look(row.member.name)
        alike = [name for pk, name, its in looks if its == look and pk != row.member_id]
        shapes.append(wire.request(row, alike))
    return shapes


def _make_room(trip: Trip, member: Member, asked_from: str) -> None:
    """Delete waiting requests until one more is within the limits.

    First of the same member and address; then, of all, the oldest from the address that has most,
    so that only those lose a request who ask often.
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
    """Save a waiting request for this key, in place of an answered one of the same key."""
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
    """Return who has this name: a present member, or else a removed one.

    Raises Refusal `member_not_found`.
    """
    known = [
        member
        for member in namesakes(name, near(trip, name))
        if member.state in (Member.State.IN, Member.State.REMOVED)
    ]
    found = sorted(known, key=lambda member: not member.is_in)
    if not found:
        raise wire.Refusal("member_not_found")
    return found[0]


def _give_key(trip: Trip, member: Member, key_digest: str, code_digest: str = "") -> None:
    """Replace a member's key, and end what was made, perhaps, by somebody who had stolen it.

    The e-mail address to which the recovery code went stays: it has just proved to be theirs.
    """
    member.key_digest = key_digest
    member.key_version += 1
    member.calendar_digest = ""
    member.save()
    mails = member.receivers.filter(kind=Receiver.Kind.EMAIL)
    proven = mails.filter(way_back_digest=code_digest) if code_digest else mails.none()
    mails.exclude(pk__in=[each.pk for each in proven]).delete()
    if member.is_founder:
        trip.recovery_digest = trip.recovery_made_at = None
