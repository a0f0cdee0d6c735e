"""A client's nonsense, or its hanging up, writes one line to the log of a real server at most.

Never a traceback: who wants to can send as much of it as they like.
"""

import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.test import Client

from socialcart import guard
from tests.server import Server
from tests.test_guard import FORM, HOST
from tests.watching import UPGRADE
from trips import wire

pytestmark = pytest.mark.once

JSON = b"Content-Type: application/json\r\n"
URLENCODED = b"Content-Type: " + FORM.encode() + b"\r\n"
CALL, HUB, LIVE = b"/api/social-cart/join", b"/trips/x", b"/api/social-cart/events?tripId=x"


def get(path: bytes, head: bytes = b"", method: bytes = b"GET") -> bytes:
    return method + b" " + path + b" HTTP/1.1\r\n" + HOST + head + b"\r\n"


def post(path: bytes, head: bytes, body: bytes, length: int | None = None) -> bytes:
    said = b"Content-Length: %d\r\n" % (len(body) if length is None else length)
    return get(path, head + said, b"POST") + body


def chunked(body: bytes, path: bytes = b"/") -> bytes:
    return get(path, URLENCODED + b"Transfer-Encoding: chunked\r\n", b"POST") + body


def multipart(kind: bytes, body: bytes, path: bytes = b"/") -> bytes:
    return post(path, b"Content-Type: multipart/form-data" + kind + b"\r\n", body)


def to_host(host: bytes) -> bytes:
    return b"GET / HTTP/1.1\r\nHost:" + host + b"\r\n\r\n"


def handshake(path: bytes = b"/ws/trips/x", head: bytes = UPGRADE.encode()) -> bytes:
    return get(path, head)


PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
NO_REQUEST = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(100),  # TLS
    os.urandom(300),
    b"\r\n" * 50 + b"x\r\n\r\n",
    b"GET /\r\n\r\n",
    b"G\0T / HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 50,
    *[get(path) for path in (b"x", b":/", b"/\xff", b"/?\xff", b"http://[::1/", b"//x", b"/#x")],
    *[get(path) for path in (b"/%", b"/%zz", b"/join/%00", b"/join/a%0Ab", b"/static/%2e%2e/x")],
    *[get(path, b"", b"OPTIONS") for path in (b"*", b"/")],
    *[get(b"/", b"", method) for method in (b"TRACE", b"BREW", b"PURGE", b"DELETE")],
    get(b"evil.example:443", b"", b"CONNECT"),
    get(b"/livez") * 5 + b"x",
    get(b"/") + b"\xff garbage\r\n\r\n",
]
HEADERS = [
    *[get(b"/", head + b"\r\n") for head in (b"nonsense", b": x", b"X: a\0b", b"X: a\x01", b" x")],
    *[get(b"/", head + b"\r\n") for head in (b"X-\xe9: \xff", b"X: a\r\n b", b"Host: evil")],
    get(b"/", b"X: y\r\n" * 500),
    get(b"/", b"X: " + b"y" * 100_000 + b"\r\n"),
    get(b"/", b"X: " + b"y" * 600_000 + b"\r\n"),
    get(b"/", b"Cookie: \xff=\xfe; =; trip-=\x80; csrf=\xff\r\n"),
    get(b"/admin/", b"Cookie: staff=\xff\xfe; messages=x\r\n"),
    get(b"/admin/trips/trip/?q=%00"),
    get(b"/", b"X-Forwarded-For: \xff, ::, 1.2.3\r\nX-Forwarded-Proto: \xff\r\n"),
    get(b"/static/favicon.svg", b"Range: bytes=99-1\r\nIf-Modified-Since: Fri, 99 Foo\r\n"),
    get(b"/static/favicon.svg", b"Accept-Encoding: \xff\r\nIf-None-Match: \xff\r\n"),
    get(LIVE, b"Authorization: Bearer \xff.\xfe.x\r\nLast-Event-ID: \xff\r\n"),
    get(b"/api/social-cart/events?tripId=%00%ff&after=%00"),
    *[to_host(host) for host in (b"", b" [", b" \xff", b" evil", b" 127.0.0.1:x", b" a b")],
    get(b"/", b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n"),
    post(CALL, JSON + b"Connection: Upgrade\r\nUpgrade: h2c\r\n", b"{}"),
    post(b"/enter", URLENCODED + b"Referer: http://[\r\nOrigin: http://[\r\n", b"key=x"),
]
BODIES = [
    *[
        get(b"/", b"Content-Length: " + said + b"\r\n", b"POST")
        for said in (b"-1", b"x", b"9" * 30)
    ],
    get(b"/", b"Content-Length: 1\r\nContent-Length: 2\r\n", b"POST") + b"xx",
    get(b"/", b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"POST") + b"0\r\n\r\n",
    *[chunked(body) for body in (b"zz\r\nabc\r\n", b"3\r\nabcdef\r\n", b"f" * 20 + b"\r\nabc")],
    chunked(b"3\r\nabc\r\nzz\r\n", CALL),
    *[post(b"/", b"Content-Type:" + kind + b"\r\n", b"x") for kind in (b"", b" \xff", b" /")],
    post(CALL, JSON + b"Content-Type: text/plain\r\n", b"{}"),
    *[multipart(kind, b"--x\r\n") for kind in (b"", b"; boundary=", b"; boundary=\xff")],
    multipart(b"", b"--x\r\n", CALL),
    multipart(b"; boundary=" + b"z" * 300, b"--x\r\n"),
    multipart(b"; boundary=x", PART * 700 + b"--x--"),
    multipart(b"; boundary=x", PART.replace(b'"a"', b"\"\xff\"; filename*=utf-16''%ff") + b"--x--"),
    multipart(b"; boundary=x", PART.replace(b'"a"', b'"a"; filename="../../x"') + b"--x--"),
    *[post(b"/", URLENCODED, body) for body in (b"\xff=%ff&a", b"&".join([b"a=b"] * 1_000))],
    *[post(CALL, JSON, body) for body in (b'{"a":"\xff"}', b"[" * 30_000, b'{"a":"\\u0000"}', b"")],
    post(CALL, JSON + b"Content-Encoding: gzip\r\n", b"{}"),
    post(b"/admin/login/", URLENCODED, b"username=%00&password=%ff"),
    post(b"/enter", URLENCODED + b"Cookie: csrf=\xff\r\n", b"csrfmiddlewaretoken=%ff"),
    post(b"/", URLENCODED, b"x" * 200_000),
    post(b"/", URLENCODED + b"Expect: 200-ok\r\n", b"x"),
]
UNFINISHED = [
    get(b"/")[:20],
    get(b"/")[:-2],
    post(b"/", URLENCODED, b"tripName=x", 999),
    post(CALL, JSON, b"{", 999),
    post(CALL, JSON + b"Expect: 100-continue\r\n", b"", 9),
    multipart(b"; boundary=x", b"--x\r\nContent-Disp").replace(b"Length: ", b"Length: 9"),
    chunked(b"ff\r\nabc"),
    chunked(b"3\r\nabc\r\n", CALL),
    get(LIVE, b"Content-Length: 99\r\n") + b"x",
    *[get(path) for path in (b"/", b"/join/x", HUB, b"/admin/", b"/static/og.png", LIVE)],
    *[post(path, JSON, b"{}") for path in (CALL, b"/api/social-cart/create")],
    post(b"/join/x", URLENCODED, b"guest_name=Asha"),
    handshake(),
]
HANDSHAKES = [
    handshake(head=b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"),
    handshake(head=UPGRADE.encode().replace(b"dGhl", b"")),
    handshake(head=UPGRADE.encode().replace(b"Version: 13", b"Version: 99")),
    handshake(head=UPGRADE.encode() + b"Sec-WebSocket-Extensions: \xff; =\r\n"),
    handshake(head=UPGRADE.encode() + b"Sec-WebSocket-Protocol: \xff,,\r\n"),
    handshake(head=UPGRADE.encode() + b"Cookie: \xff=\xfe\r\nOrigin: \xff\r\n"),
    handshake().replace(b"HTTP/1.1", b"HTTP/1.0"),
    handshake(b"/ws/%00"),
    handshake(b"/ws/trips/x?" + b"&".join([b"after=1"] * 40)),
    handshake(b"/"),
    handshake() + b"\xff" * 500,
    post(b"/ws/trips/x", UPGRADE.encode(), b"x"),
]


def frame(op: int, payload: bytes = b"", *, fin: bool = True, length: int | None = None) -> bytes:
    """A masked frame of a client (RFC 6455, 5.2), which may lie about its length."""
    said = len(payload) if length is None else length
    long = said >= 126
    head = bytes([op | 0x80 * fin, 0x80 | (127 if long else said)])
    return head + (struct.pack("!Q", said) if long else b"") + b"\0\0\0\0" + payload


FRAMES = [
    *[frame(op, b"x") for op in (1, 2, 3, 9, 10, 0, 0x41)],
    *[frame(1, text) for text in (b"\xff\xfe", b"x" * 5_000, b"\xed\xa0\x80")],
    frame(1, b"\xff", fin=False) + frame(1, b"x"),
    frame(1, b"a", fin=False) + frame(0, b"\xff"),
    frame(9, b"x", fin=False),
    frame(9, b"x" * 126),
    *[frame(1, b"x", length=said) for said in (50, 2**62, 2**63 + 5)],
    *[frame(8, code) for code in (b"", b"\0", b"\0\1x", b"\3\xe8\xff", b"\3\xe8")],
    frame(8, b"\3\xe8") + frame(1, b"x"),
    frame(9, b"x") * 500,
    frame(1, b"a") * 50,
    b"\x81\x02hi",  # without a mask
    os.urandom(500),
    get(b"/"),
]


@contextmanager
def connected(server: Server) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as raw:
        with suppress(ConnectionError):
            yield raw


def hang_up(raw: socket.socket) -> None:
    """With a reset, so that whatever is still written to it fails."""
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def log_of(server: Server, after: int) -> str:
    return server.log.read_bytes()[after:].decode(errors="replace")


@contextmanager
def at_most_lines(server: Server, most: int) -> Iterator[None]:
    size = server.log.stat().st_size
    yield
    logged = log_of(server, size)
    assert "Traceback" not in logged
    assert logged.count("\n") <= most, logged


@pytest.mark.parametrize("sent", [*NO_REQUEST, *HEADERS, *BODIES, *HANDSHAKES], ids=lambda _: "")
def test_nonsense_writes_a_line_at_most(server: Server, sent: bytes) -> None:
    with at_most_lines(server, 1), connected(server) as raw:
        raw.sendall(sent)
        assert raw.recv(65_536)[:9] == b"HTTP/1.1 "


def test_so_does_who_hangs_up_in_the_middle_of_anything(server: Server) -> None:
    everything = [*NO_REQUEST, *HEADERS, *BODIES, *HANDSHAKES, *UNFINISHED]
    with at_most_lines(server, 2 * len(everything)):
        for sent in everything:
            for pause_s in (0, 0.02):
                with connected(server) as raw:
                    raw.sendall(sent)
                    time.sleep(pause_s)
                    hang_up(raw)
        time.sleep(1)


def test_nonsense_on_a_socket_writes_nothing(server: Server) -> None:
    trip = server.plan()["tripId"].encode()
    with at_most_lines(server, 0):
        for sent in FRAMES:
            for stays in (True, False):
                with connected(server) as raw:
                    raw.sendall(handshake(b"/ws/trips/" + trip))
                    assert raw.recv(65_536).startswith(b"HTTP/1.1 101")
                    raw.sendall(sent)
                    raw.settimeout(0.05)
                    if stays:
                        with suppress(TimeoutError):
                            while raw.recv(65_536):
                                pass
                    else:
                        hang_up(raw)
        time.sleep(1)


def test_whoever_hung_up_before_we_knew_their_address_has_said_what_they_said(
    planned: wire.CreateResponse,
) -> None:
    nobody: Any = {"type": "http", "scheme": "http", "client": None, "headers": []}
    client = guard._with_true_client(nobody)["client"]
    assert client
    body = {"invitation_token": planned["tripId"], "guest_name": "Asha"}
    answer = Client(REMOTE_ADDR=client[0]).post(CALL.decode(), body, "application/json")
    assert answer.status_code == 200
