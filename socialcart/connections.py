"""Keep one database connection a thread, and drop it once it leads nowhere, or to a standby."""

import functools
import os
import select
import time
from collections.abc import Callable
from typing import Any

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from psycopg.types.datetime import TimestamptzLoader

from socialcart import outages

ONCE_IN_S = 1.0  # else each change that a standby refuses would drop all connections

_dropped_at = 0.0


def watch(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Note what a new connection leads to, and drop all if it turns out to be a standby.

    A receiver of Django's `connection_created`.
    """
    connection.leads_to = _leads_to(connection)  # type: ignore[attr-defined]
    if connection.vendor == "postgresql" and _watched not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watched)


def check() -> None:
    """Close this thread's kept connection unless it still leads to the database.

    It costs microseconds. The next query opens a new one. Nothing is closed within a transaction.
    """
    own = connection
    if own.connection is None or own.in_atomic_block:
        return
    if _leads_to(own) != getattr(own, "leads_to", None) or _has_ended(own):
        own.close()


def kept_cursor(own: BaseDatabaseWrapper) -> Any:
    """Return the cursor of a connection for one statement of few texts, read to its end at once.

    It is kept: for each query Django makes one, which costs twice what the statement does. While
    queries are logged, it is Django's.
    """
    if own.queries_logged:
        return own.cursor()
    own.ensure_connection()
    of, kept = getattr(own, "cursor_kept", (None, None))
    if of is not own.connection:
        of, kept = own.connection, own.make_cursor(_CURSORS[own.vendor](own.connection))
        own.cursor_kept = of, kept  # type: ignore[attr-defined]
    return kept


class _Converting(SQLiteCursorWrapper):
    """A cursor of SQLite that converts the placeholders of each text once."""

    def __init__(self, driver: Any) -> None:
        super().__init__(driver)
        self.convert_query = functools.cache(super().convert_query)  # type: ignore[method-assign]


def _binding(driver: Any) -> Any:
    """Make a cursor whose values the server binds; moments are read in C, with UTC for a zone."""
    of_django: Any = ServerBindingCursor  # django-stubs know that of psycopg 2
    made = of_django(driver)
    made.adapters.register_loader("timestamptz", TimestamptzLoader)
    return made


_CURSORS: dict[str, Callable[[Any], Any]] = {"postgresql": _binding, "sqlite": _Converting}


def drop_all() -> None:
    """Make every thread open its connection anew: there may be another primary by now."""
    global _dropped_at
    _dropped_at = time.monotonic()


def _leads_to(own: BaseDatabaseWrapper) -> object:
    """Return what a connection made now would have led to: of SQLite, which file."""
    if own.vendor == "postgresql":
        return _dropped_at
    try:
        file = os.stat(own.settings_dict["NAME"])
    except OSError:
        return None
    return file.st_dev, file.st_ino


def _has_ended(own: BaseDatabaseWrapper) -> bool:
    """Return whether PostgreSQL has closed an idle connection: there is nothing else to read."""
    if own.vendor != "postgresql":
        return False
    if own.connection.closed:
        return True
    unread = select.poll()
    unread.register(own.connection.fileno(), select.POLLIN)
    return bool(unread.poll(0))


def _watched(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    try:
        return execute(sql, params, many, context)
    except Error as failure:
        if outages.code(failure) in outages.READ_ONLY:
            context["connection"].leads_to = None  # this one in any case
            if time.monotonic() - _dropped_at >= ONCE_IN_S:
                drop_all()
        raise
