"""The service worker as the server gives it, and the page for when there is no network."""

from typing import Any

import httpx
import pytest
from django.test import Client

from socialcart import headers
from tests.server import Server
from trips.pages import offline

pytestmark = pytest.mark.once
WORKER = "/service-worker.js"


def test_a_browser_asks_for_the_worker_anew_each_time_and_gets_it_once(server: Server) -> None:
    answer = httpx.get(server.url + WORKER)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in answer.headers
    again = httpx.get(server.url + WORKER, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_worker_may_ask_our_server_and_nobody_else(server: Server) -> None:
    policy = httpx.get(server.url + WORKER).headers["content-security-policy"]
    assert policy == f"{headers.NO_PAGE}; connect-src 'self'"


def test_the_worker_of_each_release_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = set()
    for release in ("one", "two"):
        monkeypatch.setattr(offline, "release", lambda name=release: name)
        scripts.add(Client().get(WORKER).content)
    assert len(scripts) == 2


def test_where_it_is_off_a_script_is_served_that_takes_it_away(settings: Any) -> None:
    settings.SERVICE_WORKER = False
    answer = Client().get(WORKER)
    assert b"unregister()" in answer.content
    assert b"fetch" not in answer.content
