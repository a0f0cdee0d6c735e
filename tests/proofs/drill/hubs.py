"""Hubs at every live door, of this release and of the first, awake or asleep meanwhile."""

import asyncio
from collections.abc import Sequence

import httpx

from tests.fold import State
from tests.proofs.faults.watchers import EVENTS, SocketWatcher, StreamWatcher, Watcher, position_of

POLLS_EVERY_S = 1.0


class PollWatcher(Watcher):
    """Asks again and again, as a page does behind a filter."""

    async def follow(self, door: str) -> None:
        headers = {**self._headers, "Accept": "application/json"}
        async with httpx.AsyncClient(timeout=10, trust_env=False, headers=headers) as client:
            while not self.ended:
                query = {"tripId": self._invitation, "after": position_of(self.state)}
                answer = await client.get(door + EVENTS, params=query | self._frames)
                self.refuse(answer.status_code)
                if answer.status_code == 200:
                    self._read(answer.json()["frames"])
                await asyncio.sleep(POLLS_EVERY_S)

    def _read(self, frames: list[State]) -> None:
        for frame in frames[1:]:  # the first is a heartbeat
            self.take(frame)
        self.note_connected()


KINDS = (SocketWatcher, StreamWatcher, PollWatcher)


def hub(number: int, doors: Sequence[str], invitation: str, state: State) -> Watcher:
    """Of each six there is one of every kind and release."""
    kind = KINDS[number % len(KINDS)]
    is_old = number // len(KINDS) % 2 == 1
    return kind(number, doors, invitation, state, is_old=is_old)


def asleep(number: int) -> bool:
    """Whether this one sleeps from the disaster on, until the new log is beyond the old one.

    They are every fourth six.
    """
    return number // 6 % 4 == 0
