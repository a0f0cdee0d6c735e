"""`python -m tests.bench.paint`: when a phone on a slow line first shows the invitation.

Chromium's own throttling delays each request, and no connection. So it speaks to us through a
SOCKS proxy that is the line: 150 ms there and back, for a connection to be made too, and 1.6 Mbit/s
down and 750 kbit/s up, which all connections share. Chromium knows that a connection is not made
yet: what it asks for meanwhile goes by the one that is free first. TCP's slow start is left out:
the page and its sheet fit into what it sends at once.
"""

import asyncio
import shutil
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import PHONE, QUIET
from tests.parts import free_port
from tests.server import Server

ROUND_TRIP_S = 0.150
DOWN_BYTES_S, UP_BYTES_S = 1_600_000 / 8, 750_000 / 8
PACKET_BYTES = 1_460
GREETING, NO_LOGIN = b"\5\1\0", b"\5\0"
CONNECTED = b"\5\0\0\1" + bytes(6)
A_PHONE: dict[str, Any] = PHONE
RUNS = 5
COLD_GOAL_S, WARM_GOAL_S = 0.8, 0.5
PAINTED = """new Promise((resolve) => new PerformanceObserver((list) =>
  list.getEntriesByName("first-contentful-paint").forEach((entry) => resolve(entry.startTime))
).observe({ type: "paint", buffered: true }))"""


@dataclass(frozen=True)
class Paint:
    """Seconds until the first paint, medians, and what a cold browser loads in five seconds."""

    cold_s: float
    warm_s: float
    requests: int
    bytes: int


class Line:
    """A SOCKS proxy (RFC 1928) on a port of its own, until it is ended."""

    def __init__(self) -> None:
        self.port = free_port()
        self._free_at = {DOWN_BYTES_S: 0.0, UP_BYTES_S: 0.0}
        self._is_open = threading.Event()
        self._end: Callable[[], object]

    def __enter__(self) -> str:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._thread.start()
        self._is_open.wait(10)
        return f"socks5://127.0.0.1:{self.port}"

    def __exit__(self, *failure: object) -> None:
        self._end()
        self._thread.join()

    async def _run(self) -> None:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        self._end = lambda: loop.call_soon_threadsafe(ended.set)
        await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self._is_open.set()
        await ended.wait()

    async def _connect(self, browser: StreamReader, to_browser: StreamWriter) -> None:
        with suppress(asyncio.CancelledError, EOFError):  # the end of it all
            await browser.readexactly(len(GREETING))
            to_browser.write(NO_LOGIN)
            *_, length = await browser.readexactly(5)  # of the host, as Chromium names it
            asked = await browser.readexactly(length + 2)
            server, to_server = await asyncio.open_connection(
                "127.0.0.1", int.from_bytes(asked[-2:])
            )
            await asyncio.sleep(ROUND_TRIP_S)
            to_browser.write(CONNECTED)
            await asyncio.gather(
                self._carry(browser, to_server, UP_BYTES_S),
                self._carry(server, to_browser, DOWN_BYTES_S),
            )

    async def _carry(self, source: StreamReader, sink: StreamWriter, bytes_s: float) -> None:
        """Take packet after packet; each arrives half a round trip after the line has sent it."""
        clock = asyncio.get_running_loop().time
        arriving: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        handing_over = asyncio.create_task(_hand_over(arriving, sink))
        packet = b"-"
        while packet:
            packet = await _read(source)
            begun = max(clock(), self._free_at[bytes_s])
            self._free_at[bytes_s] = begun + len(packet) / bytes_s
            arriving.put_nowait((self._free_at[bytes_s] + ROUND_TRIP_S / 2, packet))
        await handing_over


async def _read(source: StreamReader) -> bytes:
    try:
        return await source.read(PACKET_BYTES)
    except ConnectionError:
        return b""


async def _hand_over(arriving: asyncio.Queue[tuple[float, bytes]], sink: StreamWriter) -> None:
    packet = b"-"
    while packet:
        at, packet = await arriving.get()
        await asyncio.sleep(at - asyncio.get_running_loop().time())
        sink.write(packet)
    sink.close()


def paint(browser: Browser, url: str, path: str, runs: int = RUNS) -> Paint:
    """Cold: nothing kept and nothing connected. Warm: connected, and still nothing kept."""
    cold, warm = [], []
    for _ in range(runs):
        seconds, requests, size = _open(browser, url, path)
        cold.append(seconds)
        warm.append(_open(browser, url, path, is_warm=True)[0])
    return Paint(median(cold), median(warm), requests, size)


def _open(browser: Browser, url: str, path: str, is_warm: bool = False) -> tuple[float, int, int]:
    context = browser.new_context(**A_PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if is_warm:
        page.goto(f"{url}/robots.txt")
    loaded: list[float] = []
    session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    page.goto(f"{url}{path}")
    painted_s = page.evaluate(PAINTED) / 1000
    if not is_warm:
        page.wait_for_timeout(5_000)
    context.close()
    return painted_s, len(loaded), round(sum(loaded))


def invitation(runs: int = RUNS) -> Paint:
    """The invitation of a trip with five members, on a server of its own."""
    with TemporaryDirectory() as place, Server(Path(place)) as server:
        planned = _call(server, "create", tripName="Goa", requiredMembers=5, adminName="Ben")
        for number in range(4):
            token = {"invitation_token": planned["tripId"], "guest_name": f"Guest {number}"}
            _call(server, "join", **token)
        with Line() as line, sync_playwright() as playwright:
            chromium = shutil.which("chromium-headless-shell")
            args = [*QUIET, f"--proxy-server={line}", "--proxy-bypass-list=<-loopback>"]
            browser = playwright.chromium.launch(executable_path=chromium, args=args)
            found = paint(browser, server.url, f"/join/{planned['tripId']}", runs)
            browser.close()
    return found


def _call(server: Server, name: str, **body: Any) -> dict[str, Any]:
    answer = httpx.post(f"{server.url}/api/social-cart/{name}", json=body)
    return dict(answer.raise_for_status().json())


if __name__ == "__main__":
    found = invitation()
    print(f"cold {found.cold_s:.2f} s (goal {COLD_GOAL_S}), warm {found.warm_s:.2f} s", end="")
    print(f" (goal {WARM_GOAL_S}); {found.requests} requests, {found.bytes / 1000:.0f} KB")
