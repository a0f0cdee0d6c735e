"""On a phone: one screen before scrolling, and never wider than it."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server
from trips import pseudo

pytestmark = pytest.mark.once

WIDTH = 360
SMALL = {"viewport": {"width": WIDTH, "height": 640}, "has_touch": True, "is_mobile": True}
LEAST_TARGET_PX = 44
LANGUAGES = sorted({*settings.WRITTEN_IN} - {pseudo.LANGUAGE})
ARABIC = "عائشة"
LINES = """links => links.map((link) => {
  const words = new Range();
  words.selectNodeContents(link);
  return [link.textContent, words.getClientRects().length];
})"""
HOSTILE = ["W" * 40, ARABIC, "😀🌴🚀" * 6, "李小龍", "<script>alert(1)</script>"]


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
        startTime="07:30",
        endTime="21:00",
        joinBy="2030-12-01T20:00:00Z",
        timeZone="Asia/Kolkata",
        pricePerPerson="12000",
        currency="INR",
        cover="🏖️",
        place="Palolem Beach, Goa",
        description="Sun, sea and a house for all of us.",
        discountSteps=[{"members": 5, "percent": 12}, {"members": 8, "percent": 15}],
    )


def width_of_content(person: Person) -> int:
    width: int = person.page.evaluate("document.scrollingElement.scrollWidth")
    return width


def test_the_invitation_shows_all_that_matters_before_scrolling(
    full_trip: Planned, asha: Person
) -> None:
    asha.opens_invitation(full_trip)
    title = asha.page.get_by_role("heading", name="Goa in December")
    button = asha.page.get_by_role("button", name="Count Me In")
    for part in (title, asha.sentence, asha.name_field, button):
        expect(part).to_be_in_viewport(ratio=1)


def test_no_name_widens_a_page(server: Server, trip: Planned, asha: Person) -> None:
    for name in HOSTILE[1:]:
        server.join(trip, name)
    asha.joins(trip, HOSTILE[0])
    expect(asha.names).to_have_text(["Ben", *HOSTILE[1:], HOSTILE[0]])
    assert width_of_content(asha) <= WIDTH
    asha.context.clear_cookies()
    asha.opens_invitation(trip)
    assert width_of_content(asha) <= WIDTH
    asha.opens(f"/join/{trip['tripId']}?name={HOSTILE[0]}")
    assert width_of_content(asha) <= WIDTH
    asha.enters(trip, trip["adminId"])
    assert width_of_content(asha) <= WIDTH
    dialog = asha.asks_to_remove(HOSTILE[0])
    assert dialog.evaluate("dialog => dialog.scrollWidth") <= WIDTH


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_widens_a_page(server: Server, asha: Person, title: str) -> None:
    trip = server.plan(title=title * 2)
    asha.opens_invitation(trip)
    expect(asha.page.locator("h1 strong")).to_have_text(title * 2)
    assert width_of_content(asha) <= WIDTH
    asha.enters(trip, trip["adminId"])
    assert width_of_content(asha) <= WIDTH
    asha.opens("/")
    assert width_of_content(asha) <= WIDTH


def test_a_right_to_left_name_does_not_turn_the_words_around_it(
    server: Server, trip: Planned, asha: Person
) -> None:
    server.join(trip, ARABIC)
    asha.enters(trip, trip["adminId"])
    row = asha.page.locator("member-list li", has_text=ARABIC)
    name, joined = row.locator(".member__name"), row.locator(".member__joined")
    assert name.evaluate("element => getComputedStyle(element).unicodeBidi") == "isolate"
    assert row.evaluate("element => getComputedStyle(element).direction") == "ltr"
    expect(joined).to_contain_text("joined")


def test_what_one_taps_is_large_enough_for_a_thumb(trip: Planned, asha: Person) -> None:
    targets = "button:visible, input:visible, summary:visible, a.button:visible, a.remove:visible"
    heights = "elements => elements.map((element) => [element.outerHTML, element.offsetHeight])"
    asha.opens_invitation(trip)
    found = asha.page.locator(targets).evaluate_all(heights)
    asha.enters(trip, trip["adminId"])
    found += asha.page.locator(targets).evaluate_all(heights)
    assert len(found) > 8
    assert [what for what, height in found if height < LEAST_TARGET_PX] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_of_a_hub_has_its_words_on_one_line_in_every_language(
    meet: Meet, trip: Planned, language: str
) -> None:
    ben = meet(SMALL)
    ben.holds("language", language)
    ben.holds(f"trip-{trip['trip']['id']}", trip["adminId"])
    ben.opens(f"/trips/{trip['trip']['id']}")
    assert ben.page.locator("html").get_attribute("lang") == language
    words = ben.page.locator(".jump a").evaluate_all(LINES)
    assert [lines for _word, lines in words] == [1] * 5, words
