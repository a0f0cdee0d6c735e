"""Ways to tamper with a server from within: faults of its process, and promises taken out of it."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import time_machine
from channels_redis.pubsub import RedisPubSubLoopLayer
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from psycopg_pool.base import AttemptWithBackoff
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from socialcart import bodies
from trips import change, clock, idempotency, shared, wire
from trips.breaker import Breaker
from trips.feed.feeds import Feeds
from trips.feed.trip import TripFeed
from trips.live import stream
from trips.models import Trip

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
    _replace(QuerySet, "select_for_update", lambda rows: rows)


def _take_out_the_capacity_check() -> None:
    _replace(Trip, "is_full", False)


def _take_out_idempotency() -> None:
    for each in (idempotency, change):
        _replace(each, "first_answer", lambda idempotency_key: None)
        _replace(each, "keep_answer", lambda *kept: None)


def _take_out_the_whole_request() -> None:
    _replace(bodies, "uninterrupted", lambda app: app)


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


def _take_out_the_shared_snapshot() -> None:
    reset = TripFeed.reset

    async def each_anew(feed: TripFeed, least: int = 0) -> Any:
        answer = await reset(feed, least)
        feed._reset = None
        return answer

    _replace(TripFeed, "reset", each_anew)
    _replace(shared.Store, "get", lambda store, name, make: make().it)


def _take_out_the_breakers() -> None:
    _replace(Breaker, "lets_through", lambda breaker: True)


def _take_out_jitter() -> None:
    _replace(stream, "random", SimpleNamespace(randint=lambda least, most: least))


def _take_out_the_database_clock() -> None:
    _replace(clock, "ask", timezone.now)


def _take_out_trip_locks() -> None:
    _replace(change, "trip_lock", nullcontext)


def _take_out_the_lock_timeout() -> None:
    _take_out_the_bound("lock_timeout")


def _take_out_the_idle_timeout() -> None:
    _take_out_the_bound("idle_in_transaction_session_timeout")


def _take_out_the_wait_for_the_disk() -> None:
    _add_option("-c synchronous_commit=off")


def _take_out_quick_reconnects() -> None:
    _database()["OPTIONS"]["pool"]["reconnect_timeout"] = 300
    _replace(AttemptWithBackoff, "DELAY_BACKOFF", 64)  # or one may come by chance at its return


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
    "capacity check": _take_out_the_capacity_check,
    "idempotency": _take_out_idempotency,
    "whole request": _take_out_the_whole_request,
    "position check": _take_out_the_position_check,
    "notifications": _take_out_notifications,
    "replay": _take_out_the_replay,
    "back-pressure": _take_out_back_pressure,
    "shared snapshot": _take_out_the_shared_snapshot,
    "breakers": _take_out_the_breakers,
    "jitter": _take_out_jitter,
    "database's clock": _take_out_the_database_clock,
    "trip locks": _take_out_trip_locks,
    "lock timeout": _take_out_the_lock_timeout,
    "idle timeout": _take_out_the_idle_timeout,
    "wait for the disk": _take_out_the_wait_for_the_disk,
    "quick reconnects": _take_out_quick_reconnects,
}
