"""Requests that wait for one trip: what names it, and who hears at once that its row is stuck.

A few of one name are run at a time (`socialcart/threads.py`), in the order in which PostgreSQL
gives them the lock of the trip's row.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

from socialcart.threads import CHANGE_WAITS_S, came_at
from trips.writer import writer

_IN_PATH = re.compile(r"/(?:join|trips)/([\w-]+)")
_IN_BODY = re.compile(rb'"(?:invitation_token|tripId)"\s*:\s*"([\w-]+)"')

_failed_at: dict[str, float] = {}  # by trip, by time.monotonic()


@contextmanager
def unless_stuck(trip_id: str) -> Iterator[None]:
    """Change this trip inside a `with` block, which notes if that fails with OperationalError.

    Raises OperationalError if another has failed so since the request came, even if it came to a
    thread only later: else all who wait would fail in the same way, a few after the others.
    Where there is a writer it does nothing: that takes one change after the other.
    """
    if connection.in_atomic_block or writer.is_running:
        yield
        return
    came = came_at()
    if _failed_at.get(trip_id, came) > came:
        raise OperationalError("the trip is being changed by others")
    try:
        yield
    except OperationalError:
        _note_failure(trip_id)
        raise


def _note_failure(trip_id: str) -> None:
    now = time.monotonic()
    for old in [each for each, at in _failed_at.copy().items() if at < now - CHANGE_WAITS_S]:
        _failed_at.pop(old, None)
    _failed_at[trip_id] = now


def named_by(path: str, body: bytes) -> str:
    """Return what names the trip that a request may change, an id or an invitation; else ""."""
    if found := _IN_PATH.match(path):
        return found[1]
    in_body = _IN_BODY.search(body)
    return in_body[1].decode() if in_body else ""
