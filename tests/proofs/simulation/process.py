"""A server process: the product's feeds, doors and protocols, with a memory of its own."""

import asyncio
import contextvars
from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

import uvicorn
from uvicorn.server import ServerState

from socialcart.protocols import Requests
from tests.proofs.simulation.layer import Broker, Layer
from tests.proofs.simulation.memory import Memory
from tests.proofs.simulation.network import Reader, Transport
from tests.virtual_loop import HOST, Loop
from trips.feed.feeds import Feeds
from trips.feed.limits import Limits
from trips.feed.trip import TripFeed

T = TypeVar("T")


class InOrder(dict[Any, None]):
    """In place of a set of cursors, whose order would not be that of the seed."""

    def add(self, cursor: Any) -> None:
        self[cursor] = None

    def discard(self, cursor: Any) -> None:
        self.pop(cursor, None)


class OrderedFeed(TripFeed):
    """The product's feed of a trip, which serves who waits in the order in which they came."""

    def __init__(self, trip_id: str, limits: Limits) -> None:
        super().__init__(trip_id, limits)
        vars(self)["waiting"] = InOrder()


class Process:
    """One process of the site; `takes` says whether it takes new connections."""

    def __init__(
        self, name: str, loop: Loop, broker: Broker, limits: Limits, config: uvicorn.Config
    ) -> None:
        self.name, self.loop, self.config = name, loop, config
        self.is_halted = self.is_dead = False
        self.held: list[asyncio.Handle] = []
        self.takes = True
        self.is_slow = False
        self.random = Random(f"{name} {broker.random.random()}")
        self.feeds = Feeds(Layer(broker), limits)
        self.transports: list[Transport] = []
        self._memory = Memory(self.feeds)
        self._server = ServerState()
        self._inside = contextvars.Context()
        self._inside.run(HOST.set, self)

    def enter(self) -> None:
        self._memory.enter()

    def waits_s(self) -> tuple[float, float]:
        """How long something asked of a thread waits before it runs, and its answer afterwards."""
        longest = 3.0 if self.is_slow else 0.004
        return self.random.uniform(0.0001, longest), self.random.uniform(0.0001, longest)

    def run(self, act: Callable[..., T], *args: Any, **options: Any) -> T:
        """Do something in this process at once."""
        self.enter()
        return self._inside.run(act, *args, **options)

    def begin(self, act: Callable[[], Any]) -> "asyncio.Task[Any]":
        """Begin a task of this process."""
        return self.run(lambda: self.loop.create_task(act()))

    def start(self) -> "asyncio.Task[Any]":
        return self.begin(self.feeds.start)

    def accept(self, transport: Transport, reader: Reader) -> None:
        """Take a new connection, as uvicorn does."""
        protocol = self.run(Requests, self.config, self._server, {}, self.loop)
        self.transports.append(transport)
        transport.begin(protocol, self._inside.copy(), reader)

    def vanish(self) -> None:
        """Die at once, as a machine without power: nothing more runs here, and nobody is told."""
        self.is_dead = self.is_halted = True
        self.takes = False
        for transport in self.transports:
            transport.is_abandoned = True

    def kill(self) -> None:
        """Die at once, and let the system break all connections."""
        self.vanish()
        for transport in self.transports:
            transport.break_down()

    def leaves(self) -> bool:
        """Return whether it is being replaced, so that its watchers are going."""
        return not self.takes and not self.is_dead

    def is_torn(self) -> bool:
        """Return whether the frames that a feed keeps have a gap, or one stands there twice."""
        return any(
            [frame.seq for frame in feed.frames] != [*range(feed.base + 1, feed.head + 1)]
            for feed in self.feeds.trips.values()
        )

    def remains(self) -> list[str]:
        """Name what a process without clients should not keep."""
        return [*self._memory.remains(), *(f"a feed of {name}" for name in self.feeds.trips)]
