"""The news on a device: asked for by a tap alone, shown by the service worker, a tap opens the hub.

To subscribe for real takes a push service on the internet: the browser's answer is put in its
place, and a push is handed in over the debugging protocol.
"""

import json
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Worker, expect

from tests.browser.conftest import PHONE
from tests.browser.people import Meet, Person, Planned
from tests.push_service import subscription
from tests.server import until

pytestmark = pytest.mark.once
ENDPOINT = "https://push.example/asha"
ON, OFF = "Tell me on this device", "Stop the news on this device"
SUBSCRIBES = """
  window.asked = 0;
  const ask = Notification.requestPermission.bind(Notification);
  Notification.requestPermission = () => { window.asked += 1; return ask(); };
  Object.defineProperty(Notification, "permission", { value: "granted" });
  PushManager.prototype.subscribe = async (options) => {
    window.key = options.applicationServerKey;
    return { toJSON: () => (%s) };
  };
"""


def gives(person: Person, endpoint: str = ENDPOINT) -> None:
    """The browser's push service answers."""
    given = subscription(endpoint)
    keys = {"p256dh": given["p256dh"], "auth": given["auth"]}
    answer = json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})
    person.context.add_init_script(SUBSCRIBES % answer)


@pytest.fixture
def asha(meet: Meet, trip: Planned) -> Person:
    person = meet(PHONE, service_workers="allow")
    person.joins(trip, "Asha")
    return person


def opens_news(person: Person, trip: Planned) -> None:
    person.opens(f"/trips/{trip['trip']['id']}/news")


def test_a_tap_turns_it_on_and_another_off(asha: Person, trip: Planned) -> None:
    gives(asha)
    asha.context.grant_permissions(["notifications"])
    opens_news(asha, trip)
    assert asha.page.evaluate("window.asked") == 0  # never by itself
    asha.tap(ON)
    expect(asha.page.get_by_text("The news comes to this device")).to_be_visible()
    expect(asha.page.get_by_role("button", name=ON)).to_be_hidden()
    assert len(asha.page.evaluate("window.key")) == 87
    asha.tap(OFF)
    expect(asha.page.get_by_role("button", name=ON)).to_be_visible()
    assert asha.witnessed("violations") == []


def test_an_address_that_the_browser_has_replaced_is_handed_on(asha: Person, trip: Planned) -> None:
    gives(asha)
    asha.context.grant_permissions(["notifications"])
    opens_news(asha, trip)
    asha.tap(ON)
    expect(asha.page.get_by_role("button", name=OFF)).to_be_visible()
    gives(asha, f"{ENDPOINT}/newer")
    with asha.page.expect_request("**/push") as sent:
        opens_news(asha, trip)
    assert "newer" in (sent.value.post_data or "")
    answer = sent.value.response()
    assert answer
    assert answer.status == 303


LACKS = "delete window.PushManager;"
HINTS = {
    "a browser that cannot": (LACKS, "This browser cannot do that"),
    "an iPhone, not installed": (
        f"{LACKS} Object.defineProperty(navigator, 'standalone', {{ value: false }});",
        "Add to Home Screen",
    ),
    "a browser that must not": (
        "Object.defineProperty(Notification, 'permission', { value: 'denied' });",
        "Allow notifications for it",
    ),
}


@pytest.mark.parametrize(("script", "words"), HINTS.values(), ids=HINTS.keys())
def test_who_cannot_is_told_what_to_do(
    asha: Person, trip: Planned, script: str, words: str
) -> None:
    asha.context.add_init_script(script)
    opens_news(asha, trip)
    expect(asha.page.locator("push-news .hint:visible")).to_have_count(1)
    expect(asha.page.get_by_text(words)).to_be_visible()
    expect(asha.page.get_by_role("button", name=ON)).to_be_hidden()


def test_who_says_no_when_asked_is_told_how_to_allow_it(asha: Person, trip: Planned) -> None:
    asha.context.add_init_script(
        "let state = 'default';"
        "Object.defineProperty(Notification, 'permission', { get: () => state });"
        "Notification.requestPermission = async () => (state = 'denied');"
    )
    opens_news(asha, trip)
    asha.tap(ON)
    expect(asha.page.get_by_text("Allow notifications for it")).to_be_visible()


