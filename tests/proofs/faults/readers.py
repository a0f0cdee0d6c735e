"""Readers that open a live door and then never read."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from tests.proofs.faults.watchers import EVENTS
from tests.watching import UPGRADE

# Little fits between them and the server, so that it soon cannot send.
SEGMENT_BYTES = 536
BUFFER_BYTES = 2_048


@contextmanager
def that_never_read(
    how_many: int, door: str, invitation: str, position: str
) -> Iterator[list[socket.socket]]:
    """So many connections to one server, half of them sockets and half streams."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(_reader(number, door, invitation, position))
            for number in range(how_many)
        ]


def _reader(number: int, door: str, invitation: str, position: str) -> socket.socket:
    address = urlsplit(door)
    reader = socket.socket()
    reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT_BYTES)
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    reader.connect((address.hostname, address.port))
    reader.sendall(_request(number, address.netloc, invitation, position))
    return reader


def _request(number: int, host: str, invitation: str, position: str) -> bytes:
    path, upgrade = f"{EVENTS}?tripId={invitation}&after={position}", ""
    if number % 2:
        path, upgrade = f"/ws/trips/{invitation}?after={position}", UPGRADE
    headers = f"Host: {host}\r\nX-Forwarded-For: 10.254.0.{number}\r\n{upgrade}"
    return f"GET {path} HTTP/1.1\r\n{headers}\r\n".encode()
