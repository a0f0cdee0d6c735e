"""Hold the place of one connection on a trip's feed, and what it is to be sent."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING

from trips import metrics
from trips.wire import Encoded, events, rights

if TYPE_CHECKING:
    from trips.feed.trip import TripFeed

Framed = Callable[[Sequence[Encoded]], bytes]  # as a live door sends them


class _Bytes(dict[Framed, bytes]):
    """The same frames as each door sends them, framed when it is first asked for."""

    def __init__(self, frames: Sequence[Encoded]) -> None:
        self._frames = frames

    def __missing__(self, framed: Framed) -> bytes:
        self[framed] = framed(self._frames)
        return self[framed]


class News:
    """Frames that all lack who wait at one place, `seq` and `heartbeats`; they end at `head`.

    `frames` are none where nothing is new, and None where it is not kept any more.
    """

    def __init__(
        self, place: tuple[int, int], frames: Sequence[Encoded] | None, head: tuple[int, int]
    ) -> None:
        self.place, self.frames, self.head = place, frames, head
        self.concerned = {frame.revalidates for frame in frames or () if frame.revalidates}
        self.came_with = max((frame.came_with for frame in frames or ()), default=events.FIRST)
        self.framed = _Bytes(frames or ())

    def write_to(self, cursors: "Sequence[Cursor]") -> tuple[int, "list[Cursor]"]:
        """Write to who waits at this place, straight to the connection, or wake its task.

        Returns how many frames were written, and the cursors that wait elsewhere. Nothing is
        written to a slow reader, nor where a frame may end the right to watch or is unknown to the
        client.
        """
        if self.frames == []:
            return 0, [each for each in cursors if (each.seq, each.heartbeats) != self.place]
        # With 1,000 watchers a delivery is this loop and one system call: it looks up no more
        # than it must, and calls no function of ours.
        (after, beats), (seq, heartbeats), framed = self.place, self.head, self.framed
        concerned, came_with, is_kept = self.concerned, self.came_with, self.frames is not None
        concerns_all = rights.EVERYBODY in concerned
        elsewhere: list[Cursor] = []
        written = 0
        for cursor in cursors:
            if cursor.seq != after or cursor.heartbeats != beats:
                elsewhere.append(cursor)
                continue
            transport = cursor.transport
            if (
                transport is None
                or not is_kept
                or (concerned and (concerns_all or cursor.revalidated_on in concerned))
                or cursor.knows < came_with
                or transport.is_closing()
                or transport.get_write_buffer_size()
            ):
                cursor.wake()
                continue
            transport.write(framed[cursor.framed])
            cursor.seq, cursor.heartbeats = seq, heartbeats
            written += 1
        return written * len(self.frames or ()), elsewhere


class Cursor:
    """The position of one connection on a trip's feed; `seq` is None when it needs a whole state.

    `knows` is the client's version: in place of a frame that it does not know it gets a RESET.
    While it waits at the head, the feed writes to its transport; else its task alone sends.
    """

    __slots__ = (
        "_waiter",
        "feed",
        "framed",
        "generation",
        "heartbeats",
        "is_waiting",
        "knows",
        "revalidated_on",
        "seq",
        "transport",
    )

    def __init__(self, feed: "TripFeed", knows: int = events.NEWEST) -> None:
        self.feed, self.knows = feed, knows
        self.revalidated_on = ""  # a result of `rights.revalidates`
        self.is_waiting = False  # at the head: nobody sends to the connection, but the feed may
        self._waiter: asyncio.Future[None] | None = None
        self.transport: asyncio.WriteTransport | None = None
        self.move_to(None)

    def move_to(self, seq: int | None) -> None:
        """Move the cursor to `seq` on the feed as it is now."""
        self.seq, self.generation, self.heartbeats = seq, self.feed.generation, self.feed.heartbeats

    def write_straight_to(self, transport: asyncio.WriteTransport, framed: Framed) -> None:
        """Let the feed write to this transport, framed so, while the cursor waits at the head."""
        self.transport, self.framed = transport, framed

    async def batches(self) -> AsyncIterator[Sequence[Encoded]]:
        """Yield batches of frames to send, first a heartbeat, until the feed ends."""
        batch: Sequence[Encoded] = (self.feed.heartbeat(),)
        while not self.feed.ended:
            if batch:
                yield batch
            while self.is_at_head() and not self.feed.ended:
                await self._woken()
            batch = await self.pending()

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

    def wake(self) -> None:
        """Wake the task that waits at the head, to look for new frames."""
        if self.is_waiting and self._waiter:
            self.is_waiting = False
            if not self._waiter.done():  # cancelled
                self._waiter.set_result(None)

    def is_at_head(self) -> bool:
        """Return whether there is nothing to send: same generation, no heartbeat due, at the head.

        Or past the head, because a RESET may be newer than what the feed has read.
        """
        feed, seq = self.feed, self.seq
        is_there = seq is not None and seq >= feed.head
        return (
            is_there and self.heartbeats == feed.heartbeats and self.generation == feed.generation
        )

    async def _woken(self) -> None:
        """Wait until somebody wakes the cursor, at most a heartbeat away."""
        self._waiter = asyncio.get_running_loop().create_future()
        self.is_waiting = True
        self.feed.waiting.add(self)
        try:
            await self._waiter
        finally:
            self.feed.waiting.discard(self)
            self.is_waiting, self._waiter = False, None

    async def _whole_state(self, least: int) -> Sequence[Encoded]:
        reset, self.generation = await self.feed.reset(least)
        self.seq = reset.seq
        metrics.RESETS.inc()
        return (reset,)
