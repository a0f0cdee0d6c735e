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
from typing import Any, TypeVar

from django.db import connection

from socialcart import connections, outages
from trips import clock, metrics
from trips.deliveries import leases, reminders
from trips.deliveries.behind import Look, mark
from trips.deliveries.doors import Door, Message, Outcome
from trips.deliveries.leases import Lease
from trips.deliveries.mails import Mails
from trips.deliveries.pushes import Pushes
from trips.deliveries.webhooks import Webhooks
from trips.models import Receiver, Trip

DOORS: Mapping[Receiver.Kind, Callable[[], Door]] = {
    Receiver.Kind.WEBHOOK: Webhooks,
    Receiver.Kind.EMAIL: Mails,
    Receiver.Kind.PUSH: Pushes,
}
LOOKS_EVERY_S = 1.0
REMINDS_EVERY_S = 20.0
ENDS_WITHIN_S = 6.0  # a delivery that has begun, and its move

T = TypeVar("T")


class Deliverer:
    """Delivers on the loop that starts it, until it is stopped."""

    def __init__(self) -> None:
        self._looking: asyncio.Task[None] | None = None
        self._moving: dict[asyncio.Task[None], Receiver] = {}
        self._is_ending = False
        self._seen = Look()
        self._reminds_at = 0.0  # by time.monotonic()

    async def start(self) -> None:
        """Start to look on the running loop; `stop` ends it."""
        self._is_ending = False
        self._doors = {kind: door() for kind, door in DOORS.items()}
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
        for door in self._doors.values():
            await door.close()
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
            if self._moving:
                first = asyncio.FIRST_COMPLETED
                await asyncio.wait(self._moving, timeout=left_s, return_when=first)
            if not left_s:
                return True
        return False

    async def _begin(self) -> bool:
        """Lease what is due and begin to deliver it; return whether to ask again soon."""
        begun = [await self._begin_at(kind, door) for kind, door in self._doors.items()]
        return any(begun)

    async def _begin_at(self, kind: Receiver.Kind, door: Door) -> bool:
        """Begin at one door, which has places of its own: a slow one delays no other."""
        held = Counter(each.pk for each in self._moving.values() if each.kind == kind)
        free = door.most_at_once - held.total()
        if not free:
            return True
        taken = await self._take(free, held, kind)
        for lease in taken:
            task = asyncio.create_task(self._deliver(door, lease))
            self._moving[task] = lease.cursor.receiver
            task.add_done_callback(self._moving.pop)
        return bool(taken)

    async def _take(self, most: int, held: Mapping[str, int], kind: Receiver.Kind) -> list[Lease]:
        """Lease what is due; if it is cancelled meanwhile, give that back before it ends."""
        taking = asyncio.ensure_future(self._ask(leases.take, most, held, kind))
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
        if time.monotonic() >= self._reminds_at:
            self._reminds_at = time.monotonic() + REMINDS_EVERY_S
            mark(reminders.write_due(clock.ask()))
        metrics.OLDEST_UNDELIVERED.set(leases.longest_wait_s())
        return True

    async def _deliver(self, door: Door, lease: Lease) -> None:
        """Deliver one message after the other, until the head of the log, a rest or a failure."""
        try:
            while messages := await self._ask(self._next, door, lease):
                if not await self._deliver_all(door, lease, messages):
                    return
        except (Trip.DoesNotExist, Receiver.DoesNotExist):
            pass  # it is deleted, and its cursors with it
        except Exception as failure:  # the lease runs out, and it is tried again
            outages.report("A delivery", failure)

    def _next(self, door: Door, lease: Lease) -> list[Message]:
        """Read what is next; if there is nothing, give the lease back."""
        lease.cursor.receiver.refresh_from_db()  # staff may have changed it
        if lease.cursor.receiver.off_since:
            lease.give_back()
            return []
        messages = door.next(lease.cursor)
        if not messages:
            lease.move(lease.cursor.epoch, lease.cursor.seq, is_at_head=True)
        return messages

    async def _deliver_all(self, door: Door, lease: Lease, messages: list[Message]) -> bool:
        """Deliver messages in their order; return whether all were taken and more may follow."""
        for message in messages:
            is_sent = message.content is not None
            if is_sent and not await self._deliver_one(door, lease, message):
                return False
            position = message.epoch, message.seq, message.reminder
            if not await self._ask(lease.move, *position, is_at_head=False, was_taken=is_sent):
                return False
            if is_sent and door.rest:
                await self._ask(lease.rest, door.rest)
                return False
        return True

    async def _deliver_one(self, door: Door, lease: Lease, message: Message) -> bool:
        """Deliver a message; return whether it is over with. If not, the lease is given back."""
        if self._is_ending or not (parcel := await self._ask(self._pack, door, lease, message)):
            await self._ask(lease.give_back)
            return False
        answer = await door.send(parcel)
        metrics.DELIVERIES.labels(lease.cursor.receiver.kind, answer.outcome.value).inc()
        if answer.outcome is Outcome.TAKEN:
            return True
        if answer.outcome is Outcome.FAILED:
            await self._ask(lease.back_off, answer.reason, answer.retry_after_s)
        elif answer.outcome is Outcome.REFUSED:
            await self._ask(lease.note, answer.reason)
        elif door.forgets_gone:
            await self._ask(lease.forget)
        else:
            await self._ask(lease.turn_off, answer.reason)
        return answer.outcome is Outcome.REFUSED

    def _pack(self, door: Door, lease: Lease, message: Message) -> Any:
        """Build what is sent, in the thread: a RESET is large. None if it may not be sent now."""
        may_send = lease.may_send(message.epoch)
        return door.pack(lease.cursor, message.content) if may_send else None

    async def _ask(self, act: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Run a function that asks the database, in the thread for it. Raises what it raises."""

        def ask() -> T:
            connections.check()
            return act(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._thread, ask)


own_deliverer = Deliverer()  # of this process
