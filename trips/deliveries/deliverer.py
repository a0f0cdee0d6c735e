"""The background task that delivers: in `serve`, and alone in `manage.py deliver`.

Each look marks the cursors that are behind, leases some, and starts a task for each. Several
processes share the work; what one was at when it died another sends again.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from django.db import connection

from socialcart import connections, outages
from trips import metrics, wire
from trips.deliveries import backlog, leases, webhooks
from trips.deliveries.behind import Look
from trips.deliveries.leases import Lease
from trips.deliveries.posting import Outcome, Poster
from trips.models import Receiver, Trip
from trips.wire import events

LOOKS_EVERY_S = 1.0
MOST_AT_ONCE = 64  # cursors that one process moves
ENDS_WITHIN_S = 6.0  # a delivery that has begun, and its move

T = TypeVar("T")
Post = tuple[str, Mapping[str, str], bytes]  # to which address, its headers and body


class Deliverer:
    """Delivers on the loop that starts it, until it is stopped."""

    def __init__(self) -> None:
        self._looking: asyncio.Task[None] | None = None
        self._moving: dict[asyncio.Task[None], str] = {}  # the receiver of each
        self._is_ending = False
        self._seen = Look()

    async def start(self) -> None:
        """Start to look on the running loop; `stop` ends it."""
        self._is_ending = False
        self._poster = Poster()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="deliverer")
        self._looking = asyncio.create_task(self._look_for_ever())

    async def stop(self) -> None:
        """Begin no further delivery, and wait for those that have begun, at most ENDS_WITHIN_S."""
        if self._looking is None:
            return
        self._is_ending = True
        self._looking.cancel()
        await asyncio.gather(self._looking, return_exceptions=True)
        if self._moving:
            _, late = await asyncio.wait(self._moving, timeout=ENDS_WITHIN_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._poster.close()
        await self._ask(lambda: connection.close())  # of the thread
        self._thread.shutdown()
        self._looking = None

    async def _look_for_ever(self) -> None:
        """Look for ever; report a failure, e.g. of the database, and go on."""
        while True:
            try:
                is_more = await self._look()
            except Exception as failure:
                outages.report("The deliverer", failure)
                is_more = False
            if not is_more:
                await asyncio.sleep(LOOKS_EVERY_S * random.uniform(0.75, 1.25))

    async def _look(self) -> bool:
        """Begin to deliver what is behind, place by place; return whether there may be more."""
        if not await self._ask(self._mark):
            return False
        ends = time.monotonic() + LOOKS_EVERY_S
        while await self._begin():
            left_s = max(0.0, ends - time.monotonic())
            await asyncio.wait(self._moving, timeout=left_s, return_when=asyncio.FIRST_COMPLETED)
            if not left_s:
                return True
        return False

    async def _begin(self) -> bool:
        """Lease what is due and begin to deliver it; return whether to ask again soon."""
        free = MOST_AT_ONCE - len(self._moving)
        if not free:
            return True
        taken = await self._take(free)
        for lease in taken:
            task = asyncio.create_task(self._deliver(lease))
            self._moving[task] = lease.cursor.receiver_id
            task.add_done_callback(self._moving.pop)
        return bool(taken)

    async def _take(self, most: int) -> list[Lease]:
        """Lease what is due; if it is cancelled meanwhile, give that back before it ends."""
        taking = asyncio.ensure_future(self._ask(leases.take, most, Counter(self._moving.values())))
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            with suppress(Exception):  # of the database: they run out
                for lease in await taking:
                    await self._ask(lease.give_back)
            raise

    def _mark(self) -> bool:
        """Mark the cursors that are behind; return whether there is anybody to deliver to."""
        if not Receiver.objects.filter(off_since=None).exists():
            self._seen = Look()
            metrics.OLDEST_UNDELIVERED.set(0)
            return False
        self._seen.mark()
        metrics.OLDEST_UNDELIVERED.set(leases.longest_wait_s())
        return True

    async def _deliver(self, lease: Lease) -> None:
        """Deliver one event after the other, until the head of the log or a failure."""
        try:
            while frames := await self._ask(self._next, lease):
                if not await self._deliver_all(lease, frames):
                    return
        except (Trip.DoesNotExist, Receiver.DoesNotExist):
            pass  # it is deleted, and its cursors with it
        except Exception as failure:  # the lease runs out, and it is tried again
            outages.report("A delivery", failure)

    def _next(self, lease: Lease) -> list[wire.Frame]:
        """Read what is next; if there is nothing, give the lease back."""
        lease.cursor.receiver.refresh_from_db()  # staff may have changed it
        if lease.cursor.receiver.off_since:
            lease.give_back()
            return []
        frames = backlog.after(lease.cursor)
        if not frames:
            lease.move(lease.cursor.epoch, lease.cursor.seq, is_at_head=True)
        return frames

    async def _deliver_all(self, lease: Lease, frames: list[wire.Frame]) -> bool:
        """Deliver frames in their order; return whether all were taken and more may follow."""
        for frame in frames:
            is_reset = frame["type"] == events.RESET
            is_wanted = is_reset or lease.cursor.receiver.wants(frame["type"])
            if is_wanted and not await self._deliver_one(lease, frame):
                return False
            if is_wanted or frame is frames[-1]:
                position = frame["epoch"], frame["seq"]
                if not await self._ask(
                    lease.move, *position, is_at_head=False, was_taken=is_wanted
                ):
                    return False
        return True

    async def _deliver_one(self, lease: Lease, frame: wire.Frame) -> bool:
        """Deliver a frame; return whether it was taken. If not, the lease is given back."""
        if self._is_ending or not (post := await self._ask(self._post_of, lease, frame)):
            await self._ask(lease.give_back)
            return False
        answer = await self._poster.post(*post)
        metrics.DELIVERIES.labels(lease.cursor.receiver.kind, answer.outcome.value).inc()
        if answer.outcome is Outcome.FAILED:
            await self._ask(lease.back_off, answer.reason)
        elif answer.outcome is Outcome.GONE:
            await self._ask(lease.turn_off, answer.reason)
        return answer.outcome is Outcome.TAKEN

    def _post_of(self, lease: Lease, frame: wire.Frame) -> Post | None:
        """Build what is sent, in the thread: a RESET is large. None if it may not be sent now."""
        if not lease.may_send(frame["epoch"]):
            return None
        receiver, trip_id = lease.cursor.receiver, lease.cursor.trip_id
        body = webhooks.body_of(trip_id, frame)
        headers = webhooks.headers_of(trip_id, frame, body, receiver.secret)
        return receiver.address, headers, body.encode()

    async def _ask(self, act: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Run a function that asks the database, in the thread for it. Raises what it raises."""

        def ask() -> T:
            connections.check()
            return act(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._thread, ask)


own_deliverer = Deliverer()  # of this process
