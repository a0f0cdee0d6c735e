"""Run a verb, a command of this site: one change of a trip, locked, in one transaction.

A repeat with the same idempotency key gets the first answer.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import IntegrityError, transaction

from trips import clock, throttle, wire
from trips.idempotency import (
    IdempotencyKey,
    first_answer,
    keep_answer,
    keep_answer_under_lock,
)
from trips.locks import trip_lock
from trips.models import Invitation, Member, Trip

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=Mapping[str, Any])

A_CHANGE_BYTES = 2_000  # what writes more into the log counts as several changes


def verb(
    act: Callable[Concatenate[Trip, P], Answer],
) -> Callable[Concatenate[str | Member | Invitation, IdempotencyKey | None, P], Answer]:
    """Decorate a function on a locked trip to be called as a verb: `verb(by, idempotency_key, …)`.

    `by` is the member or the invitation that gives the right to it, which is checked again under
    the lock: it may have ended while the call waited. Where nobody's right is needed it is the
    trip's id. The lock of the trip's row puts all its changes in one order. What `act` changes on
    the row is saved, and its answer kept for a repeat, in the same transaction; if it changed
    nothing, no answer is kept, and a repeat runs it again.
    Raises what `act` raises, and Refusal `not_found`, `unauthorized`, `invitation_replaced`,
    `key_reused`, and `too_many` over a member's limit of changes a minute.
    """

    @functools.wraps(act)
    def locked(
        by: str | Member | Invitation,
        idempotency_key: IdempotencyKey | None,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Answer:
        trip_id = by if isinstance(by, str) else by.trip_id
        with trip_lock(trip_id), transaction.atomic():
            trip = _lock(trip_id)
            if first := _answered_before(by, idempotency_key):
                return cast(Answer, first)
            seq = trip.seq
            with clock.one_moment():
                answer = act(trip, *args, **kwargs)
            if trip.seq != seq:
                trip.save()
            if trip.seq != seq or trip.was_changed_in_silence:
                _limit_and_keep(trip, by, idempotency_key, answer)
            return answer

    return locked


def _lock(trip_id: str) -> Trip:
    trip = Trip.objects.select_for_update().filter(pk=trip_id).first()
    if trip is None:
        raise wire.Refusal("not_found")
    return trip


def _answered_before(
    by: str | Member | Invitation, idempotency_key: IdempotencyKey | None
) -> dict[str, Any] | None:
    """Check the right of the caller, and return the first answer if this is a repeat.

    A member whose key has ended gets none; by an invitation that has ended a repeat still gets it.
    Raises Refusal `unauthorized`, `invitation_replaced`, `key_reused`.
    """
    if isinstance(by, Member) and not by.still_may():
        raise wire.Refusal("unauthorized")
    first = first_answer(idempotency_key)
    if not first and isinstance(by, Invitation) and not by.still_invites():
        raise wire.Refusal("invitation_replaced")
    return first


def _limit_and_keep(
    trip: Trip,
    by: str | Member | Invitation,
    idempotency_key: IdempotencyKey | None,
    answer: Mapping[str, Any],
) -> None:
    member_id = by.id if isinstance(by, Member) else ""
    if member_id:
        throttle.changed(member_id, 1 + trip.bytes_recorded // A_CHANGE_BYTES)
    keep_answer_under_lock(idempotency_key, answer, trip, member_id)


def run_once(idempotency_key: IdempotencyKey | None, act: Callable[[], Answer]) -> Answer:
    """Run `act`, which plans a trip, once per idempotency key.

    There is no trip yet to lock: of two calls at once the UNIQUE key lets one win, and the other
    gets its answer. Raises Refusal `key_reused`.
    """
    try:
        with transaction.atomic():
            if first := first_answer(idempotency_key):
                return cast(Answer, first)
            with clock.one_moment():
                answer = act()
            keep_answer(idempotency_key, answer, answer["trip"]["id"])
            return answer
    except IntegrityError:
        if first := first_answer(idempotency_key):
            return cast(Answer, first)
        raise
