"""The feed of a process: true to the log whatever the channel layer loses, doubles or reorders."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from channels.db import database_sync_to_async
from channels.layers import InMemoryChannelLayer

from trips import feed as live_feed
from trips import log, membership, planning, snapshots, wire
from trips.feed import trip as trip_module
from trips.feed.cursor import Cursor
from trips.feed.feeds import Feeds
from trips.feed.limits import Limits
from trips.feed.position import Position, position
from trips.feed.reading import read
from trips.forms import Guest, Terms
from trips.live.follow import follow
from trips.live.socket import messages
from trips.models import Trip
from trips.wire import Encoded, events

pytestmark = pytest.mark.django_db(transaction=True)
Join = Callable[[str], Any]
CONNECTION = {"client": ("10.0.0.1", 1), "query_string": b""}


class Trickster(InMemoryChannelLayer):
    """A layer that loses, doubles and reorders, as it is told: one letter a message."""

    def __init__(self, plan: str = "") -> None:
        super().__init__()
        self.plan = list(plan)
        self.held: list[tuple[str, Any]] = []
        self.hangs, self.tried, self.deaf = False, 0, False

    async def group_add(self, group: str, channel: str) -> None:
        if self.deaf:
            raise OSError("away")
        await super().group_add(group, channel)

    async def group_send(self, group: str, message: Any) -> None:
        self.tried += self.hangs
        if self.hangs:
            await asyncio.Event().wait()
        fate = self.plan.pop(0) if self.plan else "once"
        if fate == "h":  # held back until the next one has passed
            self.held.append((group, message))
            return
        for _ in range({"x": 0, "2": 2}.get(fate, 1)):
            await super().group_send(group, message)
        while self.held:
            await super().group_send(*self.held.pop())


@pytest.fixture
def layer() -> Trickster:
    return Trickster()


@pytest.fixture
def limits() -> Limits:
    """Those of the feed; a test that needs others has them in its parameters."""
    return Limits()


ONLY_NOTIFICATIONS = Limits(check_every_s=60.0)  # no position check stands in for what is lost


@pytest.fixture
async def feed(
    layer: Trickster, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Feeds]:
    """The feed of a process with watchers; `there` is that of another, in which changes are made.

    So nothing comes but by the layer or by the log.
    """
    here = Feeds(layer, limits)
    monkeypatch.setattr("trips.live.follow.own_feeds", here)
    await here.start()
    yield here
    await here.stop()


@pytest.fixture(autouse=True)
async def there(layer: Trickster, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Feeds]:
    there = Feeds(layer, Limits(layer_timeout_s=0.2))
    monkeypatch.setattr(live_feed, "own_feeds", there)
    await there.start()
    yield there
    await there.stop()


@pytest.fixture
async def goa() -> Any:
    planned = await database_sync_to_async(planning.plan)(None, Terms("Goa", 5), Guest("Ben"))
    return planned["trip"]


@pytest.fixture
def join(goa: Any) -> Join:
    return lambda name: database_sync_to_async(membership.join)(goa["id"], None, Guest(name))


async def take(cursor: Cursor, last: int, within_s: float = 5.0) -> list[int]:
    """The seqs of the log's frames up to `last`, as this cursor gives them."""
    seqs: list[int] = []
    async with asyncio.timeout(within_s):
        async for batch in cursor.batches():
            seqs += [frame.seq for frame in batch if '"HEARTBEAT"' not in frame.text]
            if seqs and seqs[-1] >= last:
                return seqs
    raise AssertionError(f"the feed ended after {seqs}")


@pytest.mark.parametrize("plan", ["", "x", "xx", "2", "222", "h", "hx2", "x2h", "2xh2"])
async def test_whatever_the_layer_does_every_frame_comes_once_and_in_order(
    feed: Feeds, layer: Trickster, goa: Any, join: Join, plan: str
) -> None:
    layer.plan = list(plan)
    async with feed.watch(goa["id"], None) as cursor:
        for name in ("Asha", "Chloé", "Dev"):
            await join(name)
        assert await take(cursor, last=4) == [2, 3, 4]


