"""The guard in front of all, on a raw socket against the real server: any bytes get an answer."""

import json
import socket
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import httpx
import pytest

from socialcart import bodies, guard
from tests.server import Server
from trips import wire

HOST = b"Host: 127.0.0.1\r\n"
FORM = "application/x-www-form-urlencoded"
JOIN = b"POST /api/social-cart/join HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"


def status_of(server: Server, request: bytes) -> int:
    """The status of the answer to these bytes; 0 when the connection was closed without one."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        try:
            raw.sendall(request)
            answer = raw.recv(65_536)
        except ConnectionError:
            return 0
    return int(answer.split(b" ", 2)[1]) if answer else 0


def answer_to(port: int, request: bytes) -> httpx.Response:
    """What comes before the connection is closed, which it is at once."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        raw.sendall(request)
        answer = HTTPResponse(raw)
        answer.begin()
        return httpx.Response(answer.status, headers=answer.getheaders(), content=answer.read())


def test_who_opens_a_damaged_link_is_told_what_to_do(server: Server) -> None:
    answer = httpx.get(f"{server.url}/join/abc%ff")
    assert (answer.status_code, "Copy the whole link once more" in answer.text) == (400, True)


@pytest.mark.parametrize(
    "path",
    [b"/join/%00", b"/join/%ff%fe", b"/join/%ed%a0%80", b"/" + b"x" * 3_000, b"/trips/a%0d%0ab"],
)
def test_a_path_that_is_no_text_is_refused(server: Server, path: bytes) -> None:
    assert status_of(server, b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n") == 400


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/join/T\r\n", "/join/T"),
        ("/join/\n\tT\n/.\n", "/join/T/."),
        ("/join/T.\n)\u2028", "/join/T.)"),
        ("/join/a\nb\n", "/join/a\nb"),  # which no part of an address may hold
        ("/join/\u200ba\u00a0b", "/join/a b"),
    ],
)
def test_ends_of_lines_around_a_part_of_a_path_are_left_out(path: str, plain: str) -> None:
    assert guard._without_unseen(path) == plain


async def test_production_takes_no_socket_that_is_not_encrypted(settings: Any) -> None:
    settings.LOCAL, settings.TRUSTED_PROXIES = False, ["10.0.0.1"]
    app, send = AsyncMock(), AsyncMock()
    encrypted = (b"x-forwarded-proto", b"https")
    for more in ([], [encrypted]):
        headers = [(b"host", b"127.0.0.1"), *more]
        where = {"type": "websocket", "scheme": "ws", "path": "/", "client": ("10.0.0.1", 1)}
        scope: Any = {**where, "headers": headers}
        await guard.guarded(app)(scope, AsyncMock(), send)
    assert [call.args[0]["type"] for call in send.call_args_list] == ["websocket.close"]
    assert [call.args[0]["scheme"] for call in app.call_args_list] == ["wss"]


async def test_a_socket_whose_server_names_no_scheme_is_not_encrypted(settings: Any) -> None:
    """As ASGI says, and as daphne's of `make dev` are."""
    app = AsyncMock()
    headers = [(b"host", b"127.0.0.1")]
    scope: Any = {"type": "websocket", "path": "/", "client": ("10.0.0.1", 1), "headers": headers}
    for settings.LOCAL in (True, False):
        await guard.guarded(app)(scope, AsyncMock(), AsyncMock())
    assert [call.args[0]["scheme"] for call in app.call_args_list] == ["ws"]


def sent_whole_then_read(
    server: Server, path: str, megabytes: int, *, chunked: bool
) -> HTTPResponse:
    """As most clients do: nothing is read before all is sent."""
    piece = b" " * 1_000_000
    client = HTTPConnection("127.0.0.1", server.port, timeout=20)
    body = iter([piece] * megabytes) if chunked else piece * megabytes
    kind = {"Content-Type": "application/json" if "/api/" in path else FORM}
    client.request("POST", path, body, kind, encode_chunked=chunked)
    return client.getresponse()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("megabytes", [1, 20])
