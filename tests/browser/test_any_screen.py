"""Whatever the width, the zoom or the colours: all can be read and pressed."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Locator

from tests.browser.people import Meet, Person, Planned
from tests.server import Server, until

pytestmark = pytest.mark.once

WIDTHS = [320, 360, 560, 640, 740, 800, 1100, 1280]
LONG = "Annual reunion of the whole extended family in the far north"  # 60 characters
CONTROLS = "input:not([type=hidden]), select, textarea, button, a.button, summary"
# What floats above the page by intent is left out: it moves as one scrolls.
OVERLAPS = """(selector) => {
  const floats = (element) => element.closest(".widget, .toast, .bar, .ballot__act");
  const shown = [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !floats(element))
    .map((element) => [element, element.getBoundingClientRect()]);
  const isOver = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  return shown.flatMap(([one, a], index) => shown.slice(index + 1)
    .filter(([, b]) => isOver(a, b)).map(([other]) => `${one.outerHTML} / ${other.outerHTML}`));
}"""
UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true"
CUT = """() => [...document.querySelectorAll("h1, .bar__back")]
  .filter((element) => element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.textContent)"""
BARE = """(selector) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility())
  .filter((element) => !element.matches("summary, [type=radio], [type=checkbox]"))
  .filter((element) => {
    const { borderTopStyle, borderTopWidth } = getComputedStyle(element);
    return borderTopStyle === "none" || borderTopStyle === "hidden" || borderTopWidth === "0px";
  }).map((element) => element.outerHTML)"""


@pytest.fixture
def trip(server: Server) -> dict[str, Any]:
    """With a title as long as titles get, and a poll."""
    planned = server.plan(2, title=LONG, discountPercent=12, joinBy="2030-12-01T20:00:00Z")
    server.join(planned, "Asha")
    ben = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    options = ["Hotel", "Camping"]
    server.call("post-message", **ben, text="Bring passports\nand socks").raise_for_status()
    poll = server.call("open-poll", **ben, question="Where to stay?", options=options).json()
    return {**planned, "poll": poll["poll"]}


def pages(ben: Person, trip: Planned) -> Iterator[str]:
    """Opens one after the other, with all that can be unfolded."""
    here = f"/trips/{trip['trip']['id']}"
    ben.enters(trip, trip["adminId"])
    polls = (
        f"{here}/polls/{trip['poll']['id']}",
        f"{here}/polls/new",
        f"{here}/messages",
        f"{here}/bring",
        f"{here}/my-data",
    )
    invitation = f"/join/{trip['tripId']}"
    others = ("/", "/enter", "/forget", invitation, f"{invitation}/report")
    for path in (*others, here, f"{here}/settings", *polls):
        ben.opens(path)
        ben.page.evaluate(UNFOLD)
        yield path


def test_no_control_lies_over_another_and_no_title_is_cut(meet: Meet, trip: Planned) -> None:
    ben = meet({"viewport": {"width": 1280, "height": 800}, "has_touch": True})
    for path in pages(ben, trip):
        for width in WIDTHS:
            ben.page.set_viewport_size({"width": width, "height": 800})
            assert ben.page.evaluate(OVERLAPS, CONTROLS) == [], (path, width)
            assert ben.page.evaluate(CUT) == [], (path, width)
            wide = ben.page.evaluate("document.scrollingElement.scrollWidth")
            assert wide <= width, (path, width)


def test_with_letters_twice_as_large_no_page_is_wider_than_a_phone(
    meet: Meet, trip: Planned
) -> None:
    ben = meet()
    for path in pages(ben, trip):
        ben.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        for width in (320, 360):
            ben.page.set_viewport_size({"width": width, "height": 740})
            wide = ben.page.evaluate("document.scrollingElement.scrollWidth")
            assert wide <= width, (path, width)


def test_in_forced_colours_every_control_has_a_border_and_every_bar_its_value(
    meet: Meet, trip: Planned
) -> None:
    ben = meet(forced_colors="active", reduced_motion="reduce")
    for path in pages(ben, trip):
        assert ben.page.evaluate(BARE, CONTROLS) == [], path
        for bar in ben.page.locator("progress:visible").all():
            until(partial(shows_its_value, bar))  # the live trip may draw it between two looks


def shows_its_value(bar: Locator) -> bool:
    """Full, it looks another than empty."""
    looks = set()
    for value in (0, bar.evaluate("bar => bar.max")):
        bar.evaluate("(bar, value) => { bar.value = value }", value)
        looks.add(bar.screenshot())
    return len(looks) == 2
