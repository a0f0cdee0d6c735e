"""Two servers behind nginx, as in production: nobody notices when each of them is replaced."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.people import Meet, Person
from tests.cluster import Site
from tests.server import Server

pytestmark = pytest.mark.once


@contextmanager
def being_replaced(server: Server) -> Iterator[None]:
    """One step of a rolling restart, and what happens meanwhile."""
    server.kill(signal.SIGTERM)
    yield
    server.start()


def plans(ben: Person) -> str:
    """Fills in the first page; gives the invitation's address."""
    ben.opens("/")
    ben.page.get_by_label("Where to, or what for?").fill("Goa")
    ben.name_field.fill("Ben")
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()
    return ben.page.get_by_label("Invitation link").input_value()


def joins(guest: Person, invitation: str, name: str) -> None:
    guest.opens(invitation)
    guest.name_field.fill(name)
    guest.tap("Count Me In")
    guest.arrives_at_the_hub()


def test_a_rolling_restart_loses_nobody_and_nothing(site: Site, meet: Meet) -> None:
    here = {"base_url": site.nginx.url, "ignore_https_errors": True}
    ben, asha, chloe, dev = everybody = meet(DESK, **here), *(meet(**here) for _ in range(3))
    invitation = plans(ben)
    joins(asha, invitation, "Asha")
    ben.sees("2/5", within_s=1)
    assert ben.doors == ["socket"]
    with being_replaced(site.left):
        joins(chloe, invitation, "Chloé")
        ben.sees("3/5")
    with being_replaced(site.right):
        joins(dev, invitation, "Dev")
        ben.sees("4/5")
    for person in everybody:
        expect(person.connection).to_have_text("Live", timeout=20_000)
        expect(person.names).to_have_text(["Ben", "Asha", "Chloé", "Dev"])
    assert {cookie["name"][:7] for cookie in ben.context.cookies()} == {"__Host-"}
    protocol = "performance.getEntriesByType('navigation')[0].nextHopProtocol"
    assert ben.page.evaluate(protocol) == "h2"
