"""A trip may say at what time it starts and ends, by its own clocks, at every door."""
# ruff: noqa: F811 - the poll is that of test_date_polls, whose fixtures stand in the parameters

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar
from vobject.base import readOne

from tests.conftest import browser_with
from tests.filling import doors, send
from tests.spaces import plain
from tests.test_activity import lines_of
from tests.test_date_polls import SPANS, dates  # noqa: F401
from tests.test_fields import create, update
from tests.test_polls import ids
from trips import exports, localtimes, planning, polls, wire, words
from trips.forms import possible
from trips.models import Event, Poll, Trip

DAYS = {"startDate": "2030-12-12", "endDate": "2030-12-15", "timeZone": "Asia/Kolkata"}
TIMES = {"startTime": "07:30", "endTime": "21:00"}
BERLIN = {"timeZone": "Europe/Berlin"}
SAID = "12 Dec, 07:30 – 15 Dec 2030, 21:00 (India time)"


@pytest.fixture
def timed(trip: Trip) -> Trip:
    """Ben's trip, from the morning of 12 December to the evening of the 15th, in India."""
    return changed(trip, **DAYS, **TIMES)


def changed(trip: Trip, **terms: Any) -> Trip:
    planning.update(trip.id, None, terms)
    trip.refresh_from_db()
    return trip


def times_of(trip: Trip) -> tuple[str | None, str | None]:
    fields = wire.trip_fields(Trip.objects.get(pk=trip.id))
    return fields["startTime"], fields["endTime"]


def test_they_are_planned_changed_and_told(db: None, planned: wire.CreateResponse) -> None:
    assert create(**DAYS, **TIMES).json()["trip"]["startTime"] == "07:30"
    update(planned, **DAYS, **TIMES)
    answer = update(planned, startTime="08:00", endTime=None)
    assert [answer.json()["trip"][name] for name in TIMES] == ["08:00", None]
    told = Event.objects.filter(type="TRIP_UPDATED").order_by("seq").last()
    assert told is not None
    assert told.data["before"] == {"startTime": "07:30", "endTime": "21:00"}
    assert told.data["trip"] == answer.json()["trip"]


def test_they_are_typed_at_every_door(ben: Client, admin_client: Client, trip: Trip) -> None:
    planning.update(trip.id, None, DAYS)
    for door, start in (("page", "09:15"), ("staff", "10:15")):
        browser, page, address = doors(trip, ben, admin_client)[door]
        name = "startTime" if door == "page" else "start_time"
        assert send(browser, page, address, **{name: start}).status_code in (302, 303), door
        assert times_of(trip) == (start, None)
        assert send(browser, page, address).status_code in (302, 303)
    assert Event.objects.filter(type="TRIP_UPDATED").count() == 3, "untouched it changes nothing"


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "no day": ({"startTime": "07:30"}, "startTime", "Give the first day too"),
    "no day of the end": ({"endTime": "07:30"}, "endTime", "Give the first day too"),
    "25 o'clock": ({**DAYS, "startTime": "25:00"}, "startTime", "no such time"),
    "seconds": ({**DAYS, "startTime": "07:30:15"}, "startTime", "no such time"),
    "words": ({**DAYS, "endTime": "noon"}, "endTime", "Write it as 07:30"),
    "backwards": (
        {"startDate": "2030-12-12", "startTime": "09:00", "endTime": "08:59"},
        "endTime", "not after the start",
    ),
    "no time at all": (
        {"startDate": "2030-12-12", "startTime": "9:00", "endTime": "9:00"},
        "endTime", "not after the start",
    ),
    "skipped": (
        {**BERLIN, "startDate": "2030-03-31", "startTime": "02:30"},
        "startTime", "has no 02:30: the clocks go from 01:59 to 03:00",
    ),
    "skipped at the end": (
        {**BERLIN, "startDate": "2030-03-30", "endDate": "2030-03-31", "endTime": "02:00"},
        "endTime", "has no 02:00",
    ),
    "a day that never was": (
        {"timeZone": "Pacific/Apia", "startDate": "2011-12-30", "startTime": "12:00"}
        | {"pastDays": True},
        "startTime", "has no 12:00",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "field", "sentence"), WRONG.values(), ids=WRONG)
def test_what_no_clock_shows_is_refused_beside_its_field(
    db: None, planned: wire.CreateResponse, fields: dict[str, Any], field: str, sentence: str
) -> None:
    for answer in (create(**fields), update(planned, **fields)):
        assert (answer.status_code, [*answer.json()["fields"]]) == (422, [field])
        assert sentence in answer.json()["fields"][field]


