"""The one clock that decides: the database's. Those of the servers may differ from each other."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

_moment_of_change: ContextVar[datetime | None] = ContextVar("moment_of_change", default=None)
_asked: tuple[datetime, float] | None = None  # what it said, and our monotonic clock then


def now() -> datetime:
    """The moment of the change that is under way; else as the database's clock has gone on since.

    Between two questions, which `trips.deadlines` puts every few seconds, it goes by the monotonic
    clock. Before the first it is this machine's.
    """
    if moment := _moment_of_change.get():
        return moment
    if _asked is None:
        return timezone.now()
    at, since_s = _asked
    return at + timedelta(seconds=time.monotonic() - since_s)


def ask() -> datetime:
    """The database's clock, of which SQLite has none but ours."""
    global _asked
    if connection.vendor == "sqlite":
        return timezone.now()
    with connection.cursor() as cursor:
        # now() would be the start of the transaction, before it waited for its lock.
        cursor.execute("SELECT clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
    _asked = (at, time.monotonic())
    return at


@contextmanager
def one_moment() -> Iterator[datetime]:
    """Everything within happens at one moment: this one. To be entered under the trip's lock."""
    moment = ask()
    token = _moment_of_change.set(moment)
    try:
        yield moment
    finally:
        _moment_of_change.reset(token)
