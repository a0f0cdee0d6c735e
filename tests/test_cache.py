"""What is the same for all guests at one seq is drawn once, and is nobody's own nor too old."""

import functools
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.conftest import browser_with
from trips import cache, membership, polls, sharing, snapshots, wire
from trips.forms import Guest, PollTerms
from trips.models import Member, Trip
from trips.pages import blanks, lists, present
from trips.pages.rows import DrawnRow

FOR_EVER = datetime.max.replace(tzinfo=UTC)
Doors = dict[str, Callable[[], Any]]


@pytest.fixture
def doors(planned: wire.CreateResponse) -> Doors:
    """Where a guest sees the trip."""
    page, call = f"/join/{planned['tripId']}", f"/api/social-cart/join?tripId={planned['tripId']}"
    return {address: functools.partial(Client().get, address) for address in (page, call)}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Counts how often a whole state is read."""
    read = Mock(side_effect=snapshots.state_of)
    monkeypatch.setattr(snapshots, "state_of", read)
    return read


def test_a_trip_is_drawn_once_for_all_guests_and_anew_after_each_change(
    trip: Trip, doors: Doors, reads: Mock
) -> None:
    for name, door in zip(("Asha", "Chloé"), doors.values(), strict=True):
        reads.reset_mock()
        assert {door().status_code for _ in range(5)} == {200}
        assert reads.call_count == 1
        membership.join(trip.id, None, Guest(name))
        assert {name in door().content.decode() for _ in range(5)} == {True}
        assert reads.call_count == 2


def test_page_and_call_see_what_the_clock_alone_has_changed(trip: Trip, doors: Doors) -> None:
    Trip.objects.update(join_by=timezone.now() + timedelta(seconds=60))
    for address, door in doors.items():
        assert b'"status":"recruiting"' in door().content.replace(b": ", b":"), address
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        for address, door in doors.items():
            assert b'"status":"closed"' in door().content.replace(b": ", b":"), address


def test_how_long_ago_somebody_joined_is_told_as_it_is(doors: Doors) -> None:
    page = next(iter(doors.values()))
    assert "just now" in page().content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=2, seconds=1)):
        assert "2 min ago" in page().content.decode()


def test_a_list_is_drawn_once_for_all_guests(
    trip: Trip, doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = Mock(side_effect=lists._rows)
    monkeypatch.setattr(lists, "_rows", rows)
    page = next(iter(doors.values()))
    with time_machine.travel(timezone.now(), tick=False):
        assert {"Ben" in page().content.decode() for _ in range(5)} == {True}
    assert rows.call_count == trip.member_count == 1


def test_after_a_join_only_what_is_new_or_older_is_drawn(
    trip: Trip, asha: wire.JoinResponse, ben: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn() -> tuple[str, list[str]]:
        rows.reset_mock()
        hub = ben.get(f"/trips/{trip.id}").content.decode()
        return hub, [each.name for call in rows.call_args_list[:-1] for each in call.args[1]]

    rows = Mock(side_effect=lists._rows)  # the last time for whose page it is
    monkeypatch.setattr(lists, "_rows", rows)
    with time_machine.travel(timezone.now()) as time:
        assert drawn()[1] == ["Ben", "Asha"]
        membership.join(trip.id, None, Guest("Chloé"))
        hub, names = drawn()
        assert names == ["Chloé"]
        assert hub.count("just now") == 2 * 3
        membership.rename(trip.id, None, asha["memberId"], "Asha K")
        assert drawn()[1] == ["Asha K"]
        time.shift(timedelta(minutes=2, seconds=1))
        hub, names = drawn()
        assert names == ["Ben", "Asha K", "Chloé"]
        assert (hub.count("just now"), hub.count("2 min ago")) == (0, 3 + 4)


def test_the_activity_reads_only_what_is_new(trip: Trip, ben: Client) -> None:
    membership.join(trip.id, None, Guest("Asha"))
    ben.get(f"/trips/{trip.id}")
    membership.join(trip.id, None, Guest("Chloé"))
    with CaptureQueriesContext(connection) as asked:
        hub = ben.get(f"/trips/{trip.id}").content.decode()
    read = [each["sql"] for each in asked if '"trips_event"' in each["sql"]]
    assert len(read) == 1
    assert '"seq" > 2 ' in read[0].replace("(2)", "2")
    assert 0 < hub.index('<bdi class="name">Chloé') < hub.index('<bdi class="name">Asha')


def test_a_line_about_a_poll_says_the_question_that_it_has_now(
    trip: Trip, ben: Client, planned: wire.CreateResponse
) -> None:
    for name in ("Asha", "Chloé", "李小龍", "Dev"):
        membership.join(trip.id, None, Guest(name))
    asked = polls.open_poll(trip.id, None, PollTerms("Wich hotel?", ("This", "That")))["poll"]
    assert ben.get(f"/trips/{trip.id}").content.decode().count("Wich hotel?</bdi></a>") == 2
    polls.edit_poll(trip.id, None, asked["id"], {"question": "Which hotel?"})
    hub = ben.get(f"/trips/{trip.id}").content.decode()
    assert (hub.count("Wich hotel?</bdi></a>"), hub.count("Which hotel?</bdi></a>")) == (0, 3)


def test_what_is_kept_is_nobodys_own(
    trip: Trip, asha: wire.JoinResponse, planned: wire.CreateResponse
) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    page, theirs = f"/join/{planned['tripId']}", browser_with(trip.id, asha["memberKey"])
    first = theirs.get(f"{page}?name=Zoë").content.decode()
    assert "You were taken off" in first
    second = Client().get(page).content.decode()
    assert not [word for word in ("You were taken off", "Zoë", "Asha") if word in second]
    kept = "".join(text_of(made.result) for made in cache.store._kept.values())
    secrets = re.findall(r'name="(?:key|csrfmiddlewaretoken)" value="(.+?)"', f"{first}{second}")
    own = ["Zoë", "Asha", asha["memberKey"], *secrets]
    assert not [each for each in own if each in kept]
    assert len(secrets) > 3


def text_of(kept: Any) -> str:
    """What is kept of a trip, a list, a form, a template or a preview."""
    if isinstance(kept, sharing.LinkPreview):
        return repr(kept)
    if isinstance(kept, present.Shown):
        return kept.script.decode()
    if isinstance(kept, blanks.Drawn):
        return b"".join(kept._pieces).decode()
    if isinstance(kept, tuple):  # the newest events
        return str([event.data for event in kept[1]])
    rows = kept.values() if isinstance(kept, dict) else [kept]
    return b"".join(row.html if isinstance(row, DrawnRow) else row for row in rows).decode()


def test_a_trip_is_drawn_once_for_all_members_and_each_finds_themself(
    trip: Trip, asha: wire.JoinResponse, ben: Client, reads: Mock
) -> None:
    chloe = membership.join(trip.id, None, Guest("Chloé"))
    browsers = {
        name: browser_with(trip.id, joined["memberKey"])
        for name, joined in (("Asha", asha), ("Chloé", chloe))
    }
    for me, browser in {"Ben": ben, **browsers}.items():
        hub = browser.get(f"/trips/{trip.id}").content.decode()
        assert re.findall(r'member__name">(\w+)</bdi>\s+<span class="tag">you', hub) == [me]
        assert ('Remove <bdi class="remove__name">Chloé' in hub) is (me == "Ben")
        assert ('Remove <bdi class="remove__name">Asha' in hub) is (me == "Ben")
    assert reads.call_count == 1


def test_a_refused_guest_sees_the_trip_as_it_is_by_then(
    trip: Trip, planned: wire.CreateResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    Trip.objects.update(capacity=5)
    friends = iter(["Asha", "Chloé", "李小龍", "Dev"])
    page, join = f"/join/{planned['tripId']}", membership.join

    def all_others_first(*args: Any, **more: Any) -> Any:
        for name in friends:
            join(trip.id, None, Guest(name))
        return join(*args, **more)

    Client().get(page)
    monkeypatch.setattr(membership, "join", all_others_first)
    refused = Client().post(page, {"guest_name": "Mallory"})
    assert refused.status_code == 409
    assert "Dev" in refused.content.decode()


def made(it: Any, size: int = 1, until: datetime = FOR_EVER) -> Callable[[], cache.Entry[Any]]:
    return lambda: cache.Entry(it, size, until)


def test_of_many_who_ask_at_once_one_makes_it() -> None:
    store, everybody, makers = cache.Store(), threading.Barrier(8), Mock()
    asked = threading.Event()

    def make() -> cache.Entry[str]:
        makers()
        asked.wait(5)
        return cache.Entry("the list", 1, FOR_EVER)

    def ask(number: int) -> str:
        everybody.wait(5)
        if number == 7:
            threading.Timer(0.2, asked.set).start()
        return store.get("list", make)

    with ThreadPoolExecutor(8) as threads:
        assert {*threads.map(ask, range(8))} == {"the list"}
    assert makers.call_count == 1


def test_what_could_not_be_made_is_made_anew_for_the_next() -> None:
    store = cache.Store()
    with pytest.raises(OperationalError):
        store.get("list", Mock(side_effect=OperationalError))
    assert store.get("list", made("the list")) == "the list"


def test_a_store_is_bounded_by_entries_and_by_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_KEPT", 3)
    monkeypatch.setattr(cache, "MOST_BYTES", 100)
    store = cache.Store()
    for name in "abcd":
        store.get(name, made(name))
    store.get("b", made("anew"))  # asked for again, so the newest
    assert [*store._kept] == ["c", "d", "b"]
    store.get("large", made("large", 98))
    assert [*store._kept] == ["d", "b", "large"]
    assert store.get("too large", made("too large", 101)) == "too large"
    assert [*store._kept] == ["d", "b", "large"]


def test_so_much_is_made_at_once_and_who_would_wait_too_long_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache, "WAITS_AT_MOST_S", 0.01)
    store = cache.Store()
    store._slots = threading.BoundedSemaphore(1)
    other = Mock(side_effect=made("other"))

    def whole() -> cache.Entry[str]:
        with ThreadPoolExecutor() as another, pytest.raises(OperationalError):
            another.submit(store.get, "other", other).result()
        with pytest.raises(OperationalError):
            store.get("whole", other)
        return cache.Entry("whole", 1, FOR_EVER)

    assert store.get("whole", whole) == "whole"
    assert not other.called
    assert store.get("other", other) == "other"


def test_wholes_that_have_all_slots_do_not_wait_for_each_others_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache, "WAITS_AT_MOST_S", 1)
    store, all_begun = cache.Store(), threading.Barrier(cache.MOST_AT_ONCE)

    def whole(number: int) -> cache.Entry[str]:
        all_begun.wait(5)
        return cache.Entry(store.get(f"part {number}", made("part")), 1, FOR_EVER)

    def ask(number: int) -> str:
        return store.get(number, lambda: whole(number))

    with ThreadPoolExecutor(cache.MOST_AT_ONCE) as threads:
        assert {*threads.map(ask, range(cache.MOST_AT_ONCE))} == {"part"}


def test_a_whole_state_lists_all_and_is_the_one_of_the_feed(trip: Trip) -> None:
    frame = snapshots.whole(trip.id)
    assert snapshots.whole(trip.id) is frame
    membership.join(trip.id, None, Guest("Asha"))
    assert snapshots.whole(trip.id).seq == 2
    assert Member.objects.count() == snapshots.whole(trip.id).text.count('"joinedAt"') == 2
