"""Guests who join: at an even pace, or as fast as the server takes them."""

import itertools
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

CONNECTIONS = 8
ADDRESSES = 250  # joins are limited to 30 a minute from each
JOIN = "/api/social-cart/join"

Act = Callable[[], None]

_numbers = itertools.count(1)


class Visitor:
    """A kept-alive connection; guest after guest joins through it.

    For one burst: the server ends a connection that was idle for 5 s.
    """

    def __init__(self, port: int, trip: str) -> None:
        self.trip = trip
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def join(self) -> None:
        """One guest more, from one address of many. Raises RuntimeError."""
        number = next(_numbers)
        body = json.dumps({"invitation_token": self.trip, "guest_name": f"Guest {number}"})
        address = f"10.0.{number % ADDRESSES >> 8}.{number % ADDRESSES & 255}"
        headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
        self._connection.request("POST", JOIN, body, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for a join: {text.decode()}")


def evenly(act: Act, times: int, per_second: float) -> None:
    """Acts so many times, the starts evenly apart where the server keeps up."""
    begun = time.monotonic()
    for number in range(times):
        time.sleep(max(0.0, begun + number / per_second - time.monotonic()))
        act()


def rate(port: int, trip: str, seconds: float) -> float:
    """Joins a second over a few connections that never wait."""
    ends = time.monotonic() + seconds

    def keep_joining(_: int) -> int:
        visitor, joined = Visitor(port, trip), 0
        while time.monotonic() < ends:
            visitor.join()
            joined += 1
        return joined

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        return sum(threads.map(keep_joining, range(CONNECTIONS))) / seconds
