"""The few connections of a database pool: a thread that waits or is done returns its own."""

from django.db import connection


def give_back() -> None:
    """Return this thread's connection to its pool. SQLite has no pool: it stays open."""
    if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
        connection.close()
