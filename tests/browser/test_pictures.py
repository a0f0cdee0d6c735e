"""Pictures of pages for people to look at, and those in README."""

import json
import re

import pytest
from django.urls import resolve
from playwright.sync_api import Browser

from tests.browser.pictures import (
    OF_README,
    OTHER_PAGES,
    addresses_by_reader,
    on_one_sheet,
    pictures_of,
)
from tests.server import ROOT, Server

pytestmark = pytest.mark.once

MATRIX = ROOT / "tests/proofs/matrix.txt"


def test_each_page_of_a_trip_gets_onto_one_sheet(browser: Browser, server: Server) -> None:
    script = (
        "import json; from tests.browser import states; print(json.dumps(states.planned('full')))"
    )
    row = json.loads(server.manage("shell", "--no-imports", "-c", script))
    pages = list(pictures_of(browser, server, row, "phone", "dark", "ar"))
    assert [page.width for page in pages] == [360] * 8
    assert on_one_sheet(pages).width >= 5 * 360


# Data for scripts, and what staff see.
NO_PAGES = {
    "trips/<str:trip_id>/activity",
    "trips/<str:trip_id>/requests",
    "trips/<str:trip_id>/polls/<str:poll_id>/view",
    "trips/<str:trip_id>/as-staff",
}
A_FILE = re.compile(r"\.\w+$")


def test_every_page_is_drawn(server: Server) -> None:
    script = (
        "import json; from tests.browser import states; print(json.dumps(states.other_pages()))"
    )
    row = json.loads(server.manage("shell", "--no-imports", "-c", script))
    ways = addresses_by_reader({**row, "others": OTHER_PAGES}).values()
    drawn = {route_of(path) for paths in ways for path in paths if path != "/nowhere"}
    addresses = re.findall(r"^GET +(/(?!api/|admin/)\S*)", MATRIX.read_text(), re.MULTILINE)
    pages = {route_of(each) for each in addresses if not A_FILE.search(each)}
    assert pages - drawn == NO_PAGES


def route_of(address: str) -> str:
    return resolve(address.partition("?")[0]).route


def test_readme_shows_the_pictures_that_are_drawn_for_it() -> None:
    shown = re.findall('<img src="([^"]+)"', (ROOT / "README.md").read_text())
    assert {ROOT / path for path in shown} == set(OF_README.glob("*.png"))
