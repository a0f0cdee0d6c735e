"""On a shop's page, which is another site's and strict: how many are in, live, and nothing else."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Frame, FrameLocator, Request, expect

from tests.browser.people import Meet, Person
from tests.parts.shop import Shop
from tests.server import Server
from tests.test_hiding import hide_beside

pytestmark = pytest.mark.once

NARROW = {"viewport": {"width": 280, "height": 600}}
WIDE = {"viewport": {"width": 600, "height": 600}}

# By a window of the same origin: that of the frame has no storage any more.
KEPT = """() => {
  const inside = document.body.appendChild(document.createElement("iframe"));
  const { sessionStorage, localStorage } = inside.contentWindow;
  return sessionStorage.length + localStorage.length;
}"""


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with Shop() as running:
        yield running


@pytest.fixture(scope="module")
def sibling() -> Iterator[Shop]:
    """A shop on our host, at another port."""
    with Shop("127.0.0.1") as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, shop: Shop, sibling: Shop) -> Iterator[Server]:
    """Ours, which lets these shops frame the widget."""
    origins = f"https://another.example,{shop.origin},{sibling.origin}"
    with Server(tmp_path_factory.mktemp("embedding"), EMBED_ORIGINS=origins) as running:
        shop.site = sibling.site = running.url
        yield running


@pytest.fixture
def three_are_in(server: Server, trip: dict[str, Any]) -> dict[str, Any]:
    for name in ("Asha", "Chloé"):
        server.join(trip, name)
    return trip


def looks_at(visitor: Person, shop: Shop, trip: dict[str, Any]) -> FrameLocator:
    """Opens the page of the shop; gives the widget on it."""
    visitor.opens(shop.page(trip["tripId"]))
    widget = visitor.page.frame_locator("social-cart iframe")
    expect(widget.locator("main")).to_be_visible()
    return widget


def frame_of(visitor: Person) -> Frame:
    return visitor.page.frames[1]


def height_of(visitor: Person) -> float:
    box = visitor.page.locator("social-cart iframe").bounding_box()
    assert box
    return box["height"]


def fits(visitor: Person) -> bool:
    """Whether the frame is as tall as what is in it."""
    content = frame_of(visitor).evaluate("document.body.getBoundingClientRect().height")
    return 0 <= height_of(visitor) - float(content) <= 1


def fits_soon(visitor: Person) -> None:
    for _ in range(50):
        if fits(visitor):
            return
        visitor.page.wait_for_timeout(100)
    raise AssertionError("the frame does not follow what is in it")


def test_it_shows_how_many_are_in_and_a_join_as_it_happens(
    meet: Meet, server: Server, shop: Shop, three_are_in: dict[str, Any]
) -> None:
    visitor = meet()
    widget = looks_at(visitor, shop, three_are_in)
    expect(widget.locator("[data-part=fraction]")).to_have_text("3/5")
    expect(widget.locator(".sentence")).to_contain_text("2 more unlock")
    expect(visitor.page.get_by_text("Go together, pay less")).to_be_hidden()  # is without scripts
    server.join(three_are_in, "李小龍")
    expect(widget.locator("[data-part=fraction]")).to_have_text("4/5")
    expect(widget.locator(".sentence")).to_contain_text("1 more unlocks")
    assert visitor.witnessed("violations") == []
    assert frame_of(visitor).evaluate("window.witness.violations") == []


def test_its_button_opens_the_invitation_beside_the_shop(
    meet: Meet, shop: Shop, trip: dict[str, Any]
) -> None:
    visitor = meet()
    widget = looks_at(visitor, shop, trip)
    with visitor.context.expect_page() as opened:
        widget.get_by_role("link", name="Open the invitation").click()
    expect(opened.value.get_by_role("button", name="Count Me In")).to_be_visible()
    assert visitor.page.url.startswith(shop.origin)


@pytest.mark.parametrize("device", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_frame_is_as_tall_as_its_content(
    meet: Meet, server: Server, shop: Shop, trip: dict[str, Any], device: dict[str, Any]
) -> None:
    visitor = meet(device)
    looks_at(visitor, shop, trip)
    fits_soon(visitor)
    before = height_of(visitor)
    assert frame_of(visitor).evaluate("document.documentElement.scrollWidth <= innerWidth")
    server.call("cancel", tripId=trip["tripId"], adminId=trip["adminId"]).raise_for_status()
    expect(visitor.page.frame_locator("iframe").get_by_role("link")).to_be_hidden()
    fits_soon(visitor)
    assert height_of(visitor) < before - 50  # without bar and button


def test_it_is_dark_where_the_visitor_wants_it_dark(
    meet: Meet, shop: Shop, trip: dict[str, Any]
) -> None:
    for scheme, colour in (("light", "rgb(255, 253, 249)"), ("dark", "rgb(26, 35, 63)")):
        visitor = meet(color_scheme=scheme)
        widget = looks_at(visitor, shop, trip)
        expect(widget.locator("body")).to_have_css("background-color", colour)


def test_nobody_but_the_shop_can_frame_it(
    meet: Meet, server: Server, shop: Shop, trip: dict[str, Any]
) -> None:
    with Shop() as mallory:
        mallory.site = server.url
        visitor = meet()
        visitor.opens(mallory.page(trip["tripId"]))
        visitor.page.locator("social-cart iframe").wait_for()
        visitor.page.wait_for_timeout(1_000)
        assert frame_of(visitor).url.startswith("chrome-error://")
        assert "Goa" not in frame_of(visitor).content()


def test_no_other_page_of_ours_can_be_framed_even_by_the_shop(
    meet: Meet, server: Server, shop: Shop, trip: dict[str, Any]
) -> None:
    visitor = meet()
    looks_at(visitor, shop, trip)
    for path in ("/", f"/join/{trip['tripId']}", f"/embed/{trip['tripId']}/more"):
        frame_of(visitor).evaluate(f"location.href = '{server.url}{path}'")
        visitor.page.wait_for_timeout(500)
        assert frame_of(visitor).url.startswith("chrome-error://")
        looks_at(visitor, shop, trip)


def test_its_height_is_told_to_the_shop_alone(
    meet: Meet, server: Server, shop: Shop, trip: dict[str, Any]
) -> None:
    visitor = meet()
    looks_at(visitor, shop, trip)
    visitor.page.evaluate("window.heard = 0; addEventListener('message', () => window.heard++)")
    others = ("*", "", "/", "https://another.example", server.url)
    for number, (behind, hears) in enumerate([(shop.origin, True), *((o, False) for o in others)]):
        visitor.page.evaluate("window.heard = 0")
        address = f"{server.url}/embed/{trip['tripId']}?{number}#{behind}"
        with visitor.page.expect_event("framenavigated"):
            frame_of(visitor).evaluate("address => { location.href = address }", address)
        visitor.page.wait_for_timeout(1_000)
        assert visitor.page.evaluate("window.heard > 0") == hears, behind


def test_it_keeps_nothing_in_the_browser(
    meet: Meet, server: Server, shop: Shop, trip: dict[str, Any]
) -> None:
    visitor = meet()
    widget = looks_at(visitor, shop, trip)
    server.join(trip, "Asha")
    expect(widget.locator("[data-part=fraction]")).to_have_text("2/5")
    assert visitor.context.cookies() == []
    assert frame_of(visitor).evaluate(KEPT) == 0


def test_its_feed_brings_no_cookie_even_from_a_shop_beside_us(
    meet: Meet, server: Server, sibling: Shop, trip: dict[str, Any]
) -> None:
    """Their sites are one to a browser, so that it would send ours."""
    visitor = meet()
    visitor.holds(f"trip-{trip['trip']['id']}", trip["adminId"])
    asked: list[Request] = []
    visitor.page.on("request", lambda each: asked.append(each))
    widget = looks_at(visitor, sibling, trip)
    server.join(trip, "Asha")
    expect(widget.locator("[data-part=fraction]")).to_have_text("2/5")
    brought = {part(each.url): "cookie" in each.all_headers() for each in asked}
    assert (brought["/embed"], brought["/api"], visitor.doors[0]) == (True, False, "stream")


def part(url: str) -> str:
    return "/" + urlsplit(url).path.split("/")[1]


Ends = Callable[[Server, dict[str, Any]], object]
REFUSED: dict[str, tuple[Ends, str]] = {
    "hidden": (
        lambda server, trip: hide_beside(server, trip["trip"]["id"]),
        "The people who run this site have put this trip out of sight while they look at it. "
        "Nothing was lost: try again later.",
    ),
    "deleted": (
        lambda server, trip: delete_beside(server, trip["trip"]["id"]),
        "We do not know this link. Perhaps its end got lost on the way: "
        "ask whoever sent it to send it once more.",
    ),
    "replaced": (
        lambda server, trip: calls(server, trip, "rotate-invitation"),
        "This link was replaced. Ask whoever sent it to you for the new one.",
    ),
}


def calls(server: Server, trip: dict[str, Any], name: str) -> None:
    server.call(name, tripId=trip["tripId"], adminId=trip["adminId"]).raise_for_status()


def delete_beside(server: Server, trip_id: str) -> None:
    """As housekeeping does, in a process of its own."""
    delete = f"from trips.models import Trip; Trip.objects.get(pk={trip_id!r}).delete()"
    server.manage("shell", "--no-imports", "-c", delete)


@pytest.mark.parametrize(("end", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_once_the_trip_is_shown_no_more_nothing_of_it_is_left(
    meet: Meet, server: Server, shop: Shop, three_are_in: dict[str, Any], end: Ends, says: str
) -> None:
    visitor = meet()
    widget = looks_at(visitor, shop, three_are_in)
    expect(widget.locator("[data-part=fraction]")).to_have_text("3/5")
    end(server, three_are_in)
    expect(widget.locator("main")).to_have_text(says, use_inner_text=True, timeout=15_000)
    left = frame_of(visitor).content()
    assert frame_of(visitor).title() == says
    words = ("Goa", "3/5", "<progress", "<a ", "memberCount")
    assert [each for each in words if each in left] == []
    fits_soon(visitor)


def test_of_a_cancelled_trip_it_shows_the_title_and_no_way_in(
    meet: Meet, server: Server, shop: Shop, three_are_in: dict[str, Any]
) -> None:
    visitor = meet()
    widget = looks_at(visitor, shop, three_are_in)
    expect(widget.get_by_role("link")).to_be_visible()
    calls(server, three_are_in, "cancel")
    cancelled = re.compile(r"^\S* ?Goa\s+This trip was cancelled$")
    expect(widget.locator("main")).to_have_text(cancelled, use_inner_text=True)
    fits_soon(visitor)


def test_without_scripts_it_is_a_picture_of_the_moment(
    meet: Meet, server: Server, three_are_in: dict[str, Any]
) -> None:
    visitor = meet(java_script_enabled=False)
    visitor.opens(f"/embed/{three_are_in['tripId']}")
    expect(visitor.page.get_by_text("3/5")).to_be_visible()
    expect(visitor.page.get_by_role("link", name="Open the invitation")).to_be_visible()
    expect(visitor.page.get_by_role("progressbar")).to_have_attribute("value", "3")
