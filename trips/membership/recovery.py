"""The verbs on the recovery code, which gives the organiser the trip back."""

from typing import cast

from trips import clock, feed, idempotency, keys, wire
from trips.change import verb
from trips.idempotency import IdempotencyKey
from trips.membership.requests import rekey
from trips.models import Member, Trip
from trips.wire import events


@verb
def make_code(trip: Trip) -> wire.RecoveryCodeResponse:
    """A new recovery code, told this once; one that was made before ends."""
    code = keys.new_code()
    trip.recovery_digest = keys.code_digest(code)
    trip.recovery_made_at = clock.now()
    feed.announce(trip, events.changed_unseen())
    return {"success": True, "recoveryCode": code}


def is_current(trip_id: str, code: str) -> bool:
    """Whether this code would be taken; not when it was used, or another one made since."""
    return Trip.objects.filter(pk=trip_id, recovery_digest=keys.code_digest(code)).exists()


def organiser_by(code: str) -> Member | None:
    """Whose key this code would replace; None where it opens nothing."""
    organisers = Member.objects.select_related("trip").filter(is_organiser=True)
    return organisers.filter(trip__recovery_digest=keys.code_digest(code)).first()


def recover(idempotency_key: IdempotencyKey | None, code: str) -> wire.RecoverResponse:
    """Gives the organiser of the trip that this code is for a new key; the old one ends.

    The code is used up by it. Raises Refusal `unknown_code`, also `key_reused`.
    """
    digest = keys.code_digest(code)
    trip_id = Trip.objects.filter(recovery_digest=digest).values_list("pk", flat=True).first()
    # Asked in this order: what a repeat at the same time has used up, it has answered too.
    if trip_id is None and (first := idempotency.first_answer(idempotency_key)):
        return cast(wire.RecoverResponse, first)
    if trip_id is None:
        raise wire.Refusal("unknown_code")
    return _recover(trip_id, idempotency_key, digest)


@verb
def _recover(trip: Trip, digest: str) -> wire.RecoverResponse:
    if trip.recovery_digest != digest:
        raise wire.Refusal("unknown_code")
    rekeyed = rekey(trip, trip.members.get(is_organiser=True))
    return {**rekeyed, "trip": wire.trip_fields(trip)}
