"""What holds on every page: nobody is shut out, nobody listens in, nothing is broken."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.people import Meet, Person, Planned
from tests.server import Server

pytestmark = pytest.mark.once

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In the dark only colours differ.
RULES_IN = {"light": RULES, "dark": ["color-contrast", "link-in-text-block"]}
WRONG = ("error", "warning")
NOT_FOUND = "404 (Not Found)"  # the browser's word on the very page that was asked for


def guests_way(guest: Person, trip: Planned) -> Iterator[str]:
    """Past every page that is open to all, and in; gives the name of each page."""
    invitation = f"/join/{trip['tripId']}"
    for path in ("/", "/enter", "/api/social-cart/docs", "/join/nothing-here", invitation):
        guest.opens(path)
        yield path
    for path in (f"{invitation}/report", f"{invitation}/report?thanks"):
        guest.opens(path)
        yield path
    guest.opens(f"{invitation}?name=Asha")
    yield "fork"
    for answer in ("Yes, it’s me", "I am somebody else"):
        with guest.page.expect_navigation():
            guest.tap(answer)
    yield "taken back"
    guest.joins(trip, "Chloé")
    expect(guest.connection).to_have_text("Live")
    yield "greeting"


def way_of_who_waits(chloe: Person, trip: Planned) -> Iterator[str]:
    chloe.opens_invitation(trip["full"])
    yield "full"
    chloe.name_field.fill("Chloé")
    chloe.tap("Wait for a place")
    chloe.page.wait_for_url("**/waiting")
    yield "waiting"
    chloe.page.get_by_role("link", name="Leave the line").click()
    yield "leave the line"
    chloe.opens("/")
    yield "home"


def members_way(asha: Person, trip: Planned) -> Iterator[str]:
    asha.enters(trip, trip["asha"]["memberKey"])
    yield "hub"
    for path in ("/forget", "/?forgotten"):
        asha.opens(path)
        yield path
    asha.opens(f"/trips/{trip['trip']['id']}/leave")
    yield "confirm"


def organisers_way(ben: Person, trip: Planned) -> Iterator[str]:
    ben.enters(trip, trip["adminId"])
    yield "hub"
    expect(ben.asks_to_remove("Asha")).to_be_visible()
    yield "dialog"
    asha = f"members/{trip['asha']['memberId']}"
    for path in (
        "settings",
        "polls/new",
        "messages",
        "mobile",
        "bring",
        "my-data",
        f"{asha}/remove",
        f"{asha}/name",
    ):
        ben.opens(f"/trips/{trip['trip']['id']}/{path}")
        yield path
    ben.opens("/")
    yield "home"
    ben.enters(trip["full"], trip["full"]["adminId"])
    yield "a line"


WAYS = {
    "guest": guests_way,
    "waits": way_of_who_waits,
    "member": members_way,
    "organiser": organisers_way,
}


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
    full = server.plan(2, capacity=2)
    for name in ("Asha", "李小龍"):
        server.join(full, name, wait=True)
    return {**planned, "asha": server.join(planned, "Asha"), "full": full}


@pytest.fixture(scope="module")
def crowd(server: Server) -> Planned:
    script = "from tests.browser import states; states.print_a_crowd()"
    output = server.manage("shell", "--no-imports", "-c", script)
    row: Planned = json.loads(output.splitlines()[-1])
    return row


def axe_faults(page: Page, scheme: str) -> list[tuple[str, str]]:
    only = {"runOnly": RULES_IN[scheme], "resultTypes": ["violations"]}
    found = Axe().run(page, options=only).response["violations"]
    return [(each["id"], node["html"]) for each in found for node in each["nodes"]]


@pytest.mark.parametrize("scheme", RULES_IN)
@pytest.mark.parametrize("who", WAYS)
def test_axe_finds_nothing(meet: Meet, trip: Planned, who: str, scheme: str) -> None:
    person = meet(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    found = {where: axe_faults(person.page, scheme) for where in WAYS[who](person, trip)}
    assert {where: faults for where, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("device", "scheme"), [(PHONE, "light"), (DESK, "dark")])
@pytest.mark.parametrize("who", ["nobody", "Asha", "Ben"])
def test_axe_finds_nothing_on_a_long_title_from_right_to_left_with_200_members(
    meet: Meet, crowd: Planned, who: str, device: dict[str, Any], scheme: str
) -> None:
    person = meet(device, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    hub = f"/trips/{crowd['id']}"
    paths = [f"/join/{crowd['tripId']}"]
    if who != "nobody":
        person.holds(f"trip-{crowd['id']}", crowd["keys"][who])
        paths = [hub, f"{hub}/polls/{crowd['polls']['Where?']}"]
    for path in paths:
        person.opens(path)
        assert axe_faults(person.page, "light") == [], path


@pytest.mark.parametrize("who", WAYS)
def test_pages_ask_no_other_site_and_break_no_rule_of_their_own(
    meet: Meet, trip: Planned, who: str
) -> None:
    person = meet(service_workers="allow")
    asked: list[str] = []
    said: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))
    person.page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    for where in WAYS[who](person, trip):
        person.page.wait_for_load_state("networkidle")
        assert person.witnessed("violations") == [], where
    assert [url for url in asked if not url.startswith((f"{person.site}/", "data:"))] == []
    assert [line for line in said if line.startswith(WRONG) and NOT_FOUND not in line] == []


def test_the_staff_s_pages_break_no_rule_either(server: Server, trip: Planned, meet: Meet) -> None:
    staff = signs_in(server, meet())
    for path in ("", "trips/trip/", f"trips/trip/{trip['trip']['id']}/change/", "trips/poll/add/"):
        assert staff.opens(f"/admin/{path}").ok
        staff.page.wait_for_load_state("networkidle")
        assert staff.witnessed("violations") == [], path
    staff.page.locator(".select2-selection").click()
    staff.page.locator(".select2-search__field").fill("Goa")
    expect(staff.page.locator(".select2-results__option--highlighted")).to_contain_text("Goa")
    assert staff.witnessed("violations") == []


def signs_in(server: Server, staff: Person) -> Person:
    make = "from django.contrib.auth.models import User; User.objects.create_superuser"
    server.manage("shell", "-c", f"{make}('sue', password='open sesame')")
    staff.opens("/admin/")
    staff.page.get_by_label("Username:").fill("sue")
    staff.page.get_by_label("Password:").fill("open sesame")
    staff.tap("Log in")
    expect(staff.page.get_by_role("heading", name="Site administration")).to_be_visible()
    return staff
