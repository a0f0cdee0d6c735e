"""Find who makes a call, and the idempotency key by which it may be a repeat."""

from collections.abc import Callable

from django.http import HttpRequest

from trips import access, credentials, membership, wire
from trips.api import bodies
from trips.api.repeats import idempotency_key_for
from trips.idempotency import IdempotencyKey
from trips.models import Member


def by_member(
    request: HttpRequest, body: bodies.MemberBody, key: str | None = None, *, later_caller: str = ""
) -> tuple[Member, IdempotencyKey | None]:
    """Return the calling member, and the call's idempotency key.

    `key` stands in where the body has no `memberKey`; `later_caller` is that of
    `IdempotencyKey.of`. Raises Refusal; `on_refusal` answers a repeat all the same.
    """
    return _with_idempotency_key(
        request, body.tripId, access.actor, body.memberKey or key or "", later_caller
    )


def by_organiser(
    request: HttpRequest, body: bodies.OrganiserBody
) -> tuple[Member, IdempotencyKey | None]:
    """Return the calling organiser, and the call's idempotency key.

    Raises Refusal; `on_refusal` answers a repeat all the same.
    """
    return _with_idempotency_key(request, body.tripId, access.organiser, body.adminId or "")


def by_founder(
    request: HttpRequest, body: bodies.OrganiserBody
) -> tuple[Member, IdempotencyKey | None]:
    """Return the calling founder, and the call's idempotency key.

    Raises Refusal; `on_refusal` answers a repeat all the same.
    """
    return _with_idempotency_key(request, body.tripId, access.founder, body.adminId or "")


def _with_idempotency_key(
    request: HttpRequest,
    ref: str,
    may: Callable[[HttpRequest, str, str], Member],
    key: str,
    later_caller: str = "",
) -> tuple[Member, IdempotencyKey | None]:
    """Return the caller, whom `may` allows, and the idempotency key.

    A repeat is answered before the link is checked: the first call may have replaced the invitation
    in `ref`.
    """
    try:
        me = may(request, access.trip_id_of(ref), key)
    except wire.Refusal:
        access.trip_by(ref)
        raise
    idempotency_key = idempotency_key_for(
        request, me.id, later_caller=later_caller, release_1_caller=credentials.proof(request)
    )
    access.trip_by(ref)
    membership.note_entry(me)
    return me, idempotency_key


def caller(request: HttpRequest, body: bodies.MemberBody) -> Member:
    """Return the calling member. Raises Refusal."""
    me = access.actor(request, access.trip_by(body.tripId).id, body.memberKey or "")
    membership.note_entry(me)
    return me


def in_line(request: HttpRequest, body: bodies.MemberBody) -> Member:
    """Return the calling member, or who waits for a place and calls. Raises Refusal."""
    return access.in_or_in_line(request, access.trip_by(body.tripId).id, body.memberKey or "")


def data_subject(request: HttpRequest, body: bodies.MemberBody) -> Member:
    """Return whose data is held, who calls, also once they are gone. Raises Refusal."""
    me = access.data_subject(request, access.trip_by(body.tripId).id, body.memberKey or "")
    if me.is_in:
        membership.note_entry(me)
    return me


def organiser(request: HttpRequest, body: bodies.OrganiserBody) -> Member:
    """Return the calling organiser. Raises Refusal."""
    return access.organiser(request, access.trip_by(body.tripId).id, body.adminId or "")


def by_credential(request: HttpRequest, body: bodies.MemberBody) -> IdempotencyKey | None:
    """Return the idempotency key of a call after which the caller's key opens nothing.

    A repeat is known by that key: it must not end what the caller has begun anew since.
    """
    extra = "" if body.memberKey else credential(request, body)
    proof = credentials.proof(request)
    return idempotency_key_for(request, extra=extra, release_1_caller=proof)


def credential(request: HttpRequest, body: bodies.MemberBody) -> str:
    """Return a fingerprint of the caller's key or token, also of one that has ended."""
    return credentials.fingerprint(request, access.trip_id_of(body.tripId), body.memberKey or "")
