"""What is kept no longer goes, what a replay or a person needs stays; a restore is told."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.proofs.drill.place import Place
from tests.server import Server
from trips import clock, housekeeping, log, membership, planning
from trips.feed.limits import Limits
from trips.forms import Guest, Terms
from trips.models import Event, FirstAnswer, Member, Trip

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PHONE = "+919876543242"


def with_a_long_log(trip: Trip, events: int) -> None:
    at = timezone.now() - 31 * DAY
    Event.objects.bulk_create(
        Event(trip=trip, seq=seq, type="TRIP_UPDATED", at=at, data={})
        for seq in range(trip.seq + 1, events + 1)
    )
    Trip.objects.update(seq=events)
    Event.objects.update(at=at)


def test_old_events_go_but_for_those_that_a_replay_needs_or_a_hub_shows(trip: Trip) -> None:
    with_a_long_log(trip, Limits.kept_frames + 20)
    assert housekeeping.prune_events(timezone.now()) == 19
    assert housekeeping.prune_events(timezone.now()) == 0
    frames = log.after(trip.id, 0, Limits.kept_frames + 20)
    assert [frame["seq"] for frame in frames] == [1, *range(21, Limits.kept_frames + 21)]


def test_young_events_stay_however_many(trip: Trip) -> None:
    with_a_long_log(trip, Limits.kept_frames + 20)
    Event.objects.update(at=timezone.now() - 29 * DAY)
    assert housekeeping.prune_events(timezone.now()) == 0


def test_answers_are_forgotten_after_a_week(db: None) -> None:
    now = timezone.now()
    for days in (6, 8):
        FirstAnswer.objects.create(
            key_digest=str(days), call_digest="", answer_encrypted="", at=now - days * DAY
        )
    assert housekeeping.forget_answers(now) == 1
    assert FirstAnswer.objects.get().key_digest == "6"


def test_no_statement_goes_through_a_whole_table(
    trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be cancelled on a large one: PostgreSQL bounds each (DATABASE_BOUNDS)."""
    monkeypatch.setattr("trips.slices.ROWS", 2)
    for number in range(5):
        membership.join(trip.id, None, Guest(f"Friend {number}", PHONE[:-1] + str(number)))
    with CaptureQueriesContext(connection) as asked:
        call_command("tidy")
        call_command("rotate_keys")
    unbounded = [
        statement
        for statement in (query["sql"] for query in asked.captured_queries)
        if re.search(r'(FROM|UPDATE) "trips_', statement)
        and not re.search(r'BETWEEN|LIMIT|"(id|trip_id|poll_id)" (=|IN \([^S])', statement)
    ]
    assert unbounded == []


