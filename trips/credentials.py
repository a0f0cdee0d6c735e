"""Look up what a credential stands for: a member's key, a JWT, an invitation, a browser's keys."""

import functools

from django.http import HttpRequest, HttpResponse

from trips import browsers, keys, tokens
from trips.browsers import Held
from trips.models import Invitation, JoinRequest, Member, Trip
from trips.statements import Param, compiled

CURRENT = [Member.State.IN, Member.State.WAITING]  # whose keys open anything


def invitation_of(trip: Trip) -> str:
    """Decrypt the current invitation token, to be shown to members. Raises keys.Unreadable."""
    current = _current.first(trip=trip.id)
    assert current, "each trip has one"
    return keys.decrypt(current.token_encrypted)


_current = compiled(Invitation.objects.filter(trip=Param("trip"), replaced_at=None))


def invitation_like(text: str) -> str | None:
    """Find the token of an invitation by a link that has lost or gained a character, or None."""
    return _first_invitation(keys.spellings(text))


def first_of(found: list[str]) -> tuple[Member | None, str, str | None]:
    """Find the first key of a member, and the first invitation token, among texts.

    A member is here who is in or waits for a place.
    Returns (member or None, their key or "", invitation token or None).
    """
    digests = {keys.digest(key): key for key in found}
    rows = Member.objects.select_related("trip").filter(key_digest__in=digests)
    members = {digests[row.key_digest]: row for row in rows if row.is_current}
    key = next((key for key in found if key in members), "")
    return members.get(key), key, _first_invitation(found)


def _first_invitation(tokens: list[str]) -> str | None:
    digests = {keys.digest(token): token for token in tokens}
    known = Invitation.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return min((digests[digest] for digest in known), key=tokens.index, default=None)


def member_by_key(key: str) -> Member | None:
    """Find the member with this key, also one who is no longer in."""
    return _by_key.first(digest=keys.digest(key))


_members = Member.objects.select_related("trip").order_by()
_by_key = compiled(_members.filter(key_digest=Param("digest")))


def member_by_calendar(secret: str) -> Member | None:
    """Find the member whose calendar has this secret in its address, also one who is not in."""
    return _by_calendar.first(digest=keys.digest(secret))


_by_calendar = compiled(
    _members.filter(calendar_digest=Param("digest")).exclude(calendar_digest="")
)


def member_by_token(token: str) -> Member | None:
    """Find the member of a JWT, also one who is no longer in.

    None if it has expired or their key was replaced since.
    """
    claims = tokens.claims(token)
    if claims is None:
        return None
    return _by_claims.first(member=claims["sub"], version=claims["ver"])


_by_claims = compiled(_members.filter(pk=Param("member"), key_version=Param("version")))


def issue_token(member: Member) -> str:
    """Issue a JWT, valid an hour at most, that proves what the member's key proves."""
    return tokens.issue(member.id, member.key_version)


def remember_current(request: HttpRequest, response: HttpResponse, trip_id: str, key: str) -> None:
    """Save a key for the browser unless it has ended.

    A repeated call gets its first answer, whose key must not replace a newer one.
    """
    if browsers.of(request).kept.get(trip_id) == key:  # by the change itself
        return browsers.remember(request, response, trip_id, key)
    member = member_by_key(key)
    if (member and member.is_current) or _asked_with([keys.digest(key)], trip_id):
        browsers.remember(request, response, trip_id, key)


def holder(held: Held, trip_id: str) -> Member | None:
    """Find the member of a trip whose key the browser holds, even if they are no longer in."""
    digests = held.digests(trip_id)
    if not digests:
        return None
    rows = _holders.all(trip=trip_id, one=digests[0], other=digests[-1])
    found = sorted(
        rows, key=lambda member: (not member.is_current, digests.index(member.key_digest))
    )
    return found[0] if found else None


# A browser holds at most two keys to a trip: one in a row, one in a cookie.
_one_of_two = [Param("one"), Param("other")]
_holders = compiled(_members.filter(trip=Param("trip"), key_digest__in=_one_of_two))


def request_in(held: Held, trip_id: str) -> JoinRequest | None:
    """Find the browser's request to the organiser of a trip, unless it was granted."""
    digests = held.digests(trip_id)
    return _asked_with(digests, trip_id) if digests else None


def _asked_with(digests: list[str], trip_id: str) -> JoinRequest | None:
    return _asked.first(trip=trip_id, one=digests[0], other=digests[-1])


_asked = compiled(
    JoinRequest.objects.select_related("member")
    .exclude(state=JoinRequest.State.LET_IN)
    .filter(trip=Param("trip"), key_digest__in=_one_of_two)[:1]
)


def memberships(held: Held, most: int) -> list[Member]:
    """List who is in, or waits for a place, by keys that this browser holds, with their trips.

    The newest, at most `most`.
    """
    digests = sorted(held.all_digests())
    if not digests:
        return []
    # A statement for each power of two, in which the last key may stand several times.
    places = range(1 << (len(digests) - 1).bit_length())
    values = {f"key {place}": digests[min(place, len(digests) - 1)] for place in places}
    return _of_keys(len(places), most).all(**values)


def known_as(held: Held) -> list[Member]:
    """List whom all keys of a browser are of, also who is no longer in, with their trips.

    The newest first.
    """
    digests = sorted(held.all_digests())
    return list(_members.filter(key_digest__in=digests).order_by("-joined_at"))


def requests_of(held: Held) -> list[JoinRequest]:
    """List what a browser has asked organisers and was not granted, with their trips."""
    asked = JoinRequest.objects.select_related("trip").filter(key_digest__in=held.all_digests())
    return list(asked.exclude(state=JoinRequest.State.LET_IN))


@functools.cache
def _of_keys(count: int, most: int) -> compiled[Member]:
    digests = [Param(f"key {place}") for place in range(count)]
    rows = _members.filter(key_digest__in=digests, state__in=CURRENT)
    return compiled(rows.order_by("-joined_at")[:most])


def fingerprint(request: HttpRequest, trip_id: str, key: str = "") -> str:
    """Identify the credential that a request comes with, valid or not; "" without one.

    It scopes an idempotency key to its caller. All JWTs of one key give the same text.
    """
    token = bearer_token(request.headers.get("Authorization", ""))
    if key:
        return keys.digest(key)
    if token:
        claims = tokens.claims(token) or {}
        return f"token {claims.get('sub')} {claims.get('ver')}"
    held = browsers.of(request)
    me = holder(held, trip_id)
    return me.key_digest if me else next(iter(held.digests(trip_id)), "")


def proof(request: HttpRequest) -> str:
    """Join all credentials of a request, as release 1 does to scope an idempotency key."""
    held = sorted(browsers.of(request).beside.values())
    return " ".join([request.headers.get("Authorization", ""), *held])


def trip_called(ref: str) -> Trip | None:
    """Find the trip with this id; None for a text that is no id, as PostgreSQL refuses NUL."""
    return _trip.first(trip=ref) if keys.may_be_id(ref) else None


_trip = compiled(Trip.objects.filter(pk=Param("trip")))


def invitation_called(token: str) -> Invitation | None:
    """Find the invitation that has this token, even if it was replaced, and its trip."""
    return _invitation.first(digest=keys.digest(token))


_invitation = compiled(Invitation.objects.select_related("trip").filter(digest=Param("digest")))


def bearer_token(authorization: str) -> str:
    """Read the token out of an `Authorization: Bearer` header (RFC 6750), or ""."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
