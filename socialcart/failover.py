"""Recover from a failover: drop pooled connections to a PostgreSQL that has become read-only."""

import time
from collections.abc import Callable
from typing import Any

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper

from socialcart import outages

ONCE_IN_S = 1.0  # else each change that a standby refuses would drop the whole pool

_let_go_at = 0.0


def watch(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Make this connection empty the pool when PostgreSQL refuses a statement as read-only.

    A receiver of Django's `connection_created`.
    """
    if connection.vendor == "postgresql" and _watched not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watched)


def _watched(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    try:
        return execute(sql, params, many, context)
    except Error as failure:
        if outages.code(failure) in outages.READ_ONLY and _is_time():
            let_go(context["connection"])
        raise


def _is_time() -> bool:
    global _let_go_at
    is_time = time.monotonic() - _let_go_at >= ONCE_IN_S
    if is_time:
        _let_go_at = time.monotonic()
    return is_time


def let_go(connection: Any) -> None:
    """Empty the connection pool: close idle connections now, others when they are returned."""
    if getattr(connection, "pool", None):  # SQLite has none
        connection.pool.drain()
