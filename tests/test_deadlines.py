"""A deadline that passes is told once, to all who watch and to who comes later."""

import asyncio
from datetime import timedelta
from importlib import import_module
from typing import Any

import httpx
import pytest
from django.apps import apps
from django.db import OperationalError, connection
from django.utils import timezone

from tests.at_once import all_at_once
from tests.conftest import complete
from tests.server import Server, until
from trips import deadlines, log, planning, polls, zones
from trips.forms import Guest, PollTerms, Terms
from trips.models import Event, PassedDeadline, Poll, Trip
from trips.wire import events
from trips.words import Piece
from trips.words.news import line

DATES = PollTerms("Which dates?", ("5–7 Dec", "12–14 Dec"), results="closed")


def passes(trip: Trip, ago: timedelta = timedelta(seconds=1)) -> None:
    """The deadline of the trip passed so long ago."""
    Trip.objects.filter(pk=trip.pk).update(join_by=timezone.now() - ago)


def written(trip: Trip, since: int = 0) -> list[str]:
    """The types of the events that the log has gained."""
    return list(Event.objects.filter(trip=trip, seq__gt=since).values_list("type", flat=True))[
        0 if since else 1 :
    ]


@pytest.fixture
def open_poll(trip: Trip) -> Poll:
    complete(trip)
    opened = polls.open_poll(trip.id, None, DATES)
    return Poll.objects.get(pk=opened["poll"]["id"])


def test_a_deadline_that_passed_is_written_once(trip: Trip) -> None:
    passes(trip)
    deadlines.write_due()
    deadlines.write_due()
    assert written(trip) == ["TRIP_CLOSED"]
    closed = Event.objects.get(type=events.TRIP_CLOSED).data["trip"]
    assert (closed["status"], closed["closedAt"], closed["memberCount"]) == ("closed", None, 1)
    trip.refresh_from_db()
    assert (trip.closed_at, trip.status) == (None, "closed")


def test_a_poll_that_ended_by_time_is_written_once_with_its_result(
    trip: Trip, open_poll: Poll
) -> None:
    Poll.objects.update(closes_at=timezone.now())
    deadlines.write_due()
    deadlines.write_due()
    last = Event.objects.order_by("seq").last()
    assert last
    assert last.type == events.POLL_CLOSED
    assert set(last.data["poll"]["tally"].values()) == {0}
    assert Event.objects.filter(type=events.POLL_CLOSED).count() == 1


def test_what_is_not_due_writes_nothing_and_asks_two_questions(
    trip: Trip, open_poll: Poll, django_assert_num_queries: Any
) -> None:
    planning.update(trip.id, None, {"joinBy": timezone.now() + timedelta(hours=1)})
    before = log.position(trip.id)
    with django_assert_num_queries(2) as asked:
        deadlines.write_due()
    for query in asked.captured_queries:
        assert query["sql"].lstrip("(").startswith("SELECT")
    assert log.position(trip.id) == before


@pytest.mark.parametrize("verb", [planning.close, planning.cancel])
def test_who_closed_it_before_has_told_of_it(trip: Trip, verb: Any) -> None:
    verb(trip.id, None)
    passes(trip)
    deadlines.write_due()
    assert written(trip) == ["TRIP_CLOSED"]


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Niue"])
def test_the_end_of_the_last_day_is_written_once_by_the_clocks_of_the_trip(
    trip: Trip, zone: str
) -> None:
    yesterday = timezone.localdate(timezone=zones.of(zone)) - timedelta(days=1)
    Trip.objects.update(time_zone=zone, starts_on=yesterday + timedelta(days=1))
    deadlines.write_due()
    assert written(trip) == []
    Trip.objects.update(starts_on=yesterday)
    deadlines.write_due()
    deadlines.write_due()
    assert written(trip) == ["TRIP_CLOSED"]
    assert line(events.TRIP_CLOSED, Event.objects.get(type=events.TRIP_CLOSED).data, {}) == [
        Piece("The trip is over. 1 of 5 is in. Nobody gets the discount.")
    ]


def test_an_end_that_is_written_is_not_looked_up_again(
    trip: Trip, django_assert_num_queries: Any
) -> None:
    for times, zone in enumerate(("UTC", "Pacific/Niue"), 1):
        yesterday = timezone.localdate(timezone=zones.of(zone)) - timedelta(days=1)
        Trip.objects.update(time_zone=zone, starts_on=yesterday)
        deadlines.write_due()
        deadlines.write_due()
        with django_assert_num_queries(2):
            deadlines.write_due()
        assert written(trip) == ["TRIP_CLOSED"] * times


def test_many_ends_are_looked_up_a_few_at_a_time(
    trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "MOST_LOOKED_UP", 1)
    for title in ("Nice", "Bali"):
        planning.plan(None, Terms(title, 2), Guest("Ben"))
    Trip.objects.update(starts_on=timezone.localdate() - timedelta(days=1))
    for _ in range(6):
        deadlines.write_due()
    assert Event.objects.filter(type=events.TRIP_CLOSED).count() == 3


def test_a_poll_closed_by_hand_is_told_once(trip: Trip, open_poll: Poll) -> None:
    polls.close_poll(trip.id, None, open_poll.id)
    Poll.objects.update(closes_at=timezone.now())
    deadlines.write_due()
    assert Event.objects.filter(type=events.POLL_CLOSED).count() == 1


