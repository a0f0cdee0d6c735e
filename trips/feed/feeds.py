"""Keep all watched trips of this process: their subscriptions, and the tasks that update them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from channels.layers import BaseChannelLayer, get_channel_layer
from django.conf import settings

from socialcart import outages
from trips import log, metrics, wire
from trips.breaker import Breaker
from trips.feed import reading
from trips.feed.limits import Limits
from trips.feed.position import Position
from trips.feed.trip import Cursor, TripFeed
from trips.wire import Encoded, events

EXPORT_EVERY_S = 1.0
RETRY_S = 1.0
MOST_UNPUBLISHED = 1_000


class Feeds:
    """The feeds of all watched trips, with one subscription each, on the loop that started them."""

    def __init__(self, layer: BaseChannelLayer | None = None, limits: Limits | None = None) -> None:
        """Use this channel layer and these limits, by default those of the settings."""
        self.limits = limits or Limits()
        self._given_layer = layer
        self.trips: dict[str, TripFeed] = {}
        self.frames_sent = 0  # since the last export: the metric is too slow for each frame
        self._loop: asyncio.AbstractEventLoop | None = None
        self._channel = ""
        self._is_over = False
        self._duties: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start the background tasks on the running loop, unless they run there already."""
        if self._loop is asyncio.get_running_loop():
            return
        self._loop = asyncio.get_running_loop()
        self._unpublished: asyncio.Queue[tuple[str, Encoded]] = asyncio.Queue(MOST_UNPUBLISHED)
        self._layer = self._given_layer or get_channel_layer()
        self._is_over = False
        self._breaker = Breaker(self.limits.layer_pause_s)
        await self._open_channel()
        duties = (
            self._publish,
            self._listen,
            self._check_positions,
            self._send_heartbeats,
            self._export_metrics,
        )
        self._duties = [asyncio.create_task(_for_ever(duty)) for duty in duties]

    def send_away(self) -> None:
        """Close all watchers' connections and refuse new ones; events are still published."""
        self._is_over = True
        for feed in self.trips.values():
            feed.end()

    async def stop(self) -> None:
        """Close all watchers' connections, then cancel the background tasks."""
        self.send_away()
        self._loop, self._channel = None, ""
        for duty in self._duties:
            duty.cancel()
        await asyncio.gather(*self._duties, return_exceptions=True)
        metrics.WATCHERS.set(0)
        reading.close()

    @asynccontextmanager
    async def watch(
        self, trip_id: str, after: Position | None, knows: int = events.NEWEST
    ) -> AsyncIterator[Cursor]:
        """Open a cursor on a trip at `after`, by default at the head of its log.

        `knows` is the client's version. Raises Trip.DoesNotExist, or Refusal while the process
        ends.
        """
        if self._is_over:
            raise wire.Refusal("busy")
        await self.start()
        feed = self.trips.setdefault(trip_id, TripFeed(trip_id, self.limits))
        cursor = Cursor(feed, knows)
        feed.cursors.add(cursor)
        try:
            if not feed.loaded:
                await self._subscribe(trip_id)
                await feed.load()
            seq = None if after is None else await feed.bridge(after, knows)
            cursor.move_to(feed.head if after is None else seq)
            yield cursor
        finally:
            feed.cursors.discard(cursor)
            if not feed.cursors and self.trips.get(trip_id) is feed:
                del self.trips[trip_id]
                await self._unsubscribe(trip_id)

    def hand_over(self, trip_id: str, frame: Encoded) -> None:
        """Queue a committed frame for publishing, from any thread. Never blocks and never fails.

        Where it is not published, other processes find it by checking the log's position.
        """
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has just ended
                loop.call_soon_threadsafe(self._offer, trip_id, frame)

    def _offer(self, trip_id: str, frame: Encoded) -> None:
        with suppress(asyncio.QueueFull), metrics.ANNOUNCE_FAILURES.count_exceptions():
            self._unpublished.put_nowait((trip_id, frame))  # or the position check finds it

    async def _publish(self) -> None:
        trip_id, frame = await self._unpublished.get()
        if not await self._ask(self._send(trip_id, frame)):
            metrics.ANNOUNCE_FAILURES.inc()

    async def _send(self, trip_id: str, frame: Encoded) -> bool:
        await self._layer.group_send(_group(trip_id), frame.message(trip_id))
        return True

    async def _listen(self) -> None:
        if not self._channel:
            await asyncio.sleep(RETRY_S)
            return await self._open_channel()
        message = await self._layer.receive(self._channel)
        if feed := self.trips.get(message["trip"]):
            await feed.notify(Encoded.of(message))

    async def _check_positions(self) -> None:
        await asyncio.sleep(self.limits.check_every_s)
        if not self.trips:
            return
        positions = await reading.read(log.positions, list(self.trips))
        behind = [
            feed
            for trip_id, feed in self.trips.items()
            if feed.loaded and positions.get(trip_id) != (feed.epoch, feed.head)
        ]
        for feed in behind:
            await feed.catch_up()
        for feed in behind:
            await self._subscribe(feed.trip_id)  # the first try may have failed

    async def _send_heartbeats(self) -> None:
        await asyncio.sleep(settings.SSE_HEARTBEAT_INTERVAL / 1000)
        for feed in self.trips.values():
            feed.heartbeats += 1
            feed.wake()

    async def _export_metrics(self) -> None:
        await asyncio.sleep(EXPORT_EVERY_S)
        metrics.WATCHERS.set(sum(len(feed.cursors) for feed in self.trips.values()))
        metrics.FRAMES_SENT.inc(self.frames_sent)
        self.frames_sent = 0

    async def _open_channel(self) -> None:
        self._channel = await self._ask(self._layer.new_channel()) or ""
        for trip_id in list(self.trips):
            await self._subscribe(trip_id)

    async def _subscribe(self, trip_id: str) -> None:
        if self._channel:
            await self._ask(self._layer.group_add(_group(trip_id), self._channel))

    async def _unsubscribe(self, trip_id: str) -> None:
        if self._channel:  # else, or if it fails, nobody is notified
            await self._ask(self._layer.group_discard(_group(trip_id), self._channel))

    async def _ask(self, call: Coroutine[Any, Any, Any]) -> Any:
        """Await a call of the channel layer.

        Returns None if it fails, takes over `layer_timeout_s`, or the breaker is open.
        """
        if not self._breaker.lets_through():
            return call.close()
        try:
            async with asyncio.timeout(self.limits.layer_timeout_s):
                answer = await call
        except Exception as failure:
            self._breaker.failed()
            outages.report("The channel layer", failure)
            return None
        self._breaker.well()
        return answer


def _group(trip_id: str) -> str:
    return f"trip.{trip_id}"


async def _for_ever(duty: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Repeat a background task until it is cancelled; log a failure and go on after a pause."""
    while True:
        try:
            await duty()
        except Exception as failure:
            outages.report(f"The duty {duty.__name__}", failure)
            await asyncio.sleep(RETRY_S)
