"""What one of them can cost a server in a minute, at the default limits, on the largest trip.

`python -m tests.bench.costs` prints a table: a stranger, a guest, a member, an organiser and
who guesses passwords of staff each do the worst that they can, from one address and over eight
connections, and after a 429 wait for a second. `--rows` and `--seconds` make it shorter.
"""

import argparse
import itertools
import json
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from websockets.sync.client import connect

from tests.bench import meter
from tests.parts import Postgres
from tests.server import Server

CONNECTIONS = 8
CSRF = "a" * 32
NAME = "Friend {} of everybody on this long list of so many people"
EMOJI = "🏖🏔🏝🏕🗻🌋🏜🏟🏛🏗"
API = "/api/social-cart/"
JSON = "application/json"
PLAN = "from tests.bench import large; large.print_trip()"
SIZE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_database_size(current_database())")
    print(cursor.fetchone()[0])
"""
EVENTS = "from trips.models import Event; print(Event.objects.count())"

Send = Callable[..., int]
Attack = Callable[[Send, int], int]  # sends the next of its requests, by number; gives the status
Trip = dict[str, Any]


@dataclass
class Client:
    """Sends from one address, over a connection of its own; gives the status of the answer."""

    port: int
    address: str
    cookie: str

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def __call__(self, path: str, form: Any = None, body: Any = None, **headers: str) -> int:
        headers |= {"X-Forwarded-For": self.address, "Cookie": f"csrf={CSRF}; {self.cookie}"}
        text = None
        if form is not None:
            text = urlencode({"csrfmiddlewaretoken": CSRF, **form}, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif body is not None:
            text, headers["Content-Type"] = json.dumps(body), JSON
        self._connection.request("POST" if text else "GET", path, text, headers)
        answer = self._connection.getresponse()
        answer.read()
        return answer.status


def attacks(trip: Trip) -> dict[str, Attack]:
    """What each does, by name; the first word of it says who."""
    link, trip_id, key = trip["tripId"], trip["trip"]["id"], trip["memberKey"]
    hub, mine = f"/trips/{trip_id}", {"tripId": trip_id, "memberKey": key}
    poll, options = trip["polls"][-1]["id"], [each["id"] for each in trip["polls"][-1]["options"]]
    vote = {"optionsVersion": 1, "pollId": poll}
    ours = {"tripId": trip_id, "adminId": trip["adminId"]}

    def toggle(number: int) -> str:
        return str(options[number % 2])

    def socket(send: Send, number: int) -> int:
        address = getattr(send, "address", "")
        url = f"ws://127.0.0.1:{getattr(send, 'port', 0)}/ws/trips/{link}?after=0.0"
        with connect(url, additional_headers={"X-Forwarded-For": address}, max_size=None) as opened:
            try:
                while '"RESET"' not in opened.recv(10)[:200]:
                    pass
            except Exception:
                return 429
        return 200

    def edit_poll(send: Send, number: int) -> int:
        texts = [f"{number}-{option:02}{EMOJI * 8}"[:80] for option in range(20)]
        asked = {"pollId": trip["polls"][0]["id"], "options": texts}
        return send(f"{API}edit-poll", body=ours | asked)

    return {
        "a guest, invitation": lambda send, n: send(f"/join/{link}"),
        "a guest, invitation with all": lambda send, n: send(f"/join/{link}?all=1"),
        "a guest, names": lambda send, n: send(f"/join/{link}?name=Friend+{n}"),
        "a guest, joins": lambda send, n: send(
            f"/join/{trip['new']}", {"guest_name": f"Guest {n}", "another": 1}
        ),
        "a guest, it's me": lambda send, n: send(
            f"/join/{link}/claim", {"guest_name": NAME.format(n)}
        ),
        "a guest, call": lambda send, n: send(f"{API}join?tripId={link}"),
        "a guest, polling": lambda send, n: send(
            f"{API}events?tripId={link}&after=0.0", Accept=JSON
        ),
        "a guest, sockets": socket,
        "a stranger, start page": lambda send, n: send("/"),
        "a stranger, plans": lambda send, n: send(
            f"{API}create", body={"tripName": "Goa", "adminName": f"{n}", "requiredMembers": 2}
        ),
        "a stranger, staff's sign-in": lambda send, n: send(
            "/admin/login/", {"username": f"sam{n}", "password": "opensesame"}
        ),
        "a member, hub": lambda send, n: send(hub),
        "a member, hub with all": lambda send, n: send(f"{hub}?all=1"),
        "a member, votes": lambda send, n: send(
            f"{hub}/polls/{poll}", {"optionsVersion": 1, "options": toggle(n)}
        ),
        "a member, the same vote": lambda send, n: send(
            f"{API}vote",
            body=mine | vote | {"options": options[:1]},
            **{"Idempotency-Key": f"the-same-vote-as-ever-{n}"},
        ),
        "a member, polls by call": lambda send, n: send(f"{API}polls", body=mine),
        "an organiser, hub with all": lambda send, n: send(f"{hub}?all=1"),
        "an organiser, list as CSV": lambda send, n: send(f"{hub}/members.csv"),
        "an organiser, edits of a poll": edit_poll,
        "an organiser, terms": lambda send, n: send(
            f"{API}update",
            body=ours | {"tripName": f"{EMOJI * 7} {n}"},
            **{"Idempotency-Key": f"another-name-of-it-{n}"},
        ),
        "an organiser, new links": lambda send, n: send(f"{API}rotate-invitation", body=ours),
    }


def main() -> None:
    options = _options()
    with ExitStack() as parts:
        data_dir = Path(parts.enter_context(tempfile.TemporaryDirectory()))
        database = {}
        if options.postgres:
            database["DATABASE_URL"] = parts.enter_context(Postgres()).url
        server = parts.enter_context(Server(data_dir, API_RATE_LIMIT="100", **database))
        _measure(server, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.costs", description=__doc__)
    parser.add_argument("--rows", default="", help="only those whose name holds this")
    parser.add_argument("--seconds", type=float, default=60, help="of each (60)")
    parser.add_argument("--postgres", action="store_true", help="instead of SQLite")
    return parser.parse_args()


def _measure(server: Server, options: argparse.Namespace) -> None:
    trip = json.loads(server.manage("shell", "--no-imports", "-c", PLAN).splitlines()[-1])
    trip["new"] = server.plan(capacity=5_000)["tripId"]
    print(f"{'who, what':<30}{'answers':<34}{'CPU s':>6}{'MB':>7}{'disk kB':>9}{'events':>8}")
    for number, (name, attack) in enumerate(attacks(trip).items()):
        if options.rows in name:
            print(_row(server, trip, name, attack, f"10.0.0.{number + 1}", options.seconds))
            sys.stdout.flush()


def _row(
    server: Server, trip: Trip, name: str, attack: Attack, address: str, seconds: float
) -> str:
    """What it cost: answers by status, processor, memory over idle, disk, events."""
    assert server.process
    pid = server.process.pid
    key = {"a member": trip["memberKey"], "an organiser": trip["adminId"]}.get(name.split(",")[0])
    cookie = f"trip-{trip['trip']['id']}={key}" if key else ""
    before = meter.cpu_s(pid), meter.memory_kb(pid), _disk_kb(server), _events(server)
    Path(f"/proc/{pid}/clear_refs").write_text("5")  # the highest begins anew
    answers = _attacked(server.port, attack, address, cookie, seconds)
    cpu_s, memory_kb = meter.cpu_s(pid) - before[0], meter.peak_kb(pid) - before[1]
    statuses = " ".join(f"{times} × {status}" for status, times in sorted(answers.items()))
    disk_kb, events = _disk_kb(server) - before[2], _events(server) - before[3]
    memory = f"{memory_kb / 1024:.0f}"
    return f"{name:<30}{statuses:<34}{cpu_s:>6.1f}{memory:>7}{disk_kb:>9}{events:>8}"


def _attacked(port: int, attack: Attack, address: str, cookie: str, seconds: float) -> Counter[int]:
    """The answers by status."""
    ends, numbers = time.monotonic() + seconds, itertools.count()

    def keep_on(_: int) -> Iterator[int]:
        send = Client(port, address, cookie)
        while time.monotonic() < ends:
            status = attack(send, next(numbers))
            yield status
            if status == 429:
                time.sleep(min(1.0, max(0.0, ends - time.monotonic())))
                send = Client(port, address, cookie)  # the server ends one that is idle

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        counts = threads.map(lambda each: Counter(keep_on(each)), range(CONNECTIONS))
        return sum(counts, Counter[int]())


def _disk_kb(server: Server) -> int:
    """What the database takes, without what it only writes on the way."""
    if "DATABASE_URL" not in server.environ:
        with closing(sqlite3.connect(server.database, timeout=10)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return server.database.stat().st_size // 1024
    return int(server.manage("shell", "--no-imports", "-c", SIZE).split()[-1]) // 1024


def _events(server: Server) -> int:
    return int(server.manage("shell", "--no-imports", "-c", EVENTS).split()[-1])


if __name__ == "__main__":
    main()
