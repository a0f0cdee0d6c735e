"""One random history, from its seed: taps and faults, and what must hold when they are over."""

import asyncio
import traceback
from collections.abc import Callable
from typing import Any

from tests.proofs.simulation.client import Client
from tests.proofs.simulation.faults import Faults
from tests.proofs.simulation.site import Site
from tests.proofs.simulation.world import World
from tests.virtual_loop import OUTSIDE
from trips import snapshots, waiting_list
from trips.models import Trip

SETTLES_WITHIN_S = 400.0  # a client that was asked to may wait for 300 s
LAGS_S = 5.0  # two checks of the log
SILENT_S = 40.0  # until a page leaves a connection that brings nothing, not even its end
POLL_LAGS_S = 16.0  # one may bring an older state; the next comes within 5 s, and may take 10
LOOKS_EVERY_S = 0.5
DRAINS_WITHIN_S = 12.0
FORGOTTEN_AFTER_S = 20.0
CLEANS_UP_TIMES = 2  # what is cancelled may begin something


class History(Site):
    """One history of a site; with fewer `steps` only its beginning."""

    def __init__(self, seed: int, world: World, steps: int | None = None) -> None:
        super().__init__(seed, world)
        choose = self.random.choice
        self.steps = self.random.randint(8, 30)
        self.pace_s = choose([0.02, 0.2, 1.0, 4.0])
        self.faulty = choose([0.0, 0.2, 0.4])  # share of the steps
        self.stays_s = choose([3.0, 3.0, 3.0, 60.0])
        self.is_meddled_with = self.random.random() < self.faulty / 2
        # What was lost on the way is missed at the next heartbeat; a RESET is waited for then.
        self.lags_s = 28.0 if self.is_meddled_with else LAGS_S
        self.faults = Faults(self)
        if steps is not None:
            self.steps = steps

    def run(self) -> list[str]:
        """Run it, and return what did not hold."""
        asyncio.set_event_loop(self.loop)
        self.world.listener.wrong = self.wrong
        self.loop.set_exception_handler(self._on_failure)
        try:
            self.loop.run_until_complete(self.loop.create_task(self._run(), context=OUTSIDE.copy()))
        except Exception:
            self.wrong(f"it broke off: {traceback.format_exc()}")
        finally:
            self._clean_up()
        return self.wrongs

    async def _run(self) -> None:
        OUTSIDE.run(self.world.database.connect)
        self.world.database.connect()
        for _ in range(self.random.choice([1, 1, 2, 2, 3])):
            self.begin_process()
        if self.random.random() < self.faulty:
            self.faults.unreliable_layer()
        for _ in range(self.random.randint(1, 3)):
            self.open_page()
        for _ in range(self.steps):
            await asyncio.sleep(self.random.expovariate(1 / self.pace_s))
            if self.wrongs:
                return
            self._step()
        self.faults.heal()
        await self._settle()
        if not self.wrongs:
            self._compare()
            await self._close()

    def _step(self) -> None:
        draw = self.random.random()
        if draw < self.faulty:
            self.faults.strike()
        elif draw < self.faulty + 0.15:
            self._let_somebody_act()
        else:
            self.tap()

    def _let_somebody_act(self) -> None:
        if self.random.random() < 0.4:
            if len(self.clients) < 6 and not self.world.database.is_away:
                self.open_page()
            return
        client = self.random.choice(self.clients)
        acts: list[Callable[[], None]] = [
            client.stop,
            client.start,
            client.resume,
            client.cut_off,
            client.fall_asleep,
        ]
        act = self.random.choice(acts)
        self.note(client.name, act.__name__)
        act()
        if client.is_asleep:
            self.later(client.wake)

    async def _settle(self) -> None:
        """Wait until every page shows what is true, and see that it stays so."""
        late: dict[Client, float] = {}
        end, stays_until = self.loop.time() + SETTLES_WITHIN_S, float("inf")
        while self.loop.time() < min(end, stays_until) and not self.wrongs:
            await asyncio.sleep(LOOKS_EVERY_S)
            self.look_at_frames()
            now = self.loop.time()
            behind = [client for client in self.clients if not client.is_there()]
            lagging = [each for each in behind if each.state == "live"]
            late = {each: now if each.hears_again() else late.get(each, now) for each in lagging}
            stuck = [each for each, since in late.items() if now - since > self._may_lag_s(each)]
            if stuck:
                self.wrong(f"{_names(stuck)} said to be live for long, and lagged")
            if not behind and self._is_quiet():
                stays_until = min(stays_until, now + self.stays_s)
            elif behind and stays_until < end:
                self.wrong(f"{_names(behind)} fell behind again, though nothing happened")
            for client in self.clients:
                if client.state == "paused":
                    client.resume()
        if stays_until > end and not self.wrongs:
            self.wrong(f"{_names(behind)} never caught up")

    def _is_quiet(self) -> bool:
        """Return whether no page waits for a process that goes, is gone or reads slowly."""
        holds_up = any(process.leaves() or process.is_slow for process in self.processes)
        waits = any(each.hears_nothing() or each.waits_for_answer() for each in self.clients)
        return not holds_up and not waits

    def _may_lag_s(self, client: Client) -> float:
        """Return how long a page may say that it is live and show what is old."""
        if client.hears_nothing():
            return SILENT_S
        return max(self.lags_s, client.polls * POLL_LAGS_S)

    def _compare(self) -> None:
        """Compare the log, the rows and every page."""
        fresh: dict[str, Any] = dict(snapshots.state_of(self.world.trip_id).shape())
        if fresh != self.truth.state:
            self.wrong("the log does not add up to the rows")
        if other := self.truth.rights.differ_from(fresh):
            self.wrong(f"the rows tell otherwise {', '.join(other)}")
        in_line = [each.id for each in waiting_list.line(Trip.objects.get(pk=self.world.trip_id))]
        if in_line != list(self.truth.rights.line):
            self.wrong("who waits stands in another order than they came")
        for client in self.clients:
            shown = client.shown()
            if client.state != "ended" and shown != fresh:
                other = [name for name in fresh if shown.get(name) != fresh[name]]
                self.wrong(f"{client.name} shows other {', '.join(other)}")

    async def _close(self) -> None:
        """Close all pages, and see that nothing of them stays."""
        for client in self.clients:
            client.stop()
        for process in self.processes:
            process.is_slow = False
        await asyncio.sleep(DRAINS_WITHIN_S)
        for process in self.processes:
            if not process.is_halted and (remains := process.remains()):
                self.wrong(f"{process.name} keeps {', '.join(remains)}")

    def _on_failure(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        self.wrong(f"a callback failed: {context.get('exception') or context['message']!r}")

    def _clean_up(self) -> None:
        """Cancel all that still runs, also in dead processes, so that nothing outlives the loop."""
        self.is_over = True
        self.world.listener.wrong = lambda what: None
        self.loop.set_exception_handler(lambda loop, context: None)
        for process in self.processes:
            self.loop.go_on(process)
        for _ in range(CLEANS_UP_TIMES):
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            self.loop.run_until_complete(asyncio.sleep(FORGOTTEN_AFTER_S))
        self.loop.close()
        self.world.node.tell(0, 0, "clear")


def _names(clients: list[Client]) -> str:
    return ", ".join(f"{each.name} at {each.have[0]}.{each.have[1]}" for each in clients)
