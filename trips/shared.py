"""What is the same for all who ask, made once: a small store of this process.

Who asks for what is being made waits for it instead of making it as well.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore, Lock
from typing import Any, Generic, TypeVar

from django.db import OperationalError

from trips import clock, connections

MOST_BYTES = 32 * 1024 * 1024
MOST_KEPT = 500
MOST_AT_ONCE = 4  # are made: one processor makes them, and each holds all that it has read
WAITS_AT_MOST_S = 10.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """Something that was made, how many bytes it takes, and the moment from which it is wrong."""

    it: T
    size: int
    until: datetime


class Store:
    """What was made lately, under the name of what it is; what nobody asks for goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Entry[Any]] = OrderedDict()
        self._being_made: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()
        self._slots = BoundedSemaphore(MOST_AT_ONCE)

    def get(self, name: Hashable, make: Callable[[], Entry[T]]) -> T:
        """What is kept under this name, or else what `make` makes, which is kept.

        Raises what `make` raises, and OperationalError where it takes too long.
        """
        with self._lock:
            kept = self._kept.get(name)
            if kept and clock.now() < kept.until:
                self._kept.move_to_end(name)
                it: T = kept.it
                return it
            others = self._being_made.get(name)
            if others is None:
                ours: Future[T] = Future()
                self._being_made[name] = ours
        return self._made_by_us(name, make, ours) if others is None else _awaited(others)

    def forget(self) -> None:
        """Begins anew; tests share nothing."""
        self._kept.clear()

    def _made_by_us(self, name: Hashable, make: Callable[[], Entry[T]], ours: Future[T]) -> T:
        try:
            made = self._in_slot(make)
            self._keep(name, made)
            ours.set_result(made.it)
            return made.it
        except BaseException as failure:
            ours.set_exception(failure)  # who waits would fare no better
            raise
        finally:
            del self._being_made[name]

    def _in_slot(self, make: Callable[[], Entry[T]]) -> Entry[T]:
        if not self._slots.acquire(blocking=False):
            connections.give_back()
            if not self._slots.acquire(timeout=WAITS_AT_MOST_S):
                raise OperationalError("too much else is being drawn")
        try:
            return make()
        finally:
            self._slots.release()

    def _keep(self, name: Hashable, made: Entry[Any]) -> None:
        if made.size > MOST_BYTES:
            return
        with self._lock:
            self._kept[name] = made
            self._kept.move_to_end(name)
            size = sum(each.size for each in self._kept.values())
            while size > MOST_BYTES or len(self._kept) > MOST_KEPT:
                size -= self._kept.popitem(last=False)[1].size


def _awaited(others: Future[T]) -> T:
    connections.give_back()
    try:
        return others.result(WAITS_AT_MOST_S)
    except TimeoutError as late:
        raise OperationalError("it takes too long to draw") from late


store = Store()
