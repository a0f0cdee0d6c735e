"""The widget for other sites' pages without a browser: who may frame it, what it says."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from django.test import Client

from socialcart import headers
from tests.conftest import complete
from tests.server import Server
from tests.test_headers import policy_of
from trips import membership, planning, reports, wire
from trips.forms import Guest
from trips.models import Trip

SHOPS = "https://shop.example https://another.example:8443"
MOST_OF_SCRIPT = 2_048  # bytes
HIDDEN = re.compile(r"<(\w+)[^>]* hidden>.*?</\1>", re.DOTALL)


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    origins = SHOPS.replace(" ", ",")
    with Server(tmp_path_factory.mktemp("open"), EMBED_ORIGINS=origins) as running:
        yield running


@pytest.mark.once
def test_the_widget_alone_lets_the_named_origins_frame_it(open_server: Server) -> None:
    invitation = open_server.plan()["tripId"]
    for path, status in ((invitation, 200), ("unknown", 404), ("%00", 400)):
        answer = httpx.get(f"{open_server.url}/embed/{path}")
        assert (answer.status_code, "x-frame-options" in answer.headers) == (status, False)
        if answer.headers["content-type"].startswith("text/html"):
            assert policy_of(answer)["frame-ancestors"] == SHOPS
    for path in ("/", f"/join/{invitation}", f"/embed/{invitation}/x", "/embed/", "/embed.js"):
        answer = httpx.get(open_server.url + path)
        assert answer.headers["x-frame-options"] == "DENY"
        assert policy_of(answer)["frame-ancestors"] == "'none'"


@pytest.mark.once
def test_with_no_origin_named_nobody_frames_it(server: Server) -> None:
    answer = httpx.get(f"{server.url}/embed/{server.plan()['tripId']}")
    assert answer.status_code == 200
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["content-security-policy"] == headers.PAGE


@pytest.mark.once
def test_its_script_is_small_has_one_address_and_is_for_all_sites(open_server: Server) -> None:
    answer = httpx.get(f"{open_server.url}/embed.js")
    assert (answer.status_code, len(answer.content) <= MOST_OF_SCRIPT) == (200, True)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=600"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    for path in ("/", "/embed/x", "/favicon.ico"):
        others = httpx.get(open_server.url + path)
        assert others.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.once
def test_it_is_the_same_for_who_brings_cookies_and_sets_none(open_server: Server) -> None:
    trip = open_server.plan()
    held = {"language": "ar", f"trip-{trip['trip']['id']}": trip["adminId"], "browser": "x" * 43}
    for path in (trip["tripId"], "unknown"):
        address = f"{open_server.url}/embed/{path}"
        for method in ("GET", "HEAD", "POST", "PUT"):
            answer = httpx.request(method, address, cookies=held)
            assert "set-cookie" not in answer.headers
            assert answer.headers["content-language"] == "en"
    assert httpx.get(address, headers={"Accept-Language": "ar"}).headers["content-language"] == "ar"


@pytest.mark.django_db
def test_it_names_nobody_and_has_nothing_to_press_but_one_link(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    membership.join(trip.id, None, Guest("Asha"))
    page = Client().get(f"/embed/{planned['tripId']}").content.decode()
    assert "Goa" in page
    assert [name for name in ("Ben", "Asha", "<form", "<input", "<button") if name in page] == []
    assert page.count("<a ") == 1


def fill(trip_id: str) -> None:
    complete(Trip.objects.get(id=trip_id))
    planning.update(trip_id, None, {"capacity": 5})


Does = Callable[[str], object]
SAYS: dict[str, tuple[Does, int, str, bool]] = {
    "full": (fill, 200, "This trip is full", True),
    "closed": (lambda trip_id: planning.close(trip_id, None), 200, "Joining is closed", False),
    "cancelled": (
        lambda trip_id: planning.cancel(trip_id, None),
        200,
        "This trip was cancelled",
        False,
    ),
    "replaced": (
        lambda trip_id: planning.replace_invitation(trip_id, None),
        410,
        "This link was replaced. Ask whoever sent it to you for the new one.",
        False,
    ),
    "hidden": (
        lambda trip_id: reports.hide(trip_id, None),
        403,
        "The people who run this site have put this trip out of sight while they look at it. "
        "Nothing was lost: try again later.",
        False,
    ),
}


@pytest.mark.parametrize(("does", "status", "says", "leads_on"), SAYS.values(), ids=SAYS.keys())
def test_it_says_in_one_sentence_what_keeps_visitors_out(
    planned: wire.CreateResponse, does: Does, status: int, says: str, leads_on: bool
) -> None:
    does(planned["trip"]["id"])
    answer = Client().get(f"/embed/{planned['tripId']}")
    shown = HIDDEN.sub("", answer.content.decode())
    assert answer.status_code == status
    assert re.findall(r'class="embed__state"[^>]*>(.*?)</p>', shown) == [says]
    assert ("<a " in shown) == leads_on


def test_where_all_is_open_it_says_none_of_that(planned: wire.CreateResponse) -> None:
    page = Client().get(f"/embed/{planned['tripId']}").content.decode()
    shown = HIDDEN.sub("", page)
    assert "embed__state" not in shown
    assert re.findall(r'data-code="(\d+)"', page) == ["4403", "4404", "4410"]  # if its feed ends
    assert "Open the invitation" in shown


def test_it_speaks_the_language_of_the_visitor(planned: wire.CreateResponse) -> None:
    arabic = {"Accept-Language": "ar"}
    page = Client().get(f"/embed/{planned['tripId']}", headers=arabic).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "افتح الدعوة" in page
    assert "هذا الرابط" in Client().get("/embed/unknown", headers=arabic).content.decode()