def test_a_push_service_out_of_reach_is_told_and_the_button_stays(
    asha: Person, trip: Planned
) -> None:
    gives(asha)
    asha.context.grant_permissions(["notifications"])
    asha.context.add_init_script(
        "PushManager.prototype.subscribe = () => Promise.reject(new DOMException('', 'AbortError'))"
    )
    opens_news(asha, trip)
    asha.tap(ON)
    expect(asha.page.get_by_text("could not reach the service")).to_be_visible()
    expect(asha.page.get_by_role("button", name=ON)).to_be_enabled()


def test_without_scripts_the_page_says_so_and_still_stops_it(
    meet: Meet, asha: Person, trip: Planned
) -> None:
    gives(asha)
    asha.context.grant_permissions(["notifications"])
    opens_news(asha, trip)
    asha.tap(ON)
    expect(asha.page.get_by_role("button", name=OFF)).to_be_visible()
    plain = meet(PHONE, java_script_enabled=False)
    plain.context.add_cookies(asha.context.cookies())  # type: ignore[arg-type]
    opens_news(plain, trip)
    expect(plain.page.get_by_text("or runs no scripts")).to_be_visible()
    plain.tap(OFF)
    expect(plain.page.get_by_role("button", name=OFF)).to_have_count(0)


RECORDS = """() => {
  self.shown = [];
  ServiceWorkerRegistration.prototype.showNotification = async (title, { body, tag, data }) => {
    self.shown.push({ title, body, tag, data });
  };
}"""


@pytest.fixture
def worker(asha: Person, trip: Planned) -> Worker:
    """Asha's: a browser without a window shows no notification, so what is to be shown is kept."""
    opens_news(asha, trip)
    asha.page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    found = asha.context.service_workers[0]
    found.evaluate(RECORDS)
    return found


def hands_in(person: Person, data: str) -> None:
    """A push comes, as the push service would bring it."""
    session: CDPSession = person.context.new_cdp_session(person.page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(each["registrationId"] for each in told["registrations"]),
    )
    session.send("ServiceWorker.enable")
    person.page.wait_for_timeout(100)
    about = {"origin": person.site, "registrationId": found[-1], "data": data}
    session.send("ServiceWorker.deliverPushMessage", about)


def shown(worker: Worker) -> dict[str, Any]:
    """What the newest push lets the browser show."""
    until(lambda: worker.evaluate("self.shown.length"))
    newest: dict[str, Any] = worker.evaluate("self.shown.pop()")
    return newest


def test_what_is_pushed_is_shown(asha: Person, worker: Worker, trip: Planned) -> None:
    hub = f"/trips/{trip['trip']['id']}"
    said = {"title": "Goa", "body": "Chloé joined.", "url": hub, "tag": "goa.arrivals"}
    hands_in(asha, json.dumps(said))
    assert shown(worker) == {
        "title": "Goa",
        "body": "Chloé joined.",
        "tag": "goa.arrivals",  # by which a newer one takes its place
        "data": hub,
    }


@pytest.mark.parametrize("data", ["", "{", "null", "☃", "5"])
def test_what_cannot_be_read_is_shown_plainly(asha: Person, worker: Worker, data: str) -> None:
    hands_in(asha, data)
    plain = shown(worker)
    assert (plain["title"], plain["data"]) == ("SocialCart", "/")


OPENS = """(url) => new Promise((resolve) => {
  clients.openWindow = async (href) => resolve(`opened ${href}`);
  WindowClient.prototype.focus = async function () { resolve(`focused ${this.url}`); };
  const closed = { data: url, close: () => {} };
  const event = new ExtendableEvent("notificationclick");
  Object.defineProperty(event, "notification", { value: closed });
  dispatchEvent(event);
})"""


def test_a_tap_on_it_shows_the_hub_that_is_open_or_opens_it(
    asha: Person, worker: Worker, trip: Planned
) -> None:
    hub = f"/trips/{trip['trip']['id']}"
    assert worker.evaluate(OPENS, hub) == f"opened {asha.site}{hub}"
    asha.opens(f"{hub}?x#share-title")
    assert worker.evaluate(OPENS, hub) == f"focused {asha.site}{hub}?x#share-title"


def test_a_tap_never_leads_to_another_site(asha: Person, worker: Worker) -> None:
    opened = worker.evaluate(OPENS, "//evil.example/trips/goa")
    assert opened == f"opened {asha.site}/trips/goa"