def test_the_page_says_it_beside_the_field_and_keeps_what_was_typed(
    ben: Client, timed: Trip
) -> None:
    settings = f"/trips/{timed.id}/settings"
    answer = send(ben, settings, settings, startTime="22:00", endDate="2030-12-12")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.index('name="endTime"') < page.rindex("This is not after the start")
    assert 'name="startTime" value="22:00"' in page
    assert times_of(timed) == ("07:30", "21:00")


def test_a_time_that_comes_twice_is_the_first_and_says_so(trip: Trip, ben: Client) -> None:
    changed(trip, **BERLIN, startDate="2030-10-27", startTime="02:30", endTime="03:00")
    entry = entry_of(ben, trip)
    assert entry.start == datetime(2030, 10, 27, 0, 30, tzinfo=UTC)
    assert (entry.end - entry.start).total_seconds() == 90 * 60
    assert "27 Oct 2030, 02:30 (UTC+2)–03:00 (Berlin time)" in pages(ben, trip)
    assert "Start: now 02:30 (UTC+2). End: now 03:00." in lines_of(trip)[0]


@pytest.mark.parametrize("given", [{"startDate": "2030-03-31"}, {"timeZone": "Europe/Paris"}])
def test_days_and_zones_are_refused_where_a_time_is_not_theirs(
    trip: Trip, planned: wire.CreateResponse, given: dict[str, str]
) -> None:
    zone = "Europe/Paris" if "startDate" in given else "UTC"
    day = "2030-03-30" if "startDate" in given else "2030-03-31"
    changed(trip, startDate=day, startTime="02:30", timeZone=zone)
    answer = update(planned, **given)
    assert (answer.status_code, [*answer.json()["fields"]]) == (422, ["startTime"])
    assert update(planned, **given, startTime="03:30").status_code == 200


def test_without_days_there_are_no_times(timed: Trip, ben: Client) -> None:
    settings = f"/trips/{timed.id}/settings"
    assert send(ben, settings, settings, startDate="", endDate="").status_code == 303
    timed.refresh_from_db()
    assert (timed.start_time, timed.end_time) == (None, None)
    assert lines_of(timed)[0] == (
        "Dates: no longer 12–15 Dec. Start: no longer 07:30. End: no longer 21:00."
    )


def test_a_time_typed_while_the_days_are_removed_is_refused(
    timed: Trip, planned: wire.CreateResponse
) -> None:
    answer = update(planned, startDate=None, endDate=None, startTime="08:00")
    assert (answer.status_code, [*answer.json()["fields"]]) == (422, ["startTime"])
    assert times_of(timed) == ("07:30", "21:00")


def pages(ben: Client, trip: Trip) -> str:
    """The hub and the start page, without their tags."""
    texts = (ben.get(each).content.decode() for each in (f"/trips/{trip.id}", "/"))
    return plain(re.sub(r"<[^>]+>", "", "".join(texts)))


def test_every_place_with_dates_has_them(
    ben: Client, timed: Trip, planned: wire.CreateResponse
) -> None:
    assert pages(ben, timed).count(SAID) == 2
    invited = Client().get(f"/join/{planned['tripId']}")
    for answer in (invited, ben.get(f"/trips/{timed.id}/poster")):
        assert SAID in plain(answer.content.decode())
    shared = plain(words.invitation(wire.trip_fields(timed), datetime(2030, 6, 1, tzinfo=UTC)))
    assert shared.startswith("Goa, 12 Dec, 07:30 – 15 Dec, 21:00 (India time): 1 of 5 is in.")


def entry_of(browser: Client, trip: Trip) -> Any:
    """The one entry of the trip's calendar file, which two libraries read alike."""
    file = browser.get(f"/trips/{trip.id}/calendar.ics").content
    found: Any = Calendar.from_ical(file).walk("VEVENT")[0]
    other = readOne(file.decode()).vevent
    assert (other.dtstart.value, other.dtend.value) == (found.start, found.end)
    return found


SPAN_IN_UTC = {
    "both": (TIMES, "2030-12-12T02:00", "2030-12-15T15:30"),
    "only the start": ({"startTime": "07:30"}, "2030-12-12T02:00", "2030-12-15T18:30"),
    "only the end": ({"endTime": "21:00"}, "2030-12-11T18:30", "2030-12-15T15:30"),
    "midnight": ({"startTime": "00:00"}, "2030-12-11T18:30", "2030-12-15T18:30"),
}


@pytest.mark.parametrize(("times", "begins", "ends"), SPAN_IN_UTC.values(), ids=SPAN_IN_UTC)
def test_a_calendar_entry_has_its_moments_in_utc(
    ben: Client, trip: Trip, times: dict[str, str], begins: str, ends: str
) -> None:
    """So that no calendar needs to know the zone; without a time its side has the whole day."""
    entry = entry_of(ben, changed(trip, **DAYS, **times))
    assert (entry.start, entry.end) == tuple(
        datetime.fromisoformat(f"{each}+00:00") for each in (begins, ends)
    )
    assert entry["DTSTART"].to_ical().endswith(b"Z")


