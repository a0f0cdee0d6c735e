"""Run a verb, a command of this site: one change of a trip, locked, in one transaction.

A repeat with the same idempotency key gets the first answer.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import IntegrityError, connection, transaction

from trips import clock, throttle, wire
from trips.contention import unless_stuck
from trips.first_answers import first_answer, keep_answer, keep_answer_under_lock, time_if_new
from trips.idempotency import IdempotencyKey
from trips.models import Invitation, Member, Trip
from trips.statements import Param, changed, compiled, update
from trips.writer import writer

P = ParamSpec("P")
T = TypeVar("T")
Answer = TypeVar("Answer", bound=Mapping[str, Any])

A_CHANGE_BYTES = 2_000  # what writes more into the log counts as several changes


def verb(
    act: Callable[Concatenate[Trip, P], Answer],
) -> Callable[Concatenate[str | Member | Invitation, IdempotencyKey | None, P], Answer]:
    """Decorate a function on a locked trip to be called as a verb: `verb(by, idempotency_key, …)`.

    `by` is the member or the invitation that gives the right to it, which is checked again under
    the lock: it may have ended while the call waited. Where nobody's right is needed it is the
    trip's id: so staff and the time change also a trip that is hidden, and nobody else. The lock of
    the trip's row puts all its changes in one order. What `act` changes on the row is saved, and
    its answer kept for a repeat, in the same transaction; if it changed nothing, no answer is kept,
    and a repeat runs it again.
    Raises what `act` raises, and Refusal `not_found`, `trip_hidden`, `unauthorized`,
    `invitation_replaced`, `key_reused`, and `too_many` over a member's limit of changes a minute.
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

        def change() -> Answer:
            trip = _lock(trip_id)
            if trip.hidden_at and not isinstance(by, str):
                raise wire.Refusal("trip_hidden")
            at = time_if_new(by, idempotency_key) if isinstance(by, Invitation) else None
            if at is None and (first := _answered_before(by, idempotency_key)):
                return cast(Answer, first)
            seq, before = trip.seq, dict(vars(trip))
            with clock.one_moment(at):
                answer = act(trip, *args, **kwargs)
            if trip.seq != seq:
                update(trip, changed(trip, before))
            if trip.seq != seq or trip.was_changed_in_silence:
                _limit_and_keep(trip, by, idempotency_key, answer)
            return answer

        with unless_stuck(trip_id):
            return committed(change)

    return locked


def committed(change: Callable[[], T]) -> T:
    """Run a function in a transaction, and return its answer once that is committed.

    Raises what the function raises, and OperationalError if the commit fails. Within another
    transaction it is only a part of that.
    """
    if writer.is_running and not connection.in_atomic_block:
        return writer.run(change)
    with transaction.atomic():
        return change()


def _lock(trip_id: str) -> Trip:
    trip = _locked.first(trip=trip_id)
    if trip is None:
        raise wire.Refusal("not_found")
    return trip


_locked = compiled(Trip.objects.select_for_update().filter(pk=Param("trip")))


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

    def change() -> Answer:
        if first := first_answer(idempotency_key):
            return cast(Answer, first)
        with clock.one_moment():
            answer = act()
        keep_answer(idempotency_key, answer, answer["trip"]["id"])
        return answer

    try:
        return committed(change)
    except IntegrityError:
        if first := first_answer(idempotency_key):
            return cast(Answer, first)
        raise
