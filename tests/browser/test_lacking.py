"""What a browser lacks never takes away what works without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server

LACKS = {
    "AbortSignal.timeout": "delete AbortSignal.timeout",
    "AbortController": "delete window.AbortController",
    "fetch": "delete window.fetch",
    "streams": "Object.defineProperty(Response.prototype, 'body', { get: () => undefined })",
    "randomUUID": "delete Crypto.prototype.randomUUID",
    "showModal": "delete HTMLDialogElement.prototype.showModal",
    "dialog": "delete window.HTMLDialogElement; delete HTMLElement.prototype.showModal",
    "structuredClone": "delete window.structuredClone",
    "Intl.ListFormat": "delete Intl.ListFormat",
    "Array.at": "delete Array.prototype.at",
    "Object.hasOwn": "delete Object.hasOwn",
    "replaceChildren": "delete Element.prototype.replaceChildren",
    "submitter": "delete SubmitEvent.prototype.submitter",
    "custom elements": "delete window.customElements",
    "sessionStorage": "Object.defineProperty(window, 'sessionStorage', { get() { throw 1 } })",
    "WebSocket": "delete window.WebSocket",
    "clipboard": "delete Navigator.prototype.clipboard",
}
EVERYTHING_BUT_ELEMENTS = ";".join(
    f"try {{ {lack} }} catch {{}}" for name, lack in LACKS.items() if name != "custom elements"
)


def without(person: Person, script: str) -> Person:
    person.context.add_init_script(script)
    return person


def without_modules(person: Person) -> Person:
    """A browser that leaves out `<script type=module>`."""
    person.context.route("**/*.js", lambda route: route.abort())
    return person


def with_older_styles(person: Person) -> Person:
    """Rules that an older browser does not know are gone."""

    def forget(route: Route) -> None:
        answer = route.fetch()
        known = re.sub(r"@layer[^;{]*;", "", answer.text())
        known = re.sub(r"@import[^;]*layer\([^;]*;", "", known)
        known = re.sub(r"[^{}]*:has[^{}]*\{[^{}]*\}", "", known)
        route.fulfill(response=answer, body=known)

    person.context.route("**/*.css", forget)
    return person


@pytest.fixture
def poll(server: Server, small_trip: Planned) -> Any:
    server.join(small_trip, "Chloé")
    ben = {"tripId": small_trip["tripId"], "adminId": small_trip["adminId"]}
    asked = {"question": "Where to stay?", "options": ["Hotel", "Camping"]}
    return server.call("open-poll", **ben, **asked).json()["poll"]


def joins_votes_and_leaves(person: Person, trip: Planned, poll: Any) -> None:
    person.joins(trip, "Asha")
    person.opens_poll(trip, poll)
    person.votes_for("Hotel")
    person.opens(f"/trips/{trip['trip']['id']}")
    person.page.get_by_role("link", name="Leave the trip").click()
    person.tap("Leave the trip")
    expect(person.page.get_by_text("You have left the trip")).to_be_visible()
    person.faults.clear()  # a script may stumble; the person may not


@pytest.mark.parametrize("lack", LACKS.values(), ids=LACKS.keys())
def test_whatever_is_missing_one_joins_votes_and_leaves(
    small_trip: Planned, poll: Any, asha: Person, lack: str
) -> None:
    joins_votes_and_leaves(without(asha, lack), small_trip, poll)


def test_without_any_module_one_joins_votes_and_leaves(
    small_trip: Planned, poll: Any, asha: Person
) -> None:
    joins_votes_and_leaves(without_modules(asha), small_trip, poll)


def plans(person: Person) -> None:
    person.fills_in_a_plan()
    person.page.get_by_label("How many unlock").fill("2")
    person.tap("Plan the trip")
    person.arrives_at_the_hub()


def confirms(person: Person, link: str, button: str | None = None) -> None:
    """Through the dialog, or where there is none the page that asks."""
    person.page.get_by_role("link", name=link).click()
    with person.page.expect_navigation():
        person.tap(button or link)


@pytest.mark.parametrize("lack", ["everything", "modules"])
def test_an_organiser_with_the_oldest_of_browsers_does_everything(
    server: Server, meet: Meet, lack: str
) -> None:
    ben = with_older_styles(meet())
    ben = without(ben, EVERYTHING_BUT_ELEMENTS) if lack == "everything" else without_modules(ben)
    plans(ben)
    hub = ben.page.url
    invitation = ben.page.get_by_label("Invitation link").input_value()
    server.join({"tripId": invitation.rpartition("/")[2]}, "Asha")
    ben.opens(hub)
    confirms(ben, "Remove Asha")
    ben.tap("Undo")
    ben.sees("2/2")
    confirms(ben, "Replace the invitation link", "Replace the")
    expect(ben.page.get_by_label("Invitation link")).not_to_have_value(invitation)
    confirms(ben, "Close joining", "Close")
    ben.tap("Open joining again")
    expect(ben.page.get_by_text("Unlocked").first).to_be_visible()
    ben.opens(f"{hub}/settings")
    ben.page.get_by_label("Where to, or what for?").fill("Rome")
    ben.tap("Save changes")
    expect(ben.page.get_by_role("heading", name="Rome")).to_be_visible()
    confirms(ben, "Make a recovery code")
    expect(ben.page.get_by_text(re.compile(r"^(\w{4}-){6}\w{4}$"))).to_be_visible()
    ben.opens(hub)
    confirms(ben, "Cancel the trip")
    expect(ben.page.get_by_role("heading", name="This trip was cancelled")).to_be_visible()
    ben.faults.clear()
