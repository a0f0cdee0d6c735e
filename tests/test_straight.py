"""The short ways of a feed: it writes to who waits at the head, and lets in whom it knows."""

import asyncio
import dataclasses
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock

import pytest
from channels.db import database_sync_to_async
from channels.layers import InMemoryChannelLayer

from socialcart.protocols import LENT
from trips import access, housekeeping, membership, planning, reports, wire
from trips import feed as live_feed
from trips.feed import trip as trip_module
from trips.feed.feeds import Feeds
from trips.feed.limits import Limits
from trips.feed.reading import read
from trips.forms import Guest, Terms
from trips.live.follow import follow
from trips.wire import Encoded, events

pytestmark = pytest.mark.django_db(transaction=True)
Join = Callable[[str], Any]
WHOLE_STATE = "RESET"


class Connection(asyncio.Transport):
    """What a watcher was sent, in order, and by whom: by the feed straight, or by its task."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.unread = 0
        self.is_over = False

    def write(self, data: Any) -> None:
        self.sent += [("feed", each) for each in data.decode().split()]

    async def send(self, batch: Sequence[Encoded]) -> None:
        self.sent += [("task", each) for each in framed(batch).decode().split()]

    def get_write_buffer_size(self) -> int:
        return self.unread

    def is_closing(self) -> bool:
        return self.is_over

    @property
    def news(self) -> list[str]:
        return [what for _, what in self.sent if what != "HEARTBEAT"]

    def by(self, whom: str) -> list[str]:
        return [what for sender, what in self.sent if sender == whom]


def framed(batch: Sequence[Encoded]) -> bytes:
    """The seqs of frames of the log, the types of all others."""
    types = [re.findall(r'"type":"(RESET|HEARTBEAT)"', frame.text) for frame in batch]
    return " ".join(
        (named or [str(frame.seq)])[0] for named, frame in zip(types, batch, strict=True)
    ).encode()


@pytest.fixture
def limits() -> Limits:
    """No position check stands in for what a feed does not pass on."""
    return Limits(check_every_s=60.0, joined_s=0.0)


@pytest.fixture
def layer() -> InMemoryChannelLayer | None:
    return InMemoryChannelLayer()


@pytest.fixture
async def feed(
    layer: InMemoryChannelLayer | None, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Feeds]:
    monkeypatch.setattr("trips.feed.feeds.get_channel_layer", lambda: None)
    running = Feeds(layer, limits)
    monkeypatch.setattr(live_feed, "own_feeds", running)
    monkeypatch.setattr("trips.live.follow.own_feeds", running)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def goa() -> Any:
    return await database_sync_to_async(planning.plan)(None, Terms("Goa", 5), Guest("Ben"))


@pytest.fixture
def join(goa: Any) -> Join:
    return lambda name: database_sync_to_async(membership.join)(
        goa["trip"]["id"], None, Guest(name)
    )


@asynccontextmanager
async def watching(
    feed: Feeds, ref: str, knows: int = events.NEWEST, cookie: str = ""
) -> AsyncIterator[tuple[Connection, "asyncio.Task[None]"]]:
    """Somebody who watches, and who waits at the head by now."""
    connection = Connection()
    scope: Any = {
        "client": ("10.0.0.1", 1),
        "query_string": b"frames=%d" % knows,
        "headers": [(b"cookie", cookie.encode())],
        "extensions": {LENT: {LENT: SimpleNamespace(transport=connection)}},
    }
    waited = sum(len(each.waiting) for each in feed.trips.values())
    task = asyncio.create_task(follow(scope, ref, "", connection.send, framed))
    try:
        await until(lambda: sum(len(each.waiting) for each in feed.trips.values()) > waited)
        yield connection, task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not is_so():
            await asyncio.sleep(0.01)


async def test_who_waits_at_the_head_is_written_to_and_no_task_wakes(
    feed: Feeds, goa: Any, join: Join
) -> None:
    async with watching(feed, goa["tripId"]) as (hub, _):
        for name in ("Asha", "Chloé", "Dev"):
            await join(name)
        await until(lambda: len(hub.news) == 3)
        assert (hub.by("task"), hub.by("feed")) == (["HEARTBEAT"], ["2", "3", "4"])


async def test_order_holds_while_the_feed_and_a_slow_readers_task_take_turns(
    feed: Feeds, goa: Any, join: Join
) -> None:
    async with watching(feed, goa["tripId"]) as (hub, _):
        for number in range(8):
            hub.unread = number // 2 % 2  # for two frames it reads, for two it does not
            await join(f"Friend {number}")
            await until(lambda: len(hub.news) == number + 1)  # noqa: B023 - called at once
        assert hub.news == [str(seq) for seq in range(2, 10)]
        assert hub.by("task") == ["HEARTBEAT", "4", "5", "8", "9"]


async def test_a_slow_reader_is_sent_nothing_more_while_its_task_waits_for_it(
    feed: Feeds, goa: Any, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_send = asyncio.Event()
    send = Connection.send

    async def send_later(hub: Connection, batch: Sequence[Encoded]) -> None:
        if hub.unread:
            await may_send.wait()
        await send(hub, batch)

    monkeypatch.setattr(Connection, "send", send_later)
    async with watching(feed, goa["tripId"]) as (hub, _):
        hub.unread = 1
        await join("Asha")
        hub_of_the_feed = next(iter(feed.trips.values()))
        await until(lambda: not hub_of_the_feed.waiting)
        hub.unread = 0  # there is room again, but the task has yet to send what came before
        for name in ("Chloé", "Dev"):
            await join(name)
        await asyncio.sleep(0.1)
        assert hub.news == []
        may_send.set()
        await until(lambda: hub.news == ["2", "3", "4"])


async def test_a_connection_that_closes_is_not_written_to(
    feed: Feeds, goa: Any, join: Join
) -> None:
    async with watching(feed, goa["tripId"]) as (hub, _):
        hub.is_over = True
        await join("Asha")
        await until(lambda: hub.news == ["2"])
        assert hub.by("feed") == []


async def test_a_removed_member_is_told_so_and_not_written_to_after_it(
    feed: Feeds, goa: Any, join: Join
) -> None:
    asha, trip_id = await join("Asha"), goa["trip"]["id"]
    cookie = f"trip-{trip_id}={asha['memberKey']}"
    async with watching(feed, trip_id, cookie=cookie) as (hub, task):
        async with watching(feed, goa["tripId"]) as (guest, _):
            remove = database_sync_to_async(membership.remove)
            await remove(trip_id, None, asha["memberId"])
            await join("Dev")
            await until(lambda: guest.by("feed") == ["3", "4"])
            with pytest.raises(wire.Refusal, match="not_a_member"):
                await asyncio.wait_for(task, 5)
    assert (hub.news, hub.by("feed")) == (["3"], [])


async def test_nobody_is_written_to_once_the_trip_is_hidden(
    feed: Feeds, goa: Any, join: Join
) -> None:
    asha, trip_id = await join("Asha"), goa["trip"]["id"]
    cookie = f"trip-{trip_id}={asha['memberKey']}"
    async with watching(feed, trip_id, cookie=cookie) as (member, hers):
        async with watching(feed, goa["tripId"]) as (guest, theirs):
            await database_sync_to_async(reports.hide)(trip_id, None)
            await join("Dev")  # by the id alone, as staff
            for task in (hers, theirs):
                with pytest.raises(wire.Refusal, match="trip_hidden"):
                    await asyncio.wait_for(task, 5)
    assert (member.news, guest.news, member.by("feed"), guest.by("feed")) == ([], [], [], [])


async def test_a_replaced_invitation_ends_what_it_opened_before_the_next_frame(
    feed: Feeds, goa: Any, join: Join
) -> None:
    async with watching(feed, goa["tripId"]) as (guest, task):
        replace = database_sync_to_async(planning.replace_invitation)
        await replace(goa["trip"]["id"], None)
        await join("Dev")
        with pytest.raises(wire.Refusal, match="invitation_replaced"):
            await asyncio.wait_for(task, 5)
    assert (guest.news, guest.by("feed")) == (["2"], [])


async def test_who_does_not_know_a_frame_gets_a_whole_state_and_then_straight_writes_again(
    feed: Feeds, goa: Any, join: Join
) -> None:
    asha, trip_id = await join("Asha"), goa["trip"]["id"]
    async with watching(feed, goa["tripId"], events.FIRST) as (old, _):
        async with watching(feed, goa["tripId"]) as (new, _):
            await database_sync_to_async(membership.rename)(trip_id, None, asha["memberId"], "Anna")
            await until(lambda: old.news == [WHOLE_STATE] and new.news == ["3"])
            await until(lambda: all(len(each.waiting) == 2 for each in feed.trips.values()))
            await join("Dev")
            await until(lambda: old.news[1:] == new.news[1:] == ["4"])
            assert (old.by("feed"), new.by("feed")) == (["4"], ["3", "4"])


async def test_heartbeats_are_written_straight_behind_what_was_due(
    feed: Feeds, goa: Any, join: Join
) -> None:
    async with watching(feed, goa["tripId"]) as (hub, _):
        trip = next(iter(feed.trips.values()))
        trip.limits = Limits(joined_s=0.2)
        await join("Asha")
        await join("Chloé")
        trip.beat()
        await until(lambda: len(hub.sent) == 4)
        trip.beat()
        await until(lambda: len(hub.sent) == 5)
        assert hub.by("feed") == ["2", "3", "HEARTBEAT", "HEARTBEAT"]


async def test_the_more_comes_together_the_longer_is_joined_what_comes_next(
    feed: Feeds, goa: Any
) -> None:
    """Up to a bound; and what comes alone again holds nothing back for longer."""
    async with watching(feed, goa["tripId"]):
        trip = next(iter(feed.trips.values()))
        trip.limits = Limits(joined_s=0.05)
        for together, times in ((1, 1), (3, 3), (9, 5), (1, 1)):
            for _ in range(together):
                trip.append(dataclasses.replace(trip.heartbeat(), seq=trip.head + 1))
            await until(lambda: trip._serving is None)
            trip.append(dataclasses.replace(trip.heartbeat(), seq=trip.head + 1))
            serving: Any = trip._serving
            assert serving.when() == trip._served_at + times * 0.05
            await until(lambda: trip._serving is None)


async def test_a_crowd_is_served_a_part_at_a_time_and_all_get_everything_in_order(
    feed: Feeds, goa: Any, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trip_module, "AT_ONCE", 2)
    async with AsyncExitStack() as stack:
        hubs = [
            (await stack.enter_async_context(watching(feed, goa["tripId"])))[0] for _ in range(7)
        ]
        names = [f"Friend {number}" for number in range(5)]
        await asyncio.gather(*[join(name) for name in names])
        await until(lambda: all(len(hub.news) == 5 for hub in hubs))
        assert [hub.by("feed") for hub in hubs] == [["2", "3", "4", "5", "6"]] * 7


async def test_what_this_process_changes_needs_no_channel_layer_to_reach_its_watchers(
    feed: Feeds, goa: Any, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose(*message: Any) -> None:
        pass

    monkeypatch.setattr(feed._layer, "group_send", lose)
    async with watching(feed, goa["tripId"]) as (hub, _):
        await join("Asha")
        await until(lambda: hub.news == ["2"])


@pytest.mark.parametrize("layer", [None])
async def test_without_a_layer_what_was_not_passed_on_comes_with_the_next_frame(
    feed: Feeds, goa: Any, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watching(feed, goa["tripId"]) as (hub, _):
        with monkeypatch.context() as patched:
            patched.setattr(feed, "hand_over", lambda *frame: None)
            await join("Asha")
        await join("Chloé")
        await until(lambda: hub.news == ["2", "3"])


# Who opens a trip that others watch: the feed is asked, not the database, and it is no less safe.

replace = database_sync_to_async(planning.replace_invitation)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the live doors ask of the database."""
    questions: list[str] = []

    async def ask(question: Callable[..., Any], *args: Any) -> Any:
        questions.append(question.__name__)
        return await read(question, *args)

    monkeypatch.setattr("trips.live.follow.read", ask)
    return questions


