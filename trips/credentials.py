"""Look up what a credential stands for: a member's key, a JWT, an invitation, a browser's keys."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from trips import browsers, keys, tokens
from trips.browsers import Held
from trips.models import Invitation, JoinRequest, Member, Trip


def invitation_of(trip: Trip) -> str:
    """Decrypt the current invitation token, to be shown to members. Raises keys.Unreadable."""
    return keys.decrypt(trip.invitations.get(replaced_at=None).token_encrypted)


def invitation_like(text: str) -> str | None:
    """Find the token of an invitation by a link that has lost or gained a character, or None."""
    return _first_invitation(keys.spellings(text))


def first_of(found: list[str]) -> tuple[Member | None, str, str | None]:
    """Find the first key of a present member, and the first invitation token, among texts.

    Returns (member or None, their key or "", invitation token or None).
    """
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
    """Find the member with this key, also one who is no longer in."""
    return Member.objects.select_related("trip").filter(key_digest=keys.digest(key)).first()


def member_by_token(token: str) -> Member | None:
    """Find the member of a JWT, or None if it has expired or their key was replaced since."""
    claims = tokens.claims(token)
    if claims is None:
        return None
    return (
        Member.objects.select_related("trip")
        .filter(pk=claims["sub"], key_version=claims["ver"], state=Member.State.IN)
        .first()
    )


def issue_token(member: Member) -> str:
    """Issue a JWT, valid an hour at most, that proves what the member's key proves."""
    return tokens.issue(member.id, member.key_version)


def remember_current(request: HttpRequest, response: HttpResponse, trip_id: str, key: str) -> None:
    """Save a key for the browser unless it has ended.

    A repeated call gets its first answer, whose key must not replace a newer one.
    """
    member = member_by_key(key)
    if (member and member.is_in) or _asked_with([keys.digest(key)], trip_id).exists():
        browsers.remember(request, response, trip_id, key)


def holder(held: Held, trip_id: str) -> Member | None:
    """Find the member of a trip whose key the browser holds, even if they are no longer in."""
    digests = held.digests(trip_id)
    if not digests:
        return None
    rows = Member.objects.select_related("trip").filter(trip=trip_id, key_digest__in=digests)
    found = sorted(rows, key=lambda member: (not member.is_in, digests.index(member.key_digest)))
    return found[0] if found else None


def request_in(held: Held, trip_id: str) -> JoinRequest | None:
    """Find the browser's request to the organiser of a trip, unless it was granted."""
    digests = held.digests(trip_id)
    return _asked_with(digests, trip_id).select_related("member").first() if digests else None


def _asked_with(digests: list[str], trip_id: str) -> QuerySet[JoinRequest]:
    asked = JoinRequest.objects.exclude(state=JoinRequest.State.LET_IN)
    return asked.filter(trip=trip_id, key_digest__in=digests)


def memberships(held: Held) -> QuerySet[Member]:
    """Select the members who are in and whose keys this browser holds, newest first."""
    rows = Member.objects.filter(key_digest__in=held.all_digests(), state=Member.State.IN)
    return rows.select_related("trip").order_by("-joined_at")


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


def trips_called(ref: str) -> QuerySet[Trip]:
    """Select the trip with this id; none for a text that is no id, as PostgreSQL refuses NUL."""
    return Trip.objects.filter(pk=ref) if keys.may_be_id(ref) else Trip.objects.none()


def invitations_called(token: str) -> QuerySet[Invitation]:
    """Select the invitation that has this token, even if it was replaced."""
    return Invitation.objects.filter(digest=keys.digest(token))


def bearer_token(authorization: str) -> str:
    """Read the token out of an `Authorization: Bearer` header (RFC 6750), or ""."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
