"""Several workers on one port are one server to whoever asks, whatever becomes of one of them."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command

from socialcart.apps import workers_share
from socialcart.lifespan import GRACE_S, NOTICE_S
from tests.parts.guard import is_alive
from tests.server import ROOT, Server, until
from tests.watching import event_source

pytestmark = pytest.mark.once


def refuses(server: Server) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", server.port)) != 0


async def test_a_join_at_one_worker_is_seen_by_the_watchers_of_all(pair: Server) -> None:
    trip = pair.plan()
    before = {worker: len(worker.net_connections()) for worker in pair.workers()}
    async with AsyncExitStack() as stack:
        sources = [
            await stack.enter_async_context(event_source(pair, trip["tripId"])) for _ in range(20)
        ]
        assert all(len(worker.net_connections()) > before[worker] for worker in before)
        joined = pair.join(trip, "Asha")
        for source in sources:
            assert (await source.message())["data"]["member"] == joined["member"]


def test_of_fifty_guesses_at_all_workers_at_once_five_are_told_why(pair: Server) -> None:
    address = {"X-Forwarded-For": "2001:db8::bad"}

    def guess(number: int) -> int:
        call = f"{pair.url}/api/social-cart/recover"
        body = {"recoveryCode": f"{number:028}"}
        return httpx.post(call, json=body, headers=address, timeout=30).status_code

    with ThreadPoolExecutor(50) as guests:
        assert Counter(guests.map(guess, range(50))) == {404: 5, 429: 45}


def test_a_killed_worker_is_replaced(pair: Server) -> None:
    before = pair.workers()
    killed = before.pop()
    killed.kill()
    for _ in range(20):
        assert httpx.get(f"{pair.url}/livez").status_code == 200
    until(lambda: len(pair.workers()) == 2 and killed not in pair.workers())
    assert before < pair.workers()


async def test_sigterm_ends_all_workers_and_every_stream(pair: Server) -> None:
    trip = pair.plan()
    sources = [event_source(pair, trip["tripId"]) for _ in range(6)]
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(source) for source in sources]
        ending = pair.workers()
        await asyncio.to_thread(pair.kill, signal.SIGTERM)
        last_lines = [[line async for line in source.lines][-2] for source in opened]
    assert all(line.startswith("retry: ") for line in last_lines)
    assert not any(map(is_alive, ending))


def test_the_port_is_closed_before_the_workers_are_done(pair: Server) -> None:
    """Or who comes then would wait for nobody, instead of going to another server."""
    assert pair.process
    with socket.create_connection(("127.0.0.1", pair.port)) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n")
        time.sleep(0.5)
        pair.process.send_signal(signal.SIGTERM)
        until(lambda: refuses(pair), within_s=2 * NOTICE_S)
        assert pair.process.poll() is None
    pair.process.wait(GRACE_S)


def test_workers_do_not_outlive_their_parent(pair: Server) -> None:
    orphans = pair.workers()
    assert pair.process
    pair.process.kill()
    pair.process.wait()
    until(lambda: not any(map(is_alive, orphans)), within_s=GRACE_S)


@pytest.mark.parametrize(
    ("redis_url", "lacking"), [("", "REDIS_URL"), ("redis://127.0.0.1", "DATABASE_URL")]
)
def test_several_workers_that_share_nothing_are_refused_in_one_line(
    settings: Any, redis_url: str, lacking: str
) -> None:
    settings.REDIS_URL, settings.WORKERS = redis_url, 2
    with pytest.raises(CommandError, match=lacking) as refused:
        call_command("serve")
    assert "\n" not in str(refused.value)
    assert lacking in workers_share(None)[0].msg


@pytest.mark.parametrize("file", ["socialcart.service", "Containerfile"])
def test_what_we_ship_starts_two_workers(root: Path, file: str) -> None:
    shipped = (root / "deploy" / file).read_text()
    assert re.search(r'^(ExecStart=.*|CMD .*)manage.py"?,? "?serve"?]?$', shipped, re.MULTILINE)
    assert re.search(r"^(Environment=|ENV ).*\bWORKERS=2\b", shipped, re.MULTILINE)


def test_what_is_printed_at_the_start_can_be_opened_at_once(tmp_path: Path) -> None:
    new = Server(tmp_path)
    new.manage("migrate", "--verbosity", "0")
    serving = [sys.executable, "manage.py", "serve", "--demo"]
    process = subprocess.Popen(serving, cwd=ROOT, env=new.environ, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        site, organiser, invitation = (
            process.stdout.readline().decode().split()[-1] for _ in range(3)
        )
        assert httpx.get(invitation, trust_env=False).status_code == 200
    finally:
        process.kill()
    assert organiser.startswith(f"{site}enter#")
