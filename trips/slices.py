"""Walk through a table in slices by primary key, so that no statement reads the whole of it.

What takes longer than DATABASE_BOUNDS allows is cancelled by PostgreSQL.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet

ROWS = 1_000


def slices(rows: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    """Split `rows` by slices of their table, of ROWS rows each, which may be empty of them.

    Rows that are added meanwhile may be missed.
    """
    table: type[Model] = rows.model
    ids = table._default_manager.order_by("pk").values_list("pk", flat=True)
    within = list(ids[:ROWS])
    while within:
        yield rows.filter(pk__range=(within[0], within[-1]))
        within = list(ids.filter(pk__gt=within[-1])[:ROWS])
