"""A page and its modules are of one version, whatever a browser has kept."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from django.core.management import call_command

from socialcart import collected
from tests.server import ROOT, Server

pytestmark = pytest.mark.once

LOADED = re.compile(r'(?:src|href)="/static/((?:js|css)/.*?)"')
HASHED_FILES = "socialcart.statics.HashedFiles"
HASHED = re.compile(r"\.[0-9a-f]{12}\.(?:js|css)")


def test_scripts_and_sheets_are_named_by_what_they_contain(server: Server) -> None:
    named = LOADED.findall(httpx.get(f"{server.url}/").text)
    assert [each.split(".")[0] for each in named] == ["css/pages/site", "js/pages/plan"]
    script = httpx.get(f"{server.url}/static/{named[1]}").text
    named += re.findall(r'import\("(.*?)"\)', script)  # what it asks for later
    assert named[2].startswith("../languages/zones/en.")
    assert [each for each in named if not HASHED.search(each)] == []


def test_what_another_release_has_collected_is_not_mixed_with_this_one(tmp_path: Path) -> None:
    its = tmp_path / "static/js/busy.js"
    its.parent.mkdir(parents=True)
    its.write_text("// of a release that was started after this one was built")
    with Server(tmp_path):
        assert its.read_text() == (ROOT / "static/js/busy.js").read_text()


@pytest.fixture
def collects(settings: Any, tmp_path: Path) -> Callable[[], bool]:
    """A start as far as static files go, of a site with one; gives whether it collected."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source/a.js").write_text("// a")
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": HASHED_FILES}}
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATIC_ROOT = tmp_path / "static"

    def start() -> bool:
        with patch.object(collected, "call_command", wraps=call_command) as collectstatic:
            collected.collect()
        return collectstatic.called

    return start


@pytest.mark.parametrize("changed", ["source/a.js", "source/new.js", "static/a.js"])
def test_a_start_collects_anew_where_anything_has_changed(
    collects: Callable[[], bool], tmp_path: Path, changed: str
) -> None:
    assert [collects(), collects()] == [True, False]
    (tmp_path / changed).write_text("// changed")
    assert [collects(), collects()] == [True, False]
    for source in (tmp_path / "source").iterdir():
        assert (tmp_path / "static" / source.name).read_text() == source.read_text()


def test_it_collects_anew_what_was_lost_and_what_another_release_would_make_otherwise(
    collects: Callable[[], bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collects()
    (tmp_path / "static/a.js").unlink()
    assert [collects(), collects()] == [True, False]
    monkeypatch.setattr(collected, "version", lambda name: "99")
    assert [collects(), collects()] == [True, False]
    code = [("statics.py", tmp_path / "source/a.js")]
    monkeypatch.setattr(collected, "_of_this_code", lambda: code)
    assert [collects(), collects()] == [True, False]


def test_a_page_of_the_release_before_still_gets_its_modules(tmp_path: Path) -> None:
    kept = tmp_path / "static/js/zones.0123456789ab.js"
    kept.parent.mkdir(parents=True)
    kept.write_text("export default {};")
    with Server(tmp_path) as server:
        answer = httpx.get(f"{server.url}/static/js/{kept.name}")
        assert (answer.status_code, answer.text) == (200, "export default {};")
        assert "immutable" in answer.headers["Cache-Control"]
