"""One fault under load: hubs look on, guests arrive, it strikes, and all is checked at the end."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.proofs.faults import invariant
from tests.proofs.faults.guests import OK, PATIENT, WALKS_AWAY, Guests
from tests.proofs.faults.invariant import Findings
from tests.proofs.faults.system import System
from tests.proofs.faults.visitors import visit
from tests.proofs.faults.watchers import watcher
from tests.server import Server

CONNECTS_WITHIN_S = 30.0
ENDS_WITHIN_S = 150.0
EQUAL_WITHIN_S = 5.0
PATIENCE_S = 15.0
LOOK_EVERY_S = 0.02
FAILURE = re.compile(r"ERROR (?!channels_redis)(.*)\nTraceback")  # that layer tells every try
USUAL_LAG_S = 1.0

Stretch = tuple[float, float]  # from when to when


@dataclass(frozen=True)
class Fault:
    """What goes wrong, under which load, and what is promised all the same."""

    name: str
    strike: "Callable[[Trial], Awaitable[None]]"
    lag_s: float = USUAL_LAG_S
    errors: frozenset[str] = frozenset()
    streams_stay: bool = True
    per_second: float = 20.0
    hubs: int = 80
    habits: Sequence[str] = (PATIENT,)
    capacity: int | None = None
    tampering: tuple[str, ...] = ()
    right_alone: bool = False
    from_release: bool = False  # on servers of the release before
    is_alone: bool = False  # on one server, on SQLite
    ends_within_s: float = ENDS_WITHIN_S


@dataclass(frozen=True)
class Report:
    """What was seen."""

    fault: str
    load: str
    worst_lag_s: float
    errors: Counter[str]
    findings: Findings

    @property
    def holds(self) -> bool:
        findings = self.findings
        return not (findings.lost or findings.extra or findings.wrong)


class Trial:
    """What a fault strikes. `pace` shortens its times, `slack` widens bounds on a busy machine."""

    def __init__(self, fault: Fault, system: System, pace: float = 1.0, slack: float = 1.0) -> None:
        self.fault = fault
        self.system = system
        self.slack = slack
        self.findings = Findings()
        self._pace = pace
        self._page: Counter[str] = Counter()

    async def run(self, without: str = "") -> Report:
        """The whole of it; a promise may be taken out of both servers."""
        await self._prepare([without] if without else [])
        try:
            async with asyncio.timeout(self.fault.ends_within_s):
                await self._act()
        except Exception as failure:
            self.expect(False, f"it broke off: {failure!r}")
        await asyncio.to_thread(self._check)
        return self._report()

    async def _act(self) -> None:
        async with self.meanwhile([hub.watch() for hub in self.hubs]):
            await self.until(lambda: all(hub.is_connected for hub in self.hubs), CONNECTS_WITHIN_S)
            async with self.meanwhile(self._load()):
                await self.fault.strike(self)
            await self.guests.leave()
            await self.expect_equal()

    async def stretch(self, seconds: float, least: float = 0.0) -> Stretch:
        """Lets the load go on; gives from when to when."""
        begun = time.monotonic()
        await asyncio.sleep(max(least, seconds * self._pace))
        return begun, time.monotonic()

    def expect(self, holds: bool, sentence: str) -> None:
        self.findings.expect(holds, sentence)

    def expect_at_most(self, seconds: float, bound_s: float, what: str) -> None:
        self.expect(seconds <= bound_s * self.slack, f"{what} {seconds:.2f} s, not {bound_s:g} s")

    async def expect_equal(self) -> None:
        """All hubs show in time all that was written so far, of joins also who hung up on them."""
        joined = {guest.answers[0]["memberId"] for guest in self.guests.joined}
        gone = {guest.name for guest in self.guests.everybody if guest.habit == WALKS_AWAY}
        written = await asyncio.to_thread(self._kept)
        took_s = await self.until(
            lambda: all(
                joined <= hub.seen_at.keys()
                and gone <= hub.names
                and hub.state["seq"] >= written.trip["seq"]
                for hub in self.hubs
            ),
            PATIENCE_S,
        )
        self.expect_at_most(took_s, EQUAL_WITHIN_S, "all were equal after")

    def expect_as_fast(self, then: Stretch, usual: Stretch, of: Guests | None = None) -> None:
        """Joins took no longer than they usually do; a single one may wait a moment."""
        guests = of or self.guests
        took_s = guests.took_s(*then)
        usual_s = median(guests.took_s(*usual) or [0])
        self.expect(bool(took_s), "no join was answered")
        if took_s:
            self.expect_at_most(median(took_s), 1.5 * usual_s + 0.02, "a join took")
            self.expect_at_most(took_s[-1], 1.0, "the slowest join took")

    def worst_lag_s(self, since: float = 0.0) -> float:
        """How long after an answer from then on the last hub showed it."""
        lags = [
            hub.seen_at.get(guest.answers[0]["memberId"], guest.answered_at) - guest.answered_at
            for guest in self.guests.joined
            if guest.answered_at >= since
            for hub in self.hubs
        ]
        return max(lags, default=0.0)

    def logged(self, server: Server) -> str:
        """What a server has logged since this began."""
        return server.log.read_bytes()[self._log_sizes[server] :].decode()

    async def _prepare(self, without: list[str]) -> None:
        system, fault = self.system, self.fault
        ways = [*fault.tampering, *without]
        await asyncio.to_thread(system.mend)
        await system.tamper(without if fault.right_alone else ways, ways)
        self._log_sizes = {server: server.log.stat().st_size for server in system.servers}
        self.planned = await asyncio.to_thread(system.left.plan, capacity=fault.capacity)
        invitation, state = self.planned["tripId"], self.planned["trip"]
        self.guests = Guests(system.doors, invitation, fault.habits)
        self.hubs = [
            watcher(at, system.doors, invitation, state, is_old=fault.from_release and at % 3 > 0)
            for at in range(fault.hubs)
        ]

    def _load(self) -> list[Coroutine[Any, Any, None]]:
        invitation = self.planned["tripId"]
        visits = [visit(door, invitation, self._page) for door in self.system.doors]
        per_second = self.fault.per_second
        return [*visits, self.guests.arrive(per_second)] if per_second else visits

    @staticmethod
    @asynccontextmanager
    async def meanwhile(acts: list[Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(act) for act in acts]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task

    @staticmethod
    async def until(done: Callable[[], bool], patience_s: float = PATIENCE_S) -> float:
        """Waits, but not for ever; gives how long."""
        begun = time.monotonic()
        while not done() and time.monotonic() - begun < patience_s:
            await asyncio.sleep(LOOK_EVERY_S)
        return time.monotonic() - begun

    def _check(self) -> None:
        system, fault = self.system, self.fault
        for outcome in self._errors().keys() - fault.errors:
            self.expect(False, f"somebody met {outcome}")
        if fault.streams_stay:
            self.expect(not any(hub.drops for hub in self.hubs), "a hub lost its connection")
        for server in system.servers:
            failures = FAILURE.findall(self.logged(server))
            self.expect(not failures, f"a server failed: {set(failures)}")
        self.expect_at_most(self.worst_lag_s(), fault.lag_s, "a hub lagged")
        held = self._kept()
        invariant.check(
            self.findings, self.planned, held, self.guests.everybody, self.hubs, system.doors
        )

    def _kept(self) -> invariant.Kept:
        return invariant.kept(self.system.database, self.planned["trip"]["id"])

    def _errors(self) -> Counter[str]:
        outcomes = self.guests.outcomes() + self._page
        del outcomes[OK]
        return outcomes

    def _report(self) -> Report:
        guests = len(self.guests.everybody)
        load = f"{guests} joins, {len(self.hubs)} hubs"
        return Report(self.fault.name, load, self.worst_lag_s(), self._errors(), self.findings)
