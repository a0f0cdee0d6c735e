"""A device whose clock is hours wrong: what is open can be tapped, what is over says so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import Meet, Person, Planned, Poll
from tests.server import Server, until

WRONG = """
const Real = Date;
window.offBy = HOURS * 3_600_000;
window.Date = class extends Real {
  constructor(...given) { given.length ? super(...given) : super(Date.now()); }
  static now() { return Real.now() + window.offBy; }
};
"""
Off = Callable[[], Person]


@pytest.fixture(params=[-2, 2])
def off(request: pytest.FixtureRequest, meet: Meet) -> Off:
    """Somebody whose device is two hours behind, or ahead."""

    def meet_one() -> Person:
        person = meet()
        person.context.add_init_script(WRONG.replace("HOURS", str(request.param)))
        return person

    return meet_one


def after(**span: float) -> str:
    return (datetime.now(UTC) + timedelta(**span)).isoformat()


@pytest.fixture
def hour_left(server: Server) -> tuple[Planned, Poll]:
    """Joining and a poll are open for another hour."""
    trip = server.plan(2, joinBy=after(hours=1))
    server.join(trip, "Asha")
    own = {"tripId": trip["tripId"], "adminId": trip["adminId"]}
    asked = {"question": "Where to?", "options": ["Beach", "Hills"], "closesAt": after(hours=1)}
    opened = server.call("open-poll", **own, **asked)
    opened.raise_for_status()
    poll: Poll = opened.json()["poll"]
    return trip, poll


def test_a_wrong_clock_takes_nothing_away_and_ages_nobody(
    server: Server, hour_left: tuple[Planned, Poll], off: Off
) -> None:
    trip, poll = hour_left
    ben = off()
    ben.enters(trip, trip["adminId"])
    expect(ben.page.locator(".bar .chip").first).to_have_text("Unlocked", use_inner_text=True)
    expect(ben.page.get_by_role("heading", name="Invite", exact=True)).to_be_visible()
    expect(ben.page.locator("time-ago time").first).to_have_text("joined just now")
    expect(ben.polls).to_contain_text("Open", use_inner_text=True)
    server.join(trip, "Chloé")
    expect(ben.page.locator("member-list time").last).to_have_text("joined just now")
    ben.opens_poll(trip, poll)
    ben.votes_for("Hills")
    guest = off()
    guest.opens_invitation(trip)
    guest.sentence.wait_for()
    expect(guest.page.get_by_role("heading", name="Joining is closed")).to_be_hidden()
    guest.name_field.fill("Dev")
    guest.tap("Count Me In")
    guest.arrives_at_the_hub()


def test_a_clock_that_is_set_while_a_page_is_open_changes_nothing(
    server: Server, hour_left: tuple[Planned, Poll], off: Off
) -> None:
    trip, poll = hour_left
    ben = off()
    ben.enters(trip, trip["adminId"])
    ben.page.evaluate("window.offBy *= -1")
    server.join(trip, "Chloé")
    ben.sees("3/2")
    expect(ben.page.locator(".bar .chip").first).to_have_text("Unlocked", use_inner_text=True)
    expect(ben.page.locator("member-list time").last).to_have_text("joined just now")


def test_what_ended_by_time_is_over_on_every_device_when_it_is_on_the_server(
    server: Server, off: Off
) -> None:
    trip = server.plan(joinBy=after(hours=1))
    server.ends_soon("trip", trip["trip"]["id"], "join_by", 6)
    ben, guest = off(), off()
    ben.enters(trip, trip["adminId"])
    guest.opens_invitation(trip)
    expect(guest.name_field).to_be_visible()
    closed = guest.page.get_by_role("heading", name="Joining is closed")
    expect(closed).to_be_visible(timeout=10_000)
    expect(guest.name_field).to_be_hidden()
    expect(ben.page.locator(".bar .chip").first).to_have_text("Closed", use_inner_text=True)
    for person in (ben, guest):
        person.page.reload()
    expect(closed).to_be_visible()
    expect(guest.page.get_by_text("You can join now")).to_be_hidden()
    expect(ben.page.get_by_role("heading", name="Invite", exact=True)).to_be_hidden()


def test_a_tap_on_its_way_is_not_called_too_late_before_it_is_answered(
    server: Server, asha: Person
) -> None:
    trip = server.plan(2, capacity=2)
    asha.opens_invitation(trip)
    waiting: list[Route] = []

    def let_it_wait(route: Route) -> None:
        waiting.append(route) if route.request.method == "POST" else route.continue_()

    asha.page.route("**/join/*", let_it_wait)
    asha.name_field.fill("Asha")
    asha.tap("Count Me In")
    server.join(trip, "Chloé")
    expect(asha.page.locator(".sentence")).to_contain_text("2 of 2")
    expect(asha.page.get_by_text("This trip is full")).to_be_hidden()
    expect(asha.page.get_by_text("Counting you in…")).to_be_visible()
    until(lambda: bool(waiting))
    waiting[0].continue_()
    expect(asha.page.get_by_role("heading", name="This trip is full")).to_be_visible()
    expect(asha.name_field).to_be_hidden()
