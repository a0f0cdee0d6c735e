"""Tell outages of the database from faults of the code, and log their reasons in one line each."""

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
# These are outages too, though Django raises no OperationalError for them: a table or column that a
# migration has yet to make, a right that the role lacks, a read-only database, a transaction that
# timed out, and damaged files (the last three).
OUTAGES = ("42P01", "42703", "42501", *READ_ONLY, "25P03", "25P04", "XX", "CORRUPT", "NOTADB")

logger = logging.getLogger(__name__)

_logged_at: dict[str, float] = {}
_lock = threading.Lock()


class NotFit(OperationalError):
    """A state of the database that only an operator can mend; the message says what to do."""

    said = b""  # what /readyz answers


def is_outage(failure: BaseException | None) -> bool:
    """Return whether the failure means that the database cannot do its part at the moment.

    That is neither the fault of what somebody sent nor of the code.
    """
    if isinstance(failure, OperationalError | InterfaceError):
        return True
    return isinstance(failure, Error) and code(failure).startswith(OUTAGES)


def code(failure: Error) -> str:
    """Return the error code of a database failure; "" without one.

    PostgreSQL's SQLSTATE, such as "53100", or SQLite's name without its prefix, such as "FULL".
    """
    cause = failure.__cause__
    of_sqlite = getattr(cause, "sqlite_errorname", None) or ""
    return getattr(cause, "sqlstate", None) or of_sqlite.removeprefix("SQLITE_")


def report(part: str, failure: BaseException) -> None:
    """Log in one line why a component failed, at most once a minute for each reason."""
    reason = _one_line(f"{type(failure).__name__}: {failure}")
    if _is_new(f"{part} {reason}"):
        logger.error("%s failed: %s", part, reason)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_REASON]


def _is_new(reason: str) -> bool:
    alike = re.sub(r"\d+", "#", reason)  # ports, processes and times differ
    now = time.monotonic()
    with _lock:
        if now - _logged_at.get(alike, -ONE_LINE_IN_S) < ONE_LINE_IN_S:
            return False
        if len(_logged_at) >= MOST_REASONS:
            _logged_at.clear()
        _logged_at[alike] = now
    return True
