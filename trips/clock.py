"""The database's clock, which decides everything: those of the servers may differ."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Func
from django.utils import timezone

_moment_of_change: ContextVar[datetime | None] = ContextVar("moment_of_change", default=None)
_asked: tuple[datetime, float] | None = None  # its answer, and time.monotonic() then


def now() -> datetime:
    """Return the time now; within `one_moment`, that moment.

    It is the database's time when `ask` was last called, plus what this machine's monotonic clock
    has counted since; `trips.deadlines` calls it every few seconds. Before that it is this
    machine's time.
    """
    if moment := _moment_of_change.get():
        return moment
    if _asked is None:
        return timezone.now()
    at, since_s = _asked
    return at + timedelta(seconds=time.monotonic() - since_s)


def ask() -> datetime:
    """Ask the database for the time. SQLite has no clock but this machine's."""
    if connection.vendor == "sqlite":
        return timezone.now()
    with connection.cursor() as cursor:
        # now() would be the start of the transaction, before it waited for its lock.
        cursor.execute("SELECT clock_timestamp()")
        return set_to(cursor.fetchone()[0])


class DatabaseNow(Func):
    """The time of the database at this moment, in a query that is asked anyway; else as `ask`."""

    output_field = DateTimeField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Compile to the moment of the statement, not of the transaction."""
        return "clock_timestamp()", []

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Compile to NULL: SQLite has no clock but this machine's."""
        return "NULL", []


def set_to(at: datetime | None) -> datetime:
    """Set the clock to what `DatabaseNow` has just given, and return the time.

    None, which SQLite gives, sets nothing.
    """
    global _asked
    if at is None:
        return timezone.now()
    _asked = (at, time.monotonic())
    return at


@contextmanager
def one_moment(at: datetime | None = None) -> Iterator[datetime]:
    """Let `now` return one and the same moment inside: `at`, or what the database says.

    Enter it under the trip's lock.
    """
    moment = at or ask()
    token = _moment_of_change.set(moment)
    try:
        yield moment
    finally:
        _moment_of_change.reset(token)
