"""What people take away knows the state: the calendar entry, the list of members."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from vobject.base import readOne

from tests.conftest import browser_with
from tests.spaces import plain
from trips import exports, log, membership, planning, wire
from trips.forms import Guest
from trips.models import Member, Trip

HUB = "https://trips.example/trips/x"


@pytest.fixture
def dated(trip: Trip) -> Trip:
    """Ben's trip, from 12 to 15 December."""
    return changed(trip, startDate="2030-12-12", endDate="2030-12-15")


def changed(trip: Trip, **terms: Any) -> Trip:
    planning.update(trip.id, None, terms)
    trip.refresh_from_db()
    return trip


def ics(browser: Client, trip: Trip) -> bytes:
    answer = browser.get(f"/trips/{trip.id}/calendar.ics")
    assert answer.status_code == 200, answer.content
    return bytes(answer.content)


def entry(browser: Client, trip: Trip) -> Any:
    """The one event of the file, as its library reads it."""
    diary = Calendar.from_ical(ics(browser, trip))
    assert diary["METHOD"] == "PUBLISH"
    (found,) = diary.walk("VEVENT")
    return found


def test_the_entry_ends_after_its_last_day_for_every_reader(ben: Client, dated: Trip) -> None:
    whole = date(2030, 12, 12), date(2030, 12, 16)
    one = entry(ben, dated)
    assert (one.start, one.end) == whole
    other = readOne(ics(ben, dated).decode()).vevent
    assert (other.dtstart.value, other.dtend.value) == whole
    assert other.summary.value == "Goa"
    assert max(map(len, ics(ben, dated).split(b"\r\n"))) <= 75


def test_a_trip_of_one_day_takes_one_day(ben: Client, trip: Trip) -> None:
    one = entry(ben, changed(trip, startDate="2030-12-12"))
    assert one.end - one.start == timedelta(days=1)


def test_a_newer_entry_takes_the_place_of_the_one_before(ben: Client, dated: Trip) -> None:
    with time_machine.travel("2030-01-01T10:00Z", tick=False):
        changed(dated, tripName="Goa again")
    before = entry(ben, dated)
    with time_machine.travel("2030-01-02T10:00Z", tick=False):
        changed(dated, endDate="2030-12-16")
    after = entry(ben, dated)
    assert after.end == date(2030, 12, 17)
    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]
    assert before.last_modified == datetime(2030, 1, 1, 10, tzinfo=UTC)
    assert after.last_modified == datetime(2030, 1, 2, 10, tzinfo=UTC)


def test_a_day_is_as_certain_as_the_trip(ben: Client, dated: Trip) -> None:
    assert entry(ben, dated)["STATUS"] == "TENTATIVE"
    changed(dated, requiredMembers=2)
    membership.join(dated.id, None, Guest("Asha"))
    assert entry(ben, dated)["STATUS"] == "CONFIRMED"
    planning.close(dated.id, None)
    assert entry(ben, dated)["STATUS"] == "CONFIRMED"


def test_a_cancelled_trip_is_cancelled_in_every_calendar(ben: Client, dated: Trip) -> None:
    before = entry(ben, dated)
    planning.cancel(dated.id, None)
    after = entry(ben, dated)
    assert (after["STATUS"], after["UID"]) == ("CANCELLED", before["UID"])
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert "cancelled" in after["DESCRIPTION"]
    assert "Join by" not in after["DESCRIPTION"]


def test_the_entry_says_what_is_known_and_where_more_is(ben: Client, dated: Trip) -> None:
    changed(dated, timeZone="Asia/Kolkata", joinBy="2030-12-06T20:00")
    given = entry(ben, dated)
    assert "1 of 5 is in. 4 more and everyone gets 12 % off." in given["DESCRIPTION"]
    assert "6 Dec 2030, 20:00 (India time)" in plain(given["DESCRIPTION"])
    assert "Ben organises it." in given["DESCRIPTION"]
    assert given["URL"].endswith(f"/trips/{dated.id}")


def test_a_deadline_at_midnight_is_the_end_of_a_day(ben: Client, dated: Trip) -> None:
    changed(dated, timeZone="Asia/Kolkata", joinBy="2030-12-06T00:00")
    description = plain(entry(ben, dated)["DESCRIPTION"])
    assert "by the end of Thursday 5 Dec 2030 (India" in description


