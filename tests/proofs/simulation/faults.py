"""What goes wrong on a site, and how it comes right again."""

from collections.abc import Callable

from tests.proofs.simulation.client import Client
from tests.proofs.simulation.process import Process
from tests.proofs.simulation.site import Site
from trips import housekeeping

SHARES = (0.0, 0.0, 0.1, 0.5, 1.0)


class Faults:
    """All faults of one history; `heal` ends them."""

    def __init__(self, site: Site) -> None:
        self.site, self.random = site, site.random
        self.broker, self.database = site.broker, site.world.database
        self._backup = site.world.copy, site.truth.copy()

    def strike(self) -> None:
        """Let something go wrong."""
        faults: dict[Callable[[], object], int] = {
            self.unreliable_layer: 2,
            self.layer_away: 2,
            self.killed: 2,
            self.killed_at_a_tap: 2,
            self.vanished: 1,
            self.replaced: 2,
            self.frozen: 2,
            self.slow_reads: 2,
            self.database_away: 1,
            self.failing_commit: 1,
            self.stalled_reader: 4,
            self.broken_lines: 2,
            self.backed_up: 2,
            self.restored: 3,
        }
        fault = self.random.choices(list(faults), list(faults.values()))[0]
        self.site.note("fault", fault.__name__)
        fault()

    def heal(self) -> None:
        """End every fault."""
        self.site.note("fault", "none any more")
        self.site.is_meddled_with = False
        self._layer_back()
        self._database_back()
        self.broker.loses = self.broker.doubles = self.broker.delays = 0.0
        for process in self.site.processes:
            process.is_slow = False
            self.site.thaw(process)
        if not any(process.takes for process in self.site.processes):
            self.site.begin_process()
        for client in self.site.clients:
            if client.is_asleep:
                client.wake()
            client.leave_alone()
            client.read_on()
            client.start()
            client.resume()

    def unreliable_layer(self) -> None:
        self.broker.loses, self.broker.doubles, self.broker.delays = (
            self.random.choice(SHARES) for _ in range(3)
        )

    def layer_away(self) -> None:
        self.broker.is_away, self.broker.hangs = True, self.random.random() < 0.5
        if self.random.random() < 0.5:
            self.broker.forget()
        self.site.later(self._layer_back)

    def _layer_back(self) -> None:
        self.broker.is_away = False

    def killed(self) -> None:
        self.site.kill(self._some_process())

    def killed_at_a_tap(self) -> None:
        self.site.tap(dies=True)

    def vanished(self) -> None:
        self.site.vanish(self._some_process())

    def replaced(self) -> None:
        """End a process in good order, before its successor has begun or after."""
        process = self._some_process()
        if process.is_halted or not process.takes:
            return
        process.takes = False
        process.run(process.feeds.send_away)
        self.site.later(self.site.begin_process, wait_s=self.random.choice([0.0, 3.0]))
        self.site.later(process.kill, wait_s=5.0)

    def frozen(self) -> None:
        process = self._some_process()
        if not process.is_halted:
            process.is_halted = True
            self.site.later(self.site.thaw, process)

    def slow_reads(self) -> None:
        self.site.slow_down(self._some_process())

    def database_away(self) -> None:
        self.database.is_away = True
        self.site.later(self._database_back)

    def _database_back(self) -> None:
        self.database.is_away = False

    def failing_commit(self) -> None:
        self.database.fails_next_commit = True
        self.site.tap()
        self.database.fails_next_commit = False

    def stalled_reader(self) -> None:
        client = self._some_client()
        client.stall()
        self.site.later(client.read_on)

    def broken_lines(self) -> None:
        self._some_client().break_lines()

    def backed_up(self) -> None:
        self._backup = self.database.copy(), self.site.truth.copy()

    def restored(self) -> None:
        """Go back to the copy, mostly as README says: with all servers stopped."""
        if self.random.random() < 0.6:
            for process in self.site.processes:
                self.site.kill(process)
        if self.random.random() < 0.2:  # of a copy that is up to date, only the epoch is new
            self.backed_up()
        data, known = self._backup
        self.database.go_back(data)
        housekeeping.begin_new_epochs()
        truth = self.site.truth
        truth.go_back(known)
        self.site.note("log", f"goes on as {truth.head[0]}.{truth.head[1]}")
        for client in self.site.clients:
            client.begin_anew()

    def _some_process(self) -> Process:
        return self.random.choice(self.site.processes)

    def _some_client(self) -> Client:
        return self.random.choice(self.site.clients)
