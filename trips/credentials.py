"""Credentials: the rows that keys, tokens and invitations stand for, and what a browser holds."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from trips import browsers, keys, tokens
from trips.browsers import Held
from trips.models import Invitation, JoinRequest, Member, Trip


def invitation_of(trip: Trip) -> str:
    """Decrypt the current invitation token, to be shown to members. Raises keys.Unreadable."""
    return keys.decrypt(trip.invitations.get(replaced_at=None).token_encrypted)


def invitation_like(text: str) -> str | None:
    """Find the invitation of which a link has lost or gained a sign on its way, or None."""
    return _first_invitation(keys.spellings(text))


def first_of(found: list[str]) -> tuple[Member | None, str, str | None]:
    """Find, of what may be keys, the first of a member who is in, and an invitation.

    Gives the member or None, their key or "", the invitation token or None.
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
    """Find the member with this JWT, unless it ended or their key was replaced since."""
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
    """Put a member's key into the browser, unless it has ended.

    What a repeat is answered must not push out a newer one.
    """
    member = member_by_key(key)
    if (member and member.is_in) or _asked_with([keys.digest(key)], trip_id).exists():
        browsers.remember(request, response, trip_id, key)


def holder(held: Held, trip_id: str) -> Member | None:
    """Find the member of this trip whose key the browser holds, also one who is out."""
    digests = held.digests(trip_id)
    if not digests:
        return None
    rows = Member.objects.select_related("trip").filter(trip=trip_id, key_digest__in=digests)
    found = sorted(rows, key=lambda member: (not member.is_in, digests.index(member.key_digest)))
    return found[0] if found else None


def request_in(held: Held, trip_id: str) -> JoinRequest | None:
    """Find what this browser has asked the organiser of the trip, unless it was let in."""
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
    """Name what a request proves its right with, also once that has ended.

    All tokens of one key have the same name, however often they were renewed.
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
    """Join all credentials of a request: by them servers of release 1 know its caller."""
    held = sorted(browsers.of(request).beside.values())
    return " ".join([request.headers.get("Authorization", ""), *held])


def trips_called(ref: str) -> QuerySet[Trip]:
    """Looks for no more than an id can be: for a NUL PostgreSQL would refuse to look."""
    return Trip.objects.filter(pk=ref) if keys.may_be_id(ref) else Trip.objects.none()


def invitations_called(token: str) -> QuerySet[Invitation]:
    """Select the invitation that had this token, also when it has been replaced."""
    return Invitation.objects.filter(digest=keys.digest(token))


def bearer_token(authorization: str) -> str:
    """Read the token out of an `Authorization: Bearer` header (RFC 6750), or ""."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
