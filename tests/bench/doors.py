"""The live doors: what a delivery, a connection and a burst cost, ours and the peers in turn."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

from tests.bench.crowd import SOCKET, STREAM, Crowd, Failed
from tests.bench.figures import Measured, middle
from tests.bench.peers import BUN, NODE
from tests.bench.run import Bench
from tests.bench.running import Running

JOINS_PER_S, BURST_PER_S = 20, 200
WARM_UP = 20
SETTLES_IN_S = 0.3

Rows = Iterator[tuple[str, Measured]]


@dataclass
class Door:
    """Watchers of one trip at one door, guests of it, and of another that nobody watches."""

    name: str
    running: Running
    watched: Crowd
    unwatched: Crowd
    watchers: int = 0
    connect_ms: list[float] = field(default_factory=list)
    memory_kb: float = 0.0
    join_ms: list[float] = field(default_factory=list)
    with_us: list[float] = field(default_factory=list)
    p50_ms: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)  # of a processor, by the load client

    def connect(self, watchers: int) -> None:
        cpu_s, memory_kb = self.running.cpu_s(), self.running.memory_kb()
        self.watched.connect(watchers)
        time.sleep(SETTLES_IN_S)
        self.watchers += watchers
        self.connect_ms.append((self.running.cpu_s() - cpu_s) / watchers * 1e3)
        self.memory_kb += self.running.memory_kb() - memory_kb

    def join(self, joins: int) -> None:
        """Joins that nobody watches, then as many that all watchers see."""
        cpu_s = self.running.cpu_s()
        self.unwatched.join(joins, JOINS_PER_S)
        alone_s = self.running.cpu_s() - cpu_s
        self.join_ms.append(alone_s / joins * 1e3)
        told, watched_us = self.deliver(joins, JOINS_PER_S)
        self.with_us.append(watched_us)
        self.p50_ms.append(told)

    def deliver(self, joins: int, a_second: float) -> tuple[float, float]:
        """The median delay in ms, and the CPU of a delivery in µs, the join included."""
        cpu_s = self.running.cpu_s()
        told = self.watched.join(joins, a_second)
        self.shares.append(told.share)
        return told.delay_ms[0], (self.running.cpu_s() - cpu_s) / (joins * self.watchers) * 1e6

    def without(self) -> list[float]:
        """The deliveries alone, slice by slice."""
        each_us = median(self.join_ms) * 1e3 / self.watchers
        return [cost_us - each_us for cost_us in self.with_us]


def delivery(bench: Bench) -> Rows:
    """Delivery and connecting at 1,000 watchers, and a burst."""
    size = bench.size
    with ExitStack() as parts:
        doors = list(_doors(bench, parts))
        for door in doors:
            _warm_up(door)
        for _ in range(4):
            for door in doors:
                door.connect(size.watchers // 4)
        for _ in range(size.rounds):
            for door in doors:
                door.join(size.joins)
        by_name = {door.name: door for door in doors}
        node, bun = by_name.get(NODE), by_name.get(BUN)
        bench.node_us = median(node.with_us) if node else 0.0
        yield from _rows("ws", by_name["WebSocket"], bun, node)
        yield from _rows("sse", by_name["SSE"], node, node)
        yield from _burst(bench, by_name["WebSocket"], bun)
        for door in doors:
            try:
                _split(bench, door)
            except Failed as failure:
                if door.running.name == "ours":
                    raise
                bench.client[door.name] = f"by two clients: {failure}"


def _doors(bench: Bench, parts: ExitStack) -> Iterator[Door]:
    server = parts.enter_context(bench.ours())
    node = parts.enter_context(bench.peers.start(NODE))
    bun = parts.enter_context(bench.peers.start(BUN))
    for name, each, path in (
        ("WebSocket", server, SOCKET),
        (BUN, bun, SOCKET),
        ("SSE", server, STREAM),
        (NODE, node, STREAM),
    ):
        if each:
            watched, unwatched = (
                parts.enter_context(Crowd(each, [each.plan()], path)) for _ in range(2)
            )
            yield Door(name, each, watched, unwatched)


def _warm_up(door: Door) -> None:
    path = STREAM if door.name in ("SSE", NODE) else SOCKET
    with Crowd(door.running, [door.running.plan()], path) as passers_by:
        passers_by.connect(WARM_UP)
        passers_by.join(WARM_UP, 2 * JOINS_PER_S)


def _rows(kind: str, ours: Door, peer: Door | None, node: Door | None) -> Rows:
    yield f"{kind} with", Measured(ours.with_us, peer.with_us if peer else ())
    yield f"{kind} without", Measured(ours.without(), peer.without() if peer else ())
    yield f"{kind} p50", Measured(ours.p50_ms, node.p50_ms if node else ())
    yield f"{kind} connect", Measured(ours.connect_ms, node.connect_ms if node else ())
    yield f"{kind} memory", Measured([ours.memory_kb / ours.watchers])


def _burst(bench: Bench, ours: Door, bun: Door | None) -> Rows:
    p99_ms: list[float] = []
    costs: dict[str, list[float]] = {ours.name: [], BUN: []}
    for _ in range(min(2, bench.size.rounds)):
        for door in (ours, bun):
            if door:
                cpu_s = door.running.cpu_s()
                told = door.watched.join(bench.size.burst, BURST_PER_S, 32)
                deliveries = bench.size.burst * door.watchers
                costs[door.name].append((door.running.cpu_s() - cpu_s) / deliveries * 1e6)
                bench.client[f"burst, {door.name}"] = f"{told.share:.0%} of a core"
                if door is ours:
                    p99_ms.append(told.delay_ms[1])
    yield "burst p99", Measured(p99_ms, note="every watcher got every frame, in order")
    yield "burst cpu", Measured(costs[ours.name], costs[BUN])


def _split(bench: Bench, door: Door) -> None:
    """The same load by two clients: what they see must be the same."""
    half, joins = door.watchers // 2, bench.size.joins
    path = STREAM if door.name in ("SSE", NODE) else SOCKET
    trips = [door.running.plan()]
    with Crowd(door.running, trips, path) as one, Crowd(door.running, trips, path) as other:
        for _ in range(10):
            one.connect(half // 10)
            other.connect(half // 10)
        cpu_s = door.running.cpu_s()
        other.expect(joins)
        told = one.join(joins, JOINS_PER_S)
        other.told()
        cost_us = (door.running.cpu_s() - cpu_s) / (joins * (half // 10 * 20)) * 1e6
    bench.client[door.name] = (
        f"one client {middle(door.shares)} of a core, {middle(door.with_us)} µs a "
        f"delivery, p50 {middle(door.p50_ms)} ms; two clients with half the watchers each "
        f"{cost_us:.3g} µs, p50 {told.delay_ms[0]:.3g} ms"
    )
