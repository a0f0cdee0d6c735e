"""SQLite's one writer: who waits together is committed together, and answered only after that."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import translation

from socialcart import threads as threads_of_requests
from trips import feed, membership, planning, wire
from trips import writer as rooms
from trips.change import committed
from trips.forms import Guest, Terms
from trips.models import Event, Member, Trip
from trips.writer import writer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL needs no writer"),
]


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    writer.start()
    with ThreadPoolExecutor(20) as callers:
        yield callers
        for _ in range(20):
            callers.submit(connection.close)
    writer.stop()


@pytest.fixture
def trip_id() -> str:
    return planning.plan(None, Terms("Goa", 2, capacity=3), Guest("Ben"))["trip"]["id"]


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The trips of the frames that were handed over to the feed."""
    handed: list[str] = []
    monkeypatch.setattr(feed.own_feeds, "hand_over", lambda trip_id, frame: handed.append(trip_id))
    return handed


def together(threads: ThreadPoolExecutor, *changes: Callable[[], Any]) -> "list[Future[Any]]":
    """Hands all to the writer while it is held up, so that they share one transaction."""
    ready = threading.Event()
    first = threads.submit(committed, lambda: ready.wait(10))
    time.sleep(0.1)
    handed: list[Future[Any]] = []
    for change in changes:
        handed.append(threads.submit(change))
        time.sleep(0.02)
    ready.set()
    first.exception(10)
    return handed


def joins(trip_id: str, *names: str) -> list[Callable[[], Any]]:
    return [partial(membership.join, trip_id, None, Guest(name)) for name in names]


def outcomes(handed: list[Any]) -> list[str]:
    return [getattr(each.exception(10), "code", repr(each.exception(10))) for each in handed]


def test_whose_third_is_refused_the_others_stand_and_it_has_left_nothing(
    threads: ThreadPoolExecutor, trip_id: str, announced: list[str]
) -> None:
    def half_a_change() -> None:
        Trip.objects.update(title="Rome")
        raise wire.Refusal("name_taken")

    asha, chloe = joins(trip_id, "Asha", "Chloé")
    handed = together(threads, asha, chloe, lambda: committed(half_a_change), *joins(trip_id, "D"))
    assert outcomes(handed) == ["None", "None", "name_taken", "trip_full"]
    trip = Trip.objects.get()
    assert (trip.title, trip.member_count, trip.seq) == ("Goa", 3, 3)
    assert list(Event.objects.values_list("seq", flat=True)) == [1, 2, 3]
    assert len(announced) == 2


def test_whose_first_is_refused_it_has_left_nothing_and_who_waits_follows(
    threads: ThreadPoolExecutor, trip_id: str
) -> None:
    begun, ready = threading.Event(), threading.Event()

    def half_a_change() -> None:
        begun.set()
        Trip.objects.update(title="Rome")
        ready.wait(10)
        raise wire.Refusal("name_taken")

    refused = threads.submit(committed, half_a_change)
    assert begun.wait(10)
    follows = threads.submit(*joins(trip_id, "Asha"))
    ready.set()
    assert outcomes([refused, follows]) == ["name_taken", "None"]
    trip = Trip.objects.get()
    assert (trip.title, trip.member_count) == ("Goa", 2)


def test_all_are_run_before_the_commit_and_told_of_after_it(threads: ThreadPoolExecutor) -> None:
    seen: list[str] = []

    def change(name: str) -> None:
        seen.append(f"{name} runs")
        transaction.on_commit(lambda: seen.append(f"{name} is committed"))

    together(threads, *(lambda each=each: committed(lambda: change(each)) for each in "ab"))
    assert seen == ["a runs", "b runs", "a is committed", "b is committed"]


