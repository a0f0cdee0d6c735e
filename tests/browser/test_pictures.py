"""Pictures of pages for people to look at, and those in README."""

import json
import re

import pytest
from playwright.sync_api import Browser

from tests.browser.pictures import OF_README, on_one_sheet, pictures_of
from tests.server import ROOT, Server

pytestmark = pytest.mark.once


def test_each_page_of_a_trip_gets_onto_one_sheet(browser: Browser, server: Server) -> None:
    script = (
        "import json; from tests.browser import states; print(json.dumps(states.planned('full')))"
    )
    row = json.loads(server.manage("shell", "--no-imports", "-c", script))
    pages = list(pictures_of(browser, server, row, "phone", "dark", "ar"))
    assert [page.width for page in pages] == [360] * 8
    assert on_one_sheet(pages).width >= 5 * 360


def test_readme_shows_the_pictures_that_are_drawn_for_it() -> None:
    shown = re.findall('<img src="([^"]+)"', (ROOT / "README.md").read_text())
    assert {ROOT / path for path in shown} == set(OF_README.glob("*.png"))
