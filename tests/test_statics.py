"""A page and its modules are of one version, whatever a browser has kept."""

import re
from pathlib import Path

import httpx
import pytest

from tests.server import ROOT, Server

pytestmark = pytest.mark.once

LOADED = re.compile(r'(?:src|href)="/static/((?:js|css)/.*?)"')
HASHED = re.compile(r"\.[0-9a-f]{12}\.(?:js|css)")


def test_scripts_and_sheets_are_named_by_what_they_contain(server: Server) -> None:
    named = LOADED.findall(httpx.get(f"{server.url}/").text)
    assert [each.split(".")[0] for each in named] == ["css/pages/site", "js/pages/plan"]
    script = httpx.get(f"{server.url}/static/{named[1]}").text
    named += re.findall(r'import\("(.*?)"\)', script)  # what it asks for later
    assert named[2].startswith("../languages/zones/en.")
    assert [each for each in named if not HASHED.search(each)] == []


def test_what_another_release_has_collected_is_not_mixed_with_this_one(tmp_path: Path) -> None:
    collected = tmp_path / "static/js/busy.js"
    collected.parent.mkdir(parents=True)
    collected.write_text("// of a release that was started after this one was built")
    with Server(tmp_path):
        assert collected.read_text() == (ROOT / "static/js/busy.js").read_text()


def test_a_page_of_the_release_before_still_gets_its_modules(tmp_path: Path) -> None:
    kept = tmp_path / "static/js/zones.0123456789ab.js"
    kept.parent.mkdir(parents=True)
    kept.write_text("export default {};")
    with Server(tmp_path) as server:
        answer = httpx.get(f"{server.url}/static/js/{kept.name}")
        assert (answer.status_code, answer.text) == (200, "export default {};")
        assert "immutable" in answer.headers["Cache-Control"]
