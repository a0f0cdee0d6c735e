"""Staff look at a hub as a reader: what members see, nothing to press, and each time audited."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from tests.test_admin import audited, staff  # noqa: F401
from trips import membership, messages, polls, reports, wire
from trips.forms import Guest, Vote
from trips.models import Member, Poll, Trip

pytestmark = pytest.mark.django_db
BANNER = "You are looking as staff. You can change nothing here."


@pytest.fixture
def address(trip: Trip) -> str:
    return f"/trips/{trip.id}/as-staff"


def test_it_is_opened_from_the_trip_and_asks_first(
    staff: Client,  # noqa: F811
    trip: Trip,
    address: str,
) -> None:
    reports.report(trip.id, None, "spam", "")
    report = f"report/{trip.reports.get().pk}/change/"
    for place in (f"trip/{trip.id.replace('_', '_5F')}/change/", report):
        assert f'href="{address}"' in staff.get(f"/admin/trips/{place}").content.decode()
    page = staff.get(address).content.decode()
    assert "Open the hub as a reader?" in page
    assert (BANNER in page, audited()) == (False, [])
    assert staff.post(address)["Location"] == address
    assert BANNER in staff.get(address).content.decode()


def test_each_opening_is_audited_and_lasts_ten_minutes(
    staff: Client,  # noqa: F811
    address: str,
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as now:
        for _ in range(2):  # a double tap
            staff.post(address)
        staff.get(address)
        assert audited() == [("sam", "Goa", "Opened the hub as a reader")]
        now.shift(timedelta(minutes=11))
        assert BANNER not in staff.get(address).content.decode()
        staff.post(address)
        assert len(audited()) == 2


def test_opening_one_trip_opens_no_other(
    staff: Client,  # noqa: F811
    address: str,
) -> None:
    from trips import planning
    from trips.forms import Terms

    staff.post(address)
    rome = planning.plan(None, Terms("Rome", 2), Guest("Mallory"))["trip"]["id"]
    assert BANNER not in staff.get(f"/trips/{rome}/as-staff").content.decode()


def test_it_shows_what_members_see(
    staff: Client,  # noqa: F811
    trip: Trip,
    poll: Poll,
    address: str,
) -> None:
    Trip.objects.update(description="Sun and sea")
    ben = Member.objects.get(trip=trip, is_founder=True)
    messages.post_message(trip.id, None, ben.id, "Bring passports")
    staff.post(address)
    page = staff.get(address).content.decode()
    for shown in ("5/5", "Sun and sea", "Bring passports", "Which dates?", "12–14 Dec", "李小龍"):
        assert shown in page
    assert re.search(r"Asha</bdi>\s*joined", page)


def test_it_holds_no_number_no_key_no_link_to_the_invitation_and_nothing_to_press(
    staff: Client,  # noqa: F811
    planned: wire.CreateResponse,
    trip: Trip,
    poll: Poll,
    address: str,
) -> None:
    joined = membership.join(trip.id, None, Guest("Usha", "+919876543242"))
    staff.post(address)
    answer = staff.get(address)
    page = answer.content.decode()
    for secret in (planned["tripId"], planned["adminId"], joined["memberKey"], "98765", "•42"):
        assert secret not in page
    assert re.findall(r"<(?:form|button|input|script)\b", page) == []
    links = re.findall(r'<a [^>]*href="(.*?)"', page)
    assert {link for link in links if link.startswith("/trips/")} == set()
    assert {*links} - {"#content", "/", ""} == {
        f"/admin/trips/trip/{trip.id.replace('_', '_5F')}/change/"
    }
    assert "no-store" in answer["Cache-Control"]


def test_counts_that_are_hidden_until_one_has_voted_are_hidden_from_staff(
    staff: Client,  # noqa: F811
    trip: Trip,
    poll: Poll,
    address: str,
) -> None:
    Poll.objects.update(results="voted")
    asha = Member.objects.get(name="Asha")
    option = poll.options.all()[0]
    polls.vote(trip.id, None, asha.id, poll.id, Vote((option.id,), 1))
    staff.post(address)
    page = staff.get(address).content.decode()
    assert "You see the votes once you have voted." in page
    assert "1 vote<" not in page


def test_a_hidden_trip_is_shown_and_said_to_be_hidden(
    staff: Client,  # noqa: F811
    trip: Trip,
    address: str,
) -> None:
    reports.hide(trip.id, None)
    staff.post(address)
    page = staff.get(address).content.decode()
    assert "The trip is hidden: nobody else sees this." in page
    assert "Ben" in page


@pytest.mark.parametrize(("permission", "status"), [("view_trip", 200), ("view_report", 403)])
def test_it_needs_the_right_to_see_trips(address: str, permission: str, status: int) -> None:
    sam = User.objects.create_user("sam", is_staff=True)
    sam.user_permissions.add(Permission.objects.get(codename=permission))
    client = Client()
    client.force_login(sam)
    assert client.get(address).status_code == status
    assert client.post(address).status_code == (303 if status == 200 else 403)
    assert len(audited()) == (status == 200)


def test_nobody_else_comes_in_and_a_user_who_is_no_staff_neither(address: str, ben: Client) -> None:
    eve = Client()
    eve.force_login(User.objects.create_user("eve", is_superuser=True))
    for browser in (Client(), ben, eve):
        assert browser.get(address)["Location"].startswith("/admin/login/")
        assert browser.post(address).status_code == 403
    assert audited() == []
