"""One change of a trip: transaction, row lock, the first answer to an idempotency key."""

import functools
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from trips import keys, wire
from trips.models import FirstAnswer, Trip

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
    def of(cls, key: str | None, call: str, body: object) -> "Once | None":
        """None without a key. Raises Refusal `invalid` for one that is too short or not ASCII."""
        if not key:
            return None
        if not _KEY.fullmatch(key):
            raise wire.Refusal(
                "invalid", **{"Idempotency-Key": "Use 16 to 200 ASCII characters, e.g. a UUID."}
            )
        text = json.dumps([call, body], sort_keys=True, default=str)
        return cls(keys.digest(key), hashlib.sha256(text.encode()).hexdigest())


def verb(
    act: Callable[Concatenate[Trip, P], Answer],
) -> Callable[Concatenate[str, Once | None, P], Answer]:
    """Makes a change of a locked trip row into a verb: `verb(trip_id, once, …)`.

    The row's lock puts all changes of a trip in one order; what `act` changes on the row is saved
    in the same transaction. Raises Refusal, also `not_found` and `key_reused`.
    """

    @functools.wraps(act)
    def locked(trip_id: str, once: Once | None, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        with transaction.atomic():
            trip = Trip.objects.select_for_update().filter(pk=trip_id).first()
            if trip is None:
                raise wire.Refusal("not_found")
            if first := first_answer(trip.id, once):
                return cast(Answer, first)
            seq = trip.seq
            answer = act(trip, *args, **kwargs)
            if trip.seq != seq:
                trip.save()
            keep_answer(trip.id, once, answer)
            return answer

    return locked


def first_answer(scope: str, once: Once | None) -> dict[str, Any] | None:
    """What this key was answered before in this scope. Raises Refusal `key_reused`."""
    if once is None:
        return None
    row = _row(scope, once).first()
    if row is None:
        return None
    if row.call_digest != once.call:
        raise wire.Refusal("key_reused")
    answer: dict[str, Any] = json.loads(keys.unseal(row.sealed))
    return answer


def is_repeat(scope: str, once: Once | None) -> bool:
    """Whether this key was answered before: a repeat counts towards no limit."""
    return once is not None and _row(scope, once).exists()


def keep_answer(scope: str, once: Once | None, answer: Mapping[str, Any]) -> None:
    """Keeps the answer with the change. Raises IntegrityError when another call was first."""
    if once is not None:
        FirstAnswer.objects.create(
            scope=scope,
            key_digest=once.key,
            call_digest=once.call,
            sealed=keys.seal(json.dumps(answer)),
        )


def once_only(scope: str, once: Once | None, act: Callable[[], Answer]) -> Answer:
    """The same where there is no row to lock yet: of two at once, the second gets the first's."""
    try:
        with transaction.atomic():
            if first := first_answer(scope, once):
                return cast(Answer, first)
            answer = act()
            keep_answer(scope, once, answer)
            return answer
    except IntegrityError:
        if first := first_answer(scope, once):
            return cast(Answer, first)
        raise


def _row(scope: str, once: Once) -> QuerySet[FirstAnswer]:
    return FirstAnswer.objects.filter(scope=scope, key_digest=once.key)