async def test_a_layer_that_loses_everything_costs_two_seconds_and_nothing_else(
    feed: Feeds, layer: Trickster, goa: Any, join: Join
) -> None:
    layer.plan = list("x" * 10)
    async with feed.watch(goa["id"], None) as cursor:
        await join("Asha")
        assert await take(cursor, last=2, within_s=Limits.check_every_s + 1) == [2]


async def test_a_layer_that_hangs_is_not_waited_for_by_every_frame(
    feed: Feeds, layer: Trickster, goa: Any, join: Join
) -> None:
    async with feed.watch(goa["id"], None) as cursor:
        layer.hangs = True
        for name in ("Asha", "Chloé", "Dev", "Zoë"):
            await join(name)
        assert await take(cursor, last=5, within_s=Limits.check_every_s + 1) == [2, 3, 4, 5]
        assert layer.tried == 1


@pytest.mark.parametrize("limits", [ONLY_NOTIFICATIONS])
async def test_a_frame_published_while_the_log_is_read_is_not_lost(
    feed: Feeds, goa: Any, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trip_module, "read", slow := SlowRead())
    attaching = asyncio.create_task(first_frames(feed, goa, last=2))
    await slow.has_read.wait()  # the head was read, and is not yet attached
    await join("Asha")
    await asyncio.sleep(0.05)  # its notification comes into the gap
    slow.may_return.set()
    assert await attaching == [2]


class SlowRead:
    """The first answer of the log waits until it is told to come."""

    def __init__(self) -> None:
        self.has_read, self.may_return = asyncio.Event(), asyncio.Event()

    async def __call__(self, question: Any, *args: Any) -> Any:
        answer = await read(question, *args)
        self.has_read.set()
        await self.may_return.wait()
        return answer


async def first_frames(feed: Feeds, goa: Any, last: int) -> list[int]:
    async with feed.watch(goa["id"], (goa["epoch"], goa["seq"])) as cursor:
        return await take(cursor, last)


async def test_who_comes_back_gets_exactly_what_was_missed(
    feed: Feeds, goa: Any, join: Join
) -> None:
    for name in ("Asha", "Chloé", "Dev"):
        await join(name)
    async with feed.watch(goa["id"], (goa["epoch"], 2)) as cursor:
        assert await take(cursor, last=4) == [3, 4]


async def test_a_second_who_comes_back_with_less_gets_more(
    feed: Feeds, goa: Any, join: Join
) -> None:
    for name in ("Asha", "Chloé", "Dev"):
        await join(name)
    async with (
        feed.watch(goa["id"], (goa["epoch"], 3)) as one,
        feed.watch(goa["id"], (goa["epoch"], 1)) as other,
    ):
        assert await take(one, last=4) == [4]
        assert await take(other, last=4) == [2, 3, 4]


@pytest.mark.parametrize("where", ["unknown epoch", "beyond the head", "too old"])
@pytest.mark.parametrize("limits", [Limits(kept_frames=2)])
async def test_a_position_that_cannot_be_bridged_gets_one_whole_state(
    feed: Feeds, goa: Any, join: Join, where: str
) -> None:
    for name in ("Asha", "Chloé", "Dev"):
        await join(name)
    epoch = goa["epoch"]
    after = {"unknown epoch": ("00", 4), "beyond the head": (epoch, 9), "too old": (epoch, 1)}
    async with feed.watch(goa["id"], after[where]) as cursor:
        (reset,) = await cursor.pending()
        assert '"type":"RESET"' in reset.text
        assert reset.text.count('"joinedAt"') == 4
        await join("Zoë")
        assert await take(cursor, last=5) == [5]


