"""One drill: people plan and join, a backup is made, all is destroyed, restored and checked."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from subprocess import CalledProcessError

from tests.proofs.drill import readme, verdict
from tests.proofs.drill.belongings import Belongings
from tests.proofs.drill.hubs import asleep, hub
from tests.proofs.drill.latecomer import Latecomer
from tests.proofs.drill.place import Place
from tests.proofs.drill.verdict import Backup, Counts
from tests.proofs.faults import invariant
from tests.proofs.faults.guests import PATIENT, TAPS_TWICE, Guest, Guests
from tests.proofs.faults.invariant import Findings
from tests.proofs.faults.trial import Trial
from tests.proofs.faults.watchers import Watcher

HUBS = 24
HABITS = (PATIENT, TAPS_TWICE)
JOINS_PER_S = 15.0
LIVES_S, DEAD_S = 2.0, 1.0
NEWCOMERS, LATE_COMERS = 30, 5
RENAME_TRIES = 5
SETTLES_WITHIN_S, ENDS_WITHIN_S = 60.0, 300.0

meanwhile, until = Trial.meanwhile, Trial.until


@dataclass(frozen=True)
class Disaster:
    """What is destroyed, and where."""

    name: str
    place: Callable[[], AbstractContextManager[Place]]
    strike: Callable[[Place], None]


@dataclass
class Report:
    """What was seen."""

    disaster: str
    load: str = ""
    counts: Counts = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)

    @property
    def holds(self) -> bool:
        findings = self.findings
        return not (findings.lost or findings.extra or findings.wrong)


def rehearse(disaster: Disaster, without: str = "") -> Report:
    """The whole of it; commands of README that have `without` in them may be left out."""
    report = Report(disaster.name)
    with disaster.place() as place:
        try:
            asyncio.run(Drill(place, disaster, report, without).run())
        except CalledProcessError as failed:
            reason = failed.stderr.strip().partition("\n")[0]
            report.findings.expect(False, f"a command of README failed: {reason}")
        except RuntimeError as failed:
            report.findings.expect(False, f"no server starts: {str(failed).strip()}")
        except Exception as failed:
            report.findings.expect(False, f"it broke off: {str(failed).strip() or repr(failed)}")
    return report


class Drill:
    """The people of one drill, and what happens to them."""

    def __init__(self, place: Place, disaster: Disaster, report: Report, without: str) -> None:
        self.place = place
        self._strike = disaster.strike
        self._report = report
        self._findings = report.findings
        self._without = without

    async def run(self) -> None:
        async with asyncio.timeout(ENDS_WITHIN_S):
            await asyncio.to_thread(self._plan)
            async with meanwhile([hub.watch() for hub in self._awake]):
                async with meanwhile([hub.watch() for hub in self._asleep]):
                    await until(lambda: all(hub.is_connected for hub in self._hubs))
                    async with meanwhile([self._guests.arrive(JOINS_PER_S)]):
                        await self._live_and_die()
                await asyncio.to_thread(self._restore)
                await self._come_back()
                async with meanwhile([hub.watch() for hub in self._asleep]):
                    await self._go_on()
            await asyncio.to_thread(self._check)

    def _plan(self) -> None:
        """There is a backup of yesterday, from before anybody joined."""
        server, doors = self.place.servers[0], self.place.doors
        self._planned = server.plan()
        self._belongings = Belongings.of_people(server)
        self._dev = Latecomer(self._belongings)
        invitation, state = self._planned["tripId"], self._planned["trip"]
        self._guests = Guests(doors, invitation, HABITS, ENDS_WITHIN_S)
        self._hubs = [hub(number, doors, invitation, state) for number in range(HUBS)]
        self._asleep = [hub for number, hub in enumerate(self._hubs) if asleep(number)]
        self._awake = [hub for hub in self._hubs if hub not in self._asleep]
        if self.place.keeps_keys:
            self.place.run(readme.BACK_UP_KEYS)
        self.place.run(readme.BACK_UP[self.place.kind])
        self._rename("Benny")

    async def _live_and_die(self) -> None:
        """Guests come all the time, also while the servers are dead."""
        await asyncio.sleep(LIVES_S)
        await asyncio.to_thread(self.place.run, readme.EVERY_DAY)
        begun = time.monotonic()
        today = readme.BACK_UP[self.place.kind]
        await asyncio.to_thread(self.place.run, today, self._without)
        self._backup = Backup(begun, time.monotonic(), len(self._guests.everybody))
        await asyncio.to_thread(self._change_what_is_lost)
        await asyncio.sleep(LIVES_S)
        await asyncio.to_thread(self.place.kill)
        await asyncio.to_thread(self._strike, self.place)
        await asyncio.sleep(DEAD_S)
        self._answered = self._guests.joined

    def _change_what_is_lost(self) -> None:
        self._rename("Benjamin")
        self._findings.expect(self._dev.joins(self.place.servers[0]), "Dev could not join")

    def _restore(self) -> None:
        if self.place.keeps_keys:
            self.place.run(readme.RESTORE_KEYS, self._without)
        self.place.run(readme.RESTORE[self.place.kind], self._without)
        held = self.place.kept(self._planned["trip"]["id"])
        self._restored = {member["id"] for member in held.members}
        self._report.load = f"{len(self._answered)} joins, {len(self._hubs)} hubs"
        self._report.counts = verdict.count(
            self._findings, self._backup, self._guests, self._answered, self._restored
        )
        self.place.start()

    async def _come_back(self) -> None:
        """Everybody sends the same once more, and others come, until the log is further."""
        ahead = max(hub.state["seq"] for hub in self._asleep)
        self._again = self._guests.come_again(self._answered)
        self._guests.come(NEWCOMERS)
        people = self._people()
        await until(lambda: not any(guest.waits for guest in people), SETTLES_WITHIN_S)
        await until(lambda: self._least_seq() > ahead, SETTLES_WITHIN_S)
        self._findings.expect(self._least_seq() > ahead, "the log is not beyond where hubs slept")

    async def _go_on(self) -> None:
        self._guests.come(LATE_COMERS)
        await self._guests.leave()
        joined = {guest.answers[0]["memberId"] for guest in self._people() if guest.answers}
        await until(lambda: all(joined <= _shown(hub) for hub in self._hubs), SETTLES_WITHIN_S)

    def _check(self) -> None:
        findings, servers = self._findings, self.place.servers
        verdict.servers_are_ready(findings, servers)
        verdict.nothing_failed(findings, servers)
        comes_again = self._dev.joins(servers[0])
        findings.expect(comes_again, "a browser that holds a lost key does not get in again")
        verdict.belongings_open(findings, servers, self._belongings)
        verdict.answers_are_kept(findings, self._answered, self._again, self._restored)
        verdict.keys_open(findings, servers, self._planned["tripId"], self._again)
        held = self.place.kept(self._planned["trip"]["id"])
        epoch = held.trip["epoch"]
        findings.expect(epoch != self._planned["trip"]["epoch"], "the log's epoch is the old one")
        planned = {**self._planned, "trip": {**self._planned["trip"], "epoch": epoch}}
        invariant.check(findings, planned, held, self._people(), self._hubs, self.place.doors)

    def _rename(self, name: str) -> None:
        """As patient as the page is, where others are many."""
        body = {"tripId": self._planned["tripId"], "adminId": self._planned["adminId"]}
        for _ in range(RENAME_TRIES):
            answer = self.place.servers[0].call("rename-member", **body, name=name)
            if answer.status_code != 503:
                break
        answer.raise_for_status()

    def _least_seq(self) -> int:
        """How far every hub is that has stayed awake."""
        return min(int(hub.state["seq"]) for hub in self._awake)

    def _people(self) -> list[Guest]:
        """As they are since the disaster: who was answered before it has come again."""
        before = {guest.name for guest in self._answered}
        others = [guest for guest in self._guests.everybody if guest.name not in before]
        return [*self._again, *others]


def _shown(hub: Watcher) -> set[str]:
    return {member["id"] for member in hub.state["members"]}
