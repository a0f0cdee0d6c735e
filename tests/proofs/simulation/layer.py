"""A channel layer that loses, doubles, delays and reorders messages, and may be away."""

import asyncio
import copy
from random import Random
from typing import Any

from channels.layers import BaseChannelLayer

CAPACITY = 100


class Broker:
    """What stands between the processes; `is_away` while it answers nobody."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.is_away = False
        self.hangs = False  # how it is away: it does not answer at all
        self.loses = self.doubles = self.delays = 0.0  # shares of the messages
        self.groups: dict[str, dict[str, asyncio.Queue[dict[str, Any]]]] = {}
        self.channels: dict[str, asyncio.Queue[dict[str, Any]]] = {}

    def forget(self) -> None:
        """Forget who is subscribed to what, as after a restart."""
        self.groups.clear()

    async def answer(self) -> None:
        """Wait as long as an answer takes. Raises OSError while the broker is away."""
        await asyncio.sleep(self.random.uniform(0.0002, 0.002))
        if self.is_away and self.hangs:
            await asyncio.sleep(60)
        if self.is_away:
            raise ConnectionError("the broker is away")

    def carry(self, group: str, message: dict[str, Any]) -> None:
        """Send a message to all channels of a group, on a way of its own to each."""
        for queue in list(self.groups.get(group, {}).values()):
            draw = self.random.random
            times = 0 if draw() < self.loses else 2 if draw() < self.doubles else 1
            for _ in range(times):
                wait_s = draw() * 3 if draw() < self.delays else 0.0005 + draw() * 0.001
                asyncio.get_running_loop().call_later(wait_s, _put, queue, message)


def _put(queue: "asyncio.Queue[dict[str, Any]]", message: dict[str, Any]) -> None:
    if queue.qsize() < CAPACITY:
        queue.put_nowait(copy.deepcopy(message))


class Layer(BaseChannelLayer):
    """One process's side of the broker."""

    def __init__(self, broker: Broker) -> None:
        super().__init__()
        self.broker = broker

    async def new_channel(self, prefix: str = "specific") -> str:
        await self.broker.answer()
        name = f"{prefix}.{len(self.broker.channels)}"
        self.broker.channels[name] = asyncio.Queue()
        return name

    async def group_add(self, group: str, channel: str) -> None:
        await self.broker.answer()
        self.broker.groups.setdefault(group, {})[channel] = self.broker.channels[channel]

    async def group_discard(self, group: str, channel: str) -> None:
        await self.broker.answer()
        self.broker.groups.get(group, {}).pop(channel, None)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self.broker.answer()
        self.broker.carry(group, message)

    async def receive(self, channel: str) -> dict[str, Any]:
        return await self.broker.channels[channel].get()