@pytest.mark.parametrize("limits", [ONLY_NOTIFICATIONS])
async def test_a_whole_state_that_is_ahead_of_its_notification_stops_nobody(
    feed: Feeds, layer: Trickster, goa: Any, join: Join
) -> None:
    layer.plan = list("x")
    async with feed.watch(goa["id"], ("0a", 1)) as cursor:
        await join("Asha")
        frames = cursor.batches()
        await anext(frames)
        assert [frame.seq for frame in await anext(frames)] == [2]
        following = asyncio.ensure_future(anext(frames))
        await join("Chloé")
        assert [frame.seq for frame in await asyncio.wait_for(following, 5)] == [3]


async def test_who_comes_back_while_another_epoch_of_the_log_begins_gets_a_whole_state(
    feed: Feeds, goa: Any, join: Join
) -> None:
    await join("Asha")
    await join("Chloé")
    async with feed.watch(goa["id"], None):
        here = feed.trips[goa["id"]]
        position = here.epoch, here.head - 1
        await database_sync_to_async(restored)(goa["id"], seq=1)
        here._notified = True
        assert await here.bridge(position) is None


@pytest.mark.parametrize("limits", [Limits(kept_frames=3)])
async def test_a_slow_reader_lags_and_then_gets_a_whole_state(
    feed: Feeds, goa: Any, join: Join
) -> None:
    async with feed.watch(goa["id"], None) as slow:
        for number in range(6):
            await join(f"Friend {number}")
        await feed.trips[goa["id"]].catch_up()
        (reset,) = await slow.pending()
        assert ('"type":"RESET"' in reset.text, reset.seq) == (True, 7)
        assert len(feed.trips[goa["id"]].frames) <= 3


@pytest.mark.parametrize("is_checked", [True, False])
async def test_a_restored_log_with_a_new_epoch_is_sent_whole_and_once_to_who_watches(
    feed: Feeds, goa: Any, join: Join, is_checked: bool
) -> None:
    await join("Asha")
    async with feed.watch(goa["id"], None) as cursor:
        await database_sync_to_async(restored)(goa["id"])
        if is_checked:
            await feed.trips[goa["id"]].catch_up()
        else:
            cursor.move_to(None)  # needs a whole state before the log was checked
        (reset,) = await cursor.pending()
        assert (reset.epoch, '"type":"RESET"' in reset.text) == ("beef", True)
        assert feed.trips[goa["id"]].epoch == "beef"
        assert not await cursor.pending()


