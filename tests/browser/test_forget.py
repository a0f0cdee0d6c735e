"""Nothing of somebody stays on a phone that they left, or that has forgotten them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.between import Between
from tests.browser.people import Person, Planned
from tests.browser.phones import HAS_A_WORKER, STORE, Phone, has_a_worker, kept_pages, stored
from tests.server import Server, until

pytestmark = pytest.mark.once
FORGET = "Forget this device"
TAP = {"id": "another", "page": "/x", "state": "asks", "kind": "vote", "at": 0}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One to which nobody else comes."""
    with Server(tmp_path_factory.mktemp("forget")) as running:
        yield running


@pytest.fixture
def line(server: Server) -> Iterator[Between]:
    """What her phone has of the network."""
    with Between(server.port) as between:
        yield between


@pytest.fixture
def asha(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    server: Server,
    line: Between,
    trip: Planned,
    tmp_path: Path,
) -> Iterator[Person]:
    """On the hub, which her phone has kept, with a tap of another page that waits."""
    phone = Phone(playwright, browser_type_launch_args, tmp_path / "profile", line.url)
    asha = phone.asha
    asha.holds(f"trip-{trip['trip']['id']}", server.join(trip, "Asha")["memberKey"])
    asha.opens(hub(trip))
    has_a_worker(asha)
    until(lambda: hub(trip) in kept_pages(asha))
    asha.page.evaluate(STORE, [TAP])
    assert stored(asha)
    yield asha
    phone.switch_off()


def hub(trip: Planned) -> str:
    return f"/trips/{trip['trip']['id']}"


def says(person: Person, heading: str) -> None:
    expect(person.page.get_by_role("heading", name=heading)).to_be_visible()


def leaves(asha: Person) -> None:
    asha.page.get_by_role("link", name="Leave the trip").click()
    asha.tap("Leave the trip")
    says(asha, "You have left the trip")


def erases(asha: Person) -> None:
    asha.opens(f"{asha.page.url}/my-data")
    asha.page.get_by_role("link", name="Leave and erase my data").click()
    asha.tap("Leave and erase my data")
    says(asha, "You have left the trip")


def forgets(asha: Person) -> None:
    asha.opens("/outbox")
    asha.page.get_by_role("link", name="Forget it").click()
    asha.tap(FORGET)
    says(asha, "This device is forgotten")


@pytest.mark.parametrize("goes", [leaves, erases, forgets])
def test_nothing_stays_on_a_phone_of_who_goes(asha: Person, trip: Planned, goes: Any) -> None:
    goes(asha)
    until(lambda: (set(kept_pages(asha)) | {"/outbox"}, stored(asha)) == ({"/outbox"}, []))
    answer = asha.opens(hub(trip))
    assert answer.status == 404
    expect(asha.page.get_by_role("link", name="I have a personal link")).to_be_visible()
    assert hub(trip) not in kept_pages(asha)


def test_nor_of_who_leaves_a_page_that_was_loaded_around_the_worker(asha: Person) -> None:
    asha.context.new_cdp_session(asha.page).send("Page.reload", {"ignoreCache": True})
    asha.page.wait_for_function(f"!({HAS_A_WORKER})")
    leaves(asha)
    until(lambda: (kept_pages(asha), stored(asha)) == (["/outbox"], []))


def test_a_link_of_another_site_to_the_farewell_forgets_nothing(
    asha: Person, trip: Planned
) -> None:
    asha.page.goto("about:blank")
    asha.opens("/?left")
    says(asha, "You have left the trip")
    asha.page.wait_for_timeout(500)
    assert hub(trip) in kept_pages(asha)
    assert stored(asha)


def test_another_tab_shows_the_trip_no_more(asha: Person, trip: Planned) -> None:
    tab = asha.context.new_page()
    tab.goto(hub(trip))
    expect(tab.locator("member-list li")).to_have_count(2)
    forgets(asha)
    expect(tab.get_by_role("heading", name="Kept on this device")).to_be_visible()
    assert tab.go_back() is None or tab.locator("member-list li").count() == 0


def test_a_page_that_is_on_its_way_meanwhile_is_not_kept(
    server: Server, asha: Person, trip: Planned
) -> None:
    tab = asha.context.new_page()
    tab.goto("/enter")
    server.freeze()
    tab.evaluate("path => void (location = path)", hub(trip))
    tab.wait_for_timeout(500)
    asha.page.evaluate("navigator.serviceWorker.controller.postMessage({ forget: true })")
    until(lambda: hub(trip) not in kept_pages(asha))
    server.thaw()
    expect(tab.locator("member-list li")).to_have_count(2)
    tab.wait_for_timeout(500)
    assert hub(trip) not in kept_pages(asha)


def test_without_network_it_forgets_what_is_there_and_says_that_the_server_does_not_know(
    line: Between, asha: Person, trip: Planned
) -> None:
    asha.opens("/forget")
    line.cut()
    asha.tap(FORGET)
    expect(asha.page.get_by_text("The server could not be told")).to_be_visible()
    assert (kept_pages(asha), stored(asha)) == (["/outbox"], [])
    line.mend()
    again = asha.page.get_by_role("heading", name="Forget this device?")
    expect(again).to_be_visible(timeout=30_000)
    expect(asha.page.get_by_text("Press the button once more")).to_be_visible()
    asha.tap(FORGET)
    says(asha, "This device is forgotten")
    assert asha.opens(hub(trip)).status == 404
