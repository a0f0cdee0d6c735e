"""Hold the recent frames of one trip once for all its watchers here, and their cursors."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from trips import clock, log, metrics, wire
from trips.feed.limits import Limits
from trips.feed.position import Position
from trips.feed.reading import read
from trips.models import Trip
from trips.wire import Encoded, events


class TripFeed:
    """The recent frames of a trip, bounded, and a wake-up for its cursors.

    The frames come from the log; a notification is only a reason to look there.
    """

    def __init__(self, trip_id: str, limits: Limits) -> None:
        self.trip_id, self.limits = trip_id, limits
        self.epoch = ""
        self.head = 0
        self.frames: deque[Encoded] = deque(maxlen=limits.kept_frames)
        self.cursors: set[Cursor] = set()
        self.generation = 0  # +1 when frames were skipped: older cursors get a RESET
        self.heartbeats = 0
        self.loaded = False
        self.ended = False
        self._reset: Encoded | None = None
        self._notified = False
        self._lock = asyncio.Lock()
        self._waiters: list[asyncio.Future[None]] = []
        self._woken_at = -limits.burst_s
        self._wake_due: asyncio.TimerHandle | None = None

    @property
    def base(self) -> int:
        """The seq before the oldest kept frame."""
        return self.head - len(self.frames)

    async def load(self) -> None:
        """Set epoch and head from the database. Raises Trip.DoesNotExist.

        The caller has subscribed to the channel layer: a frame published in between would be lost
        until the next check.
        """
        async with self._reading():
            if not self.loaded:
                self._restart_at(await self._position())
                self.loaded = True

    async def notify(self, frame: Encoded) -> None:
        """Handle a published frame: append the next one, ignore an old one, else read the log."""
        if not self.loaded or self._lock.locked():
            self._notified = True
        elif frame.epoch == self.epoch and frame.seq == self.head + 1:
            self._append(frame)
        elif frame.epoch != self.epoch or frame.seq > self.head:
            await self.catch_up()

    async def catch_up(self) -> None:
        """Read from the log what no notification brought."""
        async with self._reading():
            before = self.epoch, self.head
            await self._read_on()
            if before != (self.epoch, self.head):
                metrics.GAPS_HEALED.inc()

    async def bridge(self, after: Position, knows: int = events.NEWEST) -> int | None:
        """Load the frames that a client missed since `after`, and return the seq to go on from.

        None where the gap cannot be bridged: the client gets a RESET.
        """
        epoch, seq = after
        if knows < events.NEWEST and await read(log.was_passed_over, self.trip_id, seq, knows):
            # A polling client would otherwise get the same state again and again.
            await self.reset(self.head)
            return None
        if epoch == self.epoch and seq > self.head:
            await self.catch_up()  # another process was faster
        if epoch != self.epoch or seq > self.head or self.head - seq > self.limits.kept_frames:
            return None
        async with self._reading():
            missing = self.base - seq
            if 0 < missing <= self.limits.kept_frames - len(self.frames):
                for frame in reversed(await read(log.after, self.trip_id, seq, missing)):
                    self.frames.appendleft(wire.encode(frame))
        return seq if epoch == self.epoch and seq >= self.base else None

    async def reset(self, least: int = 0) -> Encoded:
        """Return a RESET of seq `least` or later, from which the kept frames go on.

        One read of the database serves all who ask together.
        """
        async with self._reading():
            if self._reset is None or self._reset.seq < max(self.base, least):
                self._reset = await read(log.whole, self.trip_id)
            return self._reset

    def since(self, seq: int) -> Sequence[Encoded]:
        """Return the kept frames after `seq`."""
        return [self.frames[at] for at in range(seq - self.head, 0)]

    def heartbeat(self) -> Encoded:
        """Build a heartbeat with the head of the log."""
        return wire.heartbeat(self.epoch, self.head, clock.now())

    def wake(self) -> None:
        """Wake every waiting cursor, to look for new frames."""
        if self._wake_due:
            self._wake_due.cancel()
        self._wake_due, self._woken_at = None, asyncio.get_running_loop().time()
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def woken(self) -> asyncio.Future[None]:
        """Return a future that the next `wake` completes, at most a heartbeat away."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        return waiter

    def end(self) -> None:
        """End the feed and all cursors on it."""
        self.ended = True
        self.wake()

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[None]:
        """Read from the log, one at a time; then read on for notifications that came meanwhile."""
        async with self._lock:
            yield
            while self._notified and self.loaded:
                self._notified = False
                await self._read_on()

    async def _read_on(self) -> None:
        try:
            epoch, seq = await self._position()
        except Trip.DoesNotExist:
            return self.end()
        if epoch != self.epoch or not 0 <= seq - self.head <= self.limits.kept_frames:
            return self._restart_at((epoch, seq))
        for frame in await read(log.after, self.trip_id, self.head, self.limits.kept_frames):
            self._append(wire.encode(frame))

    async def _position(self) -> Position:
        found = await read(log.positions, [self.trip_id])
        if self.trip_id not in found:
            raise Trip.DoesNotExist
        return found[self.trip_id]

    def _restart_at(self, where: Position) -> None:
        """Restart at a position without frames; cursors that stood elsewhere get a RESET."""
        self.epoch, self.head = where
        self.frames.clear()
        self.generation += 1
        self._reset = None
        self.wake()

    def _append(self, frame: Encoded) -> None:
        self.frames.append(frame)
        self.head = frame.seq
        if self._wake_due is None:
            self._wake_due = asyncio.get_running_loop().call_at(
                self._woken_at + self.limits.burst_s, self.wake
            )
        metrics.FEED_LAG.observe(frame.age_s())


