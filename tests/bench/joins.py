"""Joins by API, as fast as they are answered: on SQLite, and on PostgreSQL and Redis."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

import psycopg

from tests.bench import running
from tests.bench.crowd import Crowd
from tests.bench.figures import Measured, middle
from tests.bench.peers import DURABLE_NEXT, NEXT
from tests.bench.run import Bench
from tests.bench.running import Running
from tests.parts import Postgres, Redis

CLIENTS, TRIPS = 8, 20
OURS, NO_KEY, TWO = "ours", "without an Idempotency-Key", "two processes"
COMMITS = 100

Rows = Iterator[tuple[str, Measured]]


@dataclass
class Joining:
    """A server that guests join by API, and what that cost, slice by slice."""

    running: Running
    crowd: Crowd
    cpu_ms: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)

    def join(self, guests: int) -> None:
        cpu_s = self.running.cpu_s()
        told = self.crowd.join(guests, connections=CLIENTS)
        self.cpu_ms.append((self.running.cpu_s() - cpu_s) / guests * 1e3)
        self.rate.append(guests / told.seconds)


def on_sqlite(bench: Bench) -> Rows:
    """Beside seed-next in memory; then 200 at once."""
    with ExitStack() as parts:
        server = parts.enter_context(bench.ours())
        following = parts.enter_context(bench.peers.start(NEXT))
        servers = {OURS: _joining(parts, server, "mk"), NO_KEY: _joining(parts, server, "m")}
        if following:
            servers[NEXT] = _joining(parts, following, "m")
        _take_turns(bench, servers)
        ours, peer = servers[OURS], servers.get(NEXT)
        without = f"{NO_KEY} {middle(servers[NO_KEY].cpu_ms)} ms"
        yield "sqlite cpu", Measured(ours.cpu_ms, peer.cpu_ms if peer else (), note=without)
        without = f"{NO_KEY} {middle(servers[NO_KEY].rate)}"
        yield "sqlite rate", Measured(ours.rate, peer.rate if peer else (), note=without)
        yield "at once", Measured([_all_at_once(bench, server) for _ in range(bench.size.rounds)])


def on_postgres(bench: Bench) -> Rows:
    """One process and two, beside seed-next with PostgreSQL and Redis; then 200 at once."""
    if not bench.size.on_postgres:
        return
    with ExitStack() as parts:
        postgres, redis = parts.enter_context(Postgres()), parts.enter_context(Redis())

        def place() -> dict[str, str]:
            return {"DATABASE_URL": postgres.database(), "REDIS_URL": redis.database()}

        one = parts.enter_context(running.ours(place()))
        two = parts.enter_context(running.ours({**place(), "WORKERS": "2"}))
        following = parts.enter_context(bench.peers.start(DURABLE_NEXT, **place()))
        servers = {OURS: _joining(parts, one, "mk"), TWO: _joining(parts, two, "mk")}
        if following:
            servers[DURABLE_NEXT] = _joining(parts, following, "m")
        _take_turns(bench, servers)
        peer = servers.get(DURABLE_NEXT)
        for kind, name in (("pg", OURS), ("pg two", TWO)):
            yield f"{kind} cpu", Measured(servers[name].cpu_ms, peer.cpu_ms if peer else ())
            yield f"{kind} rate", Measured(servers[name].rate, peer.rate if peer else ())
        yield "pg two", Measured(servers[TWO].cpu_ms, servers[OURS].cpu_ms)
        last_ms, limits_ms = [], []
        for _ in range(bench.size.rounds):
            limits_ms.append(bench.size.at_once * (_commit_ms(postgres) + 2))
            last_ms.append(_all_at_once(bench, one))
        yield "pg at once", Measured(last_ms, limits_ms)


def _joining(parts: ExitStack, server: Running, flags: str) -> Joining:
    trips = [server.plan() for _ in range(TRIPS)]
    return Joining(server, parts.enter_context(Crowd(server, trips, flags=flags)))


def _take_turns(bench: Bench, servers: dict[str, Joining]) -> None:
    for each in servers.values():
        each.crowd.join(bench.size.guests // 2, connections=CLIENTS)  # warm
    for _ in range(bench.size.rounds):
        for each in servers.values():
            each.join(bench.size.guests)


def _all_at_once(bench: Bench, server: Running) -> float:
    """When the last has the answer, in ms, of so many who tap at the same moment."""
    with Crowd(server, [server.plan()], flags="mk") as crowd:
        guests = bench.size.at_once
        return crowd.join(guests, connections=guests).answer_ms[-1]


def _commit_ms(postgres: Postgres) -> float:
    """The median of inserting a row durably."""
    took_ms = []
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS written (number int)")
        for number in range(COMMITS):
            begun = time.perf_counter()
            connection.execute("INSERT INTO written VALUES (%s)", [number])
            took_ms.append((time.perf_counter() - begun) * 1e3)
    return median(took_ms)
