"""As many idle watchers as one process takes, on thousands of trips."""

import math
import time
from collections.abc import Iterator

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.bench.crowd import SOCKET, STREAM, Crowd
from tests.bench.figures import Measured
from tests.bench.run import Bench
from tests.bench.running import Running

CHECK_EVERY_S = 2.0  # as in trips/feed/limits.py
ROUNDS = 2
CHECK = "socialcart_position_check_cpu_seconds"

Rows = Iterator[tuple[str, Measured]]


def idle(bench: Bench) -> Rows:
    """Half of them sockets, half streams: memory, heartbeats, CPU of the position checks."""
    size = bench.size
    interval = {"SSE_HEARTBEAT_INTERVAL": str(round(size.heartbeat_s * 1000))}
    with bench.ours(interval) as server:
        trips = [server.plan() for _ in range(size.idle_trips)]
        with Crowd(server, trips, SOCKET) as sockets, Crowd(server, trips, STREAM) as streams:
            crowds = sockets, streams
            for crowd in crowds:
                crowd.connect(size.idle // 2)
            for crowd in (*crowds, *crowds):
                crowd.await_beats(1)
            checks_ms = list(_checks_ms(server, ROUNDS * size.heartbeat_s))
            pauses_s = [crowd.await_beats(ROUNDS).longest_pause_s for crowd in crowds]
            yield "idle memory", Measured([server.memory_kb() / 1024])
            yield "idle beats", Measured([max(0.0, max(pauses_s) - size.heartbeat_s)])
            yield "idle check", Measured(checks_ms)


def _checks_ms(server: Running, seconds: float) -> Iterator[float]:
    """CPU of each position check in this time, by the server's metrics."""
    checks, used_s = _checks(server)
    for _ in range(1 + math.ceil(seconds / CHECK_EVERY_S)):  # none may fall into the first
        time.sleep(CHECK_EVERY_S)
        before, used_before_s = checks, used_s
        checks, used_s = _checks(server)
        if checks > before:
            yield (used_s - used_before_s) / (checks - before) * 1e3


def _checks(server: Running) -> tuple[float, float]:
    """How many position checks there were so far, and the CPU of all."""
    answer = httpx.get(f"http://127.0.0.1:{server.port}/metrics", timeout=30).raise_for_status()
    families = text_string_to_metric_families(answer.text)
    values = {sample.name: sample.value for family in families for sample in family.samples}
    return values[f"{CHECK}_count"], values[f"{CHECK}_sum"]
