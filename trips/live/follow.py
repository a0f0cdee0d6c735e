"""Follow a trip: check who may, send frames, and end when the right to watch does.

Both live connections go through here. The limits on connections of an address and of a member are
counted by each process for itself: they bound what a process holds, and a member whose connections
meet two processes may have twice as many.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from asgiref.typing import HTTPScope, WebSocketScope
from django.conf import settings
from django.db import Error
from django.http.cookie import parse_cookie

from socialcart import outages
from trips import access, keys, metrics, throttle, wire
from trips.feed import own_feeds
from trips.feed.cursor import Cursor, Framed
from trips.feed.position import position
from trips.feed.reading import read
from trips.feed.trip import TripFeed
from trips.live.scope import address, frames, header, lent
from trips.models import Trip
from trips.wire import Encoded, rights

SLOT_FREE_AFTER_S = 10
MOST_OF_A_MEMBER = 8  # four pages, each of which may have a better connection on trial

_taken: Counter[str] = Counter()
_newest: defaultdict[str, list[asyncio.Timeout]] = defaultdict(list)


async def follow(
    scope: HTTPScope | WebSocketScope,
    ref: str,
    after: str,
    send: Callable[[Sequence[Encoded]], Awaitable[None]],
    framed: Framed,
) -> None:
    """Send a trip's frames until its feed ends. Raises Refusal, before the first frame or later.

    `ref` is an invitation token or trip id; `after` a position, "" for from now on. The right to
    watch is checked again after each frame that may have ended it. A member's newest connections
    stay: one too many ends the oldest. Where the server lends its connection, most frames are
    written straight to it, as `framed` makes them.
    """
    async with (
        cursor_for(scope, ref, after) as (watcher, cursor),
        _among_the_newest(watcher.member_id),
    ):
        cursor.revalidated_on = watcher.revalidated_on
        if connection := lent(scope):
            cursor.write_straight_to(connection.transport, framed)
        del scope, connection  # who waits for hours holds no headers
        async for batch in cursor.batches():
            metrics.FRAMES_SENT.inc(len(batch))
            # A whole state, or that the trip was hidden: check before anything is sent.
            if any(frame.revalidates == rights.EVERYBODY for frame in batch):
                watcher = await read(access.admit, watcher)
            while cut := _up_to_revalidation(batch, watcher):
                await send(batch[:cut])
                watcher = await read(access.admit, watcher)
                batch = batch[cut:]
            cursor.revalidated_on = watcher.revalidated_on
            if batch:
                await send(batch)


def _up_to_revalidation(batch: Sequence[Encoded], watcher: access.Watcher) -> int:
    """Count the frames up to the one after which the right to watch must be checked; 0 for none.

    The frame that may have ended that right is sent: it says why.
    """
    for number, frame in enumerate(batch, 1):
        if frame.revalidates == watcher.revalidated_on:
            return number
    return 0


@asynccontextmanager
async def cursor_for(
    scope: HTTPScope | WebSocketScope, ref: str, after: str
) -> AsyncIterator[tuple[access.Watcher, Cursor]]:
    """Open a cursor on a trip for one connection, within its address's STREAM_LIMIT.

    Gives the watcher, checked against the trip, and the cursor. Raises Refusal.
    """
    await count(throttle.watching, address(scope))
    start, knows = position(after), frames(scope)
    cookies = parse_cookie(header(scope, b"cookie"))
    ref = ref.strip()  # as people paste it
    arriving = access.Watcher(ref, cookies, header(scope, b"authorization"))
    client = address(scope)
    del scope
    with _slot(client):
        try:
            watched = own_feeds.watched(ref)
            trip_id = watched.trip_id if watched else await read(access.trip_id_of, ref)
            async with own_feeds.watch(trip_id, start, knows) as cursor:
                # Only now: a removal after this moment comes as a frame.
                yield await _admitted(arriving, cursor.feed), cursor
        except Trip.DoesNotExist as gone:
            raise wire.Refusal("not_found") from gone
        except Error as failure:
            if not outages.is_outage(failure):
                raise
            outages.report("The database", failure)
            raise wire.Refusal("busy") from failure


async def _admitted(arriving: access.Watcher, feed: TripFeed) -> access.Watcher:
    """Return the watcher, checked. For a guest of an invitation known to be valid, ask nobody."""
    if feed.lets_in(keys.digest(arriving.ref)) and not arriving.may_be_member:
        return access.admit_guest(arriving, feed.trip_id)
    before = feed.rights
    watcher = await read(access.admit, arriving)
    if watcher.is_guest:
        own_feeds.remember(arriving.ref, feed, before)
    return watcher


async def count(limit: Callable[..., None], *ids: str) -> None:
    """Count against a limit of `throttle`, in a thread where it may wait for Redis."""
    if settings.REDIS_URL:
        await asyncio.to_thread(limit, *ids)
    else:
        limit(*ids)


@contextmanager
def _slot(client: str) -> Iterator[None]:
    if _taken[client] >= settings.STREAM_LIMIT:
        raise wire.Refusal.too_many(SLOT_FREE_AFTER_S)
    _taken[client] += 1
    try:
        yield
    finally:
        _taken[client] -= 1
        if not _taken[client]:
            del _taken[client]


@asynccontextmanager
async def _among_the_newest(member_id: str) -> AsyncIterator[None]:
    """Allow a member MOST_OF_A_MEMBER connections: one more ends the oldest with a Refusal."""
    if not member_id:
        yield
        return
    slots = _newest[member_id]
    slot = asyncio.timeout(None)
    try:
        async with slot:
            slots.append(slot)
            if len(slots) > MOST_OF_A_MEMBER:
                slots.pop(0).reschedule(0)
            yield
    except TimeoutError as end:
        raise wire.Refusal("watched_elsewhere") if slot.expired() else end from None
    finally:
        if slot in slots:
            slots.remove(slot)
        if not slots:
            _newest.pop(member_id, None)
