"""SQLite in memory, with the product's schema: copies, going back to one, and being away."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.core.management import call_command
from django.db import OperationalError, connections


class Database:
    """The one database of all processes; real transactions, one after the other."""

    _wrapper: Any

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        self.is_away = False
        self.fails_next_commit = False
        self._wrapper = connections["default"]
        self._commit = self._wrapper._commit
        self._wrapper._commit = self._commit_or_fail
        self._wrapper.execute_wrappers.append(self._execute)

    def connect(self) -> None:
        """Let the present context use the one connection; Django would open one for each."""
        connections["default"] = self._wrapper

    def copy(self) -> bytes:
        return bytes(self._wrapper.connection.serialize())

    def go_back(self, copy: bytes) -> None:
        """Become what the database was at the copy, and be well."""
        self.is_away = self.fails_next_commit = False
        with closing(sqlite3.connect(":memory:")) as source:
            source.deserialize(copy)
            source.backup(self._wrapper.connection)  # which open statements survive

    @contextmanager
    def looked_at(self) -> Iterator[None]:
        """Let the history itself read, also while the database is away for the processes."""
        was_away, self.is_away = self.is_away, False
        try:
            yield
        finally:
            self.is_away = was_away

    def _execute(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if self.is_away:
            raise OperationalError("the database is away")
        return execute(sql, params, many, context)

    def _commit_or_fail(self) -> None:
        if self.fails_next_commit:
            self.fails_next_commit = False
            raise OperationalError("the commit failed")
        self._commit()
