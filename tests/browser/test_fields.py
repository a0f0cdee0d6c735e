"""What the plan form understands, and what it asks back, in a browser."""

from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.people import Meet
from tests.server import Server
from tests.spaces import plain


def fill_in(page: Page, **fields: str) -> None:
    page.get_by_text("More: dates").click()
    for name, text in {"tripName": "Goa", "adminName": "Ben", **fields}.items():
        page.locator(f"[name={name}]").fill(text)


def plan(page: Page) -> None:
    page.get_by_role("button", name="Plan the trip").click()


def test_days_that_are_over_are_asked_back_and_planned_all_the_same(meet: Meet) -> None:
    page = meet().page
    page.goto("/")
    fill_in(page, startDate="2020-01-01", endDate="2020-01-05")
    question = page.get_by_label("Plan it all the same")
    expect(question).to_be_hidden()
    plan(page)
    expect(page.get_by_text("These days are over.")).to_be_visible()
    question.check()
    plan(page)
    expect(page.get_by_role("heading", name="Your trip is planned!")).to_be_visible()
    expect(page.get_by_role("heading", name="This trip is over")).to_be_visible()


def test_money_and_numbers_are_taken_as_they_are_typed(meet: Meet) -> None:
    page = meet(timezone_id="Asia/Kolkata").page
    page.goto("/")
    fill_in(
        page,
        pricePerPerson="1,25,000",
        currency="inr",
        adminMobile="98765 43210",
        joinBy="2030-12-10T00:00",
    )
    plan(page)
    expect(page.get_by_text("₹1,25,000 per person")).to_be_visible()
    expect(page.get_by_text("Join by the end of Monday 9 Dec 2030 (India time).")).to_be_visible()
    expect(page.get_by_text("We took your number as +91 •••• ••10.")).to_be_visible()
    words = "Join by the end of Monday 9 Dec 2030 (India time):"
    sent = page.locator("[data-action=whatsapp]").get_attribute("href")
    assert words in plain(unquote(sent or ""))


def test_a_deadline_is_also_said_in_the_time_of_who_is_elsewhere(
    meet: Meet, server: Server
) -> None:
    terms = {"joinBy": "2030-12-01T20:00", "timeZone": "Asia/Kolkata"}
    address = f"/join/{server.plan(3, **terms)['tripId']}"
    for zone, said in (
        ("Europe/Berlin", "That is Sunday 1 Dec 2030, 15:30 where you are."),
        ("Asia/Calcutta", ""),
    ):
        asha = meet(timezone_id=zone)
        asha.opens(address)
        expect(asha.page.locator("[data-part=join-by-here]")).to_have_text(said)


def test_the_end_of_a_poll_is_also_said_in_the_time_of_who_is_elsewhere(
    meet: Meet, server: Server
) -> None:
    planned = server.plan(2, timeZone="Asia/Kolkata")
    server.join(planned, "Asha")
    by_key = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    ends = "2030-12-01T14:30:00Z"
    server.call("open-poll", **by_key, question="Where?", options=["A", "B"], closesAt=ends)
    ben = meet(timezone_id="Europe/Berlin")
    ben.holds(f"trip-{planned['trip']['id']}", planned["adminId"])
    ben.opens(f"/trips/{planned['trip']['id']}")
    said = "That is Sunday 1 Dec 2030, 15:30 where you are."
    expect(ben.page.locator("[data-part=closes-here]").first).to_have_text(said)


@pytest.mark.parametrize(
    ("zone", "value", "shown"),
    [
        ("Asia/Calcutta", "Asia/Kolkata", "UTC+05:30 India (IST)"),
        ("Europe/Amsterdam", "Europe/Amsterdam", "Netherlands time"),
    ],
)
def test_the_clocks_of_the_browser_are_chosen_by_a_name_that_people_know(
    meet: Meet, zone: str, value: str, shown: str
) -> None:
    page = meet(timezone_id=zone).page
    page.goto("/")
    page.get_by_text("More: dates").click()
    clocks = page.get_by_label("Time zone")
    expect(clocks).to_have_value(value)
    expect(clocks.locator("option:checked")).to_have_text(shown)


@pytest.mark.parametrize("clock", ["", ":Foo/Bar"])
def test_a_browser_without_a_time_zone_plans_a_trip(
    playwright: Playwright, server: Server, browser_type_launch_args: dict[str, Any], clock: str
) -> None:
    with playwright.chromium.launch(**browser_type_launch_args, env={"TZ": clock}) as browser:
        page = browser.new_page(base_url=server.url)
        page.goto("/")
        page.get_by_label("Where to").fill("Goa")
        page.get_by_label("Your name").fill("Ben")
        plan(page)
        expect(page.get_by_role("heading", name="Your trip is planned!")).to_be_visible()
