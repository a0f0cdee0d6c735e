"""Encrypt with the newest of FIELD_KEYS what older ones have encrypted.

It may be killed at any moment and run again, also while people join.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from trips import keys
from trips.models import FirstAnswer, Invitation, Member, Receiver, Trip
from trips.slices import slices

ENCRYPTED: tuple[tuple[type[Model], str], ...] = (
    (Member, "phone_encrypted"),
    (Invitation, "token_encrypted"),
    (FirstAnswer, "answer_encrypted"),
    (Receiver, "address_encrypted"),
    (Receiver, "secret_encrypted"),
)
BATCH = 100
PAUSE_S = 0.05  # after each batch, or on SQLite other writers would hardly get their turn


def reencrypt(pause: Callable[[float], None] = time.sleep) -> int:
    """Encrypt all older values anew, in batches; return how many there were."""
    reencrypted = 0
    for model, column in ENCRYPTED:
        for batch in _batches(_outdated(model, column)):
            reencrypted += _reencrypt(model, column, batch)
            pause(PAUSE_S)
    return reencrypted


def outdated() -> Counter[str]:
    """Count the values that other keys than the newest have encrypted, by the key's id."""
    return Counter(
        keys.key_id(encrypted)
        for model, column in ENCRYPTED
        for some in slices(_outdated(model, column))
        for encrypted in some.values_list(column, flat=True)
    )


def _outdated(model: type[Model], column: str) -> QuerySet[Any]:
    newest = {f"{column}__startswith": f"{keys.newest_id()}:"}
    return model._default_manager.exclude(**{column: ""}).exclude(**newest)


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Yield the ids of rows in batches, each once, even of those that cannot be decrypted."""
    for some in slices(rows):
        ids = list(some.values_list("pk", flat=True))
        yield from (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))


@transaction.atomic
def _reencrypt(model: type[Model], column: str, batch: list[Any]) -> int:
    _lock_trips(model, batch)
    rows = list(_outdated(model, column).select_for_update().filter(pk__in=batch))
    readable = [row for row in rows if _encrypt_anew(row, column)]
    model._default_manager.bulk_update(readable, [column])
    return len(readable)


def _lock_trips(model: type[Model], batch: list[Any]) -> None:
    """Lock the trips before their rows, as verbs do.

    A verb that has read a row would otherwise write the old text back.
    """
    if model is not FirstAnswer:
        trips = model._default_manager.filter(pk__in=batch).values("trip")
        list(Trip.objects.select_for_update().filter(pk__in=trips).order_by("pk"))


def _encrypt_anew(row: Any, column: str) -> bool:
    """Encrypt a column of a row anew; return False, and leave it, if it cannot be decrypted."""
    try:
        setattr(row, column, keys.encrypt(keys.decrypt(getattr(row, column))))
    except keys.Unreadable:
        return False
    return True
