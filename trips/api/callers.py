"""Who makes a call, and what makes a repeat of it one."""

from collections.abc import Callable

from django.http import HttpRequest

from trips import access, credentials, wire
from trips.api import bodies
from trips.api.repeats import idempotency_key_for
from trips.idempotency import IdempotencyKey
from trips.models import Member


def by_member(
    request: HttpRequest, body: bodies.MemberBody, key: str | None = None, *, also: str = ""
) -> tuple[Member, IdempotencyKey | None]:
    """Who calls, by `key` where the body has none; and what makes a repeat of the call one."""
    return _with_idempotency_key(
        request, body.tripId, access.actor, body.memberKey or key or "", also
    )


def by_organiser(
    request: HttpRequest, body: bodies.OrganiserBody
) -> tuple[Member, IdempotencyKey | None]:
    """The organiser who calls; and what makes a repeat of the call one."""
    return _with_idempotency_key(request, body.tripId, access.organiser, body.adminId or "")


def _with_idempotency_key(
    request: HttpRequest,
    ref: str,
    may: Callable[[HttpRequest, str, str], Member],
    key: str,
    also: str = "",
) -> tuple[Member, IdempotencyKey | None]:
    """A repeat is answered to who may call still, also where the link has been replaced since."""
    try:
        me = may(request, access.trip_id_of(ref), key)
    except wire.Refusal:
        access.trip_by(ref)
        raise
    idempotency_key = idempotency_key_for(
        request, me.id, also=also, before=credentials.proof(request)
    )
    access.trip_by(ref)
    return me, idempotency_key


def caller(request: HttpRequest, body: bodies.MemberBody) -> Member:
    """The member who calls."""
    return access.actor(request, access.trip_by(body.tripId).id, body.memberKey or "")


def organiser(request: HttpRequest, body: bodies.OrganiserBody) -> Member:
    """The organiser who calls."""
    return access.organiser(request, access.trip_by(body.tripId).id, body.adminId or "")


def credential(request: HttpRequest, body: bodies.MemberBody) -> str:
    """Names what the call came with, also once that has ended."""
    return credentials.fingerprint(request, access.trip_id_of(body.tripId), body.memberKey or "")
