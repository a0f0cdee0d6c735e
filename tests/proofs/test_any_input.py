"""Any input anywhere gets a clear answer: 2xx, 4xx, or 503 while a part is away; never a 500."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django import forms as django_forms
from django.conf import settings as project
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis.strategies import binary, builds, integers, just, lists, sampled_from

from tests.conftest import browser_with
from tests.server import Server
from tests.test_guard import HOST, status_of
from tests.watching import UPGRADE
from trips import forms, membership, polls, throttle, wire
from trips.api import api
from trips.forms import Guest
from trips.models import Event, Member
from trips.urls import urlpatterns

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="PostgreSQL refuses more: `pytest --on=postgres`"
)
PARTS = lists(
    sampled_from([*"a/;=*'\"\\ 09%", "charset", "utf-8", "x'y'", "\ud800", "é", "*0", "*1*"])
)
DEEP = json.loads("[" * 50 + "]" * 50)
NAUGHTY: list[Any] = [
    "",
    " ",
    "\0",
    "A\0B",
    "\ud800",
    "\u202eahsA",
    "\u200b",
    "\ufeffAsha",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324a",
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪",
    "表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀",
    "﷽",
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{7*7}}{% debug %}${7*7}#{7*7}",
    "'; DROP TABLE trips_trip; --",
    "%s%n%d%00%0a",
    "../../../../etc/passwd",
    "() { :; }; echo",
    "\r\nSet-Cookie: a=b",
    "1e999",
    "1E+9999999",
    "NaN",
    "-0",
    "0x10",
    "٣",
    "9" * 5_000,
    "2026-02-30",
    "0000-00-00T99:99:99Z",
    "9999-12-31T23:59:59-23:59",
    "+9" * 40,
    "x" * 60_000,
    "undefined",
    "\\u0000",
    "\x1b[31m\a",
    "CON",
    "Ⱥİŉǰΐßﬁ",
    "\u1680\u2028\u3000",
    "\U0010ffff\ufdd0\ue000",
    "¯\\_(ツ)_/¯",
    "🇦🇫🇦🇲🇸",
    "\u0627\u0644\u0652 test \u0627\u0644\u0644\u0647",
    "=1+1",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    None,
    True,
    0,
    -1,
    2**63,
    10**400,
    1.5,
    1e308,
    [],
    ["x"] * 500,
    ["\0", "A\0B", "\ud800"],
    {},
    {"a": {"b": []}},
    DEEP,
]


DOCUMENT = api.get_openapi_schema()
CALLS = [path for path, operations in DOCUMENT["paths"].items() if "post" in operations]
FORM_FIELDS = [
    field
    for form in vars(forms).values()
    if isinstance(form, type) and issubclass(form, django_forms.Form)
    for field in form.base_fields
]
WRITTEN = [value for value in NAUGHTY if isinstance(value, str)]
SHOWN = ["initial-joinBy", "initial-pricePerPerson", "initial-name"]
FIELDS = sorted(
    {*FORM_FIELDS, *SHOWN, "key", "attempt", "answer", "another", "optionId", "options"}
)
QUERIES = ("name", "preset", "tripId")
PAGES = [each for each in urlpatterns if isinstance(each, URLPattern) and each.name]
MOST_IN_ADDRESS = 200
few = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def world(planned: wire.CreateResponse, settings: Any) -> dict[str, Any]:
    """What a call could ask for: Ben's trip, unlocked by Asha and three more, with a poll."""
    settings.API_RATE_LIMIT = 10**9
    trip = planned["trip"]
    names = ("Asha", "Chloé", "李小龍", "Dev")
    joined = [membership.join(trip["id"], None, Guest(name)) for name in names]
    opened = polls.open_poll(trip["id"], None, forms.PollTerms("When?", ("June", "July")))
    return {
        "tripId": trip["id"],
        "invitation_token": planned["tripId"],
        "adminId": planned["adminId"],
        "memberKey": joined[0]["memberKey"],
        "memberId": joined[0]["memberId"],
        "pollId": opened["poll"]["id"],
        "tripName": "Goa",
        "requiredMembers": 5,
        "adminName": "Ben",
        "guest_name": "Eve",
    }


@pytest.fixture
def ids_by_name(world: dict[str, Any], planned: wire.CreateResponse) -> dict[str, str]:
    """The ids that addresses hold."""
    ids = {name: world[name] for name in ("tripId", "memberId", "pollId")}
    return {
        "trip_id": ids["tripId"],
        "member_id": ids["memberId"],
        "poll_id": ids["pollId"],
        "request_id": "1",
        "number": "1",
        "invitation": planned["tripId"],
        "digest": "of-a-picture",
        "secret": "of-a-calendar",
    }


@pytest.fixture(scope="module")
def invitation(server: Server) -> str:
    return str(server.plan()["tripId"])


def quoted(value: str) -> str:
    return quote(value, safe="", errors="surrogatepass")