async def test_the_second_guest_costs_no_query(feed: Feeds, goa: Any, asked: list[str]) -> None:
    async with watching(feed, goa["tripId"]):
        assert asked == ["trip_id_of", "admit"]
        async with watching(feed, goa["tripId"]):
            assert asked == ["trip_id_of", "admit"]


async def test_who_brings_a_key_is_looked_up(
    feed: Feeds, goa: Any, join: Join, asked: list[str]
) -> None:
    asha, trip_id = await join("Asha"), goa["trip"]["id"]
    async with watching(feed, goa["tripId"]):
        asked.clear()
        for ref in (goa["tripId"], trip_id):
            async with watching(feed, ref, cookie=f"trip-{trip_id}={asha['memberKey']}"):
                assert asked == ["admit"]
                asked.clear()


async def test_nobody_gets_in_by_the_id_of_a_trip_that_is_watched(feed: Feeds, goa: Any) -> None:
    async with watching(feed, goa["tripId"]):
        with pytest.raises(wire.Refusal, match="not_found"):
            await arrive(goa["trip"]["id"])


async def test_a_replaced_invitation_lets_nobody_in_any_more(feed: Feeds, goa: Any) -> None:
    trip_id, key = goa["trip"]["id"], goa["adminId"]
    async with watching(feed, trip_id, cookie=f"trip-{trip_id}={key}") as (ben, _):
        async with watching(feed, goa["tripId"]):
            new = await replace(trip_id, None)
            await until(lambda: ben.news == ["2"])
            with pytest.raises(wire.Refusal, match="invitation_replaced"):
                await arrive(goa["tripId"])
            async with watching(feed, new["tripId"]), watching(feed, new["tripId"]):
                pass


