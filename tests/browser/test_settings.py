"""The settings while they are open: others change the trip, clocks differ, scripts are missing."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import DESK
from tests.browser.people import Meet, Person, Planned
from tests.server import Server

EVENING: dict[str, Any] = {"joinBy": "2030-01-04T20:00", "timeZone": "Asia/Kolkata"}
PRICE: dict[str, Any] = {"pricePerPerson": 100, "currency": "EUR"}


@pytest.fixture
def goa(server: Server) -> Planned:
    return server.plan(5, **EVENING, **PRICE, startDate="2030-02-12", endDate="2030-02-15")


def update(server: Server, trip: Planned, **changes: Any) -> None:
    """What another device of the organiser changes."""
    answer = server.call("update", tripId=trip["tripId"], adminId=trip["adminId"], **changes)
    assert answer.status_code == 200


def texts(person: Person) -> dict[str, str]:
    """What the form would send."""
    read = "form => Object.fromEntries(new FormData(form))"
    form: dict[str, str] = settings_of(person).evaluate(read)
    return {name: text for name, text in form.items() if name not in ("key", "csrfmiddlewaretoken")}


def settings_of(person: Person) -> Locator:
    return person.page.locator("form[action$='/settings']")


def opens_settings(person: Person, trip: Planned) -> None:
    person.enters(trip, trip["adminId"])
    goes_to_settings(person)
    expect(person.connection).to_have_text("Live")


def goes_to_settings(person: Person) -> None:
    """From the hub, by its link."""
    person.page.get_by_role("link", name="Trip settings").click()
    expect(person.page.get_by_role("heading", name="Trip settings")).to_be_visible()


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/New_York", "UTC"])
def test_an_evening_stays_an_evening_however_often_it_is_saved(meet: Meet, zone: str) -> None:
    ben = meet(DESK, timezone_id=zone)
    ben.opens("/")
    ben.page.get_by_label("Where to, or what for?").fill("Evening")
    ben.name_field.fill("Ben")
    ben.page.get_by_text("More: dates").click()
    ben.page.get_by_label("Join by").fill("2030-01-04T20:00")
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()
    for name in ("Dusk", "Night"):
        goes_to_settings(ben)
        expect(ben.page.get_by_label("Join by")).to_have_value("2030-01-04T20:00")
        ben.page.get_by_label("Where to, or what for?").fill(name)
        ben.tap("Save changes")
        expect(ben.page.locator("h1")).to_have_text(name)
        expect(ben.page.locator("[data-part=join-by]").first).to_contain_text("20:00")


def test_an_open_form_follows_what_others_change(server: Server, goa: Planned, ben: Person) -> None:
    opens_settings(ben, goa)
    button = ben.page.get_by_role("button", name="Save changes")
    button.focus()
    changes = {"tripName": "Hampi", "joinBy": "2030-02-12T08:05", "capacity": 6, "endDate": None}
    update(server, goa, **changes, pricePerPerson=80.5, discountPercent=15, requiredMembers=4)
    expect(ben.page.get_by_label("Maximum people")).to_have_value("6")
    expect(button).to_be_focused()
    followed = texts(ben)
    ben.page.reload()
    assert followed == texts(ben), "as if the page had been opened now"
    update(server, goa, timeZone="America/New_York")
    expect(ben.page.get_by_label("Join by")).to_have_value("2030-02-11T21:35")
    expect(ben.page.get_by_text("In New York time.")).to_have_count(3)
    followed = texts(ben)
    ben.page.reload()
    assert followed == texts(ben)


def test_what_is_being_typed_stays_and_says_what_it_became(
    server: Server, goa: Planned, ben: Person
) -> None:
    opens_settings(ben, goa)
    price, name = ben.page.get_by_label("Price"), ben.page.get_by_label("Where to, or what for?")
    price.fill("90")
    update(server, goa, pricePerPerson=70)
    expect(price).to_have_accessible_description(re.compile("This became “€70” meanwhile"))
    name.focus()
    update(server, goa, pricePerPerson=80, tripName="Hampi", capacity=6)
    expect(ben.page.get_by_label("Maximum people")).to_have_value("6")
    expect(price).to_have_value("90")
    expect(price).to_have_accessible_description(
        "This became “€80” meanwhile. Save to put yours in its place."
    )
    expect(name).to_be_focused()
    expect(name).to_have_value("Goa")
    name.blur()
    expect(name).to_have_value("Hampi")
    ben.tap("Save changes")
    expect(ben.page.locator(".price")).to_contain_text("€90")
    expect(ben.page.locator("h1")).to_have_text("Hampi")


def test_how_the_trip_stands_stays_above_the_form(
    server: Server, goa: Planned, ben: Person
) -> None:
    opens_settings(ben, goa)
    ben.sees("1/5")
    price = ben.page.get_by_label("Price")
    price.fill("90")
    server.join(goa, "Asha")
    ben.sees("2/5")
    expect(ben.news).to_contain_text("Asha joined.")
    update(server, goa, tripName="Hampi", requiredMembers=2)
    expect(ben.page.locator(".bar__title")).to_have_text("Hampi")
    expect(ben.page.locator(".bar .chip--good")).to_be_visible()
    expect(price).to_have_value("90")


def test_a_form_that_heard_of_nothing_puts_nothing_old_back(
    server: Server, goa: Planned, ben: Person
) -> None:
    ben.enters(goa, goa["adminId"])
    ben.page.route_web_socket("**/ws/**", lambda socket: None)
    ben.page.route("**/events*", lambda route: route.abort())
    ben.opens(f"/trips/{goa['trip']['id']}/settings")
    price = ben.page.get_by_label("Price")
    price.fill("90")
    update(server, goa, pricePerPerson=80, capacity=6)
    ben.tap("Save changes")
    expect(ben.page.get_by_text("This became “€80” meanwhile.").first).to_be_visible()
    expect(price).to_have_value("90")
    ben.tap("Save changes")
    ben.arrives_at_the_hub()
    trip_fields = server.call("me", tripId=goa["tripId"], memberKey=goa["adminId"]).json()["trip"]
    assert (trip_fields["pricePerPerson"], trip_fields["capacity"]) == ("90.00", 6)


def test_the_wheel_turns_the_page_and_no_number(goa: Planned, ben: Person) -> None:
    opens_settings(ben, goa)
    required = ben.page.get_by_label("How many unlock the discount?")
    required.click()
    box = required.bounding_box()
    assert box
    ben.page.mouse.move(box["x"] + 5, box["y"] + 5)
    ben.page.mouse.wheel(0, 120)
    ben.page.wait_for_timeout(200)
    expect(required).to_have_value("5")


def test_without_scripts_the_settings_have_a_page_that_waits(goa: Planned, meet: Meet) -> None:
    ben = meet(java_script_enabled=False)
    ben.enters_by_pasting(goa["adminId"])
    expect(settings_of(ben)).to_have_count(0)
    goes_to_settings(ben)
    ben.sees("1/5")
    expect(ben.page.get_by_label("Join by")).to_have_value("2030-01-04T20:00")
    assert "http-equiv" not in ben.page.content()
