"""Browsers for the cast: Ben plans at a desk, Asha and Chloé join on phones, others as needed.

Playwright's synchronous API keeps an event loop running in the main thread for as long as it is
up, and no asynchronous test and no query of Django works beside it. So it lives as long as this
package, and not, as in pytest-playwright, as long as the session.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.people import Meet, Person
from tests.parts.nginx import NAME
from tests.server import Server

WITNESS = Path(__file__).with_name("witness.js")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}
DESK = {"viewport": {"width": 1280, "height": 800}}

_numbers = count(1)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": shutil.which("chromium-headless-shell"), "args": QUIET}


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    launched = playwright.chromium.launch(**browser_type_launch_args)
    yield launched
    launched.close()


@contextmanager
def meeting(browser: Browser, server: Server) -> Iterator[Meet]:
    """Somebody with cookies and an internet address of their own; no page may throw an error."""
    people: list[Person] = []

    def meet_one(device: dict[str, Any] = PHONE, **options: Any) -> Person:
        address = {"X-Forwarded-For": f"2001:db8:2:{next(_numbers):x}::1"}
        settings = {
            "base_url": server.url,
            "extra_http_headers": address,
            "service_workers": "block",  # what it asks for passes by the tests that cut the line
            **device,
            **options,
        }
        context = browser.new_context(**settings)
        context.set_default_timeout(10_000)
        context.add_init_script(path=WITNESS)
        people.append(Person(context, settings["base_url"]))
        return people[-1]

    yield meet_one
    faults = [fault for person in people for fault in person.faults]
    for person in people:
        person.context.close()
    assert faults == []


@pytest.fixture
def meet(browser: Browser, server: Server) -> Iterator[Meet]:
    with meeting(browser, server) as meet_one:
        yield meet_one


@pytest.fixture
def trip(server: Server) -> dict[str, Any]:
    """Ben's trip to Goa: five unlock 12 %."""
    return server.plan(5, discountPercent=12)


@pytest.fixture
def small_trip(server: Server) -> dict[str, Any]:
    """Two unlock it: one join is enough."""
    return server.plan(2, discountPercent=12)


@pytest.fixture
def ben(meet: Meet) -> Person:
    return meet(DESK)


@pytest.fixture
def asha(meet: Meet) -> Person:
    return meet()


@pytest.fixture
def chloe(meet: Meet) -> Person:
    return meet()
