"""The site of one history: its processes, clients and log, and what is written down of it."""

import copy
import functools
import random
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from django.db import OperationalError

from socialcart import outages
from tests.proofs.simulation.client import Client
from tests.proofs.simulation.layer import Broker
from tests.proofs.simulation.process import Process
from tests.proofs.simulation.taps import Act, Nothing, Taps
from tests.proofs.simulation.truth import Rights, Truth
from tests.proofs.simulation.world import World
from tests.virtual_loop import OUTSIDE, Loop
from trips import browsers, contention, snapshots, throttle, wire
from trips.feed.limits import Limits
from trips.writer import Change, Writer

MOST_PAGES_OF_A_MEMBER = 4  # that all look for a better way have eight connections
PAUSES_S = (0.05, 0.5, 3.0, 3.0, 20.0)


class Site:
    """What a history plays on; `wrongs` says what did not hold, `trace` what happened."""

    def __init__(self, seed: int, world: World) -> None:
        self.seed, self.world = seed, world
        self.trace: list[str] = []
        self.wrongs: list[str] = []
        self.is_over = False
        self._begin_anew()
        self.loop = Loop(world.clock)
        self.random = Random(f"{seed} site")
        self.broker = Broker(Random(f"{seed} broker"))
        self.processes: list[Process] = []
        self.clients: list[Client] = []
        state: dict[str, Any] = dict(snapshots.state_of(world.trip_id).shape())
        rights = Rights({world.invitation}, dict(world.keys), takes=state["capacity"])
        rights.founder = next(iter(world.keys))
        rights.organisers.add(rights.founder)
        self.truth = Truth(world.trip_id, state, rights)
        self.taps = Taps(world.trip_id, lambda: self.truth.rights, Random(f"{seed} taps"))
        choose = self.random.choice
        self.limits = Limits(
            joined_s=choose([0.02, 0.02, 0.5]), kept_frames=choose([2, 5, 30, 500])
        )
        self.window, self.high = choose([300, 2_000, 30_000]), choose([500, 4_000, 65_536])
        self.is_meddled_with = False
        self.cold = choose([0.0, 0.0, 0.5])  # share of the processes that read slowly at first

    def _begin_anew(self) -> None:
        """Bring all that outlives a history back to where each begins."""
        random.seed(self.seed)
        self.world.secrets.random.seed(self.seed)
        self.world.database.go_back(self.world.copy)
        throttle.forget()
        outages._logged_at.clear()
        contention._failed_at.clear()

    def note(self, who: str, what: str) -> None:
        self.trace.append(f"{self.loop.time():9.4f}  {who}: {what}")

    def wrong(self, what: str) -> None:
        self.note("WRONG", what)
        self.wrongs.append(what)

    def later(self, act: Callable[..., object], *args: object, wait_s: float = -1.0) -> None:
        """Do something after a while, unless the history is over by then."""
        if wait_s < 0:
            wait_s = self.random.choice(PAUSES_S)
        self.loop.call_later(wait_s, self._then, act, *args, context=OUTSIDE.copy())

    def _then(self, act: Callable[..., object], *args: object) -> None:
        if not self.is_over:
            act(*args)

    # Processes.

    def begin_process(self) -> None:
        name = f"process {len(self.processes)}"
        process = Process(name, self.loop, self.broker, self.limits, self.world.config)
        self.processes.append(process)
        self.note(process.name, "begins")
        process.run(self.world.database.connect)
        if self.random.random() < self.cold:
            self.slow_down(process)
        process.start()

    def slow_down(self, process: Process) -> None:
        """Let a process wait long for what it reads, for a while."""
        process.is_slow = True
        self.later(setattr, process, "is_slow", False)

    def kill(self, process: Process) -> None:
        """Kill a process at once; another takes its place some time later."""
        if not process.is_dead:
            self.note(process.name, "is killed")
            process.kill()
            self.later(self.begin_process)

    def vanish(self, process: Process) -> None:
        """Let a process end without a word to its pages; another takes its place later."""
        if not process.is_dead:
            self.note(process.name, "vanishes")
            process.vanish()
            self.later(self.begin_process)

    def thaw(self, process: Process) -> None:
        if process.is_halted and not process.is_dead:
            self.loop.go_on(process)

    def _up(self) -> list[Process]:
        return [each for each in self.processes if each.takes and not each.is_halted]

    def balance(self, choice: Random) -> Process | None:
        """Choose a process for a new connection; none if the site is down."""
        takers = [process for process in self.processes if process.takes]
        return choice.choice(takers) if takers else None

    # People.

    def open_page(self) -> None:
        """Let a guest, a member, or a member by the invitation open the page of the trip."""
        rights = self.truth.rights
        as_guest, as_member = self.random.choice([(True, False), (False, True), (True, True)])
        opened = Counter(rights.browsers.get(client.browser) for client in self.clients)
        # More connections of one member than it may have would oust each other.
        current = [*rights.keys.values(), *rights.line.values()]
        free = [key for key in current if opened[key] < MOST_PAGES_OF_A_MEMBER]
        browser = self._browser(self.random.choice(free)) if as_member and free else ""
        invitation = "" if browser and not as_guest else next(iter(rights.invitations))
        client = Client(self, len(self.clients), invitation, browser)
        self.clients.append(client)
        self.note(client.name, f"opens{' by link' * as_guest}{' as a member' * as_member}")
        self.later(client.start, wait_s=self.random.choice([0.0, 0.5, 3.0]))

    def _browser(self, key: str) -> str:
        """Make a browser that holds a key, and return what it is known by."""
        held = browsers.Held({})
        held.keep({self.world.trip_id: key})
        self.truth.rights.browsers[held.id] = key
        return held.id

    def tap(self, *, dies: bool = False) -> None:
        """Let somebody tap; the process that takes it may die between commit and announcement."""
        up = self._up()
        if not up:
            return
        process = self.random.choice(up)
        self.taps.done.clear()
        acts = [self.taps.any_act() for _ in range(self.random.choice([1, 1, 1, 3]))]
        at_once = [functools.partial(self._in_a_moment, act) for act in acts]
        expected = process.run(self._together if len(acts) > 1 else self._alone, at_once)
        self.note(process.name, ", ".join(f"taps {act.__name__}" for act in acts))
        if dies:
            self.kill(process)
        self.look(expected)
        if expected and (dies or self.random.random() < 0.1):
            self._tap_again()

    def _tap_again(self) -> None:
        """Let those whose answer was lost send the same once more, to any process."""
        if up := self._up():
            process = self.random.choice(up)
            self.note(process.name, "gets the same once more")
            if process.run(self.taps.again):
                self.wrong("a repeat was answered as something new")
            self.look([])

    def _in_a_moment(self, act: Act) -> str:
        self.loop.pass_a_moment()  # as no two changes have the same microsecond
        return act()

    def _alone(self, acts: list[Act]) -> list[str]:
        """Run a change in a transaction of its own, and return what it must have recorded."""
        rights = copy.deepcopy(self.truth.rights)
        try:
            return [acts[0]()]
        except (wire.Refusal, OperationalError, Nothing):
            self.truth.rights = rights
            return []

    def _together(self, acts: list[Act]) -> list[str]:
        """Run changes as the writer commits those that wait together."""
        rights, writer = copy.deepcopy(self.truth.rights), Writer()
        changes = [Change(act) for act in acts]
        for change in changes:
            writer._waiting.put(change)
        writer._waiting.put(None)
        writer._write()
        failures = [change.answered.exception(0) for change in changes]
        if any(isinstance(failure, OperationalError) for failure in failures):
            self.truth.rights = rights
        done = [change for change in changes if not change.answered.exception(0)]
        return [change.answered.result(0) for change in done]

    def look(self, expected: list[str]) -> None:
        """Check that what was answered stands in the log, and nothing else."""
        with self.world.database.looked_at():
            new = self.truth.read_on()
        for frame in new:
            self.note("log", f"{frame['epoch']}.{frame['seq']} {frame['type']}")
        types = Counter(frame["type"] for frame in new)
        if Counter(filter(None, expected)) - types or (new and not expected):
            self.wrong(f"{expected} was recorded as {[frame['type'] for frame in new]}")
        if other := self.truth.rights.differ_from(self.truth.state):
            self.wrong(f"the log tells otherwise {', '.join(other)}")
        for client in self.clients:
            client.look_at_rights()
        self.look_at_frames()

    def look_at_frames(self) -> None:
        """Check what processes keep, though perhaps nobody asks for it any more."""
        for process in self.processes:
            if process.is_torn():
                self.wrong(f"{process.name} keeps frames with a gap, or twice")
