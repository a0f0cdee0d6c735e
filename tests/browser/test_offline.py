"""A phone without network: what it has seen is readable, what is tapped is kept and sent."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Error, Locator, Playwright, expect

from tests.browser.between import Between
from tests.browser.people import Meet, Person, Planned
from tests.browser.phones import STORE, Phone, caches_of, has_a_worker, kept_pages, stored
from tests.server import Server, until

pytestmark = pytest.mark.once

NUMBER = "+919876543210"
DAY_MS = 86_400_000
EVIL = "http://evil.example"
POSTS = """(url) => {
  const field = '<input name="guest_name" value="Mallory">';
  document.body.innerHTML = `<form method="post" action="${url}">${field}</form>`;
  document.forms[0].submit();
}"""
PLANT = """([name, path]) => caches.open(name).then((cache) =>
  cache.put(path, new Response("An old page", { headers: { "Content-Type": "text/html" } })))"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One to which nobody else comes."""
    with Server(tmp_path_factory.mktemp("offline")) as running:
        yield running


@pytest.fixture
def line(server: Server) -> Iterator[Between]:
    """What the phone has of the network."""
    with Between(server.port) as between:
        yield between


@pytest.fixture
def phone(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], line: Between, tmp_path: Path
) -> Iterator[Phone]:
    phone = Phone(playwright, browser_type_launch_args, tmp_path / "profile", line.url)
    yield phone
    phone.switch_off()


def rows(person: Person) -> Locator:
    return person.page.locator("kept-taps li")


def sees(phone: Phone, path: str) -> None:
    """Opens a page and waits until the phone has kept it."""
    phone.asha.opens(path)
    has_a_worker(phone.asha)
    until(lambda: path in kept_pages(phone.asha))


def joins_without_network(
    phone: Phone, cut: Callable[[], None], trip: Planned, mobile: str = ""
) -> None:
    sees(phone, f"/join/{trip['tripId']}")
    cut()
    phone.asha.name_field.fill("Asha")
    phone.asha.page.get_by_label("Mobile").fill(mobile)
    phone.asha.tap("Count Me In")
    expect(phone.asha.page.get_by_text("Something waits on this device")).to_be_visible()


def is_there_once(server: Server, trip: Planned, name: str = "Asha") -> bool:
    shown = httpx.get(f"{server.url}/api/social-cart/join", params={"tripId": trip["tripId"]})
    names = [each["name"] for each in shown.json()["trip"]["members"]]
    return names.count(name) == 1 and len(names) == len({*names})


def enters(phone: Phone, server: Server, trip: Planned) -> str:
    """Asha joins and opens the hub; gives its path."""
    key = server.join(trip, "Asha")["memberKey"]
    hub = f"/trips/{trip['trip']['id']}"
    phone.asha.holds(f"trip-{trip['trip']['id']}", key)
    sees(phone, hub)
    return hub


def test_a_tap_without_network_survives_the_browser_and_counts_once(
    line: Between, phone: Phone, meet: Meet, trip: Planned
) -> None:
    joins_without_network(phone, line.cut, trip)
    phone.restart()
    phone.asha.opens_invitation(trip)
    expect(phone.asha.page.get_by_role("heading", name="There is no network")).to_be_visible()
    expect(rows(phone.asha)).to_contain_text("Count me in as Asha")
    phone.restart()
    line.mend()
    phone.asha.opens_invitation(trip)
    phone.asha.arrives_at_the_hub()
    expect(phone.asha.page.get_by_text("Welcome to the Trip")).to_be_visible()
    ben = meet()
    ben.enters(trip, trip["adminId"])
    expect(ben.names).to_have_text(["Ben", "Asha"])
    assert stored(phone.asha) == []


def test_who_waits_without_network_is_led_on_once_it_is_back(
    server: Server, line: Between, phone: Phone, trip: Planned
) -> None:
    joins_without_network(phone, line.cut, trip)
    phone.asha.page.reload()
    expect(rows(phone.asha)).to_contain_text("Waits for network since")
    line.mend()
    phone.asha.arrives_at_the_hub()
    assert is_there_once(server, trip)


