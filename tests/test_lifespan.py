"""How a real server ends: it says so first, and nobody loses what they began."""

import asyncio
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import websockets
from django.db import connection

from socialcart.lifespan import GRACE_S, NOTICE_S
from tests.server import Server
from tests.watching import event_source, socket_url

pytestmark = pytest.mark.once


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Server]:
    """One that a test may end."""
    with Server(tmp_path) as running:
        yield running


def signalled(server: Server, sig: int) -> float:
    """When the signal was sent."""
    assert server.process
    server.process.send_signal(sig)
    return time.monotonic()


def over_after(server: Server, since: float) -> float:
    """Waits for the end of the process."""
    assert server.process
    server.process.wait(GRACE_S + 10)
    return time.monotonic() - since


def is_ready(server: Server) -> bool:
    return httpx.get(f"{server.url}/readyz").status_code == 200


@contextmanager
def locked_database(server: Server) -> Iterator[None]:
    """Nobody can write meanwhile."""
    with sqlite3.connect(server.data_dir / "socialcart.sqlite3", isolation_level=None) as own:
        own.execute("BEGIN IMMEDIATE")
        yield
        own.execute("ROLLBACK")


def test_it_is_not_ready_any_more_before_it_stops_serving(mortal: Server) -> None:
    trip = mortal.plan()
    assert is_ready(mortal)
    since = signalled(mortal, signal.SIGTERM)
    time.sleep(0.2)
    assert not is_ready(mortal)
    mortal.join(trip, "Asha")
    assert time.monotonic() - since < NOTICE_S, "this machine is too slow to tell"
    assert over_after(mortal, since) < GRACE_S
    with pytest.raises(httpx.ConnectError):
        is_ready(mortal)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it locks SQLite's file")
def test_a_join_that_has_reached_us_is_finished(mortal: Server) -> None:
    trip = mortal.plan()
    with ThreadPoolExecutor() as pool:
        with locked_database(mortal):
            joining = pool.submit(mortal.join, trip, "Asha")
            time.sleep(1)
            since = signalled(mortal, signal.SIGTERM)
            time.sleep(NOTICE_S + 2)
            with pytest.raises(httpx.ConnectError):
                is_ready(mortal)
            assert not joining.done()
        assert joining.result()["success"]
    assert over_after(mortal, since) < GRACE_S


def test_who_never_finishes_a_request_is_not_waited_for_beyond_the_grace(mortal: Server) -> None:
    with socket.create_connection(("127.0.0.1", mortal.port)) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\ntripName=")
        time.sleep(0.5)
        assert over_after(mortal, signalled(mortal, signal.SIGTERM)) < GRACE_S + 2


async def test_sockets_close_and_streams_come_back_one_after_the_other(mortal: Server) -> None:
    trip = mortal.plan()

    async def retry_ms() -> int:
        async with event_source(mortal, trip["tripId"]) as source:
            lines = [line async for line in source.lines]
        return int(lines[-2].removeprefix("retry: "))

    url = socket_url(mortal, f"/ws/trips/{trip['tripId']}")
    async with websockets.connect(url) as watching:
        waits = [asyncio.create_task(retry_ms()) for _ in range(5)]
        await asyncio.sleep(1)
        since = signalled(mortal, signal.SIGTERM)
        asked = set(await asyncio.gather(*waits))
        await asyncio.wait_for(watching.wait_closed(), 5)
    assert len(asked) > 1
    assert all(500 <= ms <= 5_000 for ms in asked)
    assert watching.close_code == 1012
    assert await asyncio.to_thread(over_after, mortal, since) < GRACE_S


def test_who_waits_at_the_terminal_does_not_wait_for_a_balancer(mortal: Server) -> None:
    mortal.plan()
    assert over_after(mortal, signalled(mortal, signal.SIGINT)) < NOTICE_S
    assert "Traceback" not in mortal.log.read_text()


@pytest.mark.parametrize("door", ["livez", "readyz"])
def test_a_prober_needs_no_host_and_gets_a_plain_answer(server: Server, door: str) -> None:
    headers = {"Host": "10.0.0.7", "X-Forwarded-Proto": "http"}
    answer = httpx.get(f"{server.url}/{door}", headers=headers)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert httpx.head(f"{server.url}/{door}").status_code == 200
    assert httpx.post(f"{server.url}/{door}").status_code == 405
