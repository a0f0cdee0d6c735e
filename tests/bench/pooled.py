"""Two servers of two workers each, straight and through PgBouncer, and PgBouncer taken away.

`python -m tests.bench.pooled` prints what a join costs and how many sessions are shared, and
whether a tap was lost while PgBouncer, then PostgreSQL, was restarted under load; `--seconds` makes
it shorter. `docs/scale.md` builds on it.
"""

import argparse
import signal
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
import psutil
import psycopg

from socialcart.installation import new_keys
from tests.bench import meter
from tests.parts import PgBouncer, Postgres, Redis
from tests.parts.pgbouncer import as_readme_says
from tests.server import Server

SESSIONS, TRIPS, GUESTS = 8, 20, 16
AWAY_S, PAUSE_S, PATIENCE_S = 1.0, 0.3, 60.0
COUNTED = "200"
STRAIGHT, POOLED = "straight", "through PgBouncer"
MORE = f"default_pool_size = {SESSIONS}\nmax_client_conn = 1000\n"

_numbers = count(1)


@dataclass
class Taps:
    """What became of the taps of a guest, or of a crowd."""

    answers: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0

    @property
    def counted(self) -> int:
        return self.answers[COUNTED]


@dataclass
class Place:
    """The parts, and servers on both ways to the database."""

    postgres: Postgres
    pgbouncer: PgBouncer
    ways: dict[str, list[Server]]
    trips: list[str]
    database: str

    def sessions(self) -> int:
        """How many connections PgBouncer holds to PostgreSQL."""
        assert self.pgbouncer.process
        connections = self.pgbouncer.process.net_connections()
        return sum(bool(c.raddr) and c.raddr.port == self.postgres.port for c in connections)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pooled", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="of joins, each time (10)")
    seconds = parser.parse_args().seconds
    with ExitStack() as stack:
        place = _place(stack)
        counted = sum(_crowd(place, servers, 2).counted for servers in place.ways.values())
        for way in [*place.ways] * 2:
            counted += _cost(place, way, seconds)
        for name, strike in _strikes(place).items():
            taps = _struck(place, strike, seconds)
            counted += taps.counted
            print(f"{name}: slowest {taps.slowest_s:.1f} s, {dict(taps.answers)}")
        print(f"{counted} taps counted; members, events: {_found(place)}")


def _place(stack: ExitStack) -> Place:
    postgres, redis = stack.enter_context(Postgres()), stack.enter_context(Redis())
    database = postgres.database()
    with psycopg.connect(database, autocommit=True) as owner:
        of_database = f" IN DATABASE {owner.info.dbname} SET "
        owner.execute(as_readme_says("sql").replace(" SET ", of_database).encode())
    settings = as_readme_says("ini") + MORE
    pgbouncer = stack.enter_context(PgBouncer(postgres, database, settings))
    shared = {**new_keys(), "REDIS_URL": redis.database(), "WORKERS": "2"}

    def server(url: str) -> Server:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        return stack.enter_context(Server(folder, DATABASE_URL=url, **shared))

    urls = {STRAIGHT: database, POOLED: pgbouncer.url}
    ways = {way: [server(url), server(url)] for way, url in urls.items()}
    planner = ways[STRAIGHT][0]
    trips = [planner.plan(capacity=5_000, title=f"Trip {n}")["tripId"] for n in range(TRIPS)]
    return Place(postgres, pgbouncer, ways, trips, database)


def _cost(place: Place, way: str, seconds: float) -> int:
    """Prints what a join costs on this way."""
    servers = place.ways[way]
    assert place.pgbouncer.process
    measured = {
        "ours": [each.process.pid for each in servers if each.process],
        "PgBouncer": [place.pgbouncer.process.pid],
    }
    before = {name: _cpu_s(pids) for name, pids in measured.items()}
    taps = _crowd(place, servers, seconds)
    used = {name: _cpu_s(pids) - before[name] for name, pids in measured.items()}
    costs = ", ".join(
        f"{cpu_s / taps.counted * 1e3:.2f} ms of {name}" for name, cpu_s in used.items()
    )
    held = sum(len(_connections(each)) for each in servers)
    shared = f" on {place.sessions()} sessions" if way != STRAIGHT else ""
    print(
        f"{way}: {taps.counted / seconds:.0f} joins a second, {held} connections{shared}; {costs}"
    )
    return taps.counted