def test_a_tap_whose_answer_was_lost_counts_once(
    server: Server, line: Between, phone: Phone, trip: Planned
) -> None:
    joins_without_network(phone, line.cut, trip)
    (tap,) = stored(phone.asha)
    phone.restart()
    line.mend()
    arrived = httpx.post(
        server.url + tap["url"], data=dict(tap["body"]), headers={"Origin": server.url}
    )
    assert arrived.status_code == 303
    phone.asha.opens_invitation(trip)
    phone.asha.arrives_at_the_hub()
    assert is_there_once(server, trip)


def test_a_vote_and_a_message_are_kept_and_sent(
    server: Server, line: Between, phone: Phone, meet: Meet, small_trip: Planned
) -> None:
    trip, trip_id = small_trip, small_trip["trip"]["id"]
    server.join(trip, "Dev")
    by_ben = {"tripId": trip["tripId"], "adminId": trip["adminId"]}
    asked = server.call("open-poll", question="Which?", options=["Here", "There"], **by_ben)
    ballot = f"/trips/{trip_id}/polls/{asked.json()['poll']['id']}"
    phone.asha.holds(f"trip-{trip_id}", trip["adminId"])  # Ben's, on his phone
    sees(phone, ballot)
    line.cut()
    phone.asha.chooses("There")
    phone.asha.vote_button.click()
    until(lambda: len(stored(phone.asha)) == 1)
    phone.restart()  # or the page, which sends it too, would be led on while another is opened
    line.mend()
    phone.asha.opens(f"/trips/{trip_id}/messages")
    until(lambda: stored(phone.asha) == [])
    phone.asha.page.get_by_label("What should everybody know?").fill("Bring passports")
    line.cut()
    phone.asha.tap("Send to everybody")
    until(lambda: len(stored(phone.asha)) == 1)
    phone.restart()
    phone.asha.opens("/outbox")
    expect(rows(phone.asha)).to_contain_text(["To everybody: Bring passports"])
    line.mend()
    expect(rows(phone.asha)).to_contain_text(["It has arrived."], timeout=30_000)
    ben = meet()
    ben.enters(trip, trip["adminId"])
    expect(ben.page.locator("trip-messages li")).to_have_count(1)
    expect(ben.polls).to_contain_text("1 of 2 has voted")


def test_that_one_cannot_come_is_kept_and_sent(
    line: Between, phone: Phone, trip: Planned, meet: Meet
) -> None:
    sees(phone, f"/join/{trip['tripId']}")
    phone.asha.page.get_by_text("Can’t make it?").click()
    phone.asha.page.get_by_role("textbox", name="Name · optional", exact=True).fill("Asha")
    line.cut()
    phone.asha.tap("I can’t make it")
    until(lambda: [each["kind"] for each in stored(phone.asha)] == ["decline"])
    phone.restart()
    phone.asha.opens("/outbox")
    expect(rows(phone.asha)).to_contain_text(["I can’t make it"])
    line.mend()
    expect(rows(phone.asha)).to_contain_text(["It has arrived."], timeout=30_000)
    ben = meet()
    ben.enters(trip, trip["adminId"])
    expect(ben.page.get_by_text("1 can’t make it: Asha.")).to_be_visible()
    phone.asha.opens_invitation(trip)
    expect(phone.asha.page.get_by_text("You said that you can’t make it")).to_be_visible()


def test_that_one_waits_for_a_place_is_kept_and_sent(
    server: Server, line: Between, phone: Phone
) -> None:
    full = server.plan(2, capacity=2)
    server.join(full, "Dev")
    sees(phone, f"/join/{full['tripId']}")
    phone.asha.name_field.fill("Asha")
    line.cut()
    phone.asha.tap("Wait for a place")
    until(lambda: [each["kind"] for each in stored(phone.asha)] == ["wait"])
    phone.restart()
    phone.asha.opens("/outbox")
    expect(rows(phone.asha)).to_contain_text(["Put Asha in line for a place"])
    line.mend()
    expect(rows(phone.asha)).to_contain_text(["It has arrived."], timeout=30_000)
    rows(phone.asha).get_by_role("link", name="Go on").click()
    expect(phone.asha.page.get_by_role("heading", name="You are 1st in line")).to_be_visible()


