"""A trip is planned again: the form of a new one says what the old one was, and nothing else."""

from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from tests.filling import form_of
from trips import planning, wire
from trips.models import Event, Trip

KEPT: dict[str, Any] = {
    "tripName": "Goa & sea",
    "description": "Sun.\n\nhttps://example.com",
    "place": "Baga",
    "cover": "🏖️",
    "requiredMembers": 4,
    "capacity": 9,
    "pricePerPerson": Decimal("12.5"),
    "currency": "EUR",
    "discountPercent": 12,
    "timeZone": "Asia/Kolkata",
    "startTime": "07:30",
    "endTime": "21:00",
}
DAYS = {"startDate": "2030-12-12", "endDate": "2030-12-15", "joinBy": "2030-12-01T20:00"}


@pytest.fixture
def asha_browser(trip: Trip, asha: wire.JoinResponse) -> Client:
    planning.update(trip.id, None, {**KEPT, **DAYS})
    return browser_with(trip.id, asha["memberKey"])


def form(browser: Client, trip: Trip) -> dict[str, str]:
    return form_of(browser.get(f"/trips/{trip.id}/again"), f"/?again={trip.id}")


def test_a_member_gets_all_but_days_and_people(asha_browser: Client, trip: Trip) -> None:
    typed = form(asha_browser, trip)
    assert {name: typed[name] for name in KEPT} == {
        name: f"{value}" for name, value in (KEPT | {"pricePerPerson": "12.50"}).items()
    }
    assert typed["adminName"] == "Asha"
    assert {typed[name] for name in (*DAYS, "adminMobile")} == {""}


def test_who_plans_it_organises_a_new_trip_and_the_old_one_stays(
    asha_browser: Client, trip: Trip
) -> None:
    trip.refresh_from_db()
    before = (vars(Trip.objects.get(pk=trip.pk)) | {"_state": ""}, Event.objects.count())
    answer = asha_browser.post(f"/?again={trip.id}", form(asha_browser, trip))
    assert answer.status_code == 303
    made = Trip.objects.exclude(pk=trip.pk).get()
    assert answer["Location"] == f"/trips/{made.id}"
    assert (made.description, made.price_per_person) == (KEPT["description"], Decimal("12.50"))
    assert [(each.name, each.is_organiser) for each in made.members.all()] == [("Asha", True)]
    assert made.starts_on is made.join_by is None
    own = Event.objects.filter(trip=made).count()
    after = vars(Trip.objects.get(pk=trip.pk)) | {"_state": ""}
    assert (after, Event.objects.count() - own) == before


def test_a_refused_form_keeps_what_was_typed(asha_browser: Client, trip: Trip) -> None:
    typed = form(asha_browser, trip) | {"requiredMembers": "x"}
    answer = asha_browser.post(f"/?again={trip.id}", typed)
    assert answer.status_code == 422
    assert form_of(answer, f"/?again={trip.id}")["description"] == KEPT["description"]


def test_the_hub_leads_there_and_more_so_once_it_is_over(
    ben: Client, asha_browser: Client, trip: Trip
) -> None:
    link = f'href="/trips/{trip.id}/again"'
    for browser in (ben, asha_browser):
        page = browser.get(f"/trips/{trip.id}").content.decode()
        assert f"<li><a {link}" in page
        assert f'<a class="button" {link}' in page.split("This trip is over")[1]


def test_to_look_at_the_form_changes_nothing(asha_browser: Client, trip: Trip) -> None:
    before = Event.objects.count(), Trip.objects.count()
    form(asha_browser, trip)
    assert (Event.objects.count(), Trip.objects.count()) == before


def test_its_times_are_those_of_the_new_days_and_wait_where_there_are_none(
    asha_browser: Client, trip: Trip
) -> None:
    typed, address = form(asha_browser, trip), f"/?again={trip.id}"
    for days, times in (("2031-01-02", (time(7, 30), time(21))), ("", (None, None))):
        key = form(asha_browser, trip)["key"]
        made = asha_browser.post(address, {**typed, "key": key, "startDate": days})
        row = Trip.objects.get(pk=made["Location"].split("/")[2])
        assert (row.start_time, row.end_time) == times
    refused = asha_browser.post(address, {**typed, "startTime": "08:00"})
    assert refused.status_code == 422
    assert "Give the first day too" in refused.content.decode()
    assert 'name="startTime" value="08:00"' in refused.content.decode()