def test_the_entry_holds_no_secret_and_its_link_outlives_the_invitation(
    ben: Client, dated: Trip, planned: wire.CreateResponse
) -> None:
    taken = entry(ben, dated)
    planning.replace_invitation(dated.id, None)
    assert planned["tripId"] not in ics(ben, dated).decode().replace("\r\n ", "")
    assert ben.get(taken["URL"].removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("terms", [{}, {"joinBy": "2030-12-06T20:00"}])
def test_a_trip_without_dates_has_no_entry_and_says_why(
    ben: Client, trip: Trip, terms: dict[str, str]
) -> None:
    answer = ben.get(f"/trips/{changed(trip, **terms).id}/calendar.ics")
    assert answer.status_code == 404
    assert "set no dates yet" in answer.content.decode()


def offers(browser: Client, trip: Trip) -> list[str]:
    """What the hub says of calendars, without what it hides."""
    page = browser.get(f"/trips/{trip.id}").content.decode()
    links = page.split("calendar.ics")[1:]
    return [link[link.index(">") + 1 : link.index("<")] for link in links if not hides(link)]


def hides(link: str) -> bool:
    return " hidden" in link[: link.index(">")]


def test_the_hub_offers_the_calendar_where_there_is_something_for_it(
    ben: Client, trip: Trip
) -> None:
    assert offers(ben, trip) == []
    changed(trip, startDate="2030-12-12")
    assert offers(ben, trip) == ["Add to calendar"]
    planning.cancel(trip.id, None)
    assert offers(ben, trip) == ["Mark it as cancelled in your calendar"]


@pytest.mark.parametrize("dates", [{}, {"startDate": "2030-12-12"}])
def test_the_greeting_keeps_no_date_that_is_not_there(
    trip: Trip, asha: wire.JoinResponse, dates: dict[str, str]
) -> None:
    changed(trip, **dates)
    phone = browser_with(trip.id, asha["memberKey"])
    phone.cookies[f"greet-{trip.id}"] = "1"
    page = phone.get(f"/trips/{trip.id}").content.decode()
    (step,) = [each for each in page.split("<li") if "Keep the date" in each]
    assert hides(step) == (not dates)


def test_the_list_opens_in_a_spreadsheet(ben: Client, trip: Trip) -> None:
    changed(trip, timeZone="Asia/Kolkata")
    membership.join(trip.id, None, Guest("José"))
    trip.members.update(joined_at=datetime(2026, 11, 27, 12, 29, 30, 5, tzinfo=UTC))
    answer = ben.get(f"/trips/{trip.id}/members.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf"), "or Excel reads another encoding"
    assert answer.content.count(b"\r\n") == answer.content.count(b"\n") == 3
    head, *rows = rows_of(answer.content)
    assert head == ["Name", "Organiser", "Joined (India time)"]
    assert sorted(rows) == [["Ben", "yes", "2026-11-27 17:59"], ["José", "no", "2026-11-27 17:59"]]


def rows_of(file: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=delimiter))


@pytest.mark.parametrize("sign", [*"=+-@\t\r", *"＝＋－＠"])
@pytest.mark.parametrize("before", ["", " ", "x;", "x;\u00a0", "x,", 'x";'])
def test_no_cell_of_the_list_is_a_formula(sign: str, before: str) -> None:
    """Whatever separator the spreadsheet takes; forms refuse some of these names already."""
    member = Member(name=f"{before}{sign}1+1", joined_at=datetime(2026, 1, 2, tzinfo=UTC))
    file = exports.members_csv(Trip(title="Goa", time_zone="UTC"), [member])
    for delimiter in ",;\t":
        for cell in rows_of(file, delimiter)[1]:
            assert cell.strip()[:1] not in (*"=+-@＝＋－＠",), (delimiter, cell)
    assert rows_of(file)[1][0] == f"'{before}{sign}1+1"


def test_a_name_with_quotes_and_separators_is_one_cell() -> None:
    member = Member(name='Asha "A; B", Rao', joined_at=datetime(2026, 1, 2, tzinfo=UTC))
    file = exports.members_csv(Trip(title="Goa", time_zone="UTC"), [member])
    assert rows_of(file)[1] == ['Asha "A; B", Rao', "no", "2026-01-02 00:00"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Goa", "Goa members.csv"),
        ("गोवा 2½ days", "गोवा 2½ days members.csv"),
        ('a/b\\c:"d"<e>', "a-b-c-d-e members.csv"),
        ("...", "Trip members.csv"),
    ],
)
def test_a_file_is_named_after_its_trip(ben: Client, trip: Trip, title: str, name: str) -> None:
    Trip.objects.update(title=title)
    header = ben.get(f"/trips/{trip.id}/members.csv")["Content-Disposition"]
    assert header.isascii()
    assert unquote(header) in (
        f'attachment; filename="{name}"',
        f"attachment; filename*=utf-8''{name}",
    )


def test_the_last_change_is_that_of_the_newest_event(trip: Trip, asha: wire.JoinResponse) -> None:
    trip.refresh_from_db()
    assert log.changed_at(trip) == trip.events.get(seq=trip.seq).at
