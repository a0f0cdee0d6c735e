"""Hubs on both live doors: each folds what it is told and reconnects with its position."""

import asyncio
import functools
import json
import random
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from urllib.parse import urlencode

import httpx
import websockets
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.fold import State, fold

EVENTS = "/api/social-cart/events"
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 8.0
CONNECTS_WITHIN_S = 10.0
REFUSED = 4000  # on a socket, and the HTTP status
PASSING = (429, 503)
LATER = (
    "MEMBER_RENAMED",
    "MEMBER_ROLE_CHANGED",
    "POLL_DELETED",
    "POLL_REOPENED",
    "WAITLIST_CHANGED",
)

frame_of = functools.lru_cache(10_000)(json.loads)  # only read: all get the same text


def position_of(state: State) -> str:
    return f"{state['epoch']}.{state['seq']}"


class Watcher(ABC):
    """Somebody with an open hub, whom no gap and no double escapes."""

    def __init__(
        self, number: int, doors: Sequence[str], invitation: str, state: State, *, is_old: bool
    ) -> None:
        """`is_old` is one of the first release, who passes over what it does not know."""
        self.state = state
        self.seen_at: dict[str, float] = {}
        self.is_connected = False
        self.connected_at: list[float] = []
        self.waits_s: list[float] = []
        self.drops = self.gaps = self.doubles = 0
        self.ended = ""
        self._number = number
        self._doors = doors
        self._invitation = invitation
        self._headers = {"X-Forwarded-For": f"10.255.{number >> 8}.{number & 255}"}
        self._failures = 0
        self._is_old = is_old
        self._frames = {} if is_old else {"frames": "3"}

    @property
    def names(self) -> set[str]:
        """Whom this hub shows."""
        return {member["name"] for member in self.state["members"]}

    async def watch(self) -> None:
        """Looks on until cancelled, or until the server says that it is over."""
        while not self.ended:
            try:
                await self.follow(self._doors[self._number % len(self._doors)])
            except (OSError, TimeoutError, httpx.TransportError, WebSocketException):
                pass
            self.drops += self.is_connected
            self.is_connected = False
            self._number += 1  # whoever lost one server tries the other
            await asyncio.sleep(self._wait_s())

    @abstractmethod
    async def follow(self, door: str) -> None:
        """Connects and takes what comes, until the connection ends."""

    def take(self, frame: State) -> None:
        if frame["type"] == "RESET":
            self.state = fold(self.state, frame)
            arrived = self.state["members"]
        else:
            arrived = self._go_on(frame)
        for member in arrived:
            self.seen_at.setdefault(member["id"], time.monotonic())

    def _go_on(self, frame: State) -> list[State]:
        have = self.state
        if frame["epoch"] == have["epoch"] and frame["seq"] <= have["seq"]:
            self.doubles += 1
            return []
        if (frame["epoch"], frame["seq"]) != (have["epoch"], have["seq"] + 1):
            self.gaps += 1
            have = {**have, "epoch": frame["epoch"], "seq": frame["seq"] - 1}
        passes_over = self._is_old and frame["type"] in LATER
        self.state = {**have, "seq": frame["seq"]} if passes_over else fold(have, frame)
        return [frame["data"]["member"]] if frame["type"] == "MEMBER_JOINED" else []

    def note_connected(self) -> None:
        """The first heartbeat: the server knows us."""
        if not self.is_connected:
            self.is_connected = True
            self.connected_at.append(time.monotonic())
            self._failures = 0

    def refuse(self, status: int) -> None:
        if status >= 400 and status not in PASSING:
            self.ended = f"refused: {status}"

    def _wait_s(self) -> float:
        self._failures += 1
        if self.waits_s and self._failures == 1:
            return self.waits_s[-1]
        return random.random() * min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0**self._failures)


class SocketWatcher(Watcher):
    async def follow(self, door: str) -> None:
        query = urlencode({"after": position_of(self.state), **self._frames})
        path = f"/ws/trips/{self._invitation}?{query}"
        async with websockets.connect(
            f"ws{door.removeprefix('http')}{path}",
            additional_headers=self._headers,
            open_timeout=CONNECTS_WITHIN_S,
            ping_interval=None,
            compression=None,
            proxy=None,
        ) as connection:
            try:
                async for message in connection:
                    self._read(frame_of(message))
            except ConnectionClosed as closed:
                self.refuse(closed.rcvd.code - REFUSED if closed.rcvd else 0)

    def _read(self, frame: State) -> None:
        if frame["type"] == "HEARTBEAT":
            self.note_connected()
        else:
            self.take(frame)


class StreamWatcher(Watcher):
    async def follow(self, door: str) -> None:
        query = {"tripId": self._invitation, **self._frames}
        headers = {**self._headers, "Last-Event-ID": position_of(self.state)}
        patience = httpx.Timeout(CONNECTS_WITHIN_S, read=None)
        async with httpx.AsyncClient(timeout=patience, trust_env=False) as client:
            async with client.stream("GET", door + EVENTS, params=query, headers=headers) as answer:
                self.refuse(answer.status_code)
                if answer.status_code == 200:
                    async for line in answer.aiter_lines():
                        self._read(line)

    def _read(self, line: str) -> None:
        name, _, value = line.partition(": ")
        if name == "data":
            self.take(frame_of(value))
        elif name == "retry":
            self.waits_s.append(int(value) / 1000)
        elif line.startswith(": heartbeat "):
            self.note_connected()


KINDS = (SocketWatcher, StreamWatcher)


def watcher(
    number: int, doors: Sequence[str], invitation: str, state: State, *, is_old: bool
) -> Watcher:
    """Every second one on a socket, and of both kinds every second one at each door."""
    kind = KINDS[number // len(doors) % len(KINDS)]
    return kind(number, doors, invitation, state, is_old=is_old)