def test_who_sends_too_much_reads_why(server: Server, megabytes: int, chunked: bool) -> None:
    page = sent_whole_then_read(server, "/", megabytes, chunked=chunked)
    assert (page.status, page.headers["Connection"]) == (413, "close")
    assert page.read().startswith(b"The request is too large")
    call = sent_whole_then_read(server, "/api/social-cart/join", megabytes, chunked=chunked)
    assert (call.status, json.loads(call.read())["error"]) == (413, "too_large")


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: 70000\r\n\r\n" + b" " * 70_000,
        b"Transfer-Encoding: chunked\r\n\r\n11170\r\n" + b" " * 70_000 + b"\r\n0\r\n\r\n",
    ],
    ids=len,
)
def test_a_connection_ends_with_a_body_that_was_too_large(server: Server, rest: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as raw:
        raw.sendall(JOIN + rest)
        assert raw.recv(12) == b"HTTP/1.1 413"
        while raw.recv(65_536):
            pass


@pytest.mark.parametrize(
    "head", [b"Content-Length: 400000000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"]
)
def test_a_body_of_400_megabytes_is_stopped(server: Server, head: bytes) -> None:
    piece = b"4000\r\n" + b" " * 0x4000 + b"\r\n" if b"chunked" in head else b" " * 0x4000
    sent = 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        raw.sendall(JOIN + head)
        with pytest.raises(ConnectionError):
            while sent < 400_000_000:
                sent += raw.send(piece)
    assert sent < 1.5 * bodies.MOST_DRAINED_BYTES


REFUSED = {
    400: b"GET /api/%00 HTTP/1.1\r\n" + HOST + b"\r\n",
    413: JOIN + b"Content-Length: 70000\r\n\r\n" + b" " * 70_000,
    415: b"POST /api/ HTTP/1.1\r\n" + HOST + b"Content-Type: a; charset=x\r\n\r\n",
}


@pytest.mark.parametrize("status", REFUSED)
def test_a_call_that_the_guard_refuses_gets_the_shape_of_all_refusals(
    server: Server, status: int
) -> None:
    answer = answer_to(server.port, REFUSED[status])
    assert answer.status_code == status
    assert set(answer.json()) == {*wire.RefusalShape.__annotations__}
    assert answer.json()["success"] is False


@pytest.mark.parametrize("path", [b"/", b"/api/social-cart/events?tripId=x", b"/static/x"])
def test_a_foreign_host_is_refused(server: Server, path: bytes) -> None:
    request = b"GET " + path + b" HTTP/1.1\r\nHost: evil.example\r\n\r\n"
    assert status_of(server, request) == 400


@pytest.mark.parametrize("head", [b"X: y\r\n" * 200, b"X: " + b"y" * 40_000 + b"\r\n"], ids=len)
def test_too_many_and_too_long_headers_are_refused(server: Server, head: bytes) -> None:
    assert status_of(server, b"GET / HTTP/1.1\r\n" + HOST + head + b"\r\n") == 400


@pytest.mark.parametrize(
    "head",
    [
        b"Last-Event-ID: " + b"9" * 9_000 + b"\r\n",
        b"Last-Event-ID: \xff\xfe\r\n",
        b"Cookie: " + b"trip-x=\xf0\x9f\x98\x80;" * 100 + b"\r\n",
        b"Authorization: Bearer " + b"a.b.c" * 1_000 + b"\r\n",
    ],
)
def test_absurd_headers_of_a_stream_get_a_4xx(server: Server, head: bytes) -> None:
    request = b"GET /api/social-cart/events?tripId=x HTTP/1.1\r\n" + HOST + head + b"\r\n"
    assert 400 <= status_of(server, request) < 500


def test_a_head_without_an_end_is_not_read_for_ever(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as endless:
        endless.sendall(b"GET / HTTP/1.1\r\n" + HOST + b"X: ")
        with pytest.raises(ConnectionError):
            for _ in range(2_000):
                endless.sendall(b"y" * 10_000)


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.9", "6.6.6.6", "10.0.0.9"),
        ("127.0.0.1", "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        ("127.0.0.1", "6.6.6.6, 7.7.7.7, 10.0.0.1", "7.7.7.7"),
        ("127.0.0.1", "7.7.7.7, nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::ffff:10.0.0.9", "6.6.6.6", "10.0.0.9"),
        ("::ffff:127.0.0.1", "6.6.6.6, ::ffff:7.7.7.7", "7.7.7.7"),
        ("::FFFF:7f00:1", "7.7.7.7, ::ffff:10.0.0.1", "7.7.7.7"),
        ("2001:db8:0:1::9", "6.6.6.6", "2001:db8:0:1::"),
        ("fe80::9%eth0", "6.6.6.6", "fe80::"),
        ("127.0.0.1", "2001:DB8:0:1:ffff::7", "2001:db8:0:1::"),
        ("2001:db8::5", "7.7.7.7", "7.7.7.7"),
        ("2001:db8::6", "7.7.7.7", "2001:db8::"),
    ],
)
def test_the_client_is_the_rightmost_hop_that_is_no_named_proxy(
    settings: Any, peer: str, forwarded: str, client: str
) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.1", "2001:DB8:0::5"]
    scope: Any = {"type": "http", "scheme": "http", "client": (peer, 1)}
    scope["headers"] = [(b"x-forwarded-for", forwarded.encode())]
    assert guard._with_true_client(scope)["client"][0] == client


FORGEABLE = (
    "X-Forwarded-For",
    "Forwarded",
    "X-Real-IP",
    "X-Client-IP",
    "X-Cluster-Client-IP",
    "CF-Connecting-IP",
    "True-Client-IP",
    "Fastly-Client-IP",
    "Forwarded-For",
    "X-Forwarded",
    "X-Originating-IP",
    "Client-IP",
    "Via",
)


@pytest.mark.once
def test_where_no_proxy_is_named_no_header_gets_past_a_limit(tmp_path: Path) -> None:
    call = "/api/social-cart/join?tripId=x"
    with (
        Server(tmp_path, TRUSTED_PROXIES="", API_RATE_LIMIT="3") as server,
        httpx.Client(base_url=server.url) as mallory,
    ):
        assert [mallory.get(call).status_code for _ in range(4)] == [404, 404, 404, 429]
        for name in FORGEABLE:
            for value in ("6.6.6.6", "for=6.6.6.6", "127.0.0.1, 6.6.6.6"):
                assert mallory.get(call, headers={name: value}).status_code == 429, name


def test_behind_a_named_proxy_each_client_has_a_limit_of_its_own(server: Server) -> None:
    body = {"recoveryCode": "0" * 28}
    mallory, asha = "2001:db8:0:bad::1", "2001:db8:0:a5a::1"

    def status_from(*hops: str) -> int:
        headers = {"X-Forwarded-For": ", ".join(hops)}
        return api.post("/api/social-cart/recover", json=body, headers=headers).status_code

    with httpx.Client(base_url=server.url) as api:
        assert [status_from(mallory) for _ in range(6)] == [404] * 5 + [429]
        assert status_from("6.6.6.6", mallory) == 429
        assert status_from("2001:db8:0:bad:ffff::2") == 429, "the rest of the network is theirs"
        assert status_from(asha, mallory, "127.0.0.1") == 429
        assert status_from(mallory, asha) == 404


def test_a_stream_asked_for_with_a_large_body_is_refused(server: Server) -> None:
    head = b"GET /api/social-cart/events?tripId=x HTTP/1.1\r\n" + HOST
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    assert 400 <= status_of(server, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 8) < 500


@pytest.mark.parametrize(
    "kind",
    [
        b"application/x-www-form-urlencoded; charset=utf-16",
        b"application/x-www-form-urlencoded; charset=hex; x=utf-8",
        b"application/x-www-form-urlencoded; charset=utf-8; charset=hex",
        b'application/x-www-form-urlencoded; CHARSET = "utf-8-sig"',
        b"application/x-www-form-urlencoded; charset*=utf-8''%68ex",
        b"multipart/form-data; boundary=x; charset=idna; x=utf-8",
        b"text/plain; a*=foo''%41",
        b"text/plain; a*=x; a*0=y",
        b"text/plain; a*" + b"9" * 5_000,
        b'text/plain;"' + b";" * 30_000,
    ],
)
def test_text_that_is_not_utf8_is_refused(server: Server, kind: bytes) -> None:
    for path in (b"/", b"/enter", b"/join/x", b"/api/social-cart/join"):
        head = b"POST " + path + b" HTTP/1.1\r\n" + HOST + b"Content-Type: " + kind
        assert status_of(server, head + b"\r\nContent-Length: 1\r\n\r\nx") == 415


def test_text_that_says_that_it_is_utf8_is_read(server: Server) -> None:
    for kind in (
        b'multipart/form-data; boundary="x"; charset="UTF-8"',
        b"text/plain;charset=utf-8",
    ):
        head = b"GET / HTTP/1.1\r\n" + HOST + b"Content-Type: " + kind + b"\r\n\r\n"
        assert status_of(server, head) == 200


def test_no_log_holds_an_invitation(server: Server) -> None:
    invitation = server.plan()["tripId"]
    while "s" not in invitation[:9]:  # it was written out after its first "s" once
        invitation = server.plan()["tripId"]
    httpx.get(f"{server.url}/join/{invitation}x")
    httpx.post(f"{server.url}/join/{invitation}")
    httpx.get(f"{server.url}/api/social-cart/events?tripId={invitation}&after=x")
    log = server.log.read_text()
    assert "/join/***" in log
    assert [part for part in pieces_of(invitation) if part in log] == []


def pieces_of(secret: str) -> list[str]:
    """No part of it either: all runs of six characters."""
    return [secret[at : at + 6] for at in range(len(secret) - 5)]
