"""A client that would rather speak another protocol is answered in ours, with its whole request."""

import os
import socket
import time

import pytest

from tests.server import Server
from tests.test_guard import HOST

ANSWER = b"HTTP/1.1 "
CREATE = b"POST /api/social-cart/create HTTP/1.1\r\nContent-Type: application/json\r\n" + HOST
GOA = b'{"tripName": "Goa", "requiredMembers": 5, "adminName": "Ben"}'
ALIVE = b"GET /livez HTTP/1.1\r\n" + HOST

OFFERS = {
    "h2c": b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n",
    "TLS": b"Upgrade: TLS/1.2\r\nConnection: upgrade\r\n",
    "a list": b"Connection: Upgrade\r\nUpgrade: h2c, websocket\r\n",
    "twice": b"Connection: Upgrade\r\nUpgrade: TLS/1.2\r\nUpgrade: h2c\r\n",
    "a socket, with a POST": b"Connection: Upgrade\r\nUpgrade: websocket\r\n",
    "nothing": b"Connection: Upgrade\r\nUpgrade:\r\n",
}
BODIES = {
    "of a length": b"Content-Length: %d\r\n\r\n" % len(GOA) + GOA,
    "in chunks": b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(GOA) + GOA + b"\r\n0\r\n\r\n",
}


def somebody() -> bytes:
    """At an address of their own: who plans much is asked to wait."""
    return b"X-Forwarded-For: 10.%d.%d.%d\r\n" % tuple(os.urandom(3))


def statuses(server: Server, pieces: list[bytes], answers: int) -> list[int]:
    """Of the answers to what is sent piece by piece."""
    answers_read = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            raw.sendall(piece)
            time.sleep(0.02 * (len(pieces) > 1))
        while answers_read.count(ANSWER) < answers and (more := raw.recv(65_536)):
            answers_read += more
    return [int(answer[:3]) for answer in answers_read.split(ANSWER)[1:]]


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize("body", BODIES)
def test_an_offer_that_we_do_not_take_leaves_the_request_whole(
    server: Server, offer: str, body: str
) -> None:
    sent = CREATE + somebody() + OFFERS[offer] + BODIES[body]
    assert statuses(server, [sent], 1) == [201]
    middle = sent.index(b"\r\n\r\n") + 4
    assert statuses(server, [sent[:40], sent[40:middle], sent[middle:-9], sent[-9:]], 1) == [201]


def test_what_follows_such_a_request_is_read_as_well(server: Server) -> None:
    offered = CREATE + somebody() + OFFERS["h2c"] + BODIES["of a length"]
    alive = ALIVE + OFFERS["TLS"] + b"\r\n"
    assert statuses(server, [offered + alive + offered], 3) == [201, 200, 201]


def test_very_many_offers_in_one_piece_are_no_deep_hole(server: Server) -> None:
    alive = ALIVE + OFFERS["h2c"] + b"\r\n"
    assert statuses(server, [alive * 2_000], 2_000) == [200] * 2_000
