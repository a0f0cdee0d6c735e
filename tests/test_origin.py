"""Whether it is our own page that asks: an Origin that is empty, doubled or none is not ours."""

import re

import httpx
import pytest

from tests.server import Server
from tests.test_guard import HOST, status_of
from tests.watching import UPGRADE

GOA = b'{"tripName": "Goa", "requiredMembers": 5, "adminName": "Ben"}'
WRONG: dict[str, list[str]] = {
    "empty": [""],
    "blank": [" "],
    "none": ["null"],
    "foreign": ["http://evil.example"],
    "ours twice": ["{ours}", "{ours}"],
    "ours and empty": ["{ours}", ""],
    "empty and ours": ["", "{ours}"],
    "ours and foreign": ["{ours}", "http://evil.example"],
    "ours in a list": ["{ours}, http://evil.example"],
    "ours with a path": ["{ours}/"],
}


def request(server: Server, door: str, head: bytes) -> bytes:
    """What asks for a change at this door, or for a socket, from our own page but for `head`."""
    if door == "socket":
        return b"GET /ws/trips/x HTTP/1.1\r\n" + HOST + UPGRADE.encode() + head + b"\r\n"
    if door == "call":
        path, body, more = b"/api/social-cart/create", GOA, b"Content-Type: application/json\r\n"
    else:
        page = httpx.get(f"{server.url}{door}")
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token is not None
        path, body = door.encode(), b"csrfmiddlewaretoken=" + token[1].encode()
        kind = b"Content-Type: application/x-www-form-urlencoded\r\n"
        more = kind + b"Cookie: csrf=" + page.cookies["csrf"].encode() + b"\r\n"
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    return b"POST " + path + b" HTTP/1.1\r\n" + HOST + more + head + length + body


@pytest.mark.parametrize("door", ["call", "socket", "/", "/enter", "/admin/login/"])
def test_an_origin_that_is_not_ours_opens_no_door(server: Server, door: str) -> None:
    ours = f"http://127.0.0.1:{server.port}"
    host = HOST.strip() + f":{server.port}\r\n".encode()
    for name, origins in WRONG.items():
        head = "".join(f"Origin: {each.format(ours=ours)}\r\n" for each in origins)
        sent = request(server, door, head.encode()).replace(HOST, host)
        assert status_of(server, sent) in (400, 403), name
    sent = request(server, door, f"Origin: {ours}\r\n".encode()).replace(HOST, host)
    assert status_of(server, sent) != 403
