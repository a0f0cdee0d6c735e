"""Heartbeats: each trip sends its own in time, however long those of others take."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
import time_machine
from channels.layers import InMemoryChannelLayer

from tests.virtual_loop import BEGIN, Loop
from trips import log
from trips.feed.feeds import Feeds
from trips.feed.trip import TripFeed

INTERVAL_S = 15
TAKES_S = 2  # all that a trip sends at once


@pytest.fixture
def loop() -> Iterator[Loop]:
    with time_machine.travel(BEGIN, tick=False) as clock, closing(Loop(clock)) as loop:
        yield loop


@pytest.fixture
def beats(loop: Loop, settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The heartbeats that trips have sent, and when; nobody can do anything meanwhile."""
    settings.SSE_HEARTBEAT_INTERVAL = INTERVAL_S * 1000
    sent: list[tuple[str, int]] = []

    def beat(feed: TripFeed) -> None:
        sent.append((feed.trip_id, round(loop.time())))
        loop._move_to(loop.time() + TAKES_S)

    async def read(question: Callable[..., Any], *args: Any) -> Any:
        return ("7f3a", 1) if question is log.position else []

    monkeypatch.setattr(TripFeed, "beat", beat)
    monkeypatch.setattr("trips.feed.trip.read", read)
    monkeypatch.setattr("trips.feed.reading.read", read)
    return sent


def test_each_trip_beats_at_its_own_times_until_the_last_watcher_leaves(
    loop: Loop, beats: list[tuple[str, int]]
) -> None:
    async def watched() -> None:
        feeds = Feeds(InMemoryChannelLayer())
        async with feeds.watch("goa", None):
            await asyncio.sleep(5)
            async with feeds.watch("ladakh", None):
                await asyncio.sleep(36)
            await asyncio.sleep(10)
        await asyncio.sleep(20)
        await feeds.stop()

    loop.run_until_complete(watched())
    assert beats == [("goa", 15), ("ladakh", 20), ("goa", 30), ("ladakh", 35), ("goa", 45)]


def test_a_process_that_stood_still_sends_one_heartbeat_for_all_that_were_due(
    loop: Loop, beats: list[tuple[str, int]]
) -> None:
    async def watched() -> None:
        feeds = Feeds(InMemoryChannelLayer())
        async with feeds.watch("goa", None):
            loop._move_to(100)
            await asyncio.sleep(20)
        await feeds.stop()

    loop.run_until_complete(watched())
    assert beats == [("goa", 100), ("goa", 115)]
