"""Every page works with JavaScript off."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server

RENEWED_WITHIN_S = 15


@pytest.fixture
def ben(meet: Meet) -> Person:
    return meet(java_script_enabled=False)


@pytest.fixture
def asha(meet: Meet) -> Person:
    return meet(java_script_enabled=False)


def test_a_trip_is_planned_and_joined(ben: Person, asha: Person) -> None:
    asha.joins_by(ben.plans(), "Asha")
    expect(asha.page.get_by_text("You are number 2 of 5")).to_be_visible()


def test_an_open_hub_renews_itself(server: Server, trip: Planned, ben: Person) -> None:
    ben.enters_by_pasting(f"{ben.site}/enter#{trip['adminId']}")
    ben.sees("1/5")
    server.join(trip, "Asha")
    ben.sees("2/5", within_s=RENEWED_WITHIN_S)
    expect(ben.names).to_have_text(["Ben", "Asha"])


def test_a_removal_goes_through_a_page_that_says_what_it_costs(
    server: Server, small_trip: Planned, ben: Person
) -> None:
    server.join(small_trip, "Asha")
    ben.enters_by_pasting(f"{ben.site}/enter#{small_trip['adminId']}")
    ben.page.get_by_role("link", name="Remove Asha").click()
    expect(ben.page.get_by_role("heading", name="Remove Asha?")).to_be_visible()
    expect(ben.page.get_by_text("the 12 % discount will be lost")).to_be_visible()
    ben.tap("Remove Asha")
    ben.sees("1/2")
    ben.tap("Undo")
    ben.sees("2/2")


def test_an_error_stands_beside_its_field_and_what_was_typed_stays(
    trip: Planned, asha: Person
) -> None:
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    mobile = asha.page.get_by_label("Mobile")
    mobile.fill("12")
    with asha.page.expect_navigation() as answer:
        asha.tap("Count Me In")
    assert answer.value.status == 422
    expect(mobile).to_have_accessible_description(re.compile("country code"))
    expect(mobile).to_have_value("12")
    expect(asha.name_field).to_have_value("Asha")


def test_the_code_on_paper_gives_the_trip_back_to_another_phone(
    trip: Planned, ben: Person, asha: Person
) -> None:
    ben.enters_by_pasting(f"{ben.site}/enter#{trip['adminId']}")
    ben.opens(f"/trips/{trip['trip']['id']}/settings")
    ben.tap("Make a recovery code")
    code = ben.page.get_by_text(re.compile(r"^(\w{4}-){6}\w{4}$")).inner_text()
    other_phone = asha
    other_phone.opens("/enter")
    other_phone.page.get_by_label("recovery code").fill(code.lower().replace("-", " "))
    other_phone.tap("Open my trip")
    other_phone.arrives_at_the_hub()
    expect(other_phone.page.get_by_role("heading", name="Save your organiser link")).to_be_visible()
    assert ben.opens(f"/trips/{trip['trip']['id']}").status == 404


def test_too_many_tries_are_told_when_to_try_again_and_what_was_typed_stays(
    server: Server, trip: Planned, asha: Person
) -> None:
    server.join(trip, "Asha")
    again = {"invitation_token": trip["tripId"], "guest_name": "Asha"}
    for _ in range(30):
        asha.context.request.post("/api/social-cart/join", data=again)
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    with asha.page.expect_navigation() as answer:
        asha.tap("Count Me In")
    assert answer.value.status == 429
    expect(asha.page.get_by_text(re.compile(r"it works again in \d+ seconds"))).to_be_visible()
    expect(asha.name_field).to_have_value("Asha")


def test_a_double_click_joins_once(trip: Planned, asha: Person) -> None:
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    asha.page.get_by_role("button", name="Count Me In").dblclick()
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha"])


def test_a_taken_name_is_a_fork_here_too(server: Server, trip: Planned, asha: Person) -> None:
    server.join(trip, "Asha")
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    asha.tap("Count Me In")
    asha.tap("No, join as another Asha")
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha", "Asha (2)"])
