"""A small cache of this process, for results that are the same for all who ask.

Each is made by one thread: others that need it meanwhile wait for its result.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import BoundedSemaphore, Lock, local
from typing import Any, Generic, TypeVar

from django.db import OperationalError

from trips import clock

MOST_BYTES = 32 * 1024 * 1024
MOST_KEPT = 500
MOST_AT_ONCE = 4  # results being made: there is one processor, and each holds all that it read
WAITS_AT_MOST_S = 10.0
FOR_EVER = datetime.max.replace(tzinfo=UTC)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A result, its size in bytes, and the moment from which it is no longer true."""

    result: T
    size: int
    until: datetime


class Store:
    """A cache of limited size; the results that nobody has asked for longest go first.

    Of its limits, those of this module hold where none are given.
    """

    def __init__(
        self, most_bytes: int = 0, most_at_once: int = 0, waits_s: float | None = None
    ) -> None:
        self._most_bytes, self._waits_s = most_bytes, waits_s
        self._kept: OrderedDict[Hashable, Entry[Any]] = OrderedDict()
        self._size = 0  # of all that is kept
        self._being_made: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()
        self._slots = BoundedSemaphore(most_at_once or MOST_AT_ONCE)
        self._thread = local()

    def get(self, name: Hashable, make: Callable[[], Entry[T]]) -> T:
        """Return the cached result of this name, or else make it by `make` and cache it.

        Raises what `make` raises, and OperationalError if it takes too long.
        """
        with self._lock:
            kept = self._kept.get(name)
            if kept and clock.now() < kept.until:
                self._kept.move_to_end(name)
                result: T = kept.result
                return result
            others = self._being_made.get(name)
            if others is None:
                ours: Future[T] = Future()
                self._being_made[name] = ours
        return self._made_by_us(name, make, ours) if others is None else self._awaited(others)

    def last(self, name: Hashable) -> Any:
        """Return what was kept last under this name, though it may be true no more; or None."""
        with self._lock:
            kept = self._kept.get(name)
        return kept.result if kept else None

    def forget(self) -> None:
        """Empty the cache, for tests."""
        self._kept.clear()
        self._size = 0

    def _made_by_us(self, name: Hashable, make: Callable[[], Entry[T]], ours: Future[T]) -> T:
        try:
            made = self._in_slot(make)
            self.keep(name, made)
            ours.set_result(made.result)
            return made.result
        except BaseException as failure:
            ours.set_exception(failure)  # all who wait get it too
            raise
        finally:
            del self._being_made[name]

    def _in_slot(self, make: Callable[[], Entry[T]]) -> Entry[T]:
        """Make it in a slot: in that of its thread, where it is a part of something else.

        If parts needed a slot of their own, wholes that have all of them would wait for each other.
        """
        if vars(self._thread).get("has_slot"):
            return make()
        if not self._slots.acquire(timeout=self._waits_at_most_s()):
            raise OperationalError("too much else is being drawn")
        self._thread.has_slot = True
        try:
            return make()
        finally:
            self._thread.has_slot = False
            self._slots.release()

    def keep(self, name: Hashable, made: Entry[Any]) -> None:
        """Cache a result, in the place of the last of this name. One that is too large is not."""
        most_bytes = self._most_bytes or MOST_BYTES
        if made.size > most_bytes:
            return
        with self._lock:
            if before := self._kept.pop(name, None):
                self._size -= before.size
            self._kept[name] = made
            self._size += made.size
            while self._size > most_bytes or len(self._kept) > MOST_KEPT:
                self._size -= self._kept.popitem(last=False)[1].size

    def _awaited(self, others: Future[T]) -> T:
        try:
            return others.result(self._waits_at_most_s())
        except TimeoutError as late:
            raise OperationalError("it takes too long to draw") from late

    def _waits_at_most_s(self) -> float:
        return WAITS_AT_MOST_S if self._waits_s is None else self._waits_s


store = Store()
