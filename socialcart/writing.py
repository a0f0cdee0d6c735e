"""Check that the database takes changes: it may be read-only, or its disk full."""

import errno
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from socialcart import outages
from socialcart.outages import NotFit

ROOM = 64 * 1024
# A sort that spills: a file grows as a table would, where tables are, and nothing of it stays. One
# request, so that it is one transaction and its settings go no further, not even by PgBouncer.
_SPILL = (
    "SET LOCAL work_mem = '64kB'; SET LOCAL temp_tablespaces = '';"
    "SELECT count(*) FROM (SELECT n FROM generate_series(1, 4000) n ORDER BY md5(n::text)"
    " OFFSET 0) spilled"
)


class OnlyReads(NotFit):
    """The database is read-only: a standby, or set to take no changes."""

    said = b"database only reads\n"


class DiskFull(NotFit):
    """No file can grow where the data is."""

    said = b"disk full\n"


def must_take_changes(own: BaseDatabaseWrapper) -> None:
    """Check that the database takes changes, and leave nothing behind.

    Raises OnlyReads, DiskFull, or another django.db.Error.
    """
    _TRIES[own.vendor](own)


def _postgresql(own: BaseDatabaseWrapper) -> None:
    with own.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        if cursor.fetchone() == ("on",):
            raise OnlyReads(
                "PostgreSQL only reads, as a standby or by default_transaction_read_only: point "
                "DATABASE_URL at the one that takes changes, or let it take them."
            )
        cursor.execute(_SPILL)


def _sqlite(own: BaseDatabaseWrapper) -> None:
    _must_have_room(Path(own.settings_dict["NAME"]).parent)
    with own.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 1000")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except OperationalError as failure:
            if outages.code(failure) != "BUSY":  # another process writes: so it can be written
                raise


def _must_have_room(folder: Path) -> None:
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM))
            file.flush()
    except OSError as failure:
        full = failure.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (DiskFull if full else OnlyReads)(f"{folder}: {failure.strerror}") from failure


_TRIES: dict[str, Callable[[BaseDatabaseWrapper], None]] = {
    "postgresql": _postgresql,
    "sqlite": _sqlite,
}
