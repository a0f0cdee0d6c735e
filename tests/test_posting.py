"""Servers that lie, trickle or never end: each is a failure that is over in time."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from trips.deliveries import posting
from trips.deliveries.doors import TOO_LATE, Answer, Outcome
from trips.deliveries.posting import Poster

Liar = Callable[[bytes, bytes], int]


@pytest.fixture(autouse=True)
def may_be_here(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PRIVATE_RECEIVERS = ["127.0.0.1"]
    monkeypatch.setattr(posting, "TIMEOUT_S", 0.5)


@pytest.fixture
def liar() -> Iterator[Liar]:
    """Answers whoever connects with `first`, and then with `again` for ever; gives its port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(first: bytes, again: bytes) -> int:
        def serve() -> None:
            try:
                line, _ = listening.accept()
                with line:
                    line.sendall(first)
                    while again:
                        line.sendall(again)
                        time.sleep(0 if len(again) > 1 else 0.05)
            except OSError:
                pass  # it has hung up

        threading.Thread(target=serve, daemon=True).start()
        port: int = listening.getsockname()[1]
        return port

    yield answer
    listening.close()


def post(url: str) -> Answer:
    async def run() -> Answer:
        poster = Poster()
        try:
            return await poster.post(url, {}, b"{}")
        finally:
            await poster.close()

    return asyncio.run(run())


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"", b""),
        (b"", b"x"),
        (b"\0\xff\n\n", b""),
        (b"HTTP/1.1 ", b""),
        (b"HTTP/1.1 2", b"0"),
        (b"HTTP/1.1 200 ", b"OK" * 1_000),
        (OK, b"A"),
        (OK, b"X-More: 1\r\n" * 100),
        (OK + b"X: ", b"x" * 9_999),
        (OK + b"Content-Length: x\r\n\r\n", b""),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 3, b""),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n" * 100),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", b"x" * 999),
        (b"HTTP/1.1 99 No\r\n\r\n", b""),
        (b"HTTP/1.1 -200 No\r\n\r\n", b""),
        (b"HTTP/1.1 2e2 No\r\n\r\n", b""),
        (b"HTTP/9 200\r\n\r\n", b""),
        (b"SSH-2.0-OpenSSH\r\n", b""),
    ],
)
def test_what_is_no_answer_is_a_failure_in_time(liar: Liar, first: bytes, again: bytes) -> None:
    begun = time.monotonic()
    assert post(f"http://127.0.0.1:{liar(first, again)}").outcome is Outcome.FAILED
    assert time.monotonic() - begun < 3


def test_a_body_without_an_end_is_not_read(liar: Liar) -> None:
    port = liar(OK + b"Content-Length: 9999999999\r\n\r\n", b"x" * 99_999)
    assert post(f"http://127.0.0.1:{port}").outcome is Outcome.TAKEN


def test_who_does_not_speak_tls_gets_nothing(liar: Liar) -> None:
    assert post(f"https://127.0.0.1:{liar(OK, b'')}").reason == "no connection"


THIS_MACHINE = [
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0",
    "localhost.",
    "good.example@127.0.0.1",
    "127.0.0.1#good.example",
    "127.0.0.1\\@good.example",
    "127%2e0%2e0%2e1",
    "[::ffff:7f00:1]",
    "[::1%251]",
    "[::1%lo]",
    "[fe80::1%1]",
    "\N{FULLWIDTH DIGIT ONE}27.0.0.1",
    "\N{CIRCLED DIGIT ONE}27.0.0.1",
    "127.0.0.1\r\nHost: good.example",
    "127.0.0.1\0.good.example",
    "x" * 300,
    f"{'x.' * 200}example",
    "127.0.0.1:99999",
    "[::1",
]


@pytest.mark.parametrize("host", THIS_MACHINE)
def test_no_spelling_of_this_machine_is_sent_to(settings: Any, host: str) -> None:
    settings.PRIVATE_RECEIVERS = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        port = listening.getsockname()[1]
        for scheme in ("http", "https"):
            assert post(f"{scheme}://{host}:{port}/").outcome is Outcome.FAILED
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_path_cannot_bring_headers_of_its_own(liar: Liar) -> None:
    port = liar(OK + b"\r\n", b"")
    assert post(f"http://127.0.0.1:{port}/ HTTP/1.1\r\nHost: x").outcome is Outcome.FAILED


def test_a_name_is_asked_for_once_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its server may not answer, and hold a thread that others need."""
    asked = []

    def slowly(host: str, *args: Any, **more: Any) -> list[Any]:
        asked.append(host)
        time.sleep(0.7 if host == "dead.example" else 0)
        return [(2, 1, 6, "", ("127.0.0.1", 1))]

    monkeypatch.setattr("socket.getaddrinfo", slowly)

    async def run() -> list[Answer]:
        poster = Poster()
        dead = [poster.post("https://dead.example", {}, b"") for _ in range(posting.RESOLVERS)]
        return await asyncio.gather(*dead, poster.post("https://good.example", {}, b""))

    *dead, good = asyncio.run(run())
    assert set(dead) == {TOO_LATE}
    assert good.reason == "no connection"
    assert asked == ["dead.example", "good.example"]
