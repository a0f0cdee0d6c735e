"""One change of a trip: turn, transaction, row lock, the first answer to an idempotency key."""

import functools
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import IntegrityError, transaction

from trips import clock, keys, wire
from trips.models import FirstAnswer, Member, Trip
from trips.turns import turn

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=Mapping[str, Any])

# Short keys would be guessed, and the answer to a join holds a member's key.
_KEY = re.compile(r"[\x21-\x7e]{16,200}")


@dataclass(frozen=True, slots=True)
class Once:
    """An idempotency key and what it came with: a repeat of both gets the first answer."""

    key: str
    call: str

    @classmethod
    def of(cls, key: str | None, call: str, body: object, caller: str = "") -> "Once | None":
        """None without a key. Raises Refusal `invalid` for one that is too short or not ASCII.

        `caller` is what the call proves its right with: the same key of another caller is another.
        """
        if not key:
            return None
        if not _KEY.fullmatch(key):
            raise wire.Refusal(
                "invalid", **{"Idempotency-Key": "Use 16 to 200 ASCII characters, e.g. a UUID."}
            )
        # With the key, or a dump would let a phone number in the body be found by trying all.
        return cls(keys.digest(f"{key} {call} {caller}"), keys.digest(f"{key} {body!r}"))


def verb(
    act: Callable[Concatenate[Trip, P], Answer],
) -> Callable[Concatenate[str | Member, Once | None, P], Answer]:
    """Makes a change of a locked trip row into a verb: `verb(by, once, …)`.

    `by` is the member by whose right it is done, or the trip's id where that is nobody's: they may
    have been removed, or their key replaced, while the change waited for its turn.
    The row's lock puts all changes of a trip in one order; what `act` changes on the row is saved
    in the same transaction. Raises Refusal, also `not_found`, `unauthorized` and `key_reused`.
    """

    @functools.wraps(act)
    def locked(by: str | Member, once: Once | None, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        trip_id = by if isinstance(by, str) else by.trip_id
        with turn(trip_id), transaction.atomic():
            trip = Trip.objects.select_for_update().filter(pk=trip_id).first()
            if trip is None:
                raise wire.Refusal("not_found")
            if first := first_answer(once):
                return cast(Answer, first)
            if isinstance(by, Member) and not by.still_may():
                raise wire.Refusal("unauthorized")
            seq = trip.seq
            with clock.one_moment():
                answer = act(trip, *args, **kwargs)
            if trip.seq != seq:
                trip.save()
            _keep_under_lock(once, answer)
            return answer

    return locked


def _keep_under_lock(once: Once | None, answer: Mapping[str, Any]) -> None:
    """Keeps it, unless another trip's call came with the key at the same time: its row is free."""
    try:
        keep_answer(once, answer)
    except IntegrityError:
        raise wire.Refusal("key_reused") from None


def first_answer(once: Once | None) -> dict[str, Any] | None:
    """What this key was answered before. Raises Refusal `key_reused`."""
    row = FirstAnswer.objects.filter(key_digest=once.key).first() if once else None
    if once is None or row is None:
        return None
    if row.call_digest != once.call:
        raise wire.Refusal("key_reused")
    answer: dict[str, Any] = json.loads(keys.unseal(row.sealed))
    return answer


def keep_answer(once: Once | None, answer: Mapping[str, Any]) -> None:
    """Keeps the answer with the change. Raises IntegrityError when another call was first."""
    if once is not None:
        sealed = keys.seal(json.dumps(answer))
        FirstAnswer.objects.create(key_digest=once.key, call_digest=once.call, sealed=sealed)


def once_only(once: Once | None, act: Callable[[], Answer]) -> Answer:
    """The same where there is no row to lock yet: of two at once, the second gets the first's."""
    try:
        with transaction.atomic():
            if first := first_answer(once):
                return cast(Answer, first)
            answer = act()
            keep_answer(once, answer)
            return answer
    except IntegrityError:
        if first := first_answer(once):
            return cast(Answer, first)
        raise
