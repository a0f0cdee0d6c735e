"""What holds on every page: nobody is shut out, nobody listens in, nothing is broken."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server

Going = Callable[[Person, Planned], None]

GRAVE = ("serious", "critical")
WRONG = ("error", "warning")
NOT_FOUND = "404 (Not Found)"  # the browser reports the very page that is asked for


def as_ben(path: str) -> Going:
    """Ben on a page of his trip."""

    def go(person: Person, trip: Planned) -> None:
        person.enters(trip, trip["adminId"])
        if path:
            person.opens(path.format(id=trip["trip"]["id"], asha=trip["asha"]["memberId"]))

    return go


def as_asha(person: Person, trip: Planned) -> None:
    person.enters(trip, trip["asha"]["memberKey"])


def as_guest(path: str) -> Going:
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


def grave_faults(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    grave = [each for each in found if each["impact"] in GRAVE]
    return [(each["id"], node["html"]) for each in grave for node in each["nodes"]]


@pytest.mark.parametrize("name", OURS)
def test_axe_finds_nothing_grave_by_day_and_by_night(meet: Meet, trip: Planned, name: str) -> None:
    person = meet(bypass_csp=True, reduced_motion="reduce")
    PAGES[name](person, trip)
    assert grave_faults(person.page) == []
    person.page.emulate_media(color_scheme="dark")
    assert grave_faults(person.page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_site_and_breaks_no_rule_of_its_own(
    meet: Meet, trip: Planned, name: str
) -> None:
    person = meet()
    asked: list[str] = []
    said: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))
    person.page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    PAGES[name](person, trip)
    person.page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((f"{person.site}/", "data:"))] == []
    assert [line for line in said if line.startswith(WRONG) and NOT_FOUND not in line] == []
    assert person.witnessed("violations") == []
