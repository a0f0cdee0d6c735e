"""What nginx, as we ship it, does with a server that stands still: fakes stand for the servers."""

import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest

from socialcart import settings
from socialcart.databases import database
from socialcart.threads import CHANGE_WAITS_S, READ_WAITS_S
from tests.parts import Nginx
from tests.parts.nginx import SHIPPED

pytestmark = pytest.mark.once

Seen = list[tuple[str, str, str]]


@contextmanager
def that_answers(seen: Seen, lacks: Sequence[str] = ()) -> Iterator[int]:
    """The port of a server that answers all there is but for what it lacks, and notes it."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            if self.path != "/livez":
                seen.append((self.command, self.path, self.headers["Upgrade"] or ""))
            self.send_response(404 if self.path in lacks else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture
def seen() -> Seen:
    return []


@pytest.fixture
def half_frozen(seen: Seen) -> Iterator[Nginx]:
    """One server answers; of the other one the port is open, and nobody is behind it."""
    with socket.create_server(("127.0.0.1", 0)) as silent, that_answers(seen) as port:
        where = f"127.0.0.1:{silent.getsockname()[1]}", f"127.0.0.1:{port}"
        with Nginx(*where, patience="1s") as running:
            yield running


def test_a_read_and_a_change_with_its_key_are_asked_of_the_other_server(
    half_frozen: Nginx, seen: Seen
) -> None:
    with half_frozen.client() as asha:
        for number in range(4):
            assert asha.get(f"/join/{number}?a=%2F").status_code == 200
            assert asha.head(f"/join/{number}?a=%2F").status_code == 200
            key = {"Idempotency-Key": str(uuid4())}
            assert asha.post(f"/joined/{number}", headers=key, content=b"x").status_code == 200
    assert len(seen) == len(set(seen)) == 12


def test_nothing_else_is_sent_twice(half_frozen: Nginx, seen: Seen) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    tries: list[tuple[str, dict[str, str]]] = [("/planned", {})] * 2 + [("/admin/a", key)] * 2
    with half_frozen.client() as ben:
        statuses = [ben.post(path, headers=head, content=b"x").status_code for path, head in tries]
    assert sorted(statuses[:2]) == sorted(statuses[2:]) == [200, 503]
    assert len(seen) == statuses.count(200)


def test_it_waits_longer_than_a_server_may() -> None:
    """So it is never a change under way that is asked for a second time."""
    change_s, read_s = map(int, re.findall(r"proxy_read_timeout (\d+)s;", SHIPPED.read_text())[:2])
    options: Any = database("postgres://database/socialcart", settings.DATABASE_BOUNDS)["OPTIONS"]
    connection_s = options["connect_timeout"]
    row_s = 2 * settings.DATABASE_BOUNDS["lock_timeout"] / 1000  # behind another who waits for it
    assert read_s > READ_WAITS_S + connection_s
    assert change_s > CHANGE_WAITS_S + connection_s + row_s


def test_an_offer_to_speak_another_protocol_goes_no_further(half_frozen: Nginx, seen: Seen) -> None:
    offers = (
        {"Connection": "Upgrade", "Upgrade": "h2c"},
        {"Connection": "Upgrade", "Upgrade": "websocket"},
    )
    with half_frozen.client() as asha:
        for offer in offers:
            assert asha.get("/join/x", headers=offer).status_code == 200
    assert seen == [("GET", "/join/x", "")] * 2


def test_a_file_of_one_release_is_found_whichever_server_is_asked_first(seen: Seen) -> None:
    old, new, gone = (f"/static/js/hub.{hashed * 12}.js" for hashed in "abc")
    with that_answers(seen, [new, gone]) as left, that_answers(seen, [old, gone]) as right:
        with Nginx(f"127.0.0.1:{left}", f"127.0.0.1:{right}") as nginx, nginx.client() as asha:
            assert [asha.get(name).status_code for name in (old, old, new, new) * 3] == [200] * 12
            assert asha.get(gone).status_code == 404
    assert len(seen) == 12 + 6 + 2
