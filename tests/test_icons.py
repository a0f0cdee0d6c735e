"""What browsers, phones and crawlers ask for without a page having named it."""

import re
import struct
from pathlib import Path

import httpx
import pytest
from django.test import Client

from tests.server import Server

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.once
@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/favicon.ico", "image/x-icon"),
        ("/apple-touch-icon.png", "image/png"),
        ("/apple-touch-icon-precomposed.png", "image/png"),
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
    touch = (root / "static/apple-touch-icon.png").read_bytes()
    assert (touch[:8], struct.unpack(">II", touch[16:24])) == (PNG, (180, 180))
    icon = (root / "static/favicon.ico").read_bytes()
    assert (icon[:6], icon[6:8], icon[22:30]) == (b"\0\0\1\0\1\0", bytes((32, 32)), PNG)


@pytest.mark.once
def test_every_page_names_icons_for_those_who_draw_no_svg(db: None) -> None:
    page = Client().get("/enter").content.decode()
    assert re.findall(r'<link rel="(icon|apple-touch-icon)"', page) == [
        "icon", "icon", "apple-touch-icon",
    ]  # fmt: skip


@pytest.mark.once
def test_those_who_draw_previews_may_and_nobody_else_has_anything_to_look_for(db: None) -> None:
    rules = Client().get("/robots.txt").content.decode()
    assert "Disallow: /trips/" in rules
    assert "/join" not in rules
    assert "Disallow: /\n" not in rules