@pytest.mark.parametrize("network", ["a limit", "none"])
def test_a_form_of_another_site_is_not_kept_to_be_sent_as_ours(
    server: Server, line: Between, phone: Phone, trip: Planned, network: str
) -> None:
    hub = enters(phone, server, trip)
    if network == "none":
        line.cut()
    else:
        phone.context.route("**/messages", lambda route: route.fulfill(status=429))
    phone.context.route(
        f"{EVIL}/", lambda route: route.fulfill(body="<p>", content_type="text/html")
    )
    for path in (f"{hub}/messages", f"/join/{trip['tripId']}", "/forget"):
        phone.asha.page.goto(f"{EVIL}/")
        with suppress(Error):  # there may be no answer to go to
            phone.asha.page.evaluate(POSTS, line.url + path)
            phone.asha.page.wait_for_url(line.url + path, timeout=3_000)
        tab = Person(phone.context, line.url)
        tab.opens("/outbox")
        assert stored(tab) == []
        assert hub in kept_pages(tab)
        tab.page.close()


def test_a_tap_can_be_taken_back(
    server: Server, line: Between, phone: Phone, trip: Planned
) -> None:
    joins_without_network(phone, line.cut, trip)
    tab = phone.context.new_page()
    tab.goto("/outbox")
    tab.get_by_role("button", name="Do not send it").click()
    expect(tab.get_by_text("Nothing waits.")).to_be_visible()
    line.mend()
    tab.goto(f"/join/{trip['tripId']}")  # Asha's own page is loading this anew by itself
    expect(tab.get_by_role("button", name="Count Me In")).to_be_visible()
    assert not is_there_once(server, trip)


@pytest.mark.parametrize("age_ms", [3 * DAY_MS, -DAY_MS])
def test_an_old_tap_is_sent_only_if_somebody_says_so(
    server: Server, line: Between, phone: Phone, trip: Planned, age_ms: int
) -> None:
    """Nor one from the future: the clock of the phone was set."""
    joins_without_network(phone, line.cut, trip)
    phone.restart()
    phone.asha.opens("/outbox")
    (tap,) = stored(phone.asha)
    phone.asha.page.evaluate(STORE, [tap | {"at": tap["at"] - age_ms}])
    line.mend()
    phone.asha.opens("/outbox")
    expect(rows(phone.asha)).to_contain_text("Shall it still be sent?")
    assert not is_there_once(server, trip)
    phone.asha.tap("Send it now")
    expect(rows(phone.asha)).to_contain_text("It has arrived.")
    assert is_there_once(server, trip)


def test_what_is_refused_says_why_and_leads_on(
    server: Server, line: Between, phone: Phone, trip: Planned
) -> None:
    joins_without_network(phone, line.cut, trip)
    phone.restart()
    line.mend()
    server.join(trip, "Asha")
    phone.asha.opens("/outbox")
    expect(rows(phone.asha)).to_contain_text("This was not taken. Somebody")
    rows(phone.asha).get_by_role("link", name="Go on").click()
    expect(phone.asha.page.get_by_text("Is that you?").first).to_be_visible()


def test_a_server_that_cannot_now_is_asked_later(
    line: Between, phone: Phone, trip: Planned
) -> None:
    joins_without_network(phone, line.cut, trip)
    phone.restart()
    phone.context.route(
        "**/join/*", lambda route: route.fulfill(status=503, headers={"Retry-After": "7"})
    )
    line.mend()
    phone.asha.opens("/outbox")
    until(lambda: "notBefore" in stored(phone.asha)[0])
    expect(rows(phone.asha)).to_contain_text("Waits for network since")
    phone.context.unroute_all()
    expect(rows(phone.asha)).to_contain_text("It has arrived.", timeout=30_000)


def test_no_number_is_kept_and_the_phone_says_so(
    server: Server, line: Between, phone: Phone, trip: Planned
) -> None:
    joins_without_network(phone, line.cut, trip, NUMBER)
    assert NUMBER not in json.dumps(stored(phone.asha))
    phone.restart()
    phone.asha.opens("/outbox")
    expect(rows(phone.asha)).to_contain_text("Your number is not kept on the phone.")
    line.mend()
    expect(rows(phone.asha)).to_contain_text("It has arrived.", timeout=30_000)
    assert is_there_once(server, trip)


