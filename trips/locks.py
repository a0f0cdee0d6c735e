"""One lock a trip: within this process, one thread at a time changes a trip.

A thread that waits for a row lock in PostgreSQL holds one of few pooled connections; many changes
of one trip would take them all. A thread that waits here holds none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Lock
from weakref import WeakValueDictionary

from django.db import OperationalError, connection

from trips import connections

WAITS_AT_MOST_S = 10.0


class TripLock:
    """The lock of one trip."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._taken = False
        self._failures = 0

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the lock inside a `with` block.

        Raises OperationalError after WAITS_AT_MOST_S, or as soon as a holder has failed with one.
        """
        with self._changed:
            self._wait()
            self._taken = True
        failures = 0
        try:
            yield
        except OperationalError:
            failures = 1  # the row is stuck: all who wait would fail in the same way
            raise
        finally:
            self._end(failures)

    def _wait(self) -> None:
        if not self._taken:
            return
        connections.give_back()
        failures = self._failures
        has_come = self._changed.wait_for(
            lambda: not self._taken or self._failures > failures, WAITS_AT_MOST_S
        )
        if not has_come or self._failures > failures:
            raise OperationalError("the trip is being changed by others")

    def _end(self, failures: int) -> None:
        with self._changed:
            self._taken = False
            self._failures += failures
            if failures:
                self._changed.notify_all()
            else:
                self._changed.notify()


_locks: "WeakValueDictionary[str, TripLock]" = WeakValueDictionary()
_lock = Lock()


@contextmanager
def trip_lock(trip_id: str) -> Iterator[None]:
    """Hold the lock of this trip. Raises OperationalError if that takes too long.

    Inside a transaction it does nothing: that may hold the row already, so that waiting here would
    be a deadlock.
    """
    if connection.in_atomic_block:
        yield
        return
    with _lock:
        locks = _locks.setdefault(trip_id, TripLock())
    with locks.hold():
        yield
