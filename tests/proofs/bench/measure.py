"""One server through its phases: joins that nobody watches, watchers connect, joins they watch."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.proofs.bench import guests, meter
from tests.proofs.bench.crowd import Crowd
from tests.server import ROOT, Server

JOINS_PER_S = 20
SLICES = 5  # of each phase: their median and range tell how steady a figure is
WARM_UP = 20
SETTLES_IN_S = 0.5
MOST_MEMBERS = 5_000

ADDRESSES = {
    "WebSocket": "/ws/trips/{trip}",
    "SSE": "/api/social-cart/events?tripId={trip}",
}


@dataclass(frozen=True)
class Figures:
    """What one door cost; a list holds one figure for each slice."""

    delivery_us: list[float]
    join_ms: list[float]
    connect_ms: float
    memory_kb: float


@dataclass(frozen=True)
class Running:
    """A server to be measured, and a trip on it."""

    pid: int
    port: int
    trip: str


def door(kind: str, running: Running, watchers: int, joins: int) -> Figures:
    """Measures with so many watchers and joins a slice, on a server that had none before."""
    address = ADDRESSES[kind].format(trip=running.trip)
    with Crowd(kind, running.port, address) as passers_by:
        passers_by.connect(WARM_UP)
        _cpu_of_joins(running, WARM_UP, passers_by, WARM_UP)
    with Crowd(kind, running.port, address) as crowd:
        few = -(-joins // 2)
        join_s = [_cpu_of_joins(running, few) / few for _ in range(SLICES)]
        connect_s, memory_kb = _cost_of_connecting(running, crowd, watchers)
        watched = [
            _cpu_of_joins(running, joins, crowd, joins * number) for number in range(1, SLICES + 1)
        ]
    deliveries = joins * watchers
    return Figures(
        delivery_us=[(cpu_s - joins * median(join_s)) / deliveries * 1e6 for cpu_s in watched],
        join_ms=[cpu_s * 1e3 for cpu_s in join_s],
        connect_ms=connect_s / watchers * 1e3,
        memory_kb=memory_kb / watchers,
    )


def _cpu_of_joins(
    running: Running, joins: int, crowd: Crowd | None = None, frames: int = 0
) -> float:
    """Seconds that the server computed until the last watcher had the last frame."""
    before = meter.cpu_s(running.pid)
    guests.evenly(guests.Visitor(running.port, running.trip).join, joins, JOINS_PER_S)
    if crowd:
        crowd.await_frames(frames)
    return meter.cpu_s(running.pid) - before


def _cost_of_connecting(running: Running, crowd: Crowd, watchers: int) -> tuple[float, int]:
    cpu_before, memory_before = meter.cpu_s(running.pid), meter.memory_kb(running.pid)
    crowd.connect(watchers)
    time.sleep(SETTLES_IN_S)
    cpu_s = meter.cpu_s(running.pid) - cpu_before
    return cpu_s, meter.memory_kb(running.pid) - memory_before


@contextmanager
def our_server() -> Iterator[Running]:
    with (
        tempfile.TemporaryDirectory() as data_dir,
        Server(Path(data_dir), STREAM_LIMIT="100000") as server,
    ):
        trip = server.plan(capacity=MOST_MEMBERS)["tripId"]
        assert server.process
        try:
            yield Running(server.process.pid, server.port, trip)
        except Exception as failure:
            failure.add_note(server.log.read_text()[-2_000:])
            raise


@contextmanager
def baseline_server() -> Iterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.proofs.bench.baseline", str(port)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            _await_port(port)
            yield Running(process.pid, port, "any")
        finally:
            process.kill()


def _await_port(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the baseline does not start")
