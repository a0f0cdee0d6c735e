"""Ways to tamper with a server from within: faults of its process, and promises taken out of it."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import time_machine
from channels_redis.pubsub import RedisPubSubLoopLayer
from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from socialcart import connections, threads
from socialcart.threads import Threads
from trips import cache, change, clock, first_answers, waiting_list, wire, writer
from trips.breaker import Breaker
from trips.deliveries import leases
from trips.deliveries.deliverer import Deliverer
from trips.deliveries.doors import Door, Message
from trips.deliveries.leases import Lease
from trips.feed.cursor import Cursor, News
from trips.feed.feeds import Feeds
from trips.feed.trip import TripFeed
from trips.live import stream
from trips.membership import leaving
from trips.models import DeliveryCursor, Poll, Receiver, Trip
from trips.statements import Param, compiled

LOST_OF_FIVE = (0, 1, 3)  # by its seq: of 200 joins the last, which no later frame gives away
AHEAD = timedelta(seconds=90)

logger = logging.getLogger(__name__)


def _replace(owner: object, name: str, by: object) -> None:
    patch.object(owner, name, by).start()


def _lose_messages() -> None:
    send = RedisPubSubLoopLayer.group_send

    async def group_send(*message: Any) -> None:
        notification = message[-1]
        if notification["type"] != "frame" or notification["frame"][1] % 5 not in LOST_OF_FIVE:
            await send(*message)

    _replace(RedisPubSubLoopLayer, "group_send", group_send)


def _set_the_clock_ahead() -> None:
    time_machine.travel(timezone.now() + AHEAD, tick=True).start()


def _report_snapshots() -> None:
    reset = wire.reset

    def logging_reset(state: wire.Snapshot, at: datetime) -> wire.Frame:
        logger.info("snapshot of %s at %d", state["id"], state["seq"])
        return reset(state, at)

    _replace(wire, "reset", logging_reset)


def _take_out_the_row_lock() -> None:
    _replace(change, "_locked", compiled(Trip.objects.filter(pk=Param("trip"))))


def _take_out_the_row_lock_of_votes() -> None:
    """Once a trip has a poll, so that who votes has joined in order."""
    locked, unlocked = change._locked, compiled(Trip.objects.filter(pk=Param("trip")))

    def first(trip: str) -> Trip | None:
        return (unlocked if Poll.objects.filter(trip=trip).exists() else locked).first(trip=trip)

    _replace(change, "_locked", SimpleNamespace(first=first))


def _take_out_the_capacity_check() -> None:
    _replace(Trip, "is_full", False)


def _take_out_the_promotion_in_the_change() -> None:
    fill = waiting_list.fill_places

    def fill_later(trip: Trip) -> None:
        def act() -> None:
            now = Trip.objects.get(pk=trip.pk)
            time.sleep(0.3)  # as another change comes in between
            with transaction.atomic():
                fill(now)
                now.save()

        transaction.on_commit(act, robust=True)

    _replace(leaving, "fill_places", fill_later)


def _take_out_idempotency() -> None:
    for each in (first_answers, change):
        _replace(each, "first_answer", lambda idempotency_key: None)
        _replace(each, "keep_answer", lambda *kept: None)


def _take_out_the_whole_request() -> None:
    whole = Threads.__call__

    async def dropped(app: Threads, scope: Any, receive: Any, send: Any) -> None:
        messages = [await receive()]
        while messages[-1].get("more_body"):
            messages.append(await receive())
        gone = asyncio.create_task(receive())
        await asyncio.sleep(0.02)  # it was not begun yet
        if not gone.done():
            come = iter(messages)
            await whole(app, scope, lambda: _given(next(come)), send)
        gone.cancel()

    _replace(Threads, "__call__", dropped)


async def _given(message: Any) -> Any:
    return message


def _take_out_the_position_check() -> None:
    _replace(Feeds, "_check_positions", lambda feeds: asyncio.sleep(60))


def _take_out_notifications() -> None:
    _replace(Feeds, "hand_over", lambda *message: None)


def _take_out_the_replay() -> None:
    async def bridge(feed: TripFeed, after: object) -> int:
        return feed.head

    _replace(TripFeed, "bridge", bridge)


def _take_out_back_pressure() -> None:
    for protocol in (FlowControl, WebSocketsSansIOProtocol):
        _replace(protocol, "pause_writing", lambda connection: None)


def _take_out_the_empty_buffer() -> None:
    def write_to(news: News, cursors: Sequence[Cursor]) -> tuple[int, list[Cursor]]:
        """Writes straight to everybody, also to who does not read."""
        elsewhere = [each for each in cursors if (each.seq, each.heartbeats) != news.place]
        for cursor in {*cursors} - {*elsewhere} if news.frames != [] else ():
            if news.frames is None or cursor.transport is None:
                cursor.wake()
                continue
            cursor.transport.write(news.framed[cursor.framed])
            cursor.seq, cursor.heartbeats = news.head
        return 0, elsewhere

    _replace(News, "write_to", write_to)


def _take_out_the_shared_snapshot() -> None:
    reset = TripFeed.reset

    async def each_anew(feed: TripFeed, least: int = 0) -> Any:
        answer = await reset(feed, least)
        feed._reset = None
        return answer

    _replace(TripFeed, "reset", each_anew)
    _replace(cache.Store, "get", lambda store, name, make: make().result)


def _take_out_the_breakers() -> None:
    _replace(Breaker, "lets_through", lambda breaker: True)


def _take_out_the_lease() -> None:
    def take(most: int, in_flight: Mapping[str, int], kind: Receiver.Kind) -> list[Lease]:
        """Takes what another process has taken, and moves it as well."""
        DeliveryCursor.objects.update(leased_until=None)
        return leasing(most, in_flight, kind)

    leasing = leases.take
    _replace(leases, "take", take)
    _replace(
        Lease, "_own", property(lambda lease: DeliveryCursor.objects.filter(pk=lease.cursor.pk))
    )


def _take_out_the_move_after_the_answer() -> None:
    deliver = Deliverer._deliver_one

    async def moving_first(self: Deliverer, door: Door, lease: Lease, message: Message) -> bool:
        await self._ask(lease.move, message.epoch, message.seq, is_at_head=False)
        return await deliver(self, door, lease, message)

    _replace(Deliverer, "_deliver_one", moving_first)


def _take_out_jitter() -> None:
    _replace(stream, "random", SimpleNamespace(randint=lambda least, most: least))


def _take_out_the_database_clock() -> None:
    _replace(clock, "ask", timezone.now)
    _replace(clock, "set_to", lambda at: timezone.now())


def _take_out_the_line_of_a_trip() -> None:
    _replace(threads, "OF_ONE_TRIP", threads.THREADS)


def _take_out_the_answer_after_the_commit() -> None:
    run = writer.Change.run

    def answering(change: Any) -> None:
        run(change)
        change.answer()
        time.sleep(0.2)  # as if the disk were slow: so it is killed in between
        change.answer = lambda: None

    _replace(writer.Change, "run", answering)


def _take_out_the_lock_timeout() -> None:
    _take_out_the_bound("lock_timeout")


def _take_out_the_idle_timeout() -> None:
    _take_out_the_bound("idle_in_transaction_session_timeout")


def _take_out_the_wait_for_the_disk() -> None:
    _add_option("-c synchronous_commit=off")


def _take_out_the_check_of_connections() -> None:
    _replace(connections, "check", lambda: None)
    _replace(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda connection: None)


def _take_out_the_bound(name: str) -> None:
    del settings.DATABASE_BOUNDS[name]  # or the server would not start
    _add_option(f"-c {name}=0")


def _add_option(option: str) -> None:
    options = _database()["OPTIONS"]
    options["options"] = f"{options['options']} {option}"


def _database() -> Any:
    return settings.DATABASES["default"]


WAYS: dict[str, Callable[[], None]] = {
    "lossy layer": _lose_messages,
    "clock ahead": _set_the_clock_ahead,
    "snapshots counted": _report_snapshots,
    "row lock": _take_out_the_row_lock,
    "row lock of votes": _take_out_the_row_lock_of_votes,
    "promotion in the change that frees a place": _take_out_the_promotion_in_the_change,
    "capacity check": _take_out_the_capacity_check,
    "idempotency": _take_out_idempotency,
    "whole request": _take_out_the_whole_request,
    "position check": _take_out_the_position_check,
    "notifications": _take_out_notifications,
    "replay": _take_out_the_replay,
    "back-pressure": _take_out_back_pressure,
    "empty buffer of who is written to": _take_out_the_empty_buffer,
    "shared snapshot": _take_out_the_shared_snapshot,
    "breakers": _take_out_the_breakers,
    "lease": _take_out_the_lease,
    "move after the answer": _take_out_the_move_after_the_answer,
    "jitter": _take_out_jitter,
    "database's clock": _take_out_the_database_clock,
    "line of a trip": _take_out_the_line_of_a_trip,
    "answer after the commit": _take_out_the_answer_after_the_commit,
    "lock timeout": _take_out_the_lock_timeout,
    "idle timeout": _take_out_the_idle_timeout,
    "wait for the disk": _take_out_the_wait_for_the_disk,
    "check of connections": _take_out_the_check_of_connections,
}
