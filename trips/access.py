"""Who may: every credential is turned into a row here, or refused. The rules stand on this page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from trips import browsers, keys, tokens, wire
from trips.browsers import Held
from trips.models import Invitation, JoinRequest, Member, Trip
from trips.wire import events


def invitation_by(token: str) -> Invitation:
    """The invitation of a link. Raises Refusal `not_found` or `invitation_replaced`."""
    row = _invitations(token).select_related("trip").first()
    if row is None:
        raise wire.Refusal("not_found")
    if row.replaced_at:
        raise wire.Refusal("invitation_replaced")
    return row


def trip_or_invitation(ref: str) -> Trip | Invitation:
    """What a trip is called by where a credential of its own goes with the call: its own id, or an
    invitation. Raises Refusal like `invitation_by`."""
    return _trips(ref).first() or invitation_by(ref)


def trip_of(invitation: str) -> Trip:
    """The trip a link invites to. Raises Refusal like `invitation_by`."""
    return invitation_by(invitation).trip


def trip_by(ref: str) -> Trip:
    """The trip by invitation or by its own id. Raises Refusal like `invitation_by`."""
    found = trip_or_invitation(ref)
    return found.trip if isinstance(found, Invitation) else found


def invitation_of(trip: Trip) -> str:
    """The current invitation token, to be shown to those who are in. Raises keys.Unreadable."""
    return keys.decrypt(trip.invitations.get(replaced_at=None).token_encrypted)


def invitation_like(text: str) -> str | None:
    """The invitation of which a link has lost or gained a sign on its way, if there is one."""
    return _first_invitation(keys.spellings(text))


def first_of(found: list[str]) -> tuple[Member | None, str, str | None]:
    """Of what may be keys: the first one's of somebody who is in, with it, and an invitation."""
    digests = {keys.digest(key): key for key in found}
    rows = Member.objects.select_related("trip").filter(key_digest__in=digests)
    members = {digests[row.key_digest]: row for row in rows if row.is_in}
    key = next((key for key in found if key in members), "")
    return members.get(key), key, _first_invitation(found)


def _first_invitation(tokens: list[str]) -> str | None:
    digests = {keys.digest(token): token for token in tokens}
    known = Invitation.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return min((digests[digest] for digest in known), key=tokens.index, default=None)


def member_by_key(key: str) -> Member | None:
    """Whose key this is, also of somebody who is no longer in."""
    return Member.objects.select_related("trip").filter(key_digest=keys.digest(key)).first()


def member_by_token(token: str) -> Member | None:
    """Whose token this is, as long as it is valid and the member's key was not replaced since."""
    claims = tokens.claims(token)
    if claims is None:
        return None
    return (
        Member.objects.select_related("trip")
        .filter(pk=claims["sub"], key_version=claims["ver"], state=Member.State.IN)
        .first()
    )


def issue_token(member: Member) -> str:
    """A token that proves what the member's key proves."""
    return tokens.issue(member.id, member.key_version)


def remember_current(request: HttpRequest, response: HttpResponse, trip_id: str, key: str) -> None:
    """Puts a member's key into the browser, unless it has ended.

    What a repeat is answered must not push out a newer one.
    """
    member = member_by_key(key)
    if (member and member.is_in) or _asked_with([keys.digest(key)], trip_id).exists():
        browsers.remember(request, response, trip_id, key)


def holder(held: Held, trip_id: str) -> Member | None:
    """Whose browser this is on this trip, also of somebody who is no longer in."""
    digests = held.digests(trip_id)
    if not digests:
        return None
    rows = Member.objects.select_related("trip").filter(trip=trip_id, key_digest__in=digests)
    found = sorted(rows, key=lambda member: (not member.is_in, digests.index(member.key_digest)))
    return found[0] if found else None


def request_in(held: Held, trip_id: str) -> JoinRequest | None:
    """What this browser has asked the organiser of the trip, unless it was let in."""
    digests = held.digests(trip_id)
    return _asked_with(digests, trip_id).select_related("member").first() if digests else None


def _asked_with(digests: list[str], trip_id: str) -> QuerySet[JoinRequest]:
    asked = JoinRequest.objects.exclude(state=JoinRequest.State.LET_IN)
    return asked.filter(trip=trip_id, key_digest__in=digests)


def trips_in(held: Held) -> QuerySet[Member]:
    """The memberships whose keys this browser holds, newest first."""
    rows = Member.objects.filter(key_digest__in=held.all_digests(), state=Member.State.IN)
    return rows.select_related("trip").order_by("-joined_at")


