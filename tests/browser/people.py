"""Somebody with a browser: what they do, and where to look for what they see."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from playwright.sync_api import BrowserContext, Error, Locator, Request, Response, Route, expect

Planned = dict[str, Any]  # what `Server.plan` gives
Meet = Callable[..., "Person"]
Poll = dict[str, Any]  # as the API tells it
MOST_TABS = 60
HUB = re.compile(r"/trips/[^/]+$")
VOTE = re.compile("^(Vote|Change my vote|Send my answer|Change my answer)$")


def is_by_script(request: Request) -> bool:
    return request.method == "POST" and request.headers["accept"] == "application/json"


class Person:
    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.page = context.new_page()
        self.faults: list[str] = []  # errors that no script caught
        self.doors: list[str] = []  # to the live feed, as they were tried
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("websocket", lambda _: self.doors.append("socket"))
        self.page.on("request", self._note_door)

    def opens(self, path: str) -> Response:
        answer = self.page.goto(path)
        assert answer is not None
        return answer

    def opens_invitation(self, trip: Planned) -> Response:
        return self.opens(f"/join/{trip['tripId']}")

    def holds(self, cookie: str, value: str) -> None:
        self.context.add_cookies([{"name": cookie, "value": value, "url": self.site}])

    def enters(self, trip: Planned, key: str) -> None:
        """Opens the hub as the member whose key it is."""
        trip_id = trip["trip"]["id"]
        self.holds(f"trip-{trip_id}", key)
        self.opens(f"/trips/{trip_id}")
        expect(self.connection).to_have_text("Live")

    def enters_by_pasting(self, key: str) -> None:
        """Opens the hub as one does without scripts, with a key or a whole personal link."""
        self.opens("/enter")
        self.page.get_by_label("Your personal link").fill(key)
        self.tap("Open my trip")
        self.arrives_at_the_hub()

    def fills_in_a_plan(self) -> None:
        self.opens("/")
        self.page.get_by_label("Where to, or what for?").fill("Goa")
        self.name_field.fill("Ben")

    def plans(self) -> str:
        """Plans a trip to Goa; gives the address of its invitation."""
        self.fills_in_a_plan()
        self.tap("Plan the trip")
        self.arrives_at_the_hub()
        return self.page.get_by_label("Invitation link").input_value()

    def joins(self, trip: Planned, name: str) -> None:
        self.joins_by(f"/join/{trip['tripId']}", name)

    def joins_by(self, invitation: str, name: str) -> None:
        self.opens(invitation)
        self.name_field.fill(name)
        self.tap("Count Me In")
        self.arrives_at_the_hub()

    def opens_poll(self, trip: Planned, poll: Poll) -> Response:
        return self.opens(f"/trips/{trip['trip']['id']}/polls/{poll['id']}")

    def chooses(self, *options: str) -> None:
        for option in options:
            self.page.get_by_label(option).check()

    def votes_for(self, *options: str) -> None:
        """On the page of a poll; comes back to it with the vote counted."""
        self.chooses(*options)
        with self.page.expect_navigation():
            self.vote_button.click()
        expect(self.page.get_by_text("Your vote counts.")).to_be_visible()

    def tap(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def arrives_at_the_hub(self) -> None:
        """Over however many pages: one that is left before it is there is no fault."""
        expect(self.page).to_have_url(HUB, timeout=30_000)
        self.page.wait_for_load_state()

    @contextmanager
    def tries_once(self) -> Iterator[None]:
        """Within the block a form sends its first try alone: what it says of it can be read."""
        tries: list[Route] = []

        def hold(route: Route) -> None:
            if is_by_script(route.request):
                tries.append(route)
            if route not in tries[1:]:
                route.fallback()

        self.context.route("**/*", hold)
        yield
        self.context.unroute("**/*", hold)
        for held in tries[1:]:
            with suppress(Error):  # the page may have gone on without it
                held.fallback()

    def asks_to_remove(self, name: str) -> Locator:
        """Presses the cross of a member; gives the dialog that asks."""
        self.page.get_by_role("link", name=f"Remove {name}").click()
        return self.page.get_by_role("dialog", name=f"Remove {name}?")

    def removes(self, name: str) -> None:
        dialog = self.asks_to_remove(name)
        with self.page.expect_navigation():
            dialog.get_by_role("button", name=f"Remove {name}").click()

    def tabs_to(self, target: Locator) -> None:
        """Goes on with the Tab key alone until `target` has the focus."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"the Tab key never reaches {target}")

    def sees(self, count: str, within_s: float = 5) -> None:
        expect(self.count).to_have_text(count, timeout=within_s * 1000)

    def witnessed(self, what: str) -> Any:
        """What witness.js wrote down on this page."""
        return self.page.evaluate(f"window.witness.{what}")

    def cannot_use_sockets(self) -> None:
        self.context.route_web_socket("**/ws/**", lambda socket: socket.close())

    def cannot_use_streams(self) -> None:
        def refuse(route: Route) -> None:
            route.abort() if _door(route.request) == "stream" else route.fallback()

        self.context.route("**/events?*", refuse)

    def tries_again_at_once(self) -> None:
        """Takes the chance out of the pauses between two tries."""
        self.context.add_init_script("Math.random = () => 0.1")

    @property
    def count(self) -> Locator:
        return self.page.locator("[data-part=fraction]")

    @property
    def sentence(self) -> Locator:
        return self.page.locator(".sentence")

    @property
    def names(self) -> Locator:
        return self.page.locator("member-list li .member__name")

    @property
    def connection(self) -> Locator:
        return self.page.locator("connection-chip")

    @property
    def news(self) -> Locator:
        """The region that a screen reader reads out."""
        return self.page.get_by_role("status")

    @property
    def polls(self) -> Locator:
        """Those on the hub."""
        return self.page.get_by_role("region", name="Polls").locator("poll-view")

    @property
    def poll(self) -> Locator:
        """The one that the page is about."""
        return self.page.locator("poll-view")

    @property
    def vote_button(self) -> Locator:
        return self.page.get_by_role("button", name=VOTE)

    @property
    def name_field(self) -> Locator:
        return self.page.get_by_label("Your name")

    def _note_door(self, request: Request) -> None:
        if "/events?" in request.url:
            self.doors.append(_door(request))


def _door(request: Request) -> str:
    return "stream" if request.headers["accept"] == "text/event-stream" else "poll"


def closes(dialog: Locator, how: str) -> None:
    """By its button "Go back", or by the key "Escape"."""
    if how == "Escape":
        dialog.page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name=how).click()
    expect(dialog).to_have_count(0)
