"""In a real browser: links that something happened to, and a browser that keeps no cookies."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import Person, Planned
from tests.server import Server

pytestmark = pytest.mark.once


@pytest.fixture
def key(server: Server, trip: Planned) -> str:
    return str(server.join(trip, "Asha")["memberKey"])


@pytest.mark.parametrize("sign", ["#", "%23", "/#", "/%23", "%2523", ".#", "#%20"])
def test_a_personal_link_opens_whatever_became_of_its_sign(
    asha: Person, key: str, sign: str
) -> None:
    asha.opens(f"/enter{sign}{key}")
    asha.arrives_at_the_hub()
    assert key not in asha.page.url


@pytest.mark.parametrize("behind", [".", ")", "%E2%80%8B", "%0A", "/", "*"])
def test_an_invitation_opens_with_something_behind_it(
    trip: Planned, asha: Person, behind: str
) -> None:
    asha.opens(f"/join/{trip['tripId']}{behind}")
    asha.page.wait_for_url(f"**/join/{trip['tripId']}")
    expect(asha.name_field).to_be_visible()


def keeps_no_cookies(person: Person) -> None:
    def forget(route: Route) -> None:
        person.context.clear_cookies()
        route.continue_()

    person.context.route("**/*", forget)


def test_who_keeps_no_cookies_joins_and_is_given_the_way_back(
    trip: Planned, asha: Person, ben: Person
) -> None:
    keeps_no_cookies(asha)
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    asha.tap("Count Me In")
    expect(asha.page.get_by_role("heading", name="You are counted in")).to_be_visible()
    field = asha.page.get_by_label("Your link")
    expect(field).to_have_value(re.compile("/enter#"))
    link = field.input_value()
    assert asha.page.url == link
    ben.page.goto(link)
    ben.arrives_at_the_hub()
    expect(ben.names).to_have_text(["Ben", "Asha"])


def test_who_keeps_no_cookies_and_cannot_enter_is_told_why(asha: Person, key: str) -> None:
    keeps_no_cookies(asha)
    asha.opens(f"/enter#{key}")
    expect(asha.page.get_by_text("This browser keeps no cookies")).to_be_visible()
