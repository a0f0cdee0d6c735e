"""Hold the recent frames of one trip once for all its watchers here, and serve their cursors."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from django.conf import settings

from trips import clock, log, metrics, snapshots, wire
from trips.feed.cursor import Cursor, News
from trips.feed.limits import Limits
from trips.feed.position import Position
from trips.feed.reading import read
from trips.models import Trip
from trips.wire import Encoded, events, rights

AT_ONCE = 500  # cursors served before others on the loop have their turn
MOST_TIMES_LONGER = 5  # than `joined_s` is what a burst is joined for


class TripFeed:
    """The recent frames of a trip, bounded, and the cursors on them.

    The frames come from the log; a notification is only a reason to look there.
    """

    def __init__(self, trip_id: str, limits: Limits) -> None:
        self.trip_id, self.limits = trip_id, limits
        self.epoch = ""
        self.head = 0
        self.frames: deque[Encoded] = deque(maxlen=limits.kept_frames)
        self.cursors: set[Cursor] = set()
        self.waiting: set[Cursor] = set()  # those at the head
        self.generation = 0  # +1 when frames were skipped: older cursors get a RESET
        self.heartbeats = 0
        self.rights = 0  # +1 when a guest's right to watch may have ended
        self.invitation = ""  # the digest of the last that let guests in
        self.loaded = False
        self.ended = False
        self._reset: Encoded | None = None
        self._notified = False
        self._lock = asyncio.Lock()
        self._served_at = -limits.joined_s
        self._came = 0  # frames since then
        self._pause_s = limits.joined_s  # until they are served
        self._serving: asyncio.Handle | None = None
        self._has_more = False  # came while cursors were served
        self._beating: asyncio.TimerHandle | None = None
        self._let_in_at = -1  # the value of `rights` at which `invitation` was valid

    @property
    def base(self) -> int:
        """The seq before the oldest kept frame."""
        return self.head - len(self.frames)

    async def load(self) -> None:
        """Set epoch and head from the database, and begin to beat. Raises Trip.DoesNotExist.

        The caller has subscribed to the channel layer: a frame published in between would be lost
        until the next check.
        """
        async with self._reading():
            if not self.loaded:
                self._restart_at(await read(log.position, self.trip_id))
                self.loaded = True
                if not self.ended:
                    self._beat_after(asyncio.get_running_loop().time())

    async def notify(self, frame: Encoded) -> None:
        """Handle a published frame: append the next one, ignore an old one, else read the log."""
        if not self.append(frame):
            await self.catch_up()

    def append(self, frame: Encoded) -> bool:
        """Append the next frame, ignore an old one; return False where the log must be read."""
        if not self.loaded or self._lock.locked():
            self._notified = True  # who reads, reads on
        elif frame.epoch == self.epoch and frame.seq == self.head + 1:
            self._append(frame)
        else:
            return frame.epoch == self.epoch and frame.seq <= self.head
        return True

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
        if knows >= events.NEWEST and epoch == self.epoch and self.base <= seq <= self.head:
            return seq  # whoever reads just now only adds to what is kept
        if epoch == self.epoch and seq > self.head:
            await self.catch_up()  # another process was faster: a state of before would lead back
        if knows < events.NEWEST and await read(log.was_passed_over, self.trip_id, seq, knows):
            # A polling client would otherwise get the same state again and again.
            await self.reset(self.head)
            return None
        if epoch != self.epoch or seq > self.head or self.head - seq > self.limits.kept_frames:
            return None
        async with self._reading():
            missing = self.base - seq
            if 0 < missing <= self.limits.kept_frames - len(self.frames):
                self.frames.extendleft(reversed(await self._after(seq, missing)))
        return seq if epoch == self.epoch and seq >= self.base else None

    def let_in(self, invitation: str) -> None:
        """Let guests in by this invitation, a digest, until their right to watch may have ended."""
        self.invitation, self._let_in_at = invitation, self.rights

    def lets_in(self, invitation: str) -> bool:
        """Return whether an invitation, a digest, is known to be valid.

        Whatever ends it comes as a frame to the cursors that are open by then.
        """
        return self._let_in_at == self.rights and self.invitation == invitation

    async def reset(self, least: int = 0) -> tuple[Encoded, int]:
        """Return a RESET of seq `least` or later, and the generation that goes on from it.

        One read of the database serves all who ask together.
        """
        async with self._reading():
            if self._reset is None or self._reset.seq < max(self.base, least):
                reset = await read(snapshots.whole, self.trip_id)
                if reset.epoch != self.epoch:
                    await self._read_on()  # a restored log: its kept frames do not go on from here
                self._reset = reset
            return self._reset, self.generation  # as it is now: to read on may find another log

    def since(self, seq: int) -> Sequence[Encoded]:
        """Return the kept frames after `seq`."""
        return [self.frames[at] for at in range(seq - self.head, 0)]

    def heartbeat(self) -> Encoded:
        """Build a heartbeat with the head of the log."""
        return wire.heartbeat(self.epoch, self.head, clock.now())

    def beat(self) -> None:
        """Send all cursors a heartbeat."""
        self.heartbeats += 1
        self._serve_by(0)

    def wake(self) -> None:
        """Wake every waiting cursor, to look for new frames."""
        for cursor in self.waiting:
            cursor.wake()

    def end(self) -> None:
        """End the feed, its heartbeats and all cursors on it."""
        self.ended = True
        if self._beating:
            self._beating.cancel()
        self.wake()

    def _beat_after(self, last: float) -> None:
        """Beat an interval after `last`, and so on: each trip at its own times, not all at once."""
        loop, interval_s = asyncio.get_running_loop(), settings.SSE_HEARTBEAT_INTERVAL / 1000
        stood_still = loop.time() > last + interval_s
        due = (loop.time() if stood_still else last) + interval_s
        self._beating = loop.call_at(due, self._beat_at, due)

    def _beat_at(self, due: float) -> None:
        self._beat_after(due)
        self.beat()

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
            epoch, seq = await read(log.position, self.trip_id)
        except Trip.DoesNotExist:
            return self.end()
        if epoch != self.epoch or not 0 <= seq - self.head <= self.limits.kept_frames:
            return self._restart_at((epoch, seq))
        for frame in await self._after(self.head, self.limits.kept_frames):
            self._append(frame)

    async def _after(self, seq: int, most: int) -> Sequence[Encoded]:
        """Read the frames after `seq`; none if the log is another one by now."""
        frames = await read(log.after, self.trip_id, seq, most)
        return [wire.encode(frame) for frame in frames if frame["epoch"] == self.epoch]

    def _restart_at(self, where: Position) -> None:
        """Restart at a position without frames; cursors that stood elsewhere get a RESET."""
        self.epoch, self.head = where
        self.frames.clear()
        self.generation += 1
        self.rights += 1
        self._reset = None
        self.wake()

    def _append(self, frame: Encoded) -> None:
        self.frames.append(frame)
        self.head = frame.seq
        self._came += 1
        self.rights += frame.revalidates in (rights.GUESTS, rights.EVERYBODY)
        self._serve_by(self._served_at + self._pause_s)
        metrics.FEED_LAG.observe(frame.age_s())

    def _serve_by(self, when: float) -> None:
        """Serve the waiting cursors at this time of the loop; what comes until then goes along."""
        self._has_more = True
        if self._serving is None:
            self._serving = asyncio.get_running_loop().call_at(when, self._begin_to_serve)

    def _begin_to_serve(self) -> None:
        """Serve who waits. The more came together, the longer is joined what comes next.

        Else writing to a crowd takes the time in which a burst is to be committed.
        """
        self._pause_s = self.limits.joined_s * min(max(1, self._came), MOST_TIMES_LONGER)
        self._came, self._has_more = 0, False
        self._serve(list(self.waiting))

    def _serve(self, waiting: Sequence[Cursor]) -> None:
        """Write to each waiting cursor what it lacks, or wake it; the later ones in a moment."""
        loop = asyncio.get_running_loop()
        sent, behind = 0, [cursor for cursor in waiting[:AT_ONCE] if cursor.is_waiting]
        while behind:  # nearly all wait at one place
            written, behind = self._news_of(behind[0]).write_to(behind)
            sent += written
        metrics.FRAMES_SENT.inc(sent)
        if rest := waiting[AT_ONCE:]:
            self._serving = loop.call_soon(self._serve, rest)
            return
        self._serving, self._served_at = None, loop.time()
        if self._has_more:
            self._serve_by(self._served_at + self._pause_s)

    def _news_of(self, cursor: Cursor) -> News:
        """Gather what all lack who wait where this cursor does."""
        assert cursor.seq is not None
        place, head = (cursor.seq, cursor.heartbeats), max(cursor.seq, self.head)
        due = [] if cursor.heartbeats == self.heartbeats else [self.heartbeat()]
        frames = [*self.since(cursor.seq), *due] if cursor.seq >= self.base else None
        return News(place, frames, (head, self.heartbeats))
