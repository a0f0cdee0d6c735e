"""What browsers, phones and crawlers ask for without a page having named it."""

import json
import re
import struct
from pathlib import Path

import httpx
import pytest
from django.test import Client

from socialcart import headers
from tests.icons import ROUND, SQUARE
from tests.server import Server
from trips import wire
from trips.models import Trip

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.once
@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/favicon.ico", "image/x-icon"),
        ("/apple-touch-icon.png", "image/png"),
        ("/apple-touch-icon-precomposed.png", "image/png"),
        ("/icon-192.png", "image/png"),
        ("/icon-512.png", "image/png"),
        ("/icon-maskable-512.png", "image/png"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_it_is_there_and_is_kept_for_a_day(server: Server, address: str, kind: str) -> None:
    answer = httpx.get(server.url + address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_icons_are_pictures_of_their_size(root: Path) -> None:
    for name, size in (SQUARE | ROUND).items():
        drawn = (root / "static" / name).read_bytes()
        assert (drawn[:8], struct.unpack(">II", drawn[16:24])) == (PNG, (size, size))
    icon = (root / "static/favicon.ico").read_bytes()
    assert (icon[:6], icon[6:8], icon[22:30]) == (b"\0\0\1\0\1\0", bytes((32, 32)), PNG)


@pytest.mark.once
def test_a_home_screen_gets_a_name_and_pictures_that_are_there(db: None) -> None:
    page = Client().get("/enter").content.decode()
    (address,) = re.findall(r'<link rel="manifest" href="(.*?)"', page)
    manifest = json.loads(Client().get(address).content)
    assert (manifest["name"], Client().get(manifest["start_url"]).status_code) == (
        "SocialCart",
        200,
    )
    for icon in manifest["icons"]:
        picture = Client().get(icon["src"]).content
        width, height = struct.unpack(">II", picture[16:24])
        assert f"{width}x{height}" == icon["sizes"]


@pytest.mark.once
def test_every_page_names_icons_for_those_who_draw_no_svg(db: None) -> None:
    page = Client().get("/enter").content.decode()
    assert re.findall(r'<link rel="(icon|apple-touch-icon)"', page) == [
        "icon", "icon", "apple-touch-icon",
    ]  # fmt: skip


@pytest.mark.once
def test_those_who_draw_previews_may_and_nobody_else_has_anything_to_look_for(db: None) -> None:
    rules = Client().get("/robots.txt").content.decode()
    forbidden = re.findall("^Disallow: (.*)$", rules, re.MULTILINE)
    assert {"/trips/", "/calendars/"} < {*forbidden}
    assert not {"/", "/join", "/join/", "/static/"} & {*forbidden}


@pytest.mark.once
def test_the_start_page_may_be_found_and_trips_never(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    stranger, of_ben = Client(), f"/trips/{trip.id}"
    may = {"X-Robots-Tag": "all"}
    assert may.items() <= stranger.get("/").headers.items()
    for other in (stranger.post("/"), stranger.get("/?left"), stranger.get("/enter"), ben.get("/")):
        assert "X-Robots-Tag" not in other.headers, "headers.ALWAYS says noindex"
    for page in (stranger.get(f"/join/{planned['tripId']}"), ben.get(of_ben)):
        assert "X-Robots-Tag" not in page.headers
    assert headers.ALWAYS[b"x-robots-tag"] == b"noindex"
