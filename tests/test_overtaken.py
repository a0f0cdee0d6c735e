"""A form says "meanwhile" only where somebody else changed what it showed."""

from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from tests.conftest import complete
from tests.filling import doors, form_of
from tests.test_languages import in_language
from tests.test_pages import text_of
from trips import planning, polls
from trips.forms import COLUMNS, PollTerms
from trips.models import Poll, Trip

pytestmark = [pytest.mark.once, pytest.mark.django_db]
STANDS = {
    "startDate": "2030-01-10",
    "endDate": "2030-01-12",
    "timeZone": "Asia/Kolkata",
    "joinBy": "2030-01-04T20:00",
    "capacity": "10",
    "pricePerPerson": "12000",
    "currency": "INR",
}
OTHERS: dict[str, tuple[str, ...]] = {
    "tripName": ("Hampi",),
    "requiredMembers": ("4",),
    "startDate": ("2030-01-09",),
    "startTime": ("07:30",),
    "endDate": ("2030-01-13",),
    "timeZone": ("America/New_York",),
    "joinBy": ("2030-01-05T21:00",),
    "capacity": ("12",),
    "pricePerPerson": ("9000", "12000.000"),
    "currency": ("JPY", "KWD"),
    "discountPercent": ("15",),
}
PAIRS = [*combinations(OTHERS, 2)]


@pytest.fixture
def poll(trip: Trip) -> Poll:
    """Closes on a Friday at eight in the evening, in India."""
    planning.update(trip.id, None, {"timeZone": "Asia/Kolkata"})
    complete(trip)
    closes_at = datetime.fromisoformat("2030-01-04T14:30:00+00:00")
    polls.open_poll(trip.id, None, PollTerms("When?", ("June", "July"), closes_at=closes_at))
    return Poll.objects.get()


@pytest.mark.parametrize("currency", ["INR", "JPY", "KWD"])
@pytest.mark.parametrize("door", ["page", "staff"])
def test_any_two_fields_of_an_untouched_trip_are_changed_at_once(
    trip: Trip, ben: Client, admin_client: Client, door: str, currency: str
) -> None:
    who, page, action = doors(trip, ben, admin_client)[door]
    planning.update(trip.id, None, STANDS | {"currency": currency})
    row = Trip.objects.values(*COLUMNS.values()).get()
    form = form_of(who.get(page), action)
    for one, two in PAIRS:
        for typed in [{one: a, two: b} for a in OTHERS[one] for b in OTHERS[two]]:
            named = {COLUMNS[name]: text for name, text in typed.items()}
            answer = who.post(page, form | (typed if door == "page" else named))
            assert "meanwhile" not in text_of(answer), typed
            Trip.objects.update(**row)


@pytest.mark.parametrize("door", ["page", "staff"])
def test_a_price_is_changed_though_the_form_was_shown_in_another_language(
    trip: Trip, ben: Client, admin_client: Client, door: str
) -> None:
    """99.50 there is 99,50 here: nobody has changed it meanwhile."""
    who, page, action = doors(trip, ben, admin_client)[door]
    planning.update(trip.id, None, STANDS | {"pricePerPerson": "99.50", "currency": "EUR"})
    form = form_of(in_language(who, "en").get(page), action)
    price = "pricePerPerson" if door == "page" else "price_per_person"
    in_language(who, "de").post(page, form | {price: "120"})
    assert Trip.objects.get().price_per_person == 120


@pytest.mark.parametrize("door", ["page", "staff"])
def test_a_time_and_a_sum_that_nobody_touched_stay_as_shown(
    trip: Trip, ben: Client, admin_client: Client, door: str
) -> None:
    who, page, action = doors(trip, ben, admin_client)[door]
    planning.update(trip.id, None, STANDS)
    shown = form_of(who.get(page), action)
    typed = {"timeZone": "America/New_York", "currency": "JPY", "capacity": "many"}
    if door == "staff":
        typed = {COLUMNS[name]: text for name, text in typed.items()}
    refused = who.post(page, shown | typed)
    again = form_of(refused, action)
    kept = {name for name in shown if name not in (*typed, "csrfmiddlewaretoken", "key")}
    assert {name: again[name] for name in kept} == {name: shown[name] for name in kept}
    assert "In India time." in text_of(refused)


@pytest.mark.parametrize("door", ["page", "staff", "edit", "reopen"])
def test_other_clocks_have_changed_no_moment(
    trip: Trip, poll: Poll, ben: Client, admin_client: Client, door: str
) -> None:
    planning.update(trip.id, None, {"joinBy": "2030-01-04T20:00"})
    of_poll = f"/trips/{trip.id}/polls/{poll.id}"
    of_polls = {each: (ben, f"{of_poll}/{each}", "") for each in ("edit", "reopen")}
    who, page, action = (doors(trip, ben, admin_client) | of_polls)[door]
    if door == "reopen":
        polls.close_poll(trip.id, None, poll.id)
    form = form_of(who.get(page), action)
    name = {"page": "joinBy", "staff": "join_by"}.get(door, "closesAt")
    planning.update(trip.id, None, {"timeZone": "America/New_York"})
    answer = who.post(page, form | {name: "2030-01-05T21:00"})
    assert answer.status_code in (302, 303), text_of(answer)
    poll.refresh_from_db()
    trip.refresh_from_db()
    moved = poll.closes_at if name == "closesAt" else trip.join_by
    assert moved
    assert moved.isoformat() == "2030-01-05T15:30:00+00:00"