def test_where_the_commit_fails_nobody_is_told_of_success_and_nothing_is_announced(
    threads: ThreadPoolExecutor, trip_id: str, announced: list[str]
) -> None:
    def of_no_trip() -> None:  # which SQLite finds out at the commit
        Member.objects.create(trip_id="none", name="Mallory", key_digest="x", name_key="m")

    handed = together(threads, *joins(trip_id, "Asha"), lambda: committed(of_no_trip))
    assert [type(each.exception(10)) for each in handed] == [OperationalError] * 2
    assert all(isinstance(each.exception(), OperationalError) for each in handed)
    assert (Trip.objects.get().member_count, Member.objects.count(), announced) == (1, 1, [])
    (again,) = together(threads, *joins(trip_id, "Asha"))
    assert again.result(10)["member"]["name"] == "Asha"


def test_what_ends_the_whole_transaction_is_told_to_all(
    threads: ThreadPoolExecutor, trip_id: str
) -> None:
    """As a full disk does."""

    def end_it() -> None:
        connection.connection.execute("ROLLBACK")
        raise OperationalError("database or disk is full")

    handed = together(
        threads, *joins(trip_id, "Asha"), lambda: committed(end_it), *joins(trip_id, "Chloé")
    )
    failed = [type(each.exception(10)) for each in handed]
    assert failed[:2] == [OperationalError] * 2
    assert Trip.objects.get().member_count == (2 if failed[2] is type(None) else 1)


def test_a_fault_of_one_is_raised_to_its_caller_alone(
    threads: ThreadPoolExecutor, trip_id: str
) -> None:
    def fault() -> None:
        raise IntegrityError("a bug")

    asha, faulty = together(threads, *joins(trip_id, "Asha"), lambda: committed(fault))
    assert asha.result(10)["success"]
    assert isinstance(faulty.exception(10), IntegrityError)


def test_what_waits_for_too_long_is_refused_and_never_done(
    threads: ThreadPoolExecutor, trip_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads_of_requests, "CHANGE_WAITS_S", 0.05)
    ready = threading.Event()
    held_up = threads.submit(committed, lambda: ready.wait(10))
    time.sleep(0.02)
    with pytest.raises(OperationalError, match="too many"):
        threads.submit(*joins(trip_id, "Asha")).result(5)
    ready.set()
    assert held_up.result(5)  # it had begun, so what it did is told, however late
    assert Trip.objects.get().member_count == 1


def test_a_change_has_the_language_of_its_caller(threads: ThreadPoolExecutor) -> None:
    def in_arabic() -> str | None:
        with translation.override("ar"):
            return committed(translation.get_language)

    assert threads.submit(in_arabic).result(5) == "ar"


def test_a_change_within_another_is_a_part_of_it(threads: ThreadPoolExecutor, trip_id: str) -> None:
    def undone() -> None:
        with transaction.atomic():
            membership.join(trip_id, None, Guest("Asha"))
            raise wire.Refusal("name_taken")

    (handed,) = together(threads, undone)
    assert outcomes([handed]) == ["name_taken"]
    assert Trip.objects.get().member_count == 1


def test_no_more_are_taken_together_than_it_may(
    threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "MOST_TOGETHER", 2)
    seen: list[str] = []

    def change() -> None:
        seen.append("runs")
        transaction.on_commit(lambda: seen.append("committed"))

    assert outcomes(together(threads, *[lambda: committed(change)] * 3)) == ["None"] * 3
    assert seen == ["runs", "committed", "runs", "runs", "committed", "committed"]


def test_what_waits_as_it_ends_is_committed_first(
    threads: ThreadPoolExecutor, trip_id: str
) -> None:
    ready = threading.Event()
    threads.submit(committed, lambda: ready.wait(10))
    time.sleep(0.1)
    asha = threads.submit(*joins(trip_id, "Asha"))
    time.sleep(0.1)
    threads.submit(writer.stop)
    ready.set()
    assert asha.result(5)["success"]
    assert membership.join(trip_id, None, Guest("Chloé"))["success"]  # without it, each for itself
