"""The verbs on the recovery code, with which a founder without a key gets a new one."""

from typing import cast

from trips import clock, feed, keys, wire
from trips.browsers import Held
from trips.change import verb
from trips.first_answers import first_answer
from trips.idempotency import IdempotencyKey
from trips.membership.requests import rekey
from trips.models import Member, Trip
from trips.wire import events


@verb
def make_code(trip: Trip) -> wire.RecoveryCodeResponse:
    """Make a new recovery code and return it, this once: only its digest is kept.

    A code that was made before ends.
    """
    code = keys.new_code()
    trip.recovery_digest = keys.code_digest(code)
    trip.recovery_made_at = clock.now()
    feed.announce(trip, events.changed_unseen())
    return {"success": True, "recoveryCode": code}


def is_current(trip_id: str, code: str) -> bool:
    """Return whether this is the trip's current code, neither used nor replaced."""
    return Trip.objects.filter(pk=trip_id, recovery_digest=keys.code_digest(code)).exists()


def founder_by(code: str) -> Member | None:
    """Return the founder of the trip that has this recovery code, or None."""
    founders = Member.objects.select_related("trip").filter(is_founder=True)
    return founders.filter(trip__recovery_digest=keys.code_digest(code)).first()


def recover(
    idempotency_key: IdempotencyKey | None, code: str, browser: Held | None = None
) -> wire.RecoverResponse:
    """Give the founder a new key for a recovery code; their old key and the code end.

    `browser` keeps the new key, in the same transaction.
    Raises Refusal `unknown_code`, `trip_hidden`, `key_reused`.
    """
    digest = keys.code_digest(code)
    trip_id = Trip.objects.filter(recovery_digest=digest).values_list("pk", flat=True).first()
    # The code first, then the kept answer: a call at the same time with the same idempotency key
    # uses the code up and keeps its answer in one transaction.
    if trip_id is None and (first := first_answer(idempotency_key)):
        return cast(wire.RecoverResponse, first)
    if trip_id is None:
        raise wire.Refusal("unknown_code")
    return _recover(trip_id, idempotency_key, digest, browser)


@verb
def _recover(trip: Trip, digest: str, browser: Held | None) -> wire.RecoverResponse:
    if trip.recovery_digest != digest:
        raise wire.Refusal("unknown_code")
    if trip.hidden_at:
        raise wire.Refusal("trip_hidden")
    rekeyed = rekey(trip, trip.members.get(is_founder=True), browser, digest)
    return {**rekeyed, "trip": wire.trip_fields(trip)}
