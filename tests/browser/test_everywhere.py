"""What holds on every page: nobody is shut out, nobody listens in, nothing is broken."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Request, expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server

GRAVE = ("serious", "critical")


def as_ben(path: str) -> Callable[[Person, Planned], None]:
    """Ben on a page of his trip."""

    def go(person: Person, trip: Planned) -> None:
        person.enters(trip, trip["adminId"])
        if path:
            person.opens(path.format(id=trip["trip"]["id"], asha=trip["asha"]["memberId"]))

    return go


def as_asha(person: Person, trip: Planned) -> None:
    person.enters(trip, trip["asha"]["memberKey"])


def as_guest(path: str) -> Callable[[Person, Planned], None]:
    def go(person: Person, trip: Planned) -> None:
        person.opens(path.format(invitation=trip["tripId"]))

    return go


def as_newcomer(person: Person, trip: Planned) -> None:
    """Somebody who has just joined and is greeted."""
    person.joins(trip, "Chloé")
    expect(person.connection).to_have_text("Live")


def as_ben_about_to_remove(person: Person, trip: Planned) -> None:
    person.enters(trip, trip["adminId"])
    expect(person.asks_to_remove("Asha")).to_be_visible()


PAGES = {
    "home": as_guest("/"),
    "home with trips": as_ben("/"),
    "join": as_guest("/join/{invitation}"),
    "fork": as_guest("/join/{invitation}?name=Asha"),
    "hub of the organiser": as_ben(""),
    "hub of a member": as_asha,
    "hub of a newcomer": as_newcomer,
    "dialog": as_ben_about_to_remove,
    "confirm": as_ben("/trips/{id}/members/{asha}/remove"),
    "settings": as_ben("/trips/{id}/settings"),
    "start poll": as_ben("/trips/{id}/polls/new"),
    "enter": as_guest("/enter"),
    "API": as_guest("/api/social-cart/docs"),
    "unknown link": as_guest("/join/nothing-here"),
    "staff": as_guest("/admin/login/"),
}
OURS = [name for name in PAGES if name != "staff"]
Going = Callable[[Person, Planned], None]


@pytest.fixture
def trip(server: Server) -> dict[str, Any]:
    """A trip with everything on it that a page can show."""
    planned = server.plan(
        3,
        discountPercent=12,
        startDate="2030-12-12",
        endDate="2030-12-15",
        joinBy="2030-12-01T20:00:00Z",
        capacity=9,
        pricePerPerson="120.50",
        currency="EUR",
    )
    return {**planned, "asha": server.join(planned, "Asha")}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", OURS)
def test_axe_finds_nothing_grave(meet: Meet, trip: Planned, name: str, scheme: str) -> None:
    person = meet(color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    PAGES[name](person, trip)
    found = Axe().run(person.page).response["violations"]
    grave = [each for each in found if each["impact"] in GRAVE]
    places = [(each["id"], node["html"]) for each in grave for node in each["nodes"]]
    assert places == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_site_and_breaks_no_rule_of_its_own(
    meet: Meet, trip: Planned, name: str
) -> None:
    person = meet()
    asked: list[Request] = []
    said: list[ConsoleMessage] = []
    person.page.on("request", asked.append)
    person.page.on("console", said.append)
    PAGES[name](person, trip)
    person.page.wait_for_load_state("networkidle")
    assert [each.url for each in asked if not each.url.startswith((person.site, "data:"))] == []
    wrong = [each.text for each in said if each.type in ("error", "warning")]
    assert [text for text in wrong if "404 (Not Found)" not in text] == []
    assert person.witnessed("violations") == []
