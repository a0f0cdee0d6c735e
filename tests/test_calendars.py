"""A calendar that programs subscribe to: it follows the trip, and ends with the membership."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from socialcart.logs import redact
from tests.conftest import browser_with
from trips import keys, membership, planning, wire
from trips.forms import Guest
from trips.models import Member, Trip

ADDRESS = re.compile(r'value="(http://testserver/calendars/(\w+)\.ics)"')


@pytest.fixture
def address(trip: Trip, asha: wire.JoinResponse) -> str:
    """Of Asha's calendar."""
    return f"/calendars/{secret_of(trip, asha)}.ics"


def secret_of(trip: Trip, person: wire.JoinResponse) -> str:
    return membership.make_calendar(trip.id, None, person["memberId"])["calendarKey"]


def changed(trip: Trip, **terms: Any) -> None:
    planning.update(trip.id, None, terms)


def entries(address: str) -> list[Any]:
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_it_follows_the_dates_and_says_how_often_to_ask(trip: Trip, address: str) -> None:
    assert entries(address) == []
    changed(trip, startDate="2030-12-12", endDate="2030-12-15")
    (first,) = entries(address)
    assert (first.start, first.end, first["STATUS"]) == (
        date(2030, 12, 12), date(2030, 12, 16), "TENTATIVE",
    )  # fmt: skip
    changed(trip, startDate="2030-12-19", endDate="2030-12-20")
    (second,) = entries(address)
    assert (second.start, second["UID"]) == (date(2030, 12, 19), first["UID"])
    assert second["SEQUENCE"] > first["SEQUENCE"]
    planning.cancel(trip.id, None)
    assert entries(address)[0]["STATUS"] == "CANCELLED"
    whole = Client().get(address).content.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in whole
    assert "X-WR-CALNAME:Goa" in whole
    assert "METHOD" not in whole


def test_while_nothing_has_changed_a_program_is_told_so(trip: Trip, address: str) -> None:
    changed(trip, startDate="2030-12-12")
    tag = Client().get(address)["ETag"]
    with time_machine.travel(timezone.now() + timedelta(seconds=1)):
        again = Client().get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    changed(trip, tripName="Goa again")
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200
    assert again["Cache-Control"] == "private, no-cache"


def test_it_ends_with_the_membership_and_is_back_when_that_is_undone(
    trip: Trip, asha: wire.JoinResponse, address: str
) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    gone = Client().get(address)
    assert (gone.status_code, "has ended" in gone.content.decode()) == (410, True)
    membership.restore(trip.id, None, asha["memberId"])
    assert Client().get(address).status_code == 200
    membership.leave(trip.id, None, asha["memberId"])
    assert Client().get(address).status_code == 410
    Trip.objects.all().delete()
    assert Client().get(address).status_code == 404


def test_a_newer_address_and_a_newer_key_end_it(
    trip: Trip, asha: wire.JoinResponse, address: str
) -> None:
    newer = f"/calendars/{secret_of(trip, asha)}.ics"
    assert [Client().get(each).status_code for each in (address, newer)] == [404, 200]
    membership.replace_key(trip.id, None, asha["memberId"])
    assert Client().get(newer).status_code == 404


def test_it_opens_nothing_else_and_names_nobody_but_who_organises(
    trip: Trip, asha: wire.JoinResponse, address: str
) -> None:
    changed(trip, startDate="2030-12-12")
    secret = address[len("/calendars/") : -len(".ics")]
    assert Client().get(f"/join/{secret}").status_code == 404
    assert browser_with(trip.id, secret).get(f"/trips/{trip.id}").status_code == 404
    whole = Client().get(address).content.decode()
    assert "Asha" not in whole
    assert asha["memberKey"] not in whole


def test_no_member_without_an_address_is_found_by_an_empty_one(trip: Trip) -> None:
    assert Member.objects.get().calendar_digest == ""
    assert [Client().get(f"/calendars/{each}.ics").status_code for each in ("x", "%20")] == [
        404
    ] * 2


def test_only_its_digest_is_kept_and_no_log_holds_it(
    trip: Trip, asha: wire.JoinResponse, address: str
) -> None:
    secret = address[len("/calendars/") : -len(".ics")]
    assert Member.objects.get(pk=asha["memberId"]).calendar_digest == keys.digest(secret)
    for written in (f"GET {address} 500", "GET /calendars/abc.ics"):
        assert redact(written).startswith("GET /calendars/***")
        assert secret not in redact(written)


def test_a_member_makes_it_without_script_and_sees_it_once(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    phone, page = browser_with(trip.id, asha["memberKey"]), f"/trips/{trip.id}/calendar"
    assert f'href="{page}"' in phone.get(f"/trips/{trip.id}").content.decode()
    asked = phone.get(page).content.decode()
    assert "Subscribe to the calendar?" in asked
    key = re.search(r'name="key" value="(.+?)"', asked)
    assert key
    made = phone.post(page, {"key": key[1]}, follow=True).content.decode()
    ((url, secret),) = ADDRESS.findall(made)
    assert f'href="webcal://testserver/calendars/{secret}.ics"' in made
    assert Client().get(url.removeprefix("http://testserver")).status_code == 200
    assert secret not in phone.get(page).content.decode()


def test_a_double_tap_makes_one(trip: Trip, asha: wire.JoinResponse) -> None:
    phone, page = browser_with(trip.id, asha["memberKey"]), f"/trips/{trip.id}/calendar"
    both = [phone.post(page, {"key": "k" * 32}, follow=True).content.decode() for _ in range(2)]
    assert ADDRESS.findall(both[0]) == ADDRESS.findall(both[1]) != []


def test_it_is_each_members_own(trip: Trip, asha: wire.JoinResponse, address: str) -> None:
    chloe = membership.join(trip.id, None, Guest("Chloé"))
    theirs = f"/calendars/{secret_of(trip, chloe)}.ics"
    membership.remove(trip.id, None, asha["memberId"])
    assert [Client().get(each).status_code for each in (address, theirs)] == [410, 200]


def test_it_is_found_by_an_index(trip: Trip, address: str) -> None:
    """However many members there are: programs ask every hour."""
    rows = Member.objects.filter(calendar_digest="x").exclude(calendar_digest="")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "member_calendar_is_unique" in rows.explain()
