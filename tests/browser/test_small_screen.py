"""On a phone: one screen before scrolling, and never wider than it."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server

SMALL = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
LEAST_TARGET_PX = 44
HOSTILE = {
    "unbroken": "W" * 40,
    "Arabic": "عائشة",
    "emoji": "😀🌴🚀" * 6,
    "Chinese": "李小龍",
    "script": "<script>alert(1)</script>",
}


@pytest.fixture
def asha(meet: Meet) -> Person:
    return meet(SMALL)


@pytest.fixture
def full_trip(server: Server) -> dict[str, Any]:
    """Everything that an invitation can say."""
    return server.plan(
        5,
        title="Goa in December",
        discountPercent=12,
        startDate="2030-12-12",
        endDate="2030-12-15",
        joinBy="2030-12-01T20:00:00Z",
        timeZone="Asia/Kolkata",
        pricePerPerson="12000",
        currency="INR",
    )


def expect_within_screen(part: Locator) -> None:
    expect(part).to_be_visible()
    expect(part).to_be_in_viewport(ratio=1)


def width_of_content(person: Person) -> int:
    width: int = person.page.evaluate("document.scrollingElement.scrollWidth")
    return width


def test_the_invitation_shows_all_that_matters_before_scrolling(
    full_trip: Planned, asha: Person
) -> None:
    asha.opens_invitation(full_trip)
    expect_within_screen(asha.page.get_by_role("heading", name="Goa in December"))
    expect_within_screen(asha.sentence)
    expect_within_screen(asha.name_field)
    expect_within_screen(asha.page.get_by_role("button", name="Count Me In"))


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_name_widens_a_page(server: Server, trip: Planned, asha: Person, kind: str) -> None:
    asha.joins(trip, HOSTILE[kind])
    expect(asha.names).to_have_text(["Ben", HOSTILE[kind]])
    assert width_of_content(asha) <= 360
    asha.context.clear_cookies()
    asha.opens_invitation(trip)
    assert width_of_content(asha) <= 360


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_title_widens_a_page(server: Server, asha: Person, kind: str) -> None:
    trip = server.plan(title=HOSTILE[kind] * 2)
    asha.opens_invitation(trip)
    expect(asha.page.get_by_role("heading", level=1)).to_have_text(HOSTILE[kind] * 2)
    assert width_of_content(asha) <= 360
    asha.enters(trip, trip["adminId"])
    assert width_of_content(asha) <= 360
    asha.opens("/")
    assert width_of_content(asha) <= 360


def test_a_right_to_left_name_does_not_turn_the_words_around_it(
    server: Server, trip: Planned, asha: Person
) -> None:
    server.join(trip, HOSTILE["Arabic"])
    asha.enters(trip, trip["adminId"])
    row = asha.page.locator("member-list li", has_text=HOSTILE["Arabic"])
    name, joined = row.locator(".member__name"), row.locator(".member__joined")
    assert name.evaluate("element => getComputedStyle(element).unicodeBidi") == "isolate"
    assert row.evaluate("element => getComputedStyle(element).direction") == "ltr"
    expect(joined).to_contain_text("joined")


@pytest.mark.parametrize("page", ["join", "hub"])
def test_what_one_taps_is_large_enough_for_a_thumb(trip: Planned, asha: Person, page: str) -> None:
    asha.opens_invitation(trip) if page == "join" else asha.enters(trip, trip["adminId"])
    targets = asha.page.locator("button:visible, input:visible, summary:visible, a.button:visible")
    sizes = targets.evaluate_all(
        "elements => elements.map((element) => [element.outerHTML, element.offsetHeight])"
    )
    assert sizes
    assert [what for what, height in sizes if height < LEAST_TARGET_PX] == []