def test_the_polls_of_a_trip_that_was_cancelled_end_without_a_word(
    trip: Trip, open_poll: Poll
) -> None:
    planning.cancel(trip.id, None)
    Poll.objects.update(closes_at=timezone.now())
    deadlines.write_due()
    assert Event.objects.filter(type=events.POLL_CLOSED).count() == 0


def test_a_deadline_that_is_moved_or_lifted_and_passes_again_is_told_again(trip: Trip) -> None:
    passes(trip)
    deadlines.write_due()
    planning.update(trip.id, None, {"joinBy": timezone.now() + timedelta(hours=1)})
    passes(trip)
    deadlines.write_due()
    planning.reopen(trip.id, None)
    deadlines.write_due()
    passes(trip)
    deadlines.write_due()
    assert written(trip).count("TRIP_CLOSED") == 3


def test_what_passed_long_ago_is_no_news(trip: Trip) -> None:
    passes(trip, deadlines.NEWS_FOR + timedelta(minutes=1))
    deadlines.write_due()
    assert written(trip) == []


def test_what_passed_before_the_release_that_tells_of_it_is_no_news(
    trip: Trip, open_poll: Poll
) -> None:
    passes(trip, timedelta(hours=3))
    Poll.objects.update(closes_at=timezone.now() - timedelta(hours=2))
    head = log.position(trip.id)[1]
    import_module("trips.migrations.0004_deadlines").know_what_has_passed(apps, None)
    deadlines.write_due()
    assert written(trip, head) == []
    passes(trip)
    deadlines.write_due()
    assert written(trip, head) == ["TRIP_CLOSED"]


def test_a_trip_that_is_deleted_takes_its_rows_along(trip: Trip) -> None:
    passes(trip)
    deadlines.write_due()
    Trip.objects.get(pk=trip.pk).delete()
    assert not PassedDeadline.objects.exists()


def test_a_release_that_does_not_know_the_rows_deletes_trips_all_the_same(trip: Trip) -> None:
    passes(trip)
    deadlines.write_due()
    of_trip = ("polls_choice", "event", "member", "invitation")
    with connection.cursor() as cursor:
        for table in of_trip[1:]:
            cursor.execute(f"DELETE FROM trips_{table} WHERE trip_id = %s", [trip.id])
        cursor.execute("DELETE FROM trips_trip WHERE id = %s", [trip.id])
    connection.check_constraints()
    deadlines.write_due()


def test_one_that_fails_does_not_hold_up_the_others(
    trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = deadlines.write
    passes(trip)
    due = [("stuck", ""), ("gone", ""), (trip.id, "")]
    monkeypatch.setattr(deadlines, "due", lambda now: due)

    def write_or_fail(trip_id: str, idempotency_key: None, poll_id: str) -> Any:
        if trip_id == "stuck":
            raise OperationalError("lock timeout")
        return write(trip_id, idempotency_key, poll_id)

    monkeypatch.setattr(deadlines, "write", write_or_fail)
    with pytest.raises(OperationalError):
        deadlines.write_due()
    assert written(trip) == ["TRIP_CLOSED"]


@pytest.mark.django_db(transaction=True)
def test_of_many_processes_one_writes_it(trip: Trip) -> None:
    passes(trip)
    due = deadlines.due(timezone.now())
    assert due == [(trip.id, "")]
    outcomes = all_at_once(12, lambda _: deadlines.write(*due[0][:1], None, ""))
    assert outcomes == {"done": 12}
    assert written(trip) == ["TRIP_CLOSED"]


def test_a_server_tells_of_it_by_itself(server: Server) -> None:
    planned = server.plan(5)
    soon = (timezone.now() + timedelta(seconds=2)).isoformat()
    proof = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    server.call("update", **proof, joinBy=soon).raise_for_status()

    def types_sent() -> list[str]:
        query = {"tripId": planned["tripId"], "after": f"{planned['trip']['epoch']}.1"}
        answer = httpx.get(
            f"{server.url}/api/social-cart/events",
            params=query,
            headers={"Accept": "application/json"},
        )
        return [frame["type"] for frame in answer.json()["frames"]]

    until(lambda: types_sent()[-1] == "TRIP_CLOSED")
    assert types_sent() == ["HEARTBEAT", "TRIP_UPDATED", "TRIP_CLOSED"]


@pytest.fixture
def outage(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The database is away, but for two looks; gives the looks."""
    looks: list[str] = []

    def look() -> None:
        looks.append("away" if len(looks) not in (3, 4) else "back")
        if looks[-1] == "away":
            raise OperationalError("no route to the database")

    monkeypatch.setattr(deadlines, "EVERY_S", 0.001)
    monkeypatch.setattr(deadlines, "write_due", look)
    return looks


async def test_an_outage_is_logged_once_and_waited_out(
    outage: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    watch = deadlines.Watch()
    await watch.start()
    while len(outage) < 8:
        await asyncio.sleep(0.001)
    await watch.stop()
    looked = len(outage)
    reason = "The watch on deadlines failed: OperationalError: no route to the database"
    assert [line for line in caplog.messages if "deadlines" in line] == [reason]
    await asyncio.sleep(0.02)
    assert len(outage) <= looked + 1  # one may have been under way
