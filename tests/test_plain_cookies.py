"""What a neighbour's site puts among our cookies makes nobody another and shuts nobody out."""

import re
from typing import Any

import httpx
import pytest
from django.http import parse_cookie
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from socialcart.cookies import plain_cookies
from tests.server import Server

pytestmark = pytest.mark.once
API = "/api/social-cart"
HOST = (b"host", b"trips.example")
# A browser takes these for names without a prefix, or for none; Python strips or splits them.
FORGED = {
    "a byte before": b"\xa0%b=%b",
    "another": b"\x85%b=%b",
    "a byte behind": b"%b\xa0=%b",
    "in UTF-8": b"\xc2\xa0%b=%b",
    "a name that begins with =": b"=%b=%b",
}


@pytest.fixture(scope="module")
def goa(server: Server) -> dict[str, Any]:
    return server.plan(5)


@pytest.fixture(scope="module")
def asha(server: Server, goa: dict[str, Any]) -> bytes:
    """Her cookie."""
    key = server.join(goa, "Asha")["memberKey"]
    return f"trip-{goa['trip']['id']}={key}".encode()


@pytest.fixture(scope="module")
def staff(server: Server) -> bytes:
    ask = "from tests.roles import session_of_staff; print(session_of_staff())"
    return server.manage("shell", "--no-imports", "-c", ask).strip().encode()


def every_door(server: Server, trip_id: str, *cookies: bytes) -> list[Any]:
    """As whom a call, a page and both live doors take these cookies."""
    sent: Any = {"Cookie": b"; ".join(cookies)}
    me = httpx.post(f"{server.url}{API}/me", json={"tripId": trip_id}, headers=sent).json()
    stream = f"{server.url}{API}/events?tripId={trip_id}"
    return [
        me.get("member", {}).get("name"),
        httpx.get(f"{server.url}/trips/{trip_id}", headers=sent).status_code,
        httpx.get(stream, headers=sent | {"Accept": "application/json"}).status_code,
        watches(server, trip_id, b"; ".join(cookies)),
    ]


def watches(server: Server, trip_id: str, cookies: bytes) -> bool:
    sent = {"Cookie": cookies.decode("latin-1")}
    url = f"ws://127.0.0.1:{server.port}/ws/trips/{trip_id}"
    with connect(url, additional_headers=sent, proxy=None) as connection:
        try:
            return '"HEARTBEAT"' in str(connection.recv(timeout=5))
        except ConnectionClosed:
            return False


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
@pytest.mark.parametrize("value", ["a key", "rubbish"])
def test_no_forged_cookie_makes_somebody_another_or_shuts_them_out(
    server: Server, goa: dict[str, Any], asha: bytes, forged: bytes, value: str
) -> None:
    trip_id, bens = goa["trip"]["id"], goa["adminId"]
    planted = forged % (asha.partition(b"=")[0], (bens if value == "a key" else value).encode())
    assert every_door(server, trip_id, asha, planted) == ["Asha", 200, 200, True]
    assert every_door(server, trip_id, planted, asha) == ["Asha", 200, 200, True]
    assert every_door(server, trip_id, planted) == [None, 404, 404, False]


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_nor_a_form_nor_staff(server: Server, staff: bytes, forged: bytes) -> None:
    page = httpx.get(f"{server.url}/")
    token = re.search('name="csrfmiddlewaretoken" value="(\\w+)"', page.text)
    assert token
    given = b"csrf=" + page.cookies["csrf"].encode()
    sent: Any = {"Cookie": b"; ".join([given, forged % (b"csrf", b"x" * 32)])}
    form = {"csrfmiddlewaretoken": token[1], "tripName": ""}
    assert httpx.post(f"{server.url}/", data=form, headers=sent).status_code == 422
    sent = {"Cookie": b"; ".join([b"staff=" + staff, forged % (b"staff", b"x" * 32)])}
    assert httpx.get(f"{server.url}/admin/", headers=sent).status_code == 200


def test_of_one_name_with_two_values_neither_counts(
    server: Server, goa: dict[str, Any], asha: bytes
) -> None:
    """No browser that knows the prefix sends them; whoever can plant one is not believed."""
    planted = asha.partition(b"=")[0] + b"=" + goa["adminId"].encode()
    for cookies in ([asha, planted], [planted, asha]):
        assert every_door(server, goa["trip"]["id"], *cookies) == [None, 404, 404, False]
    assert every_door(server, goa["trip"]["id"], asha, asha) == ["Asha", 200, 200, True]


@pytest.mark.parametrize(("forged", "alike"), [(b"%b__Host-x=2", b" \t;"), (b"__Host-x%b=2", b"=")])
def test_no_byte_turns_another_name_into_ours(forged: bytes, alike: bytes) -> None:
    """But for those that a browser takes off or splits at as well: then it is one more value."""
    for byte in range(256):
        odd = forged % bytes([byte])
        for sent in (odd + b"; __Host-x=1", b"__Host-x=1; " + odd):
            read = b"".join(value for _, value in plain_cookies([(b"cookie", sent)]))
            found = parse_cookie(read.decode("latin-1")).get("__Host-x")
            assert found == (None if byte in alike else "1"), odd


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (b"a=1; b=2", b"a=1; b=2"),
        (b"a=1;b=2;\tc=3 ", b"a=1; b=2; c=3"),
        (b'a="1"; b=; c=d=e; f=1%2C2', b'a="1"; b=; c=d=e; f=1%2C2'),
        (b"a=x y; b=\xe9; c=1,2; d=\\; e={}", b"e={}"),
        (b"nameless; =nothing; a b=1; (=1; c=1", b"c=1"),
    ],
)
def test_what_an_honest_site_sets_is_read_as_it_was_set(sent: bytes, read: bytes) -> None:
    assert plain_cookies([(b"cookie", sent), HOST]) == [HOST, (b"cookie", read)]


def test_cookies_in_pieces_are_one_header_and_none_are_none() -> None:
    pieces = [(b"cookie", b"a=1"), (b"cookie", b"b=2; a=3")]
    assert plain_cookies(pieces) == [(b"cookie", b"b=2")]
    assert plain_cookies([(b"cookie", b"a=1"), (b"cookie", b"a=2")]) == []
