"""The discount rises in steps, each reached and lost with the number of members."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.filling import doors, form_of
from tests.test_fields import create, update
from tests.test_pages import text_of
from trips import exports, membership, planning, wire
from trips.forms import COLUMNS, Guest
from trips.models import Event, Step, Trip, discounted, following, reached, rising
from trips.words.news import line

pytestmark = pytest.mark.django_db
FIRST = {"members": 5, "percent": 5}
SECOND = {"members": 8, "percent": 12}
THIRD = {"members": 12, "percent": 15}
STEPS = [Step(5, 5), Step(8, 12), Step(12, 15)]
TERMS = {"discountPercent": 5, "pricePerPerson": "12000", "currency": "INR"}


@pytest.fixture
def stepped(trip: Trip) -> Trip:
    planning.update(trip.id, None, TERMS | {"discountSteps": [SECOND, THIRD]})
    trip.refresh_from_db()
    return trip


def let_in(trip: Trip, count: int) -> None:
    for number in range(trip.member_count, count):
        membership.join(trip.id, None, Guest(f"Guest {number}"))
    trip.refresh_from_db()


@pytest.mark.parametrize(
    ("count", "now", "coming"),
    [(4, None, 5), (5, 5, 8), (7, 5, 8), (8, 8, 12), (11, 8, 12), (12, 12, None), (99, 12, None)],
)
def test_a_count_is_at_one_step_and_before_the_next(
    count: int, now: int | None, coming: int | None
) -> None:
    at, ahead = reached(STEPS, count), following(STEPS, count)
    assert (at and at.members, ahead and ahead.members) == (now, coming)


@pytest.mark.parametrize(
    ("price", "percent", "places", "pays"),
    [
        ("12000", 12, 2, "10560.00"),
        ("99.99", 5, 2, "94.99"),
        ("0.10", 5, 2, "0.10"),  # 0.095
        ("0.30", 15, 2, "0.26"),  # 0.255
        ("0.25", 50, 2, "0.13"),  # 0.125
        ("999", 50, 0, "500"),  # 499.5
        ("12.345", 100, 3, "0.000"),
        ("99999999.99", 1, 2, "98999999.99"),
    ],
)
def test_what_one_pays_is_rounded_half_up(price: str, percent: int, places: int, pays: str) -> None:
    assert discounted(Decimal(price), percent, places) == Decimal(pays)


def test_each_step_follows_the_count_in_both_directions(stepped: Trip) -> None:
    let_in(stepped, 8)
    fields = wire.trip_fields(stepped)
    assert fields["discountSteps"] == [FIRST, SECOND, THIRD]
    assert fields["discountPercentNow"] == 12
    assert fields["nextStep"] == {**THIRD, "missing": 4}
    membership.leave(stepped.id, None, stepped.members.exclude(is_founder=True).first().pk)  # type: ignore[union-attr]
    stepped.refresh_from_db()
    fields = wire.trip_fields(stepped)
    assert (fields["discountPercentNow"], fields["isDiscountUnlocked"]) == (5, True)
    assert fields["nextStep"] == {**SECOND, "missing": 1}


def test_a_trip_without_a_percentage_has_no_steps(db: None) -> None:
    made = create().json()["trip"]
    assert (made["discountSteps"], made["discountPercentNow"], made["nextStep"]) == ([], 0, None)


def test_what_the_api_answers_can_be_sent_back(planned: wire.CreateResponse) -> None:
    assert update(planned, **TERMS, discountSteps=[SECOND]).status_code == 200
    steps = update(planned, tripName="Hampi").json()["trip"]["discountSteps"]
    events = Event.objects.count()
    assert update(planned, discountSteps=steps).json()["trip"]["discountSteps"] == [FIRST, SECOND]
    assert Event.objects.count() == events
    assert create(**TERMS, discountSteps=steps).json()["trip"]["discountSteps"] == steps
    assert update(planned, discountSteps=[]).json()["trip"]["discountSteps"] == [FIRST]


@pytest.mark.parametrize(
    ("more", "steps", "wrong"),
    [
        ({}, [{"members": 5, "percent": 12}], "discountSteps"),
        ({}, [{"members": 8, "percent": 5}], "discountSteps"),
        ({}, [THIRD, SECOND], "discountSteps"),
        ({}, [{"members": 8, "percent": 101}], "discountSteps"),
        ({}, [{"members": 5001, "percent": 12}], "discountSteps"),
        ({"capacity": 7}, [SECOND], "discountSteps"),
        ({"discountPercent": None}, [SECOND], "discountPercent"),
        ({}, [{"members": 6 + each, "percent": 6 + each} for each in range(5)], "discountSteps"),
    ],
)
def test_steps_rise_within_the_places_and_are_five_at_most(
    planned: wire.CreateResponse, more: Any, steps: Any, wrong: str
) -> None:
    terms = TERMS | more | {"discountSteps": steps}
    for answer in (create(**terms), update(planned, **terms)):
        assert (answer.status_code, [*answer.json()["fields"]]) == (422, [wrong])
    assert not Event.objects.filter(type="TRIP_UPDATED").exists()


@pytest.mark.parametrize(
    "steps", [[{"members": 8}], [{**SECOND, "colour": 1}], ["8"], "8", [[8, 12]]]
)
def test_a_step_is_two_numbers_and_nothing_else(db: None, steps: Any) -> None:
    assert create(**TERMS, discountSteps=steps).status_code == 422


def rows(name: str, *steps: tuple[str, str]) -> dict[str, str]:
    """What the rows of a form send."""
    return {
        f"{name}-{row}-{part}": text
        for row, step in enumerate(steps)
        for part, text in zip(("members", "percent"), step, strict=True)
    }


@pytest.mark.parametrize("door", ["page", "staff"])
def test_rows_of_a_form_set_the_steps_and_untouched_they_change_nothing(
    stepped: Trip, ben: Client, admin_client: Client, door: str
) -> None:
    who, page, action = doors(stepped, ben, admin_client)[door]
    name = COLUMNS["discountSteps"] if door == "staff" else "discountSteps"
    shown, events = form_of(who.get(page), action), Event.objects.count()
    assert shown.items() >= rows(name, ("8", "12"), ("12", "15"), ("", "")).items()
    who.post(page, shown)
    assert Event.objects.count() == events
    who.post(page, shown | rows(name, ("", ""), ("१०", "20"), ("1,200", "25")))
    stepped.refresh_from_db()
    assert stepped.further_steps == [[10, 20], [1200, 25]]


def test_a_trip_is_planned_with_steps_with_and_without_scripts(db: None) -> None:
    form = form_of(Client().get("/"), "/") | {"tripName": "Goa", "adminName": "Ben"}
    form |= {"requiredMembers": "5", "discountPercent": "5"}
    Client().post("/", form | rows("discountSteps", ("8", "12")))
    scripted = {each: form[each] for each in form if not each.startswith("discountSteps-")}
    Client().post("/", scripted | {"discountSteps": '[["8","12"],["12","15"]]'})
    planned = Trip.objects.order_by("created_at").values_list("further_steps", flat=True)
    assert [*planned] == [[[8, 12]], [[8, 12], [12, 15]]]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ([("8", "")], "Write both numbers of a step"),
        ([("eight", "12")], "Write whole numbers in digits"),
        ([("8", "12"), ("9", "10")], "Each step needs more people and more percent"),
        ([("4", "12")], "Each step needs more people and more percent"),
    ],
)
def test_what_was_typed_into_rows_is_kept_beside_what_is_wrong(
    trip: Trip, ben: Client, typed: Any, words: str
) -> None:
    page = f"/trips/{trip.id}/settings"
    refused = ben.post(page, form_of(ben.get(page), page) | rows("discountSteps", *typed))
    assert (refused.status_code, words in text_of(refused)) == (422, True)
    assert form_of(refused, page).items() >= rows("discountSteps", *typed).items()


@pytest.mark.parametrize("text", ["{", "[1]", '[["8"]]', '"8"', '[["\\ud800","12"]]', "[[[[8]]]]"])
def test_a_text_that_no_script_writes_is_refused(trip: Trip, ben: Client, text: str) -> None:
    refused = ben.post(f"/trips/{trip.id}/settings", {"discountSteps": text})
    assert refused.status_code == 422


def test_steps_that_became_others_meanwhile_are_said_in_words(stepped: Trip, ben: Client) -> None:
    page = f"/trips/{stepped.id}/settings"
    old = form_of(ben.get(page), page)
    planning.update(stepped.id, None, {"discountSteps": [SECOND]})
    refused = ben.post(page, old | rows("discountSteps", ("9", "13"), ("", "")))
    assert "This became “12 % with 8 people” meanwhile" in text_of(refused)


def test_the_questions_say_to_which_step_the_discount_falls(stepped: Trip, ben: Client) -> None:
    let_in(stepped, 8)
    guest = stepped.members.exclude(is_founder=True).earliest("joined_at")
    question = text_of(ben.get(f"/trips/{stepped.id}/members/{guest.id}/remove"))
    assert "7 of 8: the discount will fall from 12 % to 5 %." in question


def test_pages_and_the_calendar_say_what_each_pays(
    stepped: Trip, ben: Client, planned: wire.CreateResponse
) -> None:
    for address in (f"/trips/{stepped.id}", f"/join/{planned['tripId']}", "/"):
        page = text_of(ben.get(address) if "join" not in address else Client().get(address))
        assert "₹12,000 → ₹11,400 each once 5 are in" in page, address
    planning.update(stepped.id, None, {"startDate": "2030-01-10"})
    stepped.refresh_from_db()
    entry = exports.calendar(stepped, "Ben", "https://trips.example/t").decode()
    assert "₹12\\,000 → ₹11\\,400 each." in entry.replace("\r\n ", "")


def test_what_a_server_of_the_last_release_writes_is_understood(stepped: Trip) -> None:
    assert rising([(9, 5), (8, 12), (12, 15)]) == (Step(9, 5), Step(12, 15))
    Trip.objects.update(required_members=9)
    stepped.refresh_from_db()
    assert wire.trip_fields(stepped)["nextStep"] == {"members": 9, "percent": 5, "missing": 8}
    told = dict(wire.trip_fields(stepped))
    for name in ("discountSteps", "discountPercentNow", "nextStep"):
        told.pop(name)
    update_of_then = {"trip": told, "before": {"discountPercent": 4}}
    words = "".join(piece.text for piece in line("TRIP_UPDATED", update_of_then, {}))
    assert words == "Discount: 4 % off is now 5 % off."