async def test_who_got_in_before_the_news_of_a_replaced_invitation_came_goes_when_it_comes(
    feed: Feeds, goa: Any, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    trip_id = goa["trip"]["id"]
    monkeypatch.setattr(live_feed, "own_feeds", Feeds())  # of a process that announces nothing
    async with watching(feed, goa["tripId"]):
        await replace(trip_id, None)
        async with watching(feed, goa["tripId"]) as (late, task):
            assert asked == ["trip_id_of", "admit"]
            await feed.trips[trip_id].catch_up()
            with pytest.raises(wire.Refusal, match="invitation_replaced"):
                await asyncio.wait_for(task, 5)
            assert late.news == ["2"]


async def test_an_answer_that_is_older_than_the_news_is_not_remembered(
    feed: Feeds, goa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, may_go_on = asyncio.Event(), asyncio.Event()

    async def slowly(question: Any, *args: Any) -> Any:
        answer = await read(question, *args)
        if question is access.admit:
            answered.set()
            await may_go_on.wait()
        return answer

    trip_id, cookie = goa["trip"]["id"], f"trip-{goa['trip']['id']}={goa['adminId']}"
    async with watching(feed, trip_id, cookie=cookie) as (ben, _), AsyncExitStack() as stack:
        with monkeypatch.context() as patched:
            patched.setattr("trips.live.follow.read", slowly)
            early = asyncio.create_task(stack.enter_async_context(watching(feed, goa["tripId"])))
            await answered.wait()
            await replace(trip_id, None)
            await until(lambda: ben.news == ["2"])
            may_go_on.set()
            await asyncio.sleep(0.05)
        with pytest.raises(wire.Refusal, match="invitation_replaced"):
            await arrive(goa["tripId"])
        early.cancel()


async def test_a_restored_database_is_asked_anew(feed: Feeds, goa: Any, asked: list[str]) -> None:
    async with watching(feed, goa["tripId"]) as (hub, _):
        await database_sync_to_async(housekeeping.begin_new_epochs)()
        await feed.trips[goa["trip"]["id"]].catch_up()
        await until(lambda: hub.news == [WHOLE_STATE])
        asked.clear()
        async with watching(feed, goa["tripId"]):
            assert "admit" in asked


async def test_with_the_last_watcher_all_that_was_known_goes(
    feed: Feeds, goa: Any, asked: list[str]
) -> None:
    for _ in range(2):
        async with watching(feed, goa["tripId"]):
            assert asked == ["trip_id_of", "admit"]
        asked.clear()
    assert feed._invited == {}


async def arrive(ref: str) -> None:
    """Somebody opens a connection without any key."""
    scope: Any = {"client": ("10.0.0.9", 1), "query_string": b"", "headers": []}
    await asyncio.wait_for(follow(scope, ref, "", AsyncMock(), framed), 5)
