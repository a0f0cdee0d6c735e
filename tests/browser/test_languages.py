"""On a phone in other languages: from right to left, and where every word is longer."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE, meeting
from tests.browser.people import Person, Planned
from tests.browser.test_any_screen import CONTROLS, OVERLAPS, UNFOLD
from tests.server import Server

pytestmark = pytest.mark.once

RIGHT_TO_LEFT = {"ar"}
HIGH_LETTERS = {"ar", "hi"}  # with marks above and below a line, each joined to the next
MOST_DIFFERENT = ("en", "ar", "en-xa")
LONGEST = "Bartholomäus Maximilian von und zu Hohenlohe-Waldenburg"
# Beyond the edge of the screen, or of a box that hides what it has no room for.
CUT = """() => [...document.body.querySelectorAll("*")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => !element.closest("svg, .visually-hidden, .skip, .widget, input, select"))
  .filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    const hides = getComputedStyle(element).overflowX === "hidden";
    return (width && (left < -1 || right > document.documentElement.clientWidth + 1))
      || (hides && element.scrollWidth > element.clientWidth + 1);
  }).map((element) => element.outerHTML.slice(0, 200))"""

# Words of buttons and of the bar that have no room on one line. Where no spaces part them, any line
# may end anywhere.
BROKEN = """() => {
  const WORDS = /[^\\s\\p{sc=Hani}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}-]+/gu;
  return [...document.querySelectorAll(".button, .jump a")]
  .filter((element) => element.checkVisibility())
  .flatMap((element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const broken = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      for (const { 0: word, index } of node.data.matchAll(WORDS)) {
        const range = new Range();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom)));
        if (lines.size > 1) broken.push(word);
      }
    }
    return broken;
  })}"""

# Headings whose joined letters are moved apart, or touch those of the line below.
CROWDED = """() => [...document.querySelectorAll("h1, h2, h3, h1 strong")]
  .filter((element) => {
    const { fontSize, letterSpacing, lineHeight } = getComputedStyle(element);
    return letterSpacing !== "normal" || parseFloat(lineHeight) < 1.35 * parseFloat(fontSize);
  }).map((element) => element.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that offers all languages."""
    folder = tmp_path_factory.mktemp("languages")
    with Server(folder, LANGUAGES=",".join(settings.WRITTEN_IN)) as running:
        yield running


@pytest.fixture
def trip(server: Server) -> dict[str, Any]:
    """With all that a page can say, somebody who waits, and a poll."""
    terms = {"discountPercent": 12, "pricePerPerson": "12000.50", "currency": "INR", "capacity": 9}
    days = {"startDate": "2030-12-12", "endDate": "2030-12-15", "joinBy": "2030-12-01T20:00:00Z"}
    planned = server.plan(3, title="رحلة العائلة to the far north!", **terms, **days)
    for name in (LONGEST, "عائشة"):
        server.join(planned, name)
    ben = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    options = ["Hotel Atlas (4*)", "خيمة", LONGEST]
    poll = server.call("open-poll", **ben, question="أين نقيم?", options=options).json()["poll"]
    server.call("claim", invitation_token=planned["tripId"], guest_name=LONGEST)
    return {**planned, "poll": poll}


@pytest.fixture(params=MOST_DIFFERENT)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ben(browser: Browser, server: Server, language: str) -> Iterator[Person]:
    with meeting(browser, server) as meet:
        person = meet(PHONE)
        person.holds("language", language)
        yield person


@pytest.mark.parametrize("language", settings.WRITTEN_IN, indirect=True)
def test_every_page_fits_a_phone_in_every_language(
    ben: Person, trip: Planned, language: str
) -> None:
    hub, invitation = f"/trips/{trip['trip']['id']}", f"/join/{trip['tripId']}"
    polls = (f"{hub}/polls/{trip['poll']['id']}", f"{hub}/polls/new")
    for path in ("/", invitation, "/enter", hub, f"{hub}/settings", f"{hub}/leave", *polls):
        if path == "/enter":
            ben.holds(f"trip-{trip['trip']['id']}", trip["adminId"])
        ben.opens(path)
        ben.page.evaluate(UNFOLD)
        assert ben.page.locator("html").get_attribute("lang") == language
        assert ben.page.locator("html[dir=rtl]").count() == (language in RIGHT_TO_LEFT)
        assert ben.page.evaluate("document.scrollingElement.scrollWidth") <= 360, path
        assert ben.page.evaluate(CUT) == [], path
        assert ben.page.evaluate(BROKEN) == [], path
        assert ben.page.evaluate(OVERLAPS, CONTROLS) == [], path
        if language in HIGH_LETTERS:
            assert ben.page.evaluate(CROWDED) == [], path


def test_what_was_just_done_can_be_undone_in_one_piece(
    ben: Person, server: Server, trip: Planned
) -> None:
    server.join(trip, "Asha and all of her family")
    ben.holds(f"trip-{trip['trip']['id']}", trip["adminId"])
    ben.opens(f"/trips/{trip['trip']['id']}")
    expect(ben.connection).to_have_attribute("data-state", "live")
    ben.page.locator("a.remove").last.click()
    ben.page.locator("dialog [data-action=do]").click()
    expect(ben.page.locator("undo-toast")).to_be_visible()
    assert ben.page.evaluate(CUT) == []
    assert ben.page.evaluate(BROKEN) == []


def test_a_number_is_read_from_left_to_right_on_every_page(ben: Person, language: str) -> None:
    ben.opens("/")
    ben.page.evaluate(UNFOLD)
    for name, text in {
        "tripName": "Goa",
        "adminName": "Ben",
        "adminMobile": "+919876543210",
    }.items():
        ben.page.locator(f"[name={name}]").fill(text)
    ben.page.locator("button.button--wide").click()
    ben.arrives_at_the_hub()
    number = ben.page.locator(".greeting bdi", has_text="+91")
    expect(number).to_have_css("direction", "ltr")
    expect(number).to_have_css("unicode-bidi", "isolate")