def test_a_closing_time_is_told_like_any_deadline(trip: Trip, poll: Poll, ben: Client) -> None:
    page = f"/trips/{trip.id}/polls/{poll.id}/edit"
    form = form_of(ben.get(page))
    for became, words in (
        ("2030-01-06T21:00", "Sunday 6 Jan 2030, 21:00"),
        ("2030-01-06T00:00", "the end of Saturday 5 Jan 2030"),
    ):
        polls.edit_poll(trip.id, None, poll.id, {"closesAt": became})
        refused = ben.post(page, form | {"closesAt": "2030-01-05T21:00"})
        assert f"This became “{words}” meanwhile" in text_of(refused)


def older(answer: Any, action: str) -> dict[str, str]:
    """What the page of the release before would send: every field, and nothing of what it said."""
    form = form_of(answer, action).items()
    return {name: text for name, text in form if not name.startswith("initial-")}


def test_a_page_of_the_release_before_is_told_what_stands_and_keeps_what_was_typed(
    trip: Trip, ben: Client
) -> None:
    planning.update(trip.id, None, STANDS)
    page = f"/trips/{trip.id}/settings"
    refused = ben.post(page, older(ben.get(page), page) | {"capacity": "12", "currency": "EUR"})
    text = text_of(refused)
    assert refused.status_code == 422
    assert "meanwhile" not in text
    assert "This page is from before an update. It says “10” now." in text
    assert "It says “INR” now." in text
    again = form_of(refused, page)
    assert (again["capacity"], again["currency"]) == ("12", "EUR")
    assert ben.post(page, again).status_code == 303
    trip.refresh_from_db()
    assert (trip.capacity, trip.currency) == (12, "EUR")


def reopening(trip: Trip, poll: Poll, ben: Client) -> tuple[str, dict[str, str]]:
    polls.close_poll(trip.id, None, poll.id)
    page = f"/trips/{trip.id}/polls/{poll.id}/reopen"
    return page, form_of(ben.get(page))


@pytest.mark.parametrize("door", ["verb", "page", "staff", "api"])
def test_a_closing_time_a_moment_ahead_stays_untouched(
    trip: Trip, poll: Poll, ben: Client, admin_client: Client, planned: Any, door: str
) -> None:
    at = poll.closes_at
    assert at
    with time_machine.travel(at - timedelta(seconds=40), tick=False):
        page, form = reopening(trip, poll, ben)
        body = {"tripId": trip.id, "adminId": planned["adminId"], "pollId": poll.id}
        admin_client.force_login(User.objects.get())
        chosen = {"action": "reopen_polls", "_selected_action": [poll.id]}
        {
            "verb": lambda: polls.reopen_poll(trip.id, None, poll.id),
            "page": lambda: ben.post(page, form),
            "staff": lambda: admin_client.post("/admin/trips/poll/", chosen),
            "api": lambda: ben.post("/api/social-cart/reopen-poll", body, "application/json"),
        }[door]()
    poll.refresh_from_db()
    assert (poll.closed_at, poll.closes_at) == (None, at)


def test_a_closing_time_that_was_shown_and_has_passed_is_said_and_asked_for(
    trip: Trip, poll: Poll, ben: Client
) -> None:
    at = poll.closes_at
    assert at
    page, form = reopening(trip, poll, ben)
    assert form["closesAt"] == "2030-01-04T20:00"
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        refused = ben.post(page, form)
        assert refused.status_code == 422
        assert "The closing time has passed meanwhile: Friday 4 Jan 2030, 20:00." in text_of(
            refused
        )
        poll.refresh_from_db()
        assert poll.closed_at
        later = form | {"closesAt": "2030-01-04T22:00"}
        again = form_of(refused)
        assert again["closesAt"] == ""
        assert ben.post(page, again).status_code == 303
        assert Poll.objects.filter(closed_at=None, closes_at=None).exists()
        polls.close_poll(trip.id, None, poll.id)
        assert ben.post(page, later).status_code in (303, 422)


def test_a_closing_time_that_somebody_else_changed_is_said_before_it_opens_again(
    trip: Trip, poll: Poll, ben: Client
) -> None:
    page, form = reopening(trip, poll, ben)
    polls.reopen_poll(trip.id, None, poll.id, {"closesAt": "2030-01-06T21:00"})
    polls.close_poll(trip.id, None, poll.id)
    refused = ben.post(page, form)
    assert "This became “Sunday 6 Jan 2030, 21:00” meanwhile" in text_of(refused)
    assert form_of(refused)["closesAt"] == "2030-01-06T21:00"
    assert ben.post(page, form_of(refused)).status_code == 303
