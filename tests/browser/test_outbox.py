"""Who sends a tap that waits: its page while it is there, else the worker, which is woken."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.between import Between
from tests.browser.people import Planned
from tests.browser.phones import Phone, stored
from tests.browser.test_offline import (
    NUMBER,
    is_there_once,
    joins_without_network,
    line,
    phone,
    rows,
    server,
)
from tests.server import Server, until

pytestmark = pytest.mark.once
__all__ = ["line", "phone", "server"]

# No page of this Chromium is ever out of sight.
SEEN = """(sight) => Object.defineProperty(
  WindowClient.prototype, "visibilityState", { get: () => sight })"""
LOOKS_MS = 1_500  # in which a worker that wants to has sent it


def syncs(phone: Phone) -> None:
    """The system has network again, and wakes the worker."""
    found: list[dict[str, str]] = []
    session = phone.context.new_cdp_session(phone.asha.page)
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(told["registrations"]),
    )
    session.send("ServiceWorker.enable")
    phone.asha.page.wait_for_timeout(100)
    worker = {"origin": phone.asha.site, "registrationId": found[-1]["registrationId"]}
    session.send("ServiceWorker.dispatchSyncEvent", worker | {"tag": "taps", "lastChance": False})


def test_the_system_wakes_the_worker_which_sends_it_with_no_page_open(
    server: Server, line: Between, phone: Phone, trip: Planned
) -> None:
    joins_without_network(phone, line.cut, trip)
    phone.restart()
    line.mend()
    assert phone.asha.page.url == "about:blank"
    assert not is_there_once(server, trip)
    syncs(phone)
    until(lambda: is_there_once(server, trip))
    phone.asha.opens("/outbox")
    assert stored(phone.asha) == []


def waits_in_a_page(phone: Phone, line: Between, trip: Planned, mobile: str, sight: str) -> None:
    """A page has tried to send a join and tries no more; another one asks the worker to."""
    page = phone.asha.page
    page.clock.install()
    joins_without_network(phone, line.cut, trip, mobile)
    page.clock.pause_at(datetime.now() + timedelta(seconds=1))
    page.evaluate("fetch('/livez').catch(() => null)")  # what it has still tried has failed as well
    phone.context.service_workers[0].evaluate(SEEN, sight)
    line.mend()
    phone.context.new_page().goto("/outbox")


@pytest.mark.parametrize(
    ("mobile", "sight"), [(NUMBER, "visible"), (NUMBER, "hidden"), ("", "visible")]
)
def test_what_an_open_page_sends_the_worker_does_not(
    server: Server, line: Between, phone: Phone, trip: Planned, mobile: str, sight: str
) -> None:
    """It alone has the number, which is not kept: without it, the join would be another one."""
    waits_in_a_page(phone, line, trip, mobile, sight)
    phone.asha.page.wait_for_timeout(LOOKS_MS)
    assert not is_there_once(server, trip)
    phone.asha.page.clock.resume()
    phone.asha.arrives_at_the_hub()
    assert is_there_once(server, trip)
    phone.asha.opens(f"{phone.asha.page.url.split('?')[0]}/my-data")
    expect(phone.asha.page.get_by_text("9876543210")).to_have_count(1 if mobile else 0)


def test_of_a_page_out_of_sight_the_worker_sends_what_it_has_whole(
    server: Server, line: Between, phone: Phone, trip: Planned
) -> None:
    waits_in_a_page(phone, line, trip, "", "hidden")
    until(lambda: is_there_once(server, trip))


def test_who_waits_is_led_on_as_soon_as_the_worker_has_sent_it(
    server: Server, line: Between, phone: Phone, trip: Planned
) -> None:
    phone.asha.page.clock.install()
    joins_without_network(phone, line.cut, trip)
    phone.asha.page.reload()
    expect(rows(phone.asha)).to_contain_text("Waits for network since")
    phone.asha.page.clock.pause_at(datetime.now() + timedelta(seconds=1))  # it asks no more
    line.mend()
    syncs(phone)
    phone.asha.arrives_at_the_hub()
    assert is_there_once(server, trip)