def test_a_page_that_is_open_still_sends_the_number(
    line: Between, phone: Phone, trip: Planned
) -> None:
    joins_without_network(phone, line.cut, trip, NUMBER)
    line.mend()
    phone.asha.arrives_at_the_hub()
    assert stored(phone.asha) == []
    phone.asha.opens(f"{phone.asha.page.url.split('?')[0]}/my-data")
    expect(phone.asha.page.get_by_text("9876543210")).to_be_visible()


def test_a_hub_is_readable_as_last_seen_and_says_so_until_it_is_live(
    server: Server, line: Between, phone: Phone, trip: Planned
) -> None:
    hub = enters(phone, server, trip)
    line.cut()
    phone.restart()
    phone.asha.opens(hub)
    as_of = phone.asha.page.get_by_text(re.compile(r"As of \d+:\d\d.[AP]M, without network"))
    expect(as_of).to_be_visible()
    expect(phone.asha.names).to_have_text(["Ben", "Asha"])
    line.mend()
    server.join(trip, "Dev")
    expect(phone.asha.names).to_have_text(["Ben", "Asha", "Dev"], timeout=30_000)
    expect(as_of).to_be_hidden(timeout=30_000)


def test_a_page_that_was_never_seen_says_that_there_is_no_network(
    line: Between, phone: Phone, trip: Planned
) -> None:
    sees(phone, f"/join/{trip['tripId']}")
    line.cut()
    phone.asha.opens("/enter")
    expect(phone.asha.page.get_by_role("heading", name="There is no network")).to_be_visible()
    assert phone.asha.witnessed("violations") == []
    line.mend()
    expect(phone.asha.page.get_by_label("Your personal link")).to_be_visible(timeout=30_000)


def test_nothing_stays_on_a_phone_of_who_has_left(
    server: Server, phone: Phone, trip: Planned
) -> None:
    enters(phone, server, trip)
    tap = {"id": "another", "page": "/x", "state": "asks", "kind": "vote", "at": 0}
    phone.asha.page.evaluate(STORE, [tap])
    assert stored(phone.asha)
    phone.asha.page.get_by_role("link", name="Leave the trip").click()
    phone.asha.tap("Leave the trip")
    expect(phone.asha.page.get_by_role("heading", name="You have left the trip")).to_be_visible()
    assert (kept_pages(phone.asha), stored(phone.asha)) == (["/outbox"], [])


def test_who_enters_after_somebody_sends_nothing_of_theirs(
    server: Server, line: Between, phone: Phone, trip: Planned
) -> None:
    joins_without_network(phone, line.cut, trip)
    phone.restart()
    phone.context.route("**/join/*", lambda route: route.fulfill(status=503))
    line.mend()
    phone.asha.enters_by_pasting(trip["adminId"])
    phone.context.unroute_all()
    phone.asha.opens("/outbox")
    expect(rows(phone.asha)).to_contain_text("Shall it still be sent?")
    assert not is_there_once(server, trip)


def test_a_worker_shows_no_page_of_another_release_nor_its_own_while_there_is_network(
    phone: Phone, trip: Planned
) -> None:
    path = f"/join/{trip['tripId']}"
    phone.asha.opens("/enter")
    phone.asha.page.evaluate(PLANT, ["pages of old", path])
    sees(phone, path)
    (name,) = (each for each in caches_of(phone.asha) if each.startswith("pages"))
    assert name != "pages of old"
    phone.asha.page.evaluate(PLANT, [name, path])
    phone.asha.opens(path)
    expect(phone.asha.page.get_by_role("heading", name="Ben invites you")).to_be_visible()


def test_the_kill_switch_takes_the_worker_and_its_pages_away(
    server: Server, phone: Phone, trip: Planned
) -> None:
    sees(phone, f"/join/{trip['tripId']}")
    server.environ["SERVICE_WORKER"] = "0"
    server.restart()
    try:
        phone.asha.opens_invitation(trip)
        is_gone = "navigator.serviceWorker.getRegistration().then((found) => !found)"
        until(lambda: phone.asha.page.evaluate(is_gone) and not caches_of(phone.asha))
    finally:
        del server.environ["SERVICE_WORKER"]
        server.restart()
