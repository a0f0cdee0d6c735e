"""What is to be reached, row by row."""

from dataclasses import dataclass

from tests.bench.peers import BUN, DURABLE_NEXT, NEXT, NODE


@dataclass(frozen=True)
class Goal:
    """A row: the figure, or its ratio to what is measured beside, is at most the limit."""

    work: str
    limit: float
    unit: str
    beside: str = ""
    is_least: bool = False
    is_scaled: bool = False  # by how quick this machine is

    def reached(self, value: float) -> bool:
        return value >= self.limit if self.is_least else value <= self.limit


ONE = "one process"
LIMIT = "200 × (a commit + 2 ms)"
SOCKETS = "delivery to 1,000 watchers, 20 joins a second, WebSocket"
STREAMS = "delivery to 1,000 watchers, 20 joins a second, SSE"
BURST = "burst, 200 joins a second for 10 s, WebSocket"
SQLITE = "a join by API with a mobile, SQLite"
POSTGRES = "a join by API with a mobile, PostgreSQL and Redis"

GOALS = {
    "ws with": Goal(f"{SOCKETS}, with the joins", 1.5, "µs", BUN),
    "ws without": Goal(f"{SOCKETS}, without the joins", 1.25, "µs", BUN),
    "ws p50": Goal(f"{SOCKETS}, p50 after the tap", 1.0, "ms", NODE),
    "sse with": Goal(f"{STREAMS}, with the joins", 1.0, "µs", NODE),
    "sse without": Goal(f"{STREAMS}, without the joins", 0.8, "µs", NODE),
    "sse p50": Goal(f"{STREAMS}, p50 after the tap", 1.0, "ms", NODE),
    "burst p99": Goal(f"{BURST}, all in order, p99 after the tap", 250, "ms", is_scaled=True),
    "burst cpu": Goal(f"{BURST}, CPU a delivery, the joins included", 1.0, "µs", BUN),
    "ws connect": Goal("connect with access check and catch-up, WebSocket", 2.5, "ms", NODE),
    "sse connect": Goal("connect with access check and catch-up, SSE", 1.5, "ms", NODE),
    "sqlite cpu": Goal(f"{SQLITE}, CPU", 1.0, "ms", NEXT),
    "sqlite rate": Goal(f"{SQLITE}, joins a second", 0.8, "a second", NEXT, is_least=True),
    "pg cpu": Goal(f"{POSTGRES}, one process, CPU", 0.7, "ms", DURABLE_NEXT),
    "pg rate": Goal(
        f"{POSTGRES}, one process, joins a second", 1.2, "a second", DURABLE_NEXT, is_least=True
    ),
    "pg two cpu": Goal(f"{POSTGRES}, two processes, CPU", 0.7, "ms", DURABLE_NEXT),
    "pg two rate": Goal(
        f"{POSTGRES}, two processes, joins a second", 1.2, "a second", DURABLE_NEXT, is_least=True
    ),
    "pg two": Goal(f"{POSTGRES}, CPU of two processes", 1.15, "ms", ONE),
    "at once": Goal(
        "200 guests at once on one trip, SQLite, the last", 1_000, "ms", is_scaled=True
    ),
    "pg at once": Goal("200 guests at once on one trip, PostgreSQL, the last", 1.0, "ms", LIMIT),
    "read 5": Goal("read a trip by API, 5 members", 1.2, "ms", is_scaled=True),
    "read 200": Goal("read a trip by API, 200 members", 2.5, "ms", is_scaled=True),
    "home": Goal("home page", 2, "ms", is_scaled=True),
    "invitation 5": Goal("invitation page, 5 members", 2.5, "ms", is_scaled=True),
    "invitation 200": Goal("invitation page, 200 members", 4, "ms", is_scaled=True),
    "hub 5": Goal("hub, 5 members", 4, "ms", is_scaled=True),
    "hub 200": Goal("hub, 200 members", 7, "ms", is_scaled=True),
    "journey": Goal("whole journey: invitation, tap, hub", 9, "ms", is_scaled=True),
    "paint cold": Goal("first paint at 1.6 Mbit/s and 150 ms, cold", 0.8, "s"),
    "paint warm": Goal("first paint at 1.6 Mbit/s and 150 ms, warm connection", 0.5, "s"),
    "css": Goal("CSS files of a page", 1, "files"),
    "weight": Goal("CSS and JS of the heaviest page, before compression", 60, "KB"),
    "sse memory": Goal("memory, idle connection, SSE", 12, "KiB"),
    "ws memory": Goal("memory, idle connection, WebSocket", 24, "KiB"),
    "idle memory": Goal("10,000 idle watchers on 2,000 trips, memory of the process", 400, "MB"),
    "idle beats": Goal("10,000 idle watchers, the latest heartbeat is late by", 1, "s"),
    "idle check": Goal("10,000 idle watchers, CPU of a position check", 5, "ms", is_scaled=True),
    "flat watchers": Goal(
        "growth: a delivery, 10 to 10,000 watchers, most by least", 1.25, "times"
    ),
    "flat members": Goal("growth: a join, 10 to 5,000 members, most by least", 1.25, "times"),
    "flat trips": Goal("growth: a join, 100 to 1,000,000 trips, most by least", 1.25, "times"),
    "flat replay": Goal("growth: replay of 10 events, of logs of 100 to 2,000", 1.25, "times"),
}
