"""The page as served is the page as redrawn, in every state of a trip and of a poll."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, meeting
from tests.browser.people import Person
from tests.browser.states import STATES
from tests.server import Server

pytestmark = pytest.mark.once

Pair = tuple[Person, Person]

# What scripts fill in, show, enable or draw; what stands in a <template> is not looked at.
SHOWN = """() => [...document.querySelectorAll(`
    title, [data-part], [data-when], [data-needs], progress, circle, .poll, .option, .option *,
    vote-grid p, th, th *, td,
    trip-messages, .message, .message *,
    .activity__words, .member__name, [data-leads], .avatar, [data-action=whatsapp]
`)].map((element) => ({
    element: [element.localName, element.className, ...Object.values(element.dataset)].join(" "),
    words: element.matches("[data-when]") ? "" : element.textContent.trim().replace(/\\s+/g, " "),
    isHidden: element.hidden,
    isDisabled: element.disabled,
    isChecked: element.checked,
    value: element.value,
    most: element.max,
    label: element.getAttribute("aria-label"),
    height: element.getAttribute("cy"),
    place: element.getAttribute("cx"),
    link: element.href,
}))"""
# A ballot has less to show than the hub, which draws every poll.
WITH_BALLOTS = {
    ("unlocked", "Ben"),
    ("unlocked", "Asha"),
    ("paused", "Asha"),
    ("cancelled", "Asha"),
}
WITH_SETTINGS = {("almost", "Ben"), ("unlocked", "Ben"), ("cancelled", "Ben")}
REDRAW = """() => document.querySelectorAll("trip-hub").forEach(
    (hub) => hub.dispatchEvent(new CustomEvent("trip:state"))
)"""
# What draws changes comes at once, not when the page has been still for a second.
HASTEN = """const later = setTimeout;
window.setTimeout = (act, ms, ...more) => later(act, ms === 1_000 ? 0 : ms, ...more)"""


@pytest.fixture(scope="module")
def states(server: Server) -> dict[str, Any]:
    output = server.manage(
        "shell", "--no-imports", "-c", "from tests.browser import states; states.print_states()"
    )
    rows: dict[str, Any] = json.loads(output.splitlines()[-1])
    return rows


@pytest.fixture(scope="module")
def two_browsers(browser: Browser, server: Server) -> Iterator[Pair]:
    zone = {"timezone_id": "Asia/Kolkata"}  # of the trips: only scripts know one's own
    with meeting(browser, server) as meet:
        served, redrawn = meet(DESK, java_script_enabled=False, **zone), meet(DESK, **zone)
        redrawn.context.add_init_script(HASTEN)
        yield served, redrawn


@pytest.fixture
def both(two_browsers: Pair) -> Pair:
    """A browser without scripts and one with them, which have been nowhere."""
    for person in two_browsers:
        person.context.clear_cookies()
    return two_browsers


def as_redrawn(page: Page) -> Any:
    page.wait_for_function("() => customElements.get('trip-view')")
    page.wait_for_load_state("networkidle")
    page.evaluate(REDRAW)
    return page.evaluate(SHOWN)


def differences(served: Person, redrawn: Person, path: str) -> list[str]:
    served.opens(path)
    redrawn.opens(path)
    pairs = zip(served.page.evaluate(SHOWN), as_redrawn(redrawn.page), strict=True)
    return [
        f"{path}: {before['element']}: {name} was {before[name]!r}, is {after[name]!r}"
        for before, after in pairs
        for name in before
        if before[name] != after[name]
    ]


@pytest.mark.parametrize("who", ["Ben", "Asha", "nobody"])
@pytest.mark.parametrize("state", STATES)
def test_a_page_says_the_same_as_served_and_as_redrawn(
    states: dict[str, Any], both: Pair, state: str, who: str
) -> None:
    row = states[state]
    if who not in {**row["keys"], "nobody": ""}:
        pytest.skip("not on this trip")
    served, redrawn = both
    paths = [f"/join/{row['tripId']}"]
    if who != "nobody":
        hub = f"/trips/{row['id']}"
        ballots = row["polls"].values() if (state, who) in WITH_BALLOTS else []
        paths = [hub, *(f"{hub}/polls/{poll}" for poll in ballots)]
        if (state, who) in WITH_SETTINGS:
            paths.append(f"{hub}/settings")
        for person in both:
            person.holds(f"trip-{row['id']}", row["keys"][who])
    found = [each for path in paths for each in differences(served, redrawn, path)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", sorted({*settings.COMPLETE} - {"en"}))
@pytest.mark.parametrize("state", ["due at midnight", "unlocked"])
def test_so_it_does_in_another_language(
    states: dict[str, Any], both: Pair, state: str, language: str
) -> None:
    row = states[state]
    for person in both:
        person.holds("language", language)
        person.holds(f"trip-{row['id']}", row["keys"]["Ben"])
    found = differences(*both, f"/trips/{row['id']}")
    assert both[1].page.locator("html").get_attribute("lang") == language
    assert not found, "\n".join(found)