def _connections(server: Server) -> list[object]:
    """Those of its processes that go to a database; to Redis go some more."""
    port = int(server.environ["DATABASE_URL"].rpartition(":")[2].partition("/")[0])
    return [
        each
        for worker in server.workers()
        for each in worker.net_connections()
        if each.raddr and each.raddr.port == port
    ]


def _strikes(place: Place) -> dict[str, Callable[[], None]]:
    pgbouncer = place.pgbouncer

    def away(end: Callable[[], None]) -> Callable[[], None]:
        def strike() -> None:
            end()
            time.sleep(AWAY_S)
            pgbouncer.start()

        return strike

    return {
        "PgBouncer stopped in its own time": away(lambda: pgbouncer.stop(signal.SIGINT)),
        "PgBouncer stopped at once": away(lambda: pgbouncer.stop(signal.SIGTERM)),
        "PgBouncer killed": away(pgbouncer.kill),
        "PostgreSQL restarted behind it": place.postgres.restart,
    }


def _struck(place: Place, strike: Callable[[], None], seconds: float) -> Taps:
    """What becomes of taps when it strikes in the midst of them."""
    timer = threading.Timer(seconds / 3, strike)
    timer.start()
    taps = _crowd(place, place.ways[POOLED], seconds)
    timer.join()
    return taps


def _crowd(place: Place, servers: list[Server], seconds: float) -> Taps:
    """Guest after guest taps, and again with the same key until it counts."""
    ends = time.monotonic() + seconds

    def keep_tapping(_: int) -> Taps:
        taps = Taps()
        with httpx.Client(timeout=30) as client:
            while time.monotonic() < ends:
                _tap(place, servers, client, taps)
        return taps

    with ThreadPoolExecutor(GUESTS) as guests:
        all_taps = list(guests.map(keep_tapping, range(GUESTS)))
    answers = sum((taps.answers for taps in all_taps), Counter[str]())
    return Taps(answers, max(taps.slowest_s for taps in all_taps))


def _tap(place: Place, servers: list[Server], client: httpx.Client, taps: Taps) -> None:
    number, begun, answer = next(_numbers), time.monotonic(), ""
    url = f"{servers[number % len(servers)].url}/api/social-cart/join"
    body = {"invitation_token": place.trips[number % TRIPS], "guest_name": f"Guest {number}"}
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    headers = {"Idempotency-Key": uuid.uuid4().hex, "X-Forwarded-For": address}
    while answer != COUNTED:
        if time.monotonic() > begun + PATIENCE_S:
            raise RuntimeError(f"{answer} for {PATIENCE_S} s")
        if answer:
            time.sleep(PAUSE_S)
        answer = _answer(client, url, body, headers)
        taps.answers[answer] += 1
    taps.slowest_s = max(taps.slowest_s, time.monotonic() - begun)


def _answer(client: httpx.Client, url: str, body: object, headers: dict[str, str]) -> str:
    try:
        return str(client.post(url, json=body, headers=headers).status_code)
    except httpx.TransportError as failure:
        return type(failure).__name__


def _cpu_s(pids: Iterable[int]) -> float:
    """Of these processes and of those that they have started."""
    children = (child.pid for pid in pids for child in psutil.Process(pid).children())
    return sum(meter.cpu_s(pid) for pid in [*pids, *children])


def _found(place: Place) -> tuple[int, int]:
    with psycopg.connect(place.database) as database:
        row = database.execute(
            "SELECT sum(member_count) - count(*), sum(seq) - count(*) FROM trips_trip"
        ).fetchone()
    assert row
    return int(row[0]), int(row[1])


if __name__ == "__main__":
    main()
