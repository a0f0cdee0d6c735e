"""A page and its modules are of one version, whatever a browser has kept."""

import re

import httpx
import pytest

from tests.server import Server

pytestmark = pytest.mark.once

HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


def test_modules_are_imported_by_what_they_contain(server: Server) -> None:
    [entrance] = re.findall(r'src="(/static/js/[^"]+)"', httpx.get(f"{server.url}/").text)
    imported = re.findall(r'import[^"]*"([^"]+)"', httpx.get(f"{server.url}{entrance}").text)
    assert imported
    assert [name for name in (entrance, *imported) if not HASHED.search(name)] == []