def goes_into_an_address(value: str) -> bool:
    """The guard lets it through: what it refuses has tests of its own."""
    return len(value) < MOST_IN_ADDRESS and value.isprintable()


def post(client: Client, path: str, body: str, kind: str) -> int:
    """The status of an answer; whatever it changed is taken back."""
    throttle.forget()
    before = transaction.savepoint()
    status = client.post(path, body.encode("utf-8", "surrogatepass"), content_type=kind).status_code
    transaction.savepoint_rollback(before)
    return status


@pytest.mark.parametrize("path", CALLS)
def test_no_value_of_any_field_of_a_call_breaks_it(path: str, world: dict[str, Any]) -> None:
    operation = DOCUMENT["paths"][path]["post"]
    shape = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    fields = DOCUMENT["components"]["schemas"][shape.rpartition("/")[2]]["properties"]
    all_valid = {**world, "options": ["June", "July"], "question": "When?"}
    valid = {name: value for name, value in all_valid.items() if name in fields}
    for field in (*fields, "code", "unknown"):
        for value in NAUGHTY:
            body = json.dumps({**valid, field: value}, ensure_ascii=False)
            status = post(Client(), path, body, "application/json")
            assert status < 500, (field, value)


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", '"x"', "{", '{"tripId": NaN}', '{"tripId": 1e999}', '{"a": 1, "a": 2}'],
)
@pytest.mark.parametrize("path", CALLS)
def test_what_is_no_object_is_refused_by_every_call(path: str, body: str, db: None) -> None:
    assert 400 <= post(Client(), path, body, "application/json") < 500
    assert 400 <= post(Client(), path, "[" * 30_000, "application/json") < 500


@pytest.mark.parametrize("address", PAGES, ids=lambda each: each.name)
def test_no_value_of_the_fields_of_a_page_breaks_it(
    address: URLPattern, world: dict[str, Any], ids_by_name: dict[str, str]
) -> None:
    names = address.pattern.converters
    path = reverse(address.name or "", kwargs={name: ids_by_name[name] for name in names})
    ben = browser_with(world["tripId"], world["adminId"])
    for value in WRITTEN:
        body = "&".join(f"{field}={quoted(value)}" for field in FIELDS)
        for browser in (ben, Client()):
            assert post(browser, path, body, "application/x-www-form-urlencoded") < 500, value


@pytest.mark.parametrize("address", PAGES, ids=lambda each: each.name)
def test_no_id_in_an_address_and_no_query_breaks_a_page(
    address: URLPattern, world: dict[str, Any], ids_by_name: dict[str, str]
) -> None:
    ben = browser_with(world["tripId"], world["adminId"])
    ids = {name: ids_by_name[name] for name in address.pattern.converters}
    path = reverse(address.name or "", kwargs=ids)
    for value in filter(goes_into_an_address, WRITTEN):
        for name, own in ids.items():
            assert ben.get(path.replace(own, quoted(value))).status_code < 500, (name, value)
    for value in WRITTEN:
        query = "&".join(f"{field}={quoted(value)}" for field in (*FIELDS, *ids, *QUERIES))
        for browser in (ben, Client()):
            assert browser.get(f"{path}?{query}").status_code < 500, value


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_no_query_breaks_the_stream(server: Server, invitation: str, accept: str) -> None:
    about = (
        b" HTTP/1.1\r\nConnection: close\r\nAccept: " + accept.encode() + b"\r\n" + HOST + b"\r\n"
    )
    for value in WRITTEN:
        for query in (f"tripId={quoted(value)}", f"tripId={invitation}&after={quoted(value)}"):
            asked = f"GET /api/social-cart/events?{query}".encode()
            assert status_of(server, asked + about) < 500, query


