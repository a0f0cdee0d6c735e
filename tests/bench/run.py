"""How much a run measures, what it needs for it, and what it leaves beside the rows."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import running
from tests.bench.figures import Measured, Plot
from tests.bench.peers import Peers
from tests.bench.running import Running

NODE_US = (12.0, 15.0)  # a delivery by plain Node, on machines for which goals in ms were set


@dataclass(frozen=True)
class Size:
    """How much is measured: the whole, or just enough to see that it works."""

    rounds: int = 5  # slices of each figure, ours and the peers in turn
    watchers: int = 1_000
    joins: int = 80  # a slice, 20 a second
    burst: int = 2_000  # joins, 200 a second
    guests: int = 1_000  # a slice, as fast as they are answered
    at_once: int = 200
    members: int = 200
    pages: int = 60  # a slice
    idle: int = 9_900  # of uvicorn's limit of 10,000 connections
    idle_trips: int = 2_000
    heartbeat_s: float = 15
    watchers_grown: Sequence[int] = (10, 1_000, 9_900)
    members_grown: Sequence[int] = (10, 100, 1_000, 4_500)
    trips_grown: Sequence[int] = (100, 10_000, 1_000_000)
    missed: Sequence[int] = (1, 10, 100, 400)
    logs: Sequence[int] = (100, 1_000, 2_000)  # events
    catching_up: int = 40  # connections a slice
    on_postgres: bool = True
    paints: int = 5


WHOLE = Size()
SMOKE = Size(
    rounds=1,
    watchers=20,
    joins=2,
    burst=10,
    guests=4,
    at_once=4,
    members=8,
    pages=1,
    idle=20,
    idle_trips=10,
    heartbeat_s=1,
    watchers_grown=(1, 5),
    members_grown=(2, 4),
    trips_grown=(10,),
    missed=(1, 5),
    logs=(11, 12),
    catching_up=1,
    on_postgres=False,
    paints=0,
)


@dataclass
class Bench:
    """What a measurement is given, and where it leaves what is no row."""

    size: Size
    peers: Peers
    cache: Path
    rows: dict[str, Measured] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)  # rows, and why
    plots: dict[str, Plot] = field(default_factory=dict)  # by file
    client: dict[str, str] = field(default_factory=dict)  # what each load asked of the client
    again: list[str] = field(default_factory=list)  # what was measured alone, after the run
    node_us: float = 0.0  # a delivery by plain Node, here
    shared: Running | None = None  # for all, where there is no time to start one for each

    @contextmanager
    def ours(self, environ: Mapping[str, str] = {}) -> Iterator[Running]:
        """Our server with SQLite, at its default limits."""
        if self.shared:
            yield self.shared
            return
        with running.ours(environ) as started:
            yield started

    @property
    def scale(self) -> float:
        """How much slower this machine is than the slowest for which goals were set.

        Below 1 if it is quicker than the quickest; 1 for those between.
        """
        quickest, slowest = NODE_US
        return self.node_us / min(max(self.node_us, quickest), slowest) if self.node_us else 1.0
