"""An event loop on a virtual clock: it jumps to the next timer, and threads' work runs in it."""

import asyncio
import contextvars
import heapq
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import time_machine

BEGIN = 1_795_000_000.0  # when every history begins, as Unix time


class Host(Protocol):
    """The process that a callback belongs to."""

    is_halted: bool
    held: list[asyncio.Handle]

    def enter(self) -> None: ...

    def waits_s(self) -> tuple[float, float]: ...


HOST: contextvars.ContextVar[Host | None] = contextvars.ContextVar("host", default=None)
OUTSIDE = contextvars.Context()  # of no process


class Loop(asyncio.BaseEventLoop):
    """One thread and one virtual clock for all processes and clients.

    What is asked of a thread runs here too, between two seeded waits. The callbacks of a halted
    process, frozen or dead, are held.
    """

    _ready: deque[Any]
    _scheduled: list[Any]
    _timer_cancelled_count: int

    def __init__(self, clock: time_machine.Traveller) -> None:
        super().__init__()
        self._clock, self._now = clock, 0.0
        self._clock.move_to(BEGIN)

    def time(self) -> float:
        return self._now

    def pass_a_moment(self) -> None:
        self._move_to(self._now + 2e-6)

    def go_on(self, host: Host) -> None:
        """Run all that a halted process has to do, in its order."""
        host.is_halted = False
        self._ready.extend(host.held)
        host.held.clear()

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, act: Callable[..., Any], *args: Any
    ) -> "asyncio.Future[Any]":
        future: asyncio.Future[Any] = self.create_future()
        host = HOST.get()
        before_s, after_s = host.waits_s() if host else (0.0, 0.0)

        def run() -> None:
            try:
                answer = act(*args)
            except Exception as failure:
                self.call_later(after_s, settle, future.set_exception, failure)
            else:
                self.call_later(after_s, settle, future.set_result, answer)

        def settle(how: Callable[[Any], None], what: Any) -> None:
            if not future.done():
                how(what)

        self.call_later(before_s, run)
        return future

    def _run_once(self) -> None:
        """Run what is ready; if nothing is, let the time pass until something is."""
        while self._scheduled and self._scheduled[0]._cancelled:
            self._next_timer()
        if not self._ready:
            self._move_to(self._scheduled[0]._when)  # an IndexError is a deadlock
        while self._scheduled and self._scheduled[0]._when <= self._now:
            self._ready.append(self._next_timer())
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                self._run(handle)

    def _run(self, handle: Any) -> None:
        host = handle._context.get(HOST)
        if host is None:
            handle._run()
        elif host.is_halted:
            host.held.append(handle)
        else:
            host.enter()
            handle._run()

    def _next_timer(self) -> Any:
        timer: Any = heapq.heappop(self._scheduled)
        timer._scheduled = False
        if timer._cancelled:
            self._timer_cancelled_count -= 1
        return timer

    def _move_to(self, when: float) -> None:
        self._now = max(self._now, when)
        self._clock.move_to(BEGIN + self._now)

    def _write_to_self(self) -> None:
        """Nothing to wake: there is one thread."""

    def _process_events(self, event_list: Any) -> None:
        """Nothing comes from outside."""
