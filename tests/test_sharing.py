"""What leaves the site: link texts, QR code, calendar entry, list of members."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from trips import membership, sharing
from trips.forms import Guest
from trips.models import Trip

LINK = "https://trips.example/join/abc"


def goa(**terms: object) -> Trip:
    facts = {"title": "Goa", "required_members": 5, "member_count": 3, "discount_percent": 12}
    return Trip(**{**facts, **terms})


def test_the_text_is_sentence_first_and_link_last() -> None:
    trip = goa(
        starts_on=date(2030, 12, 12),
        ends_on=date(2030, 12, 15),
        join_by=datetime(2030, 12, 6, 14, 30, tzinfo=UTC),
        time_zone="Asia/Kolkata",
    )
    share = sharing.share(trip, LINK)
    assert share.text == (
        "Goa, 12–15 Dec: 3 of 5 are in. 2 more and everyone gets 12 % off. Join by Friday 20:00:"
    )
    assert share.whatsapp.startswith("https://wa.me/?text=Goa%2C%2012")
    assert share.whatsapp.endswith("%0Ahttps%3A%2F%2Ftrips.example%2Fjoin%2Fabc")


def test_an_unlocked_trip_says_so() -> None:
    trip = goa(member_count=5, is_unlocked=True, discount_percent=None)
    assert (
        sharing.share(trip, LINK).text
        == "Goa: 5 of 5 are in, and everyone gets the group discount."
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2030, 12, 12), date(2030, 12, 15), "12–15 Dec"),
        (date(2030, 12, 30), date(2031, 1, 2), "30 Dec – 2 Jan"),
        (date(2030, 12, 12), None, "12 Dec"),
        (None, None, ""),
    ],
)
def test_a_period_is_told_as_people_do(first: date | None, last: date | None, words: str) -> None:
    assert sharing.period(first, last) == words


def test_the_calendar_entry_has_the_days_and_the_link(ben: Client, trip: Trip) -> None:
    Trip.objects.update(starts_on=date(2030, 12, 12), ends_on=date(2030, 12, 15))
    ics = ben.get(f"/trips/{trip.id}/calendar.ics").content.decode()
    assert "DTSTART;VALUE=DATE:20301212" in ics
    assert "DTEND;VALUE=DATE:20301216" in ics
    assert "SUMMARY:Goa" in ics


def test_the_qr_code_is_a_picture_with_a_quiet_zone(ben: Client, trip: Trip) -> None:
    answer = ben.get(f"/trips/{trip.id}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")


@pytest.mark.django_db
def test_no_cell_of_the_list_is_a_formula(ben: Client, trip: Trip) -> None:
    membership.join(trip.id, None, Guest("=cmd|'/c calc'!A1"))
    rows = ben.get(f"/trips/{trip.id}/members.csv").content.decode().splitlines()
    assert rows[0] == "name,organiser,joined at"
    assert rows[2].startswith("'=cmd")
