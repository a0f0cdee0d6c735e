"""Keep all watched trips of this process: their subscriptions, and the tasks that update them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from channels.layers import BaseChannelLayer, get_channel_layer

from socialcart import outages
from trips import keys, log, metrics, wire
from trips.breaker import Breaker
from trips.feed import reading
from trips.feed.cursor import Cursor
from trips.feed.limits import Limits
from trips.feed.position import Position
from trips.feed.trip import TripFeed
from trips.wire import Encoded, events

EXPORT_EVERY_S = 1.0
RETRY_S = 1.0
MOST_UNPUBLISHED = 1_000


class Feeds:
    """The feeds of all watched trips, with one subscription each, on the loop that started them."""

    def __init__(self, layer: BaseChannelLayer | None = None, limits: Limits | None = None) -> None:
        """Use this channel layer and these limits, by default those of the settings.

        Where the settings name no layer, there is no other process to notify.
        """
        self.limits = limits or Limits()
        self._given_layer = layer
        self.trips: dict[str, TripFeed] = {}
        self._invited: dict[str, TripFeed] = {}  # by the digest of an invitation
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
        duties = [
            self._publish,
            self._check_positions,
            self._export_metrics,
        ]
        if self._layer:
            await self._open_channel()
            duties.append(self._listen)
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
        feed = self.trips.get(trip_id)
        if feed is None:
            feed = self.trips[trip_id] = TripFeed(trip_id, self.limits)
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
                self._invited.pop(feed.invitation, None)
                feed.end()
                await self._unsubscribe(trip_id)

    def watched(self, ref: str) -> TripFeed | None:
        """Find the feed that is watched here by a trip's id, or by an invitation that is valid.

        None tells nothing. The id alone opens nothing; `TripFeed.lets_in` knows of the invitation.
        """
        feed = self.trips.get(ref) or self._invited.get(keys.digest(ref))
        return feed if feed and feed.loaded and not feed.ended else None

    def remember(self, invitation: str, feed: TripFeed, rights: int) -> None:
        """Remember that an invitation lets guests in, until the feed learns that it may have ended.

        `rights` is what `feed.rights` was before the database was asked: if the right to watch may
        have changed since, its answer may be older than that.
        """
        if rights == feed.rights and self.trips.get(feed.trip_id) is feed:
            self._invited.pop(feed.invitation, None)
            feed.let_in(keys.digest(invitation))
            self._invited[feed.invitation] = feed

    def hand_over(self, trip_id: str, frame: Encoded) -> None:
        """Take a committed frame, from any thread. Never blocks and never fails.

        Watchers here get it at once; it is queued for publishing to other processes, which find it
        by checking the log's position where that fails.
        """
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has just ended
                loop.call_soon_threadsafe(self._take, trip_id, frame)

    def _take(self, trip_id: str, frame: Encoded) -> None:
        feed = self.trips.get(trip_id)
        is_served = feed is None or feed.append(frame)
        if is_served and self._layer is None:
            return
        with suppress(asyncio.QueueFull), metrics.ANNOUNCE_FAILURES.count_exceptions():
            self._unpublished.put_nowait((trip_id, frame))  # or the position check finds it

    async def _publish(self) -> None:
        """Publish a frame; it comes back, so that a feed which lacks those before reads the log."""
        trip_id, frame = await self._unpublished.get()
        if self._layer:
            if not await self._ask(self._send(self._layer, trip_id, frame)):
                metrics.ANNOUNCE_FAILURES.inc()
        elif feed := self.trips.get(trip_id):
            await feed.notify(frame)

    async def _send(self, layer: BaseChannelLayer, trip_id: str, frame: Encoded) -> bool:
        await layer.group_send(_group(trip_id), frame.message(trip_id))
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
        elsewhere = await reading.read(_elsewhere, list(self.trips.values()))
        found = [self.trips[trip_id] for trip_id in elsewhere if trip_id in self.trips]
        behind = [feed for feed in found if feed.loaded]
        for feed in behind:
            await feed.catch_up()
        for feed in behind:
            await self._subscribe(feed.trip_id)  # the first try may have failed

    async def _export_metrics(self) -> None:
        await asyncio.sleep(EXPORT_EVERY_S)
        metrics.WATCHERS.set(sum(len(feed.cursors) for feed in self.trips.values()))

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


def _elsewhere(feeds: Sequence[TripFeed]) -> list[str]:
    """List the trips whose log is not at the feed's head. Runs in a thread, and holds no loop.

    A feed that moves on meanwhile is at worst looked at once more.
    """
    with metrics.position_check():
        return log.elsewhere({feed.trip_id: f"{feed.epoch}.{feed.head}" for feed in feeds})


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