@settings(max_examples=100, deadline=None)
@given(kind=PARTS.map("".join))
@example(kind="text/plain; charset*0=x; charset*=y")
@example(kind="text/plain; a*" + "9" * 5_000)
def test_no_part_of_a_form_breaks_a_page(kind: str) -> None:
    head = f'Content-Disposition: form-data; name="a"; filename="b"\r\nContent-Type: {kind}'
    body = f"--x\r\n{head}\r\n\r\nz\r\n--x--\r\n".encode("utf-8", "surrogatepass")
    for address in ("/", "/enter", "/join/x", "/admin/login/"):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.cookies[project.CSRF_COOKIE_NAME] = "x" * 32  # or nobody reads the form
        answer = client.post(address, body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code in (400, 403), kind


def test_no_name_and_no_password_breaks_the_door_of_staff(transactional_db: None) -> None:
    for value in WRITTEN:
        form = {"username": value, "password": value, "next": value}
        body = "&".join(f"{field}={quoted(text)}" for field, text in form.items())
        kind = "application/x-www-form-urlencoded"
        assert Client().post("/admin/login/", body, content_type=kind).status_code < 500, value


@pytest.mark.parametrize("rows", [Member, Event, User])
def test_no_query_and_no_choice_breaks_a_list_of_staff(
    rows: Any, transactional_db: None, admin_client: Client
) -> None:
    of_staff = admin.site._registry[rows]
    address = reverse(f"admin:{rows._meta.app_label}_{rows._meta.model_name}_changelist")
    filters = [f"{name}__{how}" for name in of_staff.list_filter for how in ("exact", "year")]
    for value in ("\0", "9" * 10):
        for name in (*filters, "q"):
            assert admin_client.get(address, {name: value}).status_code < 500, (name, value)
        form = {"action": of_staff.actions[0] if of_staff.actions else "delete_selected"}
        assert admin_client.post(address, form | {"_selected_action": value}).status_code < 500


@few
@given(bytes_=binary(max_size=300) | lists(integers(0x80, 0xFF), max_size=20).map(bytes))
def test_no_bytes_break_a_door(server: Server, bytes_: bytes) -> None:
    for door in (b"GET /join/", b"GET /api/social-cart/events?tripId=", b"GET /ws/trips/", b""):
        for written in (bytes_, quote(bytes_).encode()):
            assert status_of(server, door + written + b" HTTP/1.1\r\n" + HOST + b"\r\n") < 500
    for path in (b"/", b"/api/social-cart/join", b"/admin/login/"):
        head = b"POST " + path + b" HTTP/1.1\r\n" + HOST
        for kind in (b"application/json", b"application/x-www-form-urlencoded", bytes_):
            about = b"Content-Type: %b\r\nContent-Length: %d\r\n\r\n" % (kind, len(bytes_))
            assert status_of(server, head + about + bytes_) < 500


@few
@given(
    start=sampled_from([b"", b"http://", b"http://[", b"http://127.0.0.1:", b"null"]),
    rest=binary(max_size=40),
)
def test_no_origin_breaks_a_door(
    server: Server, invitation: str, start: bytes, rest: bytes
) -> None:
    origin = b"Origin: " + start + rest
    request = f"GET /ws/trips/{invitation} HTTP/1.1\r\n".encode() + HOST + UPGRADE.encode()
    assert status_of(server, request + origin + b"\r\n\r\n") < 500
    for path in (b"/", b"/admin/login/", b"/api/social-cart/join"):
        form = b"POST " + path + b" HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\n"
        kind = b"\r\nContent-Type: application/json\r\nCookie: csrf=" + b"a" * 32
        assert 400 <= status_of(server, form + origin + kind + b"\r\n\r\n{}") < 500


def frame(opcode: int, masked: int, length: int, bytes_: bytes) -> bytes:
    """A frame (RFC 6455, 5.2) whose head may lie about what follows."""
    size = length.to_bytes(1) if length < 126 else b"\x7e" + length.to_bytes(2)
    return bytes([opcode, size[0] | masked]) + size[1:] + bytes(4 if masked else 0) + bytes_


FRAMES = builds(
    frame,
    opcode=integers(0, 255),
    masked=sampled_from([0x80, 0x80, 0]),
    length=integers(0, 300) | just(65_535),
    bytes_=binary(max_size=300),
)
WHOLE = builds(
    lambda opcode, bytes_: frame(opcode, 0x80, len(bytes_), bytes_),
    opcode=sampled_from([0x80, 0x81, 0x82, 0x88, 0x89, 0x8A, 0x01, 0x02, 0xC1, 0x83]),
    bytes_=binary(max_size=125),
)


@few
@example(frames=[frame(0x81, 0x80, 1, b"\xfe")])
@given(frames=lists(WHOLE | FRAMES | binary(max_size=40), min_size=1, max_size=4))
def test_no_frames_break_the_socket(server: Server, invitation: str, frames: list[bytes]) -> None:
    with opened(server, invitation) as raw:
        raw.sendall(b"".join(frames))
        raw.shutdown(socket.SHUT_WR)
        while raw.recv(65_536):
            pass
    assert "Traceback" not in server.log.read_text()


@few
@given(
    name=sampled_from([b"Version", b"Key", b"Extensions", b"Protocol"]),
    value=binary(max_size=40) | lists(integers(0x80, 0xFF), min_size=1, max_size=9).map(bytes),
)
def test_no_handshake_breaks_the_socket(
    server: Server, invitation: str, name: bytes, value: bytes
) -> None:
    request = f"GET /ws/trips/{invitation} HTTP/1.1\r\n".encode() + HOST + UPGRADE.encode()
    assert status_of(server, request + b"Sec-WebSocket-%b: %b\r\n\r\n" % (name, value)) < 500


@contextmanager
def opened(server: Server, invitation: str) -> Iterator[socket.socket]:
    """A socket behind its handshake, for frames that no library would send."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        request = f"GET /ws/trips/{invitation} HTTP/1.1\r\n".encode() + HOST + UPGRADE.encode()
        raw.sendall(request + b"\r\n")
        assert raw.recv(65_536).startswith(b"HTTP/1.1 101 ")
        yield raw