class Cursor:
    """The position of one connection on a trip's feed; `seq` is None when it needs a whole state.

    `knows` is the client's version: in place of a frame that it does not know it gets a RESET.
    """

    def __init__(self, feed: TripFeed, knows: int = events.NEWEST) -> None:
        self.feed, self.knows = feed, knows
        self.move_to(None)

    def move_to(self, seq: int | None) -> None:
        """Move the cursor to `seq` on the feed as it is now."""
        self.seq, self.generation, self.heartbeats = seq, self.feed.generation, self.feed.heartbeats

    async def batches(self) -> AsyncIterator[Sequence[Encoded]]:
        """Yield batches of frames to send, first a heartbeat, until the feed ends."""
        batch: Sequence[Encoded] = (self.feed.heartbeat(),)
        while not self.feed.ended:
            if batch:
                yield batch
            while self._is_at_head() and not self.feed.ended:
                await self.feed.woken()
            batch = await self.pending()

    def _is_at_head(self) -> bool:
        """Return whether there is nothing to send: same generation, no heartbeat due, at the head.

        Or past the head, because a RESET may be newer than what the feed has read.
        """
        feed, seq = self.feed, self.seq
        is_there = seq is not None and seq >= feed.head
        return (
            is_there and self.heartbeats == feed.heartbeats and self.generation == feed.generation
        )

    async def pending(self) -> Sequence[Encoded]:
        """Return the frames to send now; none when the cursor is at the head."""
        feed = self.feed
        if self.seq is None or self.generation != feed.generation or self.seq < feed.base:
            return await self._whole_state(0)
        if self.seq < feed.head:
            frames = feed.since(self.seq)
            if any(frame.came_with > self.knows for frame in frames):
                return await self._whole_state(feed.head)
            self.seq = feed.head
            return frames
        if self.heartbeats != feed.heartbeats:
            self.heartbeats = feed.heartbeats
            return (feed.heartbeat(),)
        return ()

    async def _whole_state(self, least: int) -> Sequence[Encoded]:
        reset = await self.feed.reset(least)
        self.seq, self.generation = reset.seq, self.feed.generation
        metrics.RESETS.inc()
        return (reset,)
