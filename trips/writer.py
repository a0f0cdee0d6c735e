"""The one thread of a server that changes SQLite: changes that wait at once are committed together.

The wait for the disk is most of what a small change takes. So many share one, and each is answered
only after it. Elsewhere (other processes, tests, PostgreSQL) a change commits for itself.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextvars import copy_context
from typing import Any, Generic, TypeVar

from django.db import OperationalError, connection, transaction
from django.utils import translation

from socialcart import connections
from socialcart.threads import waits_for_s

MOST_TOGETHER = 50
LONGEST_S = 0.1  # after which no further change joins those that are to be committed

T = TypeVar("T")


class Change(Generic[T]):
    """A function that changes rows, and what its caller waits for."""

    def __init__(self, act: Callable[[], T]) -> None:
        self.answered: Future[T] = Future()
        self._act = act
        self._context = copy_context()  # its caller's clock
        self._language = translation.get_language()  # which Django keeps by thread
        self._answer: T
        self._failure: Exception | None = None

    def run(self) -> None:
        """Run it. Raises its failure, with which it will be answered."""
        try:
            self._answer = self._context.run(self._as_its_caller)
        except Exception as failure:
            self._failure = failure
            raise

    def attempt(self) -> None:
        """Run it in a savepoint of its own, which is rolled back if it fails.

        Raises its failure only if that has ended the whole transaction, as a full disk does.
        """
        try:
            with transaction.atomic():
                self.run()
        except Exception:
            if connection.needs_rollback or not connection.connection.in_transaction:
                raise

    def _as_its_caller(self) -> T:
        with translation.override(self._language):
            return self._act()

    @property
    def has_failed(self) -> bool:
        """Whether the function has raised."""
        return self._failure is not None

    def answer(self) -> None:
        """Tell the caller how it ended."""
        if self._failure:
            self.answered.set_exception(self._failure)
        else:
            self.answered.set_result(self._answer)


class Writer:
    """A thread that runs the changes which other threads hand to it."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Change[Any] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether this process has the thread."""
        return self._thread is not None

    def start(self) -> None:
        """Start the thread; `stop` ends it."""
        self._thread = threading.Thread(target=self._write, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread once what waits is committed, and close its connection."""
        if thread := self._thread:
            self._thread = None
            self._waiting.put(None)
            thread.join()

    def run(self, act: Callable[[], T]) -> T:
        """Run `act` in the writer's transaction, and return its answer once that is committed.

        Raises what `act` raises; OperationalError if the commit fails, and then nothing has
        changed, or if it is not begun in time.
        """
        change = Change(act)
        self._waiting.put(change)
        try:
            return change.answered.result(waits_for_s())
        except TimeoutError:
            if change.answered.cancel():
                raise OperationalError("too many others are changing something") from None
            return change.answered.result()  # it has begun: what it says is not known before

    def _write(self) -> None:
        while change := self._waiting.get():
            if change.answered.set_running_or_notify_cancel():
                connections.check()
                self._commit(change)
        connection.close()

    def _commit(self, first: Change[Any]) -> None:
        begun = [first]
        try:
            with transaction.atomic():
                first.run()  # without a savepoint: if it fails, nothing else is undone
                for change in self._who_wait():
                    begun.append(change)
                    change.attempt()
        except Exception as failure:
            if begun == [first] and first.has_failed:
                return first.answer()
            for change in begun:
                change.answered.set_exception(_uncommitted(failure))
        else:
            for change in begun:
                change.answer()

    def _who_wait(self) -> Iterator[Change[Any]]:
        """Yield, without waiting, the changes that wait already: not for ever, nor too many."""
        until = time.monotonic() + LONGEST_S
        for _ in range(MOST_TOGETHER - 1):
            if self._waiting.empty() or time.monotonic() > until:
                return
            if (change := self._waiting.get()) is None:
                return self._waiting.put(None)  # the end: once these are committed
            if change.answered.set_running_or_notify_cancel():
                yield change


def _uncommitted(failure: Exception) -> OperationalError:
    """Build what each caller is told: one exception for all would mix their tracebacks."""
    told = OperationalError(f"nothing was committed: {failure}")
    told.__cause__ = failure.__cause__ or failure
    return told


writer = Writer()
