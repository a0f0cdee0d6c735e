"""Sealing anew, with the newest key, what is sealed with an older one.

It may be killed at any moment and run again, also while joins go on.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from trips import keys
from trips.models import FirstAnswer, Invitation, Member, Trip

SEALED: tuple[tuple[type[Model], str], ...] = (
    (Member, "phone_sealed"),
    (Invitation, "sealed"),
    (FirstAnswer, "sealed"),
)
BATCH = 100
PAUSE_S = 0.05  # after each batch: SQLite lets in whoever asks first, and joins ask seldom


def reseal(pause: Callable[[float], None] = time.sleep) -> int:
    """Seals all that older keys have sealed with the newest; gives how many values."""
    resealed = 0
    for model, column in SEALED:
        for batch in _batches(_outdated(model, column)):
            resealed += _reseal(model, column, batch)
            pause(PAUSE_S)
    return resealed


def outdated() -> Counter[str]:
    """How many values other keys than the newest have sealed, by the key's id."""
    return Counter(
        keys.key_id(sealed)
        for model, column in SEALED
        for sealed in _outdated(model, column).values_list(column, flat=True).iterator()
    )


def _outdated(model: type[Model], column: str) -> QuerySet[Any]:
    newest = {f"{column}__startswith": f"{keys.newest_id()}:"}
    return model._default_manager.exclude(**{column: ""}).exclude(**newest)


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """The ids of the rows, each once, also of those that cannot be sealed anew."""
    ids = rows.order_by("pk").values_list("pk", flat=True)
    batch = list(ids[:BATCH])
    while batch:
        yield batch
        batch = list(ids.filter(pk__gt=batch[-1])[:BATCH])


@transaction.atomic
def _reseal(model: type[Model], column: str, batch: list[Any]) -> int:
    _lock_trips(model, batch)
    rows = list(_outdated(model, column).select_for_update().filter(pk__in=batch))
    readable = [row for row in rows if _seal_anew(row, column)]
    model._default_manager.bulk_update(readable, [column])
    return len(readable)


def _lock_trips(model: type[Model], batch: list[Any]) -> None:
    """Before its rows, as verbs do: one that has read a row would write the old seal back."""
    if model is not FirstAnswer:
        trips = model._default_manager.filter(pk__in=batch).values("trip")
        list(Trip.objects.select_for_update().filter(pk__in=trips).order_by("pk"))


def _seal_anew(row: Any, column: str) -> bool:
    """Whether it could be read; if not it stays as it is."""
    try:
        setattr(row, column, keys.seal(keys.unseal(getattr(row, column))))
    except keys.Unreadable:
        return False
    return True