def actor(request: HttpRequest, trip_id: str, key: str = "") -> Member:
    """Who calls: by key, by Bearer token or by cookie. Raises Refusal `unauthorized`."""
    if key:
        found = member_by_key(key)
    elif token := _bearer(request.headers.get("Authorization", "")):
        found = member_by_token(token)
    else:
        found = holder(browsers.of(request), trip_id)
    if found is None or not found.is_in or found.trip_id != trip_id:
        raise wire.Refusal("unauthorized")
    return found


def organiser(request: HttpRequest, trip_id: str, key: str = "") -> Member:
    """The organiser of this trip, who calls. Raises Refusal `unauthorized`."""
    found = actor(request, trip_id, key)
    if not found.is_admin:
        raise wire.Refusal("unauthorized")
    return found


def is_from_elsewhere(request: HttpRequest) -> bool | None:
    """Whether a page of another site sent this, as the browser says; None where it does not say.

    Another site is any other scheme, host or port; an empty Origin is one, and a sibling domain.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is None and site is None:
        return None
    here = f"{request.scheme}://{request.get_host()}".lower()
    is_here = origin is None or origin.lower() == here
    return not (is_here and site in (None, "same-origin", "none"))


def keeps_no_cookies(request: HttpRequest) -> bool:
    """Whether a form came from a page of ours without the cookie that went out with the page."""
    return not request.COOKIES and is_from_elsewhere(request) is False


def credential(request: HttpRequest, trip_id: str, key: str = "") -> str:
    """Names what this call proves its right with, also once that has ended.

    All tokens of one key have the same name, however often they were renewed.
    """
    token = _bearer(request.headers.get("Authorization", ""))
    if key:
        return keys.digest(key)
    if token:
        claims = tokens.claims(token) or {}
        return f"token {claims.get('sub')} {claims.get('ver')}"
    held = browsers.of(request)
    me = holder(held, trip_id)
    return me.key_digest if me else next(iter(held.digests(trip_id)), "")


def proof(request: HttpRequest) -> str:
    """By what servers of release 1 tell a repeat from another caller's: all that came along."""
    held = sorted(browsers.of(request).beside.values())
    return " ".join([request.headers.get("Authorization", ""), *held])


def trip_watched(ref: str) -> str:
    """The id of the trip that somebody names, by any invitation it ever had or by the id itself.

    Raises Refusal `not_found`: what is no trip's, a key perhaps, is not called out to the others.
    """
    if invitation := _invitations(ref).first():
        return invitation.trip_id
    if not _trips(ref).exists():
        raise wire.Refusal("not_found")
    return ref


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody at a live door: what was shown there, and what may end the right to watch."""

    ref: str
    cookies: Mapping[str, str]
    authorization: str
    trip_id: str = ""
    member_id: str = ""  # of somebody who is in
    revalidated_on: str = ""


def admit(watcher: Watcher) -> Watcher:
    """Decides whether somebody may watch: at the door, and after each frame that may end it.

    Raises Refusal `not_found`, `invitation_replaced` or `not_a_member`.
    """
    invitation = _invitations(watcher.ref).first()
    trip_id = invitation.trip_id if invitation else watcher.ref
    held = Held(watcher.cookies)  # looked up anew: the browser may have left since
    member = holder(held, trip_id) or member_by_token(_bearer(watcher.authorization))
    if member and member.trip_id == trip_id and member.is_in:
        return _admitted(watcher, trip_id, member.id, member.id)
    if invitation and not invitation.replaced_at:
        return _admitted(watcher, trip_id, events.GUESTS)
    if invitation:
        raise wire.Refusal("invitation_replaced")
    raise wire.Refusal("not_a_member" if _held_a_key(held, trip_id) else "not_found")


def _admitted(watcher: Watcher, trip_id: str, as_whom: str, member_id: str = "") -> Watcher:
    return replace(watcher, trip_id=trip_id, member_id=member_id, revalidated_on=as_whom)


def _held_a_key(held: Held, trip_id: str) -> bool:
    return bool(held.digests(trip_id)) and _trips(trip_id).exists()


def _trips(ref: str) -> QuerySet[Trip]:
    """Looks for no more than an id can be: for a NUL PostgreSQL would refuse to look."""
    return Trip.objects.filter(pk=ref) if keys.may_be_id(ref) else Trip.objects.none()


def _invitations(token: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(digest=keys.digest(token))


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