def test_an_entry_over_a_change_of_clocks_has_the_offset_of_each_day(
    ben: Client, trip: Trip
) -> None:
    changed(trip, **BERLIN, startDate="2030-10-26", endDate="2030-10-27", **TIMES)
    entry = entry_of(ben, trip)
    assert entry.start == datetime(2030, 10, 26, 5, 30, tzinfo=UTC)
    assert entry.end == datetime(2030, 10, 27, 20, 0, tzinfo=UTC)


def test_the_subscribed_calendar_follows_them(timed: Trip, asha: wire.JoinResponse) -> None:
    phone = browser_with(timed.id, asha["memberKey"])
    before = entry_of(phone, timed)
    after = entry_of(phone, changed(timed, startTime=None, endTime=None))
    assert (after.start, after.end) == (date(2030, 12, 12), date(2030, 12, 16))
    assert after["SEQUENCE"] > before["SEQUENCE"]
    served = exports.subscription(changed(timed, **TIMES), "Ben", "x")
    one: Any = Calendar.from_ical(served).walk("VEVENT")[0]
    assert (one.start, one.end) == (before.start, before.end)


def test_days_that_a_release_without_times_has_set_still_make_an_entry(
    ben: Client, timed: Trip
) -> None:
    Trip.objects.update(ends_on="2030-12-12", start_time="21:00", end_time="07:30")
    entry = entry_of(ben, timed)
    assert entry.start < entry.end == datetime(2030, 12, 12, 18, 30, tzinfo=UTC)
    Trip.objects.update(starts_on=None, ends_on=None)
    assert times_of(timed) == (None, None)
    assert ben.get(f"/trips/{timed.id}").status_code == 200


def test_picked_days_keep_the_times(dates: Poll, trip: Trip) -> None:
    planning.update(trip.id, None, {"startDate": "2030-11-01", **TIMES})
    polls.pick(trip.id, None, dates.id, ids(dates)[1])
    assert times_of(trip) == ("07:30", "21:00")
    assert lines_of(trip)[1] == "Dates: 1 Nov is now 12–14 Dec."


def one_day(poll: Poll, day: date) -> None:
    """Make the poll's first date this day alone."""
    poll.options.filter(pk=ids(poll)[0]).update(starts_on=day, ends_on=day)


def test_picked_days_drop_a_time_that_cannot_be_and_undoing_brings_it_back(
    dates: Poll, trip: Trip
) -> None:
    one_day(dates, SPANS[0][0])
    overnight = {"startDate": "2030-11-01", "endDate": "2030-11-02"}
    planning.update(trip.id, None, {**overnight, "startTime": "20:00", "endTime": "08:00"})
    polls.pick(trip.id, None, dates.id, ids(dates)[0])
    assert times_of(trip) == ("20:00", None)
    assert lines_of(trip)[1] == "Dates: 1–2 Nov is now 5 Dec. End: no longer 08:00."
    polls.undo_pick(trip.id, None, dates.id)
    assert times_of(trip) == ("20:00", "08:00")


def test_undoing_a_pick_keeps_the_times_that_were_set_since(dates: Poll, trip: Trip) -> None:
    planning.update(trip.id, None, {"startDate": "2030-11-01", "startTime": "08:00"})
    polls.pick(trip.id, None, dates.id, ids(dates)[0])
    planning.update(trip.id, None, {"startTime": "10:00", "endTime": "09:00"})
    polls.undo_pick(trip.id, None, dates.id)
    assert times_of(trip) == ("10:00", None), "which was on the last of three days"


@pytest.mark.once
@pytest.mark.parametrize(
    ("day", "at", "zone", "moment"),
    [
        ("2030-10-27", "02:30", "Europe/Berlin", "2030-10-27T00:30"),
        ("2030-03-31", "02:30", "Europe/Berlin", "2030-03-31T01:30"),
        ("2027-04-04", "01:45", "Australia/Lord_Howe", "2027-04-03T14:45"),
        ("2030-12-12", "07:30", "Asia/Kolkata", "2030-12-12T02:00"),
    ],
)
def test_a_time_of_day_is_one_moment(day: str, at: str, zone: str, moment: str) -> None:
    found = localtimes.moment(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    assert found.astimezone(UTC) == datetime.fromisoformat(f"{moment}+00:00")


@pytest.mark.once
def test_what_is_possible_is_kept() -> None:
    day, zone = date(2030, 3, 31), ZoneInfo("Europe/Berlin")
    assert possible(day, None, time(2, 30), time(9), zone) == (None, time(9))
    assert possible(None, None, time(2, 30), time(9), zone) == (None, None)
    assert possible(day, date(2030, 4, 1), time(9), time(8), zone) == (time(9), time(8))