async def test_no_frame_of_a_log_that_is_restored_between_two_reads_goes_on_from_the_old_one(
    feed: Feeds, goa: Any, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    def position_before_restoring(trip_id: str) -> Position:
        found = read_position(trip_id)
        restored(trip_id)
        return found

    read_position = log.position
    await join("Asha")
    async with feed.watch(goa["id"], None):
        own = feed.trips[goa["id"]]
        own._restart_at((own.epoch, 1))  # as if nobody had notified it of Asha
        monkeypatch.setattr(log, "position", position_before_restoring)
        await own.catch_up()
        assert not own.frames
        await own.catch_up()
        assert own.epoch == "beef"


async def test_who_is_sent_a_log_that_is_restored_meanwhile_is_sent_the_new_one_as_well(
    feed: Feeds, goa: Any, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    def whole_before_restoring(trip_id: str) -> Encoded:
        found = read_whole(trip_id)
        restored(trip_id, seq=1)
        own._notified = True  # of something in between
        return found

    read_whole = snapshots.whole
    await join("Asha")
    async with feed.watch(goa["id"], None) as cursor:
        own = feed.trips[goa["id"]]
        cursor.move_to(None)
        monkeypatch.setattr(snapshots, "whole", whole_before_restoring)
        assert [frame.seq for frame in await cursor.pending()] == [2]
        monkeypatch.setattr(snapshots, "whole", read_whole)
        assert [(frame.epoch, frame.seq) for frame in await cursor.pending()] == [("beef", 1)]


def restored(trip_id: str, **columns: int) -> None:
    Trip.objects.filter(pk=trip_id).update(epoch="beef", **columns)


@pytest.mark.parametrize("limits", [Limits(joined_s=2.0)])
async def test_a_frame_that_comes_alone_is_sent_at_once_and_what_follows_soon_in_one_go(
    feed: Feeds, goa: Any, join: Join
) -> None:
    batches: list[list[int]] = []
    async with feed.watch(goa["id"], None) as cursor, asyncio.TaskGroup() as group:
        group.create_task(collect(cursor, batches, last=5))
        await join("Asha")
        await _until(lambda: batches == [[2]], within_s=1)
        for name in ("Chloé", "Dev", "Zoë"):
            await join(name)
    assert batches == [[2], [3, 4, 5]]


async def collect(cursor: Cursor, batches: list[list[int]], last: int) -> None:
    async for batch in cursor.batches():
        if '"HEARTBEAT"' not in batch[0].text:
            batches.append([frame.seq for frame in batch])
        if batch[-1].seq >= last:
            return


async def test_a_storm_of_stale_readers_costs_one_snapshot(
    feed: Feeds, goa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Mock(side_effect=snapshots.state_of)
    monkeypatch.setattr(snapshots, "state_of", read)

    async def come_back() -> None:
        async with feed.watch(goa["id"], ("00", 7)) as cursor:
            await cursor.pending()

    async with feed.watch(goa["id"], None):
        await asyncio.gather(*[come_back() for _ in range(50)])
    assert read.call_count == 1


async def test_a_page_of_the_first_release_gets_a_whole_state_in_the_place_of_a_later_frame(
    feed: Feeds, goa: Any, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Mock(side_effect=snapshots.state_of)
    monkeypatch.setattr(snapshots, "state_of", whole)
    asha = await join("Asha")
    first = [feed.watch(goa["id"], (goa["epoch"], 2), knows=events.FIRST) for _ in range(20)]
    async with AsyncExitStack() as pages:
        cursors = [await pages.enter_async_context(page) for page in first]
        newest = await pages.enter_async_context(feed.watch(goa["id"], (goa["epoch"], 2)))
        await newest.feed.reset()  # as somebody was given before
        rename = database_sync_to_async(membership.rename)
        await rename(goa["id"], None, asha["memberId"], "Anna")
        await _until(lambda: newest.feed.head == 3)
        assert [frame.seq for frame in await newest.pending()] == [3]
        resets = [await cursor.pending() for cursor in cursors]
        assert {json.loads(reset.text)["type"] for [reset] in resets} == {"RESET"}
        assert json.loads(resets[0][0].text)["data"]["trip"]["members"][1]["name"] == "Anna"
        await join("Dev")
        assert await take(cursors[0], last=4) == await take(newest, last=4) == [4]
    assert whole.call_count == 2


async def test_what_a_server_of_the_first_release_let_it_pass_over_is_made_good(
    feed: Feeds, goa: Any, join: Join
) -> None:
    asha = await join("Asha")
    rename = database_sync_to_async(membership.rename)
    await rename(goa["id"], None, asha["memberId"], "Anna")
    await join("Dev")
    passed_over, before = (goa["epoch"], 4), (goa["epoch"], 2)
    for after, knows, told in [
        (passed_over, events.FIRST, ["RESET"]),
        (before, events.FIRST, ["RESET"]),
        (passed_over, events.NEWEST, []),
        (before, events.NEWEST, ["MEMBER_RENAMED", "MEMBER_JOINED"]),
        ((goa["epoch"], 2), 9, ["MEMBER_RENAMED", "MEMBER_JOINED"]),
    ]:
        async with feed.watch(goa["id"], after, knows) as cursor:
            assert [json.loads(frame.text)["type"] for frame in await cursor.pending()] == told


async def test_a_page_of_the_first_release_that_polls_is_told_of_what_follows_a_later_frame(
    feed: Feeds, goa: Any, join: Join
) -> None:
    asha = await join("Asha")
    await database_sync_to_async(membership.rename)(goa["id"], None, asha["memberId"], "Anna")
    async with feed.watch(goa["id"], None):  # somebody else stays
        for seq, name in ((3, "Chloé"), (4, "Dev"), (5, "李小龍")):
            async with feed.watch(goa["id"], (goa["epoch"], 3), events.FIRST) as cursor:
                assert [frame.seq for frame in await cursor.pending()] == [seq]
            await join(name)
            await feed.trips[goa["id"]].catch_up()


@pytest.mark.parametrize("limits", [ONLY_NOTIFICATIONS])
async def test_who_comes_from_a_faster_process_is_not_led_back_by_an_older_state(
    feed: Feeds, layer: Trickster, goa: Any, join: Join
) -> None:
    asha = await join("Asha")
    await database_sync_to_async(membership.rename)(goa["id"], None, asha["memberId"], "Anna")
    async with feed.watch(goa["id"], (goa["epoch"], 3), events.FIRST) as cursor:
        assert [frame.seq for frame in await cursor.pending()] == [3]  # a state that is kept
        layer.plan = ["x"]
        await join("Dev")
        async with feed.watch(goa["id"], (goa["epoch"], 4), events.FIRST) as faster:
            assert [frame.seq for frame in await faster.pending()] == [4]


def test_the_position_check_finds_what_is_behind_restored_or_gone_and_nothing_else() -> None:
    trips = [planning.plan(None, Terms("Goa", 5), Guest("Ben"))["trip"] for _ in range(4)]
    heads = {trip["id"]: f"{trip['epoch']}.{trip['seq']}" for trip in trips} | {"gone": "7f3a.1"}
    same, behind, also_restored, restored_to_less = heads.keys() - {"gone"}
    membership.join(behind, None, Guest("Asha"))
    restored(also_restored)
    heads[restored_to_less] = heads[restored_to_less].replace(".1", ".9")
    assert sorted(log.elsewhere(heads)) == sorted(heads.keys() - {same})
    assert log.elsewhere({}) == []


async def _until(is_so: Callable[[], bool], within_s: float = 5) -> None:
    async with asyncio.timeout(within_s):
        while not is_so():
            await asyncio.sleep(0.01)


IN_THE_FIRST_RELEASE = {
    *("MEMBER_JOINED", "MEMBER_REMOVED", "MEMBER_LEFT", "MEMBER_RESTORED", "TRIP_UPDATED"),
    *("TRIP_CLOSED", "INVITATION_REPLACED", "POLL_OPENED", "POLL_CHANGED", "POLL_CLOSED"),
}


def an_event(type: str, **data: Any) -> wire.Frame:
    at = "2026-11-22T15:00:00.000000Z"
    return {"epoch": "7f3a", "seq": 18, "type": type, "at": at, "data": data}


def test_each_type_says_with_which_release_it_came(root: Path) -> None:
    names = {
        name for name in vars(events) if name.startswith(("MEMBER_", "TRIP_", "POLL_", "MESSAGE_"))
    }
    frames = [wire.encode(an_event(name, poll={"id": "p"})) for name in names]
    of_first = {
        json.loads(frame.text)["type"] for frame in frames if frame.came_with == events.FIRST
    }
    assert {*of_first, "INVITATION_REPLACED"} == IN_THE_FIRST_RELEASE
    undone = wire.encode(an_event("POLL_CHANGED", poll={"id": "p", "pickedOptionId": None}))
    assert max(frame.came_with for frame in [*frames, undone]) == events.NEWEST
    assert undone.came_with == 3
    edited = an_event("POLL_CHANGED", poll={"id": "p", "question": "Which dates?", "options": []})
    assert wire.encode(edited).came_with > events.FIRST
    assert f"export const FRAMES = {events.NEWEST};" in (root / "static/js/trip.js").read_text()


def test_servers_of_two_releases_read_each_others_frames() -> None:
    renamed = wire.encode(an_event("MEMBER_RENAMED", member={"id": "asha"}))
    message = renamed.message("goa")
    assert Encoded.of(message) == renamed
    text, sse = renamed.text, renamed.sse
    assert message["frame"] == ["7f3a", 18, text, sse, None, "2026-11-22T15:00:00.000000Z"]
    joined = wire.encode(an_event("MEMBER_JOINED", member={"id": "asha"}))
    of_the_old = {"type": "frame", "trip": "goa", "frame": joined.message("goa")["frame"]}
    assert Encoded.of(of_the_old) == joined


async def test_the_last_to_leave_takes_the_feed_along(feed: Feeds, goa: Any) -> None:
    async with feed.watch(goa["id"], None), feed.watch(goa["id"], None):
        assert len(feed.trips) == 1
    assert feed.trips == {}


async def test_a_heartbeat_carries_the_head(feed: Feeds, goa: Any, settings: Any) -> None:
    settings.SSE_HEARTBEAT_INTERVAL = 50
    async with feed.watch(goa["id"], None) as cursor:
        async with asyncio.timeout(20):
            batches = cursor.batches()
            hello = await anext(batches)
            head, at, *_ = hello[0].sse.decode().split("\n")
            assert head == f": heartbeat {goa['epoch']}.1"
            assert at == f": at {json.loads(hello[0].text)['at']}"


async def test_a_change_that_is_rolled_back_is_not_announced(
    there: Feeds, goa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[Any] = []
    monkeypatch.setattr(there, "hand_over", lambda *frame: handed.append(frame))

    def fail(*args: Any) -> None:
        raise RuntimeError("after the verb, before the commit")

    monkeypatch.setattr("trips.first_answers.keep_answer", fail)
    with pytest.raises(RuntimeError):
        await database_sync_to_async(membership.join)(goa["id"], None, Guest("Asha"))
    assert handed == []


@pytest.mark.parametrize(
    "text",
    ["x", "7f3a", "7f3a.", ".1", "7f3a.-1", "7f3a.01", "7f3a." + "9" * 400, "7F3A.1", "7f3a.١"],
)
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(wire.Refusal, match="bad_position"):
        position(text)


async def test_no_whole_state_reaches_who_was_removed_before_it_was_due(
    feed: Feeds, goa: Any
) -> None:
    asha = await database_sync_to_async(membership.join)(goa["id"], None, Guest("Asha"))
    seen: list[str] = []

    async def take_and_remove(batch: Sequence[wire.Encoded]) -> None:
        await database_sync_to_async(membership.remove)(goa["id"], None, asha["memberId"])
        seen.extend(frame.text for frame in batch)

    cookie = f"trip-{goa['id']}={asha['memberKey']}".encode()
    scope: Any = {**CONNECTION, "headers": [(b"cookie", cookie)]}
    with pytest.raises(wire.Refusal, match="not_a_member"):
        await follow(scope, goa["id"], "00.1", take_and_remove, messages)
    assert ["HEARTBEAT" in text for text in seen] == [True]


async def test_nothing_that_follows_a_removal_reaches_the_removed(feed: Feeds, goa: Any) -> None:
    asha = await database_sync_to_async(membership.join)(goa["id"], None, Guest("Asha"))
    seen: list[str] = []

    async def take_and_remove(batch: Sequence[wire.Encoded]) -> None:
        if not seen:  # at the door: what follows comes in one batch
            await database_sync_to_async(membership.remove)(goa["id"], None, asha["memberId"])
            await database_sync_to_async(membership.join)(goa["id"], None, Guest("Dev"))
            await feed.trips[goa["id"]].catch_up()
        seen.extend(frame.text for frame in batch)

    cookie = f"trip-{goa['id']}={asha['memberKey']}".encode()
    scope: Any = {**CONNECTION, "headers": [(b"cookie", cookie)]}
    with pytest.raises(wire.Refusal, match="not_a_member"):
        await follow(scope, goa["id"], "", take_and_remove, messages)
    assert "MEMBER_REMOVED" in seen[-1]
    assert not any("Dev" in text for text in seen)


async def test_a_removal_between_the_door_and_the_seat_is_noticed(
    feed: Feeds, goa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha = await database_sync_to_async(membership.join)(goa["id"], None, Guest("Asha"))
    load = trip_module.TripFeed.load

    async def slow_load(trip: trip_module.TripFeed) -> None:
        await database_sync_to_async(membership.remove)(goa["id"], None, asha["memberId"])
        await load(trip)

    monkeypatch.setattr(trip_module.TripFeed, "load", slow_load)
    cookie = f"trip-{goa['id']}={asha['memberKey']}".encode()
    scope: Any = {**CONNECTION, "headers": [(b"cookie", cookie)]}
    with pytest.raises(wire.Refusal, match="not_a_member"):
        async with asyncio.timeout(5):
            await follow(scope, goa["id"], "", ignore, messages)


async def ignore(batch: Sequence[wire.Encoded]) -> None:
    pass


async def test_a_feed_that_has_ended_takes_nobody(feed: Feeds, goa: Any) -> None:
    await feed.stop()
    with pytest.raises(wire.Refusal, match="busy"):
        async with feed.watch(goa["id"], None):
            pass


async def test_what_happens_after_the_watchers_were_sent_away_is_announced(
    there: Feeds, layer: Trickster, goa: Any, join: Join
) -> None:
    """Requests under way finish, and the watchers are at another server by then."""
    elsewhere = await layer.new_channel()
    await layer.group_add(f"trip.{goa['id']}", elsewhere)
    there.send_away()
    await join("Asha")
    message = await asyncio.wait_for(layer.receive(elsewhere), 5)
    assert "Asha" in Encoded.of(message).text


async def test_a_layer_that_is_not_there_costs_two_seconds_and_nothing_else(
    feed: Feeds, layer: Trickster, goa: Any, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*args: Any) -> Any:
        raise ConnectionError("no Redis here")

    for name in ("new_channel", "group_add", "group_send", "receive"):
        monkeypatch.setattr(layer, name, refuse)
    await feed.stop()
    await feed.start()
    async with feed.watch(goa["id"], None) as cursor:
        await join("Asha")
        assert await take(cursor, last=2) == [2]


@pytest.mark.parametrize("limits", [Limits(check_every_s=0.2, layer_pause_s=0.0)])
async def test_a_subscription_that_failed_at_first_is_made_good(
    layer: Trickster,
    feed: Feeds,
    goa: Any,
    join: Join,
) -> None:
    layer.deaf = True
    async with feed.watch(goa["id"], None) as cursor:
        layer.deaf = False
        await join("Asha")
        assert await take(cursor, last=2) == [2], "by the position check"
        feed.limits = ONLY_NOTIFICATIONS
        await asyncio.sleep(0.5)  # the check that was about to come is over
        await join("Chloé")
        assert await take(cursor, last=3) == [3], "by the notification alone"


@pytest.mark.parametrize("limits", [Limits(check_every_s=60.0, kept_frames=3)])
async def test_a_head_that_moves_on_while_who_comes_back_waits_loses_no_frame(
    feed: Feeds, goa: Any, join: Join
) -> None:
    for name in ("Asha", "Chloé", "Dev"):
        await join(name)
    async with feed.watch(goa["id"], None):
        here = feed.trips[goa["id"]]
        async with here._reading():
            bridging = asyncio.create_task(here.bridge((here.epoch, 2)))
            for name in ("Ed", "Flo"):
                await join(name)
            while not here._notified:
                await asyncio.sleep(0.01)
        assert await bridging is None, "there is no room for all of it any more"
        assert [frame.seq for frame in here.frames] == [5, 6]
