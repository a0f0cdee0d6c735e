"""Guests who join at an even pace through all doors, each as patient as the page is."""

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

JOIN = "/api/social-cart/join"
JSON = "application/json"
PATIENCE_S = 45.0
ANSWERS_WITHIN_S = 15.0
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 4.0
OK = "ok"
PATIENT, HANGS_UP, TAPS_TWICE, WALKS_AWAY = "patient", "hangs up", "taps twice", "walks away"

_numbers = itertools.count(1)


@dataclass
class Guest:
    """Somebody with one key, whatever they do."""

    name: str
    body: bytes
    headers: dict[str, str]
    habit: str
    answers: list[dict[str, Any]] = field(default_factory=list)
    answered_at: float = 0.0
    refusal: str = ""

    @property
    def waits(self) -> bool:
        return not (self.answers or self.refusal or self.habit == WALKS_AWAY)


@dataclass(frozen=True)
class Try:
    """One request: when, how long it took, what came of it."""

    at: float
    took_s: float
    outcome: str


class Guests:
    """All who want to join one trip."""

    def __init__(
        self,
        doors: Sequence[str],
        invitation: str,
        habits: Sequence[str] = (PATIENT,),
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.everybody: list[Guest] = []
        self.tries: list[Try] = []
        self._doors = doors
        self._invitation = invitation
        self._patience_s = patience_s
        self._habits = itertools.cycle(habits)
        self._tasks: list[asyncio.Task[None]] = []
        limits = httpx.Limits(max_keepalive_connections=20)
        self._client = httpx.AsyncClient(timeout=ANSWERS_WITHIN_S, limits=limits, trust_env=False)

    @property
    def joined(self) -> list[Guest]:
        return [guest for guest in self.everybody if guest.answers]

    async def arrive(self, per_second: float) -> None:
        """One after the other, until cancelled."""
        begun = time.monotonic()
        for number in itertools.count():
            await asyncio.sleep(begun + number / per_second - time.monotonic())
            self.come(1)

    def come(self, how_many: int) -> None:
        """So many at once."""
        for _ in range(how_many):
            guest = _guest(self._invitation, next(self._habits))
            self.everybody.append(guest)
            self._begin(guest, len(self.everybody))

    def come_again(self, guests: Iterable[Guest]) -> list[Guest]:
        """They send the same once more; gives them as if they had not been answered yet."""
        again = [replace(guest, answers=[], refusal="", habit=PATIENT) for guest in guests]
        for number, guest in enumerate(again):
            self._begin(guest, number)
        return again

    async def leave(self) -> None:
        """Waits until everybody is answered or has lost their patience."""
        await asyncio.gather(*self._tasks)
        await self._client.aclose()

    def took_s(self, since: float, until: float = float("inf"), outcome: str = OK) -> list[float]:
        """How long the tries took that were begun then and came to this, sorted."""
        return sorted(
            each.took_s
            for each in self.tries
            if since <= each.at < until and each.outcome == outcome
        )

    def outcomes(self, since: float = 0.0) -> Counter[str]:
        return Counter(each.outcome for each in self.tries if each.at >= since)

    def _begin(self, guest: Guest, number: int) -> None:
        first = number % len(self._doors)
        doors = itertools.cycle([*self._doors[first:], *self._doors[:first]])
        self._tasks.append(asyncio.create_task(self._join(guest, doors)))

    async def _join(self, guest: Guest, doors: Iterator[str]) -> None:
        if guest.habit in (HANGS_UP, WALKS_AWAY):
            await self._hang_up(guest, next(doors))
        if guest.habit == TAPS_TWICE:
            await asyncio.gather(*(self._try(guest, next(doors)) for _ in range(2)))
        gives_up_at = time.monotonic() + self._patience_s
        wait_s = FIRST_WAIT_S
        while guest.waits and time.monotonic() < gives_up_at:
            asked_s = await self._try(guest, next(doors))
            if guest.waits:
                await asyncio.sleep(max(asked_s, wait_s))
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    async def _try(self, guest: Guest, door: str) -> float:
        """One request; gives the seconds after which the server wants to be asked again."""
        begun, asked_s = time.monotonic(), 0.0
        try:
            answer = await self._client.post(door + JOIN, content=guest.body, headers=guest.headers)
            outcome = _outcome(answer)
            asked_s = float(answer.headers.get("Retry-After", 0))
        except httpx.TransportError as failure:
            outcome = _name(failure)
        else:
            _take(guest, outcome, answer)
        self.tries.append(Try(begun, time.monotonic() - begun, outcome))
        return asked_s

    async def _hang_up(self, guest: Guest, door: str) -> None:
        """Sends the whole request and is gone before the answer."""
        address = urlsplit(door)
        head = [f"POST {JOIN} HTTP/1.1", f"Host: {address.netloc}"]
        head += [f"{name}: {value}" for name, value in guest.headers.items()]
        head += [f"Content-Length: {len(guest.body)}", "\r\n"]
        _, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write("\r\n".join(head).encode() + guest.body)
        writer.close()
        await writer.wait_closed()


def _guest(invitation: str, habit: str) -> Guest:
    number = next(_numbers)
    # With `another`, a repeat that is not known as one would be one more.
    body = {"invitation_token": invitation, "guest_name": f"Guest {number}", "another": True}
    headers = {
        "Content-Type": JSON,
        "Idempotency-Key": str(uuid4()),
        "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
    }
    return Guest(f"Guest {number}", json.dumps(body).encode(), headers, habit)


def _outcome(answer: httpx.Response) -> str:
    if answer.status_code == 200:
        return OK
    if answer.status_code == 409:
        return str(answer.json()["error"])
    if answer.status_code == 503 and "Retry-After" not in answer.headers:
        return "503 without Retry-After"
    return str(answer.status_code)


def _name(failure: httpx.TransportError) -> str:
    if isinstance(failure, httpx.ConnectError | httpx.ConnectTimeout):
        return "no connection"
    return "timeout" if isinstance(failure, httpx.TimeoutException) else "cut off"


def _take(guest: Guest, outcome: str, answer: httpx.Response) -> None:
    if outcome == OK:
        guest.answered_at = guest.answered_at or time.monotonic()
        guest.answers.append(answer.json())
    elif outcome != "503":
        guest.refusal = outcome
