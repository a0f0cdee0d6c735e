"""The connections of a pool are few: who waits for somebody else, or is done, holds none."""

from django.db import connection


def give_back() -> None:
    """Gives this thread's connection back to its pool; SQLite's stays open: opening costs more."""
    if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
        connection.close()
