"""What is an outage, as opposed to a fault of ours; and why there is one, in a line of the log."""

import logging
import re
import threading
import time

from django.db import Error, InterfaceError, OperationalError

ONE_LINE_IN_S = 60.0  # for each reason: thousands may meet the same
MOST_REASONS = 100
LONGEST_REASON = 500
READ_ONLY = ("25006", "READONLY")
FULL_DISK = ("53100", "FULL")
# What is an outage too, though Django calls it something else: a table or a column that a migration
# has yet to make, a right that the role has not got, a database that only reads, a change that it
# has not waited for, and one whose files are damaged (the last three).
OUTAGES = ("42P01", "42703", "42501", *READ_ONLY, "25P03", "25P04", "XX", "CORRUPT", "NOTADB")

logger = logging.getLogger(__name__)

_told_at: dict[str, float] = {}
_lock = threading.Lock()


class NotFit(OperationalError):
    """Something that only who runs the servers can mend; its text says what, and what to do."""

    said = b""  # by /readyz


def is_outage(failure: BaseException | None) -> bool:
    """Whether the database cannot do its part just now; nobody's input and no code is to blame."""
    if isinstance(failure, OperationalError | InterfaceError):
        return True
    return isinstance(failure, Error) and code(failure).startswith(OUTAGES)


def code(failure: Error) -> str:
    """PostgreSQL's for a failure, such as "53100", or SQLite's, such as "FULL"; "" without one."""
    cause = failure.__cause__
    of_sqlite = getattr(cause, "sqlite_errorname", None) or ""
    return getattr(cause, "sqlstate", None) or of_sqlite.removeprefix("SQLITE_")


def report(part: str, failure: BaseException) -> None:
    """Logs in one line why a part of ours failed; the same reason again only after a minute."""
    reason = _one_line(f"{type(failure).__name__}: {failure}")
    if _is_new(f"{part} {reason}"):
        logger.error("%s failed: %s", part, reason)


class AsReported(logging.Filter):
    """For a library that logs every try: each reason once a minute, in one line, like `report`."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _one_line(record.getMessage()), ()
        return _is_new(f"{record.name} {record.msg}")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_REASON]


def _is_new(reason: str) -> bool:
    alike = re.sub(r"\d+", "#", reason)  # ports, processes and times differ
    now = time.monotonic()
    with _lock:
        if now - _told_at.get(alike, -ONE_LINE_IN_S) < ONE_LINE_IN_S:
            return False
        if len(_told_at) >= MOST_REASONS:
            _told_at.clear()
        _told_at[alike] = now
    return True