def test_what_is_old_goes_from_every_slice(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trips.slices.ROWS", 2)
    now = timezone.now()
    for number, days in enumerate((8, 8, 8, 6, 6, 8, 8), 1):
        FirstAnswer.objects.create(
            pk=10 * number,
            key_digest=str(number),
            call_digest="",
            answer_encrypted="",
            at=now - days * DAY,
        )
    assert housekeeping.forget_answers(now) == 5
    assert [*FirstAnswer.objects.order_by("pk").values_list("key_digest", flat=True)] == [*"45"]


def test_how_staff_came_in_or_did_not_is_forgotten_after_ninety_days(db: None) -> None:
    now = timezone.now()
    with time_machine.travel(now - 89 * DAY, tick=False):
        AccessLog.objects.create(username="sam")
        AccessAttempt.objects.create(username="sam", failures_since_start=1)
    assert housekeeping.forget_logins(now) == 0
    assert housekeeping.forget_logins(now + 2 * DAY) == 2


@pytest.mark.parametrize(
    ("dates", "after", "is_over"),
    [
        ({"starts_on": date(2030, 1, 1), "ends_on": date(2030, 1, 5)}, 4 + 30, False),
        ({"starts_on": date(2030, 1, 1), "ends_on": date(2030, 1, 5)}, 4 + 32, True),
        ({"starts_on": date(2030, 1, 1)}, 32, True),
    ],
)
def test_numbers_are_erased_thirty_days_after_the_trip(
    db: None, dates: dict[str, Any], after: int, is_over: bool
) -> None:
    planning.plan(None, Terms("Goa", 2, **dates), Guest("Ben", PHONE))
    now = timezone.now().replace(year=2030, month=1, day=1) + after * DAY
    assert housekeeping.erase_phones(now) == is_over
    ben = Member.objects.get()
    assert {ben.phone_encrypted == "", ben.phone_digest == ""} == {is_over}
    assert housekeeping.erase_phones(now) == 0


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks no rows")
def test_numbers_are_erased_under_the_lock_of_the_trip(db: None) -> None:
    """Or a verb that has read the member would write the number back."""
    planning.plan(None, Terms("Goa", 2, ends_on=date(2029, 1, 1)), Guest("Ben", PHONE))
    with CaptureQueriesContext(connection) as asked:
        assert housekeeping.erase_phones(timezone.now().replace(year=2030)) == 1
    kinds = [re.search("FOR UPDATE|UPDATE", query["sql"]) for query in asked]
    assert [kind[0] for kind in kinds if kind] == ["FOR UPDATE", "UPDATE"]


def test_a_cancelled_trip_is_over_whatever_its_dates(trip: Trip) -> None:
    membership.join(trip.id, None, Guest("Asha", "+919876543210"))
    Trip.objects.update(starts_on=date(2099, 1, 1), ends_on=date(2099, 1, 2))
    planning.cancel(trip.id, None)
    assert housekeeping.erase_phones(timezone.now() + timedelta(days=29)) == 0
    assert housekeeping.erase_phones(timezone.now() + timedelta(days=31)) == 1


def test_an_undated_trip_is_over_after_a_long_silence(trip: Trip) -> None:
    membership.join(trip.id, None, Guest("Asha", PHONE))
    now = timezone.now()
    assert housekeeping.erase_phones(now + 209 * DAY) == 0
    assert housekeeping.erase_phones(now + 211 * DAY) == 1


def test_a_trip_is_deleted_a_year_after_it_with_all_that_belongs_to_it(trip: Trip) -> None:
    Trip.objects.update(starts_on=date(2030, 1, 1))
    year_on = timezone.now().replace(year=2031, month=1, day=1)
    assert housekeeping.delete_trips(year_on) == 0
    assert housekeeping.delete_trips(year_on + 3 * DAY) == 1
    assert [model.objects.count() for model in (Trip, Event, Member)] == [0, 0, 0]


def test_one_command_does_it_all_and_a_second_time(trip: Trip, capsys: Any) -> None:
    with_a_long_log(trip, Limits.kept_frames + 2)
    Member.objects.update(folded_name="")
    call_command("tidy")
    assert capsys.readouterr().out.splitlines() == [
        "0 numbers erased",
        "0 addresses for news forgotten",
        "0 trips deleted",
        "1 events pruned",
        "0 answers forgotten",
        "0 answered requests forgotten",
        "0 handled reports forgotten",
        "0 keys of browsers forgotten",
        "0 deliveries of deleted trips forgotten",
        "0 log-ins of staff forgotten",
        "1 names of an older release keyed",
    ]
    call_command("tidy")
    assert {line[0] for line in capsys.readouterr().out.splitlines()} == {"0"}


def test_a_machine_whose_clock_is_years_ahead_deletes_nothing(
    trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    Trip.objects.update(starts_on=timezone.now().date() + 3 * DAY)
    membership.join(trip.id, None, Guest("Asha", PHONE))
    now = timezone.now()
    monkeypatch.setattr(clock, "ask", lambda: now)
    with time_machine.travel(now + timedelta(days=800)):
        call_command("tidy")
    assert Member.objects.exclude(phone_encrypted="").count() == 1


def test_a_hub_that_was_ahead_of_the_backup_gets_the_restored_state(tmp_path: Path) -> None:
    data, code = tmp_path / "data", tmp_path / "code"
    data.mkdir()
    code.mkdir()
    with Server(data, DATABASE_URL=f"sqlite:///{data / 'socialcart.sqlite3'}") as server:
        place = Place("SQLite", code, [server])
        trip = server.plan()
        server.join(trip, "Asha")
        place.run("Back up SQLite")
        server.join(trip, "Chloé")
        ahead = f"{trip['trip']['epoch']}.3"
        place.kill()
        place.run("Restore SQLite")
        place.start()
        server.join(trip, "Dev")  # with the seq that Chloé had
        (reset,) = missed(server, trip, ahead)
    assert reset["type"] == "RESET"
    assert [row["name"] for row in reset["data"]["trip"]["members"]] == ["Ben", "Asha", "Dev"]


def missed(server: Server, trip: dict[str, Any], after: str) -> list[dict[str, Any]]:
    """What a reader at this position gets, without the heartbeat."""
    address = f"{server.url}/api/social-cart/events?tripId={trip['tripId']}&after={after}"
    answer = httpx.get(address, headers={"Accept": "application/json"})
    frames: list[dict[str, Any]] = answer.json()["frames"]
    return frames[1:]
