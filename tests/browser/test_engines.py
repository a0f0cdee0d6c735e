"""The main journeys in three real engines, those of all browsers: Chromium, WebKit and Firefox.

A line between them and the server is what is cut where they have no network. Ben comes by one
name of the server and Asha by another, so that each has cookies of their own.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.browser.between import Between
from tests.browser.engines import Engine, Page, chromium, reads, webkit
from tests.browser.firefox import firefox
from tests.browser.people import Planned
from tests.server import Server

Start = Callable[..., AbstractContextManager[Engine]]
COUNT, CHIP = "[data-part=fraction]", "connection-chip"
SENDS = "main button:not([type=button])"


@pytest.fixture(scope="module", params=["chromium", "webkit", "firefox"])
def start(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Starts the engine, without script if asked."""
    name: str = request.param
    if name == "webkit":
        return webkit
    if name == "firefox":
        profiles = tmp_path_factory.mktemp("firefox")
        return lambda script=True: firefox(profiles / str(script), script)
    browser = request.getfixturevalue("browser")
    return lambda script=True: chromium(browser, script)


@pytest.fixture(scope="module")
def line(server: Server) -> Iterator[Between]:
    with Between(server.port) as between:
        yield between


@pytest.fixture(scope="module")
def engine(start: Start) -> Iterator[Engine]:
    with start() as running:
        yield running


@pytest.fixture(scope="module")
def ben(engine: Engine) -> Page:
    return engine.page()


@pytest.fixture(scope="module")
def asha(engine: Engine) -> Page:
    return engine.page()


def site_of(name: str, line: Between) -> str:
    return line.url.replace("127.0.0.1", "localhost") if name == "Ben" else line.url


def enters(page: Page, site: str, key: str) -> None:
    page.open(f"{site}/enter#{key}")
    reads(page, CHIP, "Live")


def plans(page: Page, site: str) -> str:
    """Plans a trip for two on the page; gives the invitation."""
    page.open(site)
    for field, text in (("tripName", "Goa"), ("adminName", "Ben"), ("requiredMembers", "2")):
        page.type(f"[name={field}]", text)
    page.tap(".plan button:not([type=button])")
    reads(page, COUNT, "1/2")
    return page.value("#share-url").partition("/join/")[2]


def joins(page: Page, site: str, invitation: str) -> None:
    page.open(f"{site}/join/{invitation}")
    page.type("[name=guest_name]", "Asha")
    page.tap(".invite__act button")
    reads(page, COUNT, "2/2")


def group(server: Server) -> tuple[Planned, Any, str]:
    """A trip with Ben and Asha, her keys, and a poll."""
    trip = server.plan(2)
    joined = server.join(trip, "Asha")
    asked = {"tripId": trip["tripId"], "adminId": trip["adminId"], "question": "Where to?"}
    opened = server.call("open-poll", options=["Beach", "Hills"], **asked)
    opened.raise_for_status()
    return trip, joined, f"/trips/{trip['trip']['id']}/polls/{opened.json()['poll']['id']}"


def test_a_trip_is_planned_and_a_join_seen_live(line: Between, ben: Page, asha: Page) -> None:
    invitation = plans(ben, site_of("Ben", line))
    reads(ben, CHIP, "Live")
    joins(asha, site_of("Asha", line), invitation)
    reads(ben, COUNT, "2/2")
    reads(ben, "member-list", "Asha")
    reads(ben, "member-list", "just now")


def test_a_vote_counts_and_is_seen_live_and_so_is_leaving(
    server: Server, line: Between, ben: Page, asha: Page
) -> None:
    trip, joined, poll = group(server)
    enters(ben, site_of("Ben", line), trip["adminId"])
    enters(asha, site_of("Asha", line), joined["memberKey"])
    asha.open(site_of("Asha", line) + poll)
    asha.tap(".ballot [type=radio]")
    asha.tap(".ballot__act button")
    reads(asha, "main", "Your vote counts.")
    reads(ben, "poll-list", "1 of 2 has voted")
    asha.open(f"{site_of('Asha', line)}/trips/{trip['trip']['id']}")
    asha.tap("a.danger")
    asha.tap("dialog[open] [data-action=do]")
    reads(asha, "main", "You have left the trip")
    reads(ben, COUNT, "1/2")


def test_a_hub_that_was_offline_catches_up(server: Server, line: Between, ben: Page) -> None:
    trip = server.plan(5)
    enters(ben, site_of("Ben", line), trip["adminId"])
    line.cut()
    reads(ben, CHIP, "Offline since")
    server.join(trip, "Asha")
    line.mend()
    reads(ben, COUNT, "2/5")
    reads(ben, CHIP, "Live")


def test_without_script_a_trip_is_planned_joined_and_voted_on(
    server: Server, line: Between, start: Start
) -> None:
    with start(script=False) as engine:
        ben, asha = engine.page(), engine.page()
        joins(asha, site_of("Asha", line), plans(ben, site_of("Ben", line)))
        ben.open(site_of("Ben", line))
        reads(ben, ".card__count", "2/2")
        _, joined, poll = group(server)
        asha.open(f"{site_of('Asha', line)}/enter")
        asha.type("[name=key]", joined["memberKey"])
        asha.tap(SENDS)
        reads(asha, COUNT, "2/2")
        asha.open(site_of("Asha", line) + poll)
        asha.tap(".ballot [type=radio]")
        asha.tap(".ballot__act button")
        reads(asha, "main", "Your vote counts.")
