"""What grows, and what must not: watchers, members, trips, and events that were missed."""

import itertools
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from statistics import median

from tests.bench import generated, running
from tests.bench.crowd import SOCKET, STREAM, Crowd, Failed
from tests.bench.figures import Curve, Measured, Plot, flatness
from tests.bench.run import Bench
from tests.bench.running import Running

JOINS_PER_S, JOINS = 2, 10  # to crowds of all sizes: what comes seldom finds cold caches
CLIENTS = 8
MISSED = 10
NO_HEARTBEATS = {"SSE_HEARTBEAT_INTERVAL": "3600000"}

Rows = Iterator[tuple[str, Measured]]
Points = list[tuple[float, float]]

_addresses = (f"10.6.{n >> 8 & 255}.{n & 255}" for n in itertools.count())


def watchers(bench: Bench) -> Rows:
    """A delivery, from ten watchers of a trip to thousands."""
    curves = []
    with bench.ours(NO_HEARTBEATS) as server:
        for name, door in (("WebSocket", SOCKET), ("SSE", STREAM)):
            curves.append(Curve(name, _deliveries(bench, server, door)))
    plot = Plot("A delivery to one watcher more", "watchers", "µs", curves)
    bench.plots["watchers.svg"] = plot
    yield "flat watchers", _flat(curves)


def _deliveries(bench: Bench, server: Running, door: str) -> Points:
    """CPU in µs of each watcher more than at the step before, by number of watchers."""
    costs: Points = []
    watched, unwatched = Crowd(server, [server.plan()], door), Crowd(server, [server.plan()], door)
    with watched, unwatched:
        there = 0
        for many in bench.size.watchers_grown:
            watched.connect(many - there)
            there = many
            costs.append((many, median(_deliveries_us(bench, server, watched, unwatched))))
    return [
        (many, (cost - before) / (many - few)) for (few, before), (many, cost) in pairwise(costs)
    ]


def _deliveries_us(bench: Bench, server: Running, watched: Crowd, unwatched: Crowd) -> list[float]:
    """CPU of what all watchers are sent for a join, by joins that they see and others in turn."""
    joins, figures = min(JOINS, bench.size.joins), []
    for _ in range(bench.size.rounds):
        begun_s = server.cpu_s()
        unwatched.join(joins, JOINS_PER_S)
        alone_s = server.cpu_s() - begun_s
        watched.join(joins, JOINS_PER_S)
        figures.append((server.cpu_s() - begun_s - 2 * alone_s) / joins * 1e6)
    return figures


def members(bench: Bench) -> Rows:
    """A join, by number of members of the trip."""
    size, points = bench.size, []
    with bench.ours() as server:
        for many in size.members_grown:
            alike = [server.plan() for _ in range(max(1, min(20, 1_000 // many)))]
            with Crowd(server, alike, flags="mk") as crowd:
                crowd.join((many - 1) * len(alike), connections=CLIENTS)
                figures = [_join_ms(server, crowd, size.joins) for _ in range(size.rounds)]
            points.append((float(many), median(figures)))
    yield from _joins(bench, "members", "members of the trip", points)


def trips(bench: Bench) -> Rows:
    """A join, by number of trips in the database."""
    size = bench.size
    with ExitStack() as parts:
        doors = {}
        for many in size.trips_grown:
            folder = generated.data_dir(many, bench.cache)
            server = parts.enter_context(running.ours(data_dir=folder))
            invitations = [server.plan() for _ in range(min(20, many))]
            crowd = parts.enter_context(Crowd(server, invitations, flags="mk"))
            crowd.join(size.guests // 2, connections=CLIENTS)
            doors[many] = server, crowd, list[float]()
        for _ in range(size.rounds):
            for server, crowd, figures in doors.values():
                figures.append(_join_ms(server, crowd, size.guests // 2))
        points = [(float(many), median(figures)) for many, (*_, figures) in doors.items()]
    yield from _joins(bench, "trips", "trips in the database", points)


def _join_ms(server: Running, crowd: Crowd, guests: int) -> float:
    cpu_s = server.cpu_s()
    crowd.join(guests, connections=CLIENTS)
    return (server.cpu_s() - cpu_s) / guests * 1e3


def _joins(bench: Bench, what: str, across: str, points: Points) -> Rows:
    curve = Curve("ours, SQLite", points)
    bench.plots[f"{what}.svg"] = Plot("A join by API", across, "ms", [curve])
    yield f"flat {what}", _flat([curve])


def replay(bench: Bench) -> Rows:
    """Catching up with a trip that nobody watched, by number of events that were missed."""
    size = bench.size
    with bench.ours() as server:
        logs = {}
        for events in size.logs:
            logs[events] = server.plan()
            with Crowd(server, [logs[events]]) as crowd:
                crowd.join(events - 1, connections=CLIENTS)
        longest = logs[max(logs)]
        points = [(float(few), _replay_ms(bench, server, longest, few)) for few in size.missed]
        of_logs = [
            (float(events), _replay_ms(bench, server, log, MISSED)) for events, log in logs.items()
        ]
    curves = [Curve("by events missed", points), Curve("10 missed, by length of the log", of_logs)]
    bench.plots["replay.svg"] = Plot("Connect and catch up, SSE", "events", "ms", curves)
    yield "flat replay", _flat(curves[1:])


def _replay_ms(bench: Bench, server: Running, trip: str, missed: int) -> float:
    """CPU of one connection that catches up, the first of its trip."""
    head = _read(server, trip, "", ": heartbeat ")
    epoch, _, seq = head.rpartition(": heartbeat ")[2].split()[0].partition(".")
    figures = []
    for _ in range(bench.size.rounds):
        cpu_s = server.cpu_s()
        for _ in range(bench.size.catching_up):
            _read(server, trip, f"&after={epoch}.{int(seq) - missed}", f"id: {epoch}.{seq}\n")
        figures.append((server.cpu_s() - cpu_s) / bench.size.catching_up * 1e3)
    return median(figures)


def _read(server: Running, trip: str, after: str, until: str) -> str:
    """What a stream says up to this. Raises Failed if it does not."""
    address = next(_addresses)
    head = f"Host: 127.0.0.1\r\nX-Forwarded-For: {address}\r\n\r\n"
    asked = f"GET {STREAM % trip}{after} HTTP/1.1\r\n{head}"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(asked.encode())
        text = ""
        while until not in text or not text.endswith("\n"):
            if not (more := connection.recv(65_536)):
                raise Failed(text)
            text += more.decode()
    return text


def _flat(curves: list[Curve]) -> Measured:
    worst = max(curves, key=lambda curve: flatness(curve.points))
    note = ", ".join(f"{x:,.0f}: {y:.3g}" for x, y in worst.points)
    return Measured([flatness(worst.points)], note=f"{worst.name}, {note}")
