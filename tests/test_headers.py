"""Every answer, whoever gives it, tells browsers the same: no scripts of others, https alone."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any

import httpx
import pytest
import uvicorn

from socialcart import answers, bodies, guard, headers, protocols
from socialcart.installation import new_keys
from tests.parts import Nginx, free_port
from tests.server import Server
from tests.test_guard import HOST, answer_to
from tests.watching import UPGRADE
from trips import wire

pytestmark = pytest.mark.once

API = "/api/social-cart"
PLAIN = "text/plain; charset=utf-8"
HTTPS = {"X-Forwarded-Proto": "https"}
ELSEWHERE = {"Origin": "https://evil.example"}
EXPECTED = {
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
    "cross-origin-opener-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
    "referrer-policy": "same-origin",
}
SHAPED = ("content-security-policy", "cross-origin-resource-policy", "permissions-policy")
ANSWERS = {
    "a page": ("GET", "/", 200),
    "a redirect": ("GET", "/admin/", 302),
    "the staff's door": ("GET", "/admin/login/", 200),
    "nothing there": ("GET", "/nothing", 404),
    "an unknown link": ("GET", "/join/nothing", 404),
    "a page's 405": ("OPTIONS", "/", 405),
    "a form without its token": ("POST", "/admin/login/", 403),
    "a malformed path": ("GET", "/join/%00", 400),
    "a static file that is not there": ("GET", "/static/nothing", 404),
    "an answer of the API": ("GET", f"{API}/openapi.json", 200),
    "a refusal of the API": ("GET", f"{API}/join?tripId=x", 404),
    "a 405 of the API": ("DELETE", f"{API}/join", 405),
    "a stream that is refused": ("GET", f"{API}/events?tripId=x", 404),
    "a probe": ("GET", "/livez", 200),
    "a probe's 405": ("POST", "/readyz", 405),
    "the metrics": ("GET", "/metrics", 200),
}


SLOW_BODY = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 9\r\n\r\ntripNam"
HELLO = b"GET /ws/trips/x HTTP/1.1\r\n" + HOST
SOCKET = HELLO + UPGRADE.encode()
# What uvicorn answers, and no application of ours.
OF_UVICORN = {
    "no request at all": (b"\x16\x03\x01\r\n\r\n", 400),
    "a head that is none": (b"GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
    "a socket at no door": (SOCKET.replace(b"/ws/trips/x", b"/nothing") + b"\r\n", 403),
    "a socket of another site": (SOCKET + b"Origin: https://evil.example\r\n\r\n", 403),
    "a socket of another host": (SOCKET.replace(HOST, b"Host: evil.example\r\n") + b"\r\n", 403),
    "a socket without a key": (
        HELLO + b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        400,
    ),
    "a socket of another version": (SOCKET.replace(b"13", b"12") + b"\r\n", 400),
    "a socket with a long line": (SOCKET + b"X: " + b"y" * 40_000 + b"\r\n\r\n", 431),
    "a socket with a long cookie": (SOCKET + b"Cookie: " + b"y" * 60_000 + b"\r\n\r\n", 431),
    "a socket with a long address": (SOCKET.replace(b"trips/x", b"x" * 40_000) + b"\r\n", 414),
    "a socket with many headers": (SOCKET + b"X: y\r\n" * 200 + b"\r\n", 431),
    "a socket with a body": (SOCKET + b"Content-Length: 5\r\n\r\nhello", 400),
}


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    hosts = {"ALLOWED_HOSTS": "trips.example,127.0.0.1"}
    with Server(tmp_path_factory.mktemp("production"), **hosts, **new_keys()) as running:
        yield running


async def broken(scope: Any, receive: Any, send: Any) -> None:
    raise RuntimeError("broken")


@asynccontextmanager
async def serving(config: uvicorn.Config) -> AsyncIterator[None]:
    """Serves in this process: the address is told by nobody but its config."""
    config.lifespan = "off"
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield
    server.should_exit = True
    await running


def carries_all(answer: httpx.Response, own: Mapping[str, str] = MappingProxyType({})) -> bool:
    """What `carries_each_once` says, and nothing about who answers."""
    return carries_each_once(answer, own) and "server" not in answer.headers


def carries_each_once(
    answer: httpx.Response, own: Mapping[str, str] = MappingProxyType({})
) -> bool:
    """Each header once, as promised but for its own, and no leave for pages of other sites."""
    names = [name.lower().decode() for name, _ in answer.headers.raw]
    idempotency_key = {name: names.count(name) for name in (*EXPECTED, *SHAPED)}
    sent = {name: answer.headers.get(name) for name in EXPECTED}
    open_to_others = [name for name in names if name.startswith("access-control-")]
    return (set(idempotency_key.values()), sent, open_to_others) == ({1}, {**EXPECTED, **own}, [])


def policy_of(answer: httpx.Response) -> dict[str, str]:
    """What it lets browsers load, by kind."""
    rules = answer.headers["content-security-policy"].split("; ")
    return dict(rule.split(" ", 1) for rule in rules)


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS.values(), ids=ANSWERS.keys())
def test_every_answer_carries_all_headers(
    production: Server, method: str, path: str, status: int
) -> None:
    answer = httpx.request(method, production.url + path, headers=HTTPS | ELSEWHERE)
    assert answer.status_code == status
    may_be_found = (method, path) == ("GET", "/")
    assert carries_all(answer, {"x-robots-tag": "all"} if may_be_found else {})
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS.values(), ids=ANSWERS.keys())
def test_every_policy_is_as_narrow_as_its_answer(
    production: Server, method: str, path: str, status: int
) -> None:
    answer = httpx.request(method, production.url + path, headers=HTTPS)
    policy = policy_of(answer)
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    is_ours = is_page and not path.startswith("/admin/")
    trusted = policy.pop("require-trusted-types-for", ""), policy.pop("trusted-types", "")
    assert trusted == (("'script'", "worker") if is_ours else ("", ""))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert set(policy.values()) == ({"'none'", "'self'"} if is_page else {"'none'"})


def test_no_page_uses_what_a_device_can_do_besides(production: Server) -> None:
    rules = httpx.get(production.url, headers=HTTPS).headers["permissions-policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= set(rules)
    assert [rule for rule in rules if not rule.endswith("=()")] == []


def test_an_open_stream_and_a_body_too_large_carry_them_too(production: Server) -> None:
    body = {"tripName": "Goa", "requiredMembers": 5, "adminName": "Ben"}
    trip = httpx.post(f"{production.url}{API}/create", json=body, headers=HTTPS).json()
    address = f"{production.url}{API}/events?tripId={trip['tripId']}"
    with httpx.stream("GET", address, headers=HTTPS) as stream:
        assert stream.headers["content-type"] == "text/event-stream"
        assert carries_all(stream)
    large = httpx.post(production.url, content=b"x" * 70_000, headers=HTTPS)
    assert large.status_code == 413
    assert carries_all(large)


@pytest.mark.parametrize(("request_", "status"), OF_UVICORN.values(), ids=OF_UVICORN.keys())
def test_what_never_reaches_us_is_answered_and_none_hangs(
    production: Server, request_: bytes, status: int
) -> None:
    answer = answer_to(production.port, request_)
    assert answer.status_code == status
    assert "server" not in answer.headers
    if b"websocket" not in request_:  # to a socket no browser draws it
        assert (answer.headers["content-type"], answer.headers["connection"]) == (PLAIN, "close")
        assert answer.text in ("The request is malformed.", "Invalid HTTP request received.")


async def test_so_does_the_answer_to_what_breaks(settings: Any) -> None:
    settings.LOCAL = False
    port = free_port()
    async with serving(
        uvicorn.Config(headers.with_headers(broken), port=port, server_header=False)
    ):
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{port}/")
    assert answer.status_code == 500
    assert carries_all(answer)


async def reading(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\n" + HOST, SLOW_BODY], ids=len
)
async def test_what_never_comes_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    for room in (bodies, protocols):
        monkeypatch.setattr(room, "REQUEST_WITHIN_S", 0.1)
    port = free_port()
    app = headers.with_headers(guard.guarded(reading))
    async with serving(uvicorn.Config(app, port=port, http=protocols.Requests)):
        answer = await asyncio.to_thread(answer_to, port, begun)
    assert answer.status_code == 408


async def test_who_takes_nothing_of_an_answer_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "TAKES_WITHIN_S", 0.2)
    over = asyncio.Event()

    async def sending_much(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(64):  # more than any buffer on the way holds
            await send({"type": "http.response.body", "body": bytes(2**20), "more_body": True})
        assert (await receive())["type"] == "http.disconnect"
        over.set()

    port = free_port()
    async with serving(uvicorn.Config(sending_much, port=port, http=protocols.Requests)):
        _, deaf = await asyncio.open_connection("127.0.0.1", port, limit=1)
        deaf.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.wait_for(over.wait(), 10)


async def test_who_takes_an_answer_late_is_not_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "TAKES_WITHIN_S", 0.5)
    much = bytes(2**24)

    async def sending_much(scope: Any, receive: Any, send: Any) -> None:
        length = [(b"content-length", b"%d" % len(much))]
        await send({"type": "http.response.start", "status": 200, "headers": length})
        await send({"type": "http.response.body", "body": much})

    port = free_port()
    async with serving(uvicorn.Config(sending_much, port=port, http=protocols.Requests)):
        taken, asks = await asyncio.open_connection("127.0.0.1", port, limit=2**16)
        for _ in range(2):
            asks.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            await asyncio.sleep(0.2)
            await taken.readuntil(b"\r\n\r\n")
            assert await taken.readexactly(len(much)) == much
            await asyncio.sleep(0.6)
        asks.close()


OF_NGINX = {
    "a body too large": ("POST", "/", 413),
    "a long address": ("GET", "/" + "x" * 40_000, 414),
    "what is not for outside": ("GET", "/metrics", 404),
    "its own place for errors": ("GET", "/.nginx", 404),
    "its own place for calls": ("GET", "/.nginx/call", 404),
    "a server that is away": ("GET", "/", 503),
}


@pytest.fixture(scope="module")
def nginx_alone() -> Iterator[Nginx]:
    with Nginx(f"127.0.0.1:{free_port()}") as running:
        yield running


@pytest.mark.parametrize(("method", "path", "status"), OF_NGINX.values(), ids=OF_NGINX.keys())
def test_so_does_what_nginx_says_itself(
    nginx_alone: Nginx, method: str, path: str, status: int
) -> None:
    body = b"x" * 20_000_000 if status == 413 else b""
    answer = nginx_alone.client().request(method, path, content=body)
    assert (answer.status_code, answer.headers["server"]) == (status, "nginx")
    assert answer.headers.get("retry-after") == ("2" if status == 503 else None)
    assert answer.text.endswith(".\n")
    assert carries_each_once(answer)
    assert answer.headers["permissions-policy"].encode() == headers.ALWAYS[b"permissions-policy"]
    assert answer.headers["content-security-policy"] == headers.NO_PAGE


@pytest.mark.parametrize(("length", "status"), [(0, 503), (20_000_000, 413)])
def test_a_call_gets_the_shape_of_all_refusals_from_nginx_too(
    nginx_alone: Nginx, length: int, status: int
) -> None:
    call = "/api/social-cart/join"
    answer = nginx_alone.client().post(call, content=b"x" * length)
    assert (answer.status_code, answer.headers["server"]) == (status, "nginx")
    assert set(answer.json()) == {*wire.RefusalShape.__annotations__}
    assert answer.json()["error"] == {503: "busy", 413: "too_large"}[status]
    assert carries_each_once(answer)


def test_so_does_its_way_to_https(nginx_alone: Nginx) -> None:
    plain = f"http://127.0.0.1:{nginx_alone.plain_port}/enter"
    answer = httpx.get(plain, headers={"Host": "trips.example"})
    assert (answer.status_code, answer.headers["server"]) == (308, "nginx")
    assert carries_each_once(answer)


def test_nginx_passes_on_what_the_server_says(production: Server) -> None:
    with Nginx(f"127.0.0.1:{production.port}") as nginx:
        page, nothing = nginx.client().get("/"), nginx.client().get("/nothing")
    assert (page.status_code, nothing.status_code) == (200, 404)
    assert page.headers["content-security-policy"] == headers.PAGE
    assert nothing.text.startswith("<!doctype html>")
    assert carries_each_once(page, {"x-robots-tag": "all"})
    assert carries_each_once(nothing)


def test_only_the_picture_of_link_previews_is_shown_elsewhere(production: Server) -> None:
    home = httpx.get(production.url, headers=HTTPS).text
    sheet = re.search(r"/static/css/pages/site\.\w+\.css", home)
    picture = next((production.data_dir / "static").glob("og.????????????.png")).name
    assert sheet is not None
    for path, policy in ((sheet[0], "same-origin"), (f"/static/{picture}", "cross-origin")):
        answer = httpx.get(production.url + path, headers=HTTPS)
        assert answer.status_code == 200
        assert carries_all(answer)
        assert answer.headers["cross-origin-resource-policy"] == policy


@pytest.mark.parametrize("path", ["/enter?x=%C3%A9", "/static/nothing", f"{API}/events?tripId=x"])
def test_plain_http_is_sent_on_to_the_same_address(production: Server, path: str) -> None:
    answer = httpx.get(production.url + path, headers={"Host": "trips.example"})
    assert answer.status_code == 308
    assert answer.headers["location"] == f"https://trips.example{path}"


def test_on_this_machine_alone_http_stays(server: Server) -> None:
    answer = httpx.get(server.url)
    assert answer.status_code == 200
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(("method", "path"), [("OPTIONS", "/"), ("GET", "/join/x/claim")])
def test_a_wrong_method_of_a_page_gets_a_page_and_the_right_ones(
    server: Server, method: str, path: str
) -> None:
    answer = httpx.request(method, server.url + path)
    assert answer.status_code == 405
    assert "Nothing was changed" in answer.text
    assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize("path", ["join", "create", "events?tripId=x"])
def test_a_wrong_method_gets_the_error_shape_and_the_right_ones(server: Server, path: str) -> None:
    answer = httpx.delete(f"{server.url}{API}/{path}")
    assert (answer.status_code, answer.json()["error"]) == (405, "method_not_allowed")
    assert set(answer.headers["allow"].split(", ")) <= {"GET", "POST"}
