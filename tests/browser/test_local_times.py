"""A time that clocks show twice: the form asks which, with and without scripts."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import DESK
from tests.browser.people import Meet, Person
from tests.browser.test_settings import opens_settings, update
from tests.server import Server

TWICE = "2027-10-31T02:30"


def which(person: Person) -> Locator:
    return person.page.get_by_role("group", name="This time comes twice. Which one is it?")


def fills_in_a_plan(ben: Person, at: str) -> None:
    ben.opens("/")
    ben.page.get_by_label("Where to, or what for?").fill("Rome")
    ben.name_field.fill("Ben")
    ben.page.get_by_text("More: dates").click()
    ben.page.get_by_label("Join by").fill(at)
    ben.page.get_by_label("Time zone").select_option("Europe/Paris")


def test_a_plan_asks_which_of_two_times_is_meant(meet: Meet) -> None:
    for has_scripts in (True, False):
        ben = meet(DESK, java_script_enabled=has_scripts)
        fills_in_a_plan(ben, TWICE)
        expect(which(ben)).to_have_count(0)
        ben.tap("Plan the trip")
        expect(which(ben)).to_be_visible()
        expect(ben.page.get_by_label("Where to, or what for?")).to_have_value("Rome")
        ben.page.get_by_label("The second, 02:30 (UTC+1)").check()
        ben.tap("Plan the trip")
        expect(ben.page.locator("[data-part=join-by]").first).to_contain_text("02:30 (UTC+1)")


def test_it_asks_only_of_the_time_that_the_field_says(meet: Meet) -> None:
    ben = meet(DESK)
    fills_in_a_plan(ben, TWICE)
    ben.tap("Plan the trip")
    ben.page.get_by_label("The first, 02:30 (UTC+2)").check()
    ben.page.get_by_label("Join by").fill("2027-10-31T20:00")
    expect(which(ben)).to_have_count(0)
    ben.page.get_by_label("Join by").fill(TWICE)
    expect(which(ben)).to_be_visible()
    ben.page.get_by_label("Join by").fill("2027-03-28T02:30")
    ben.tap("Plan the trip")
    expect(ben.page.get_by_text("has no 02:30: the clocks go from 01:59")).to_be_visible()
    expect(which(ben)).to_have_count(0)


def test_settings_show_which_of_two_stands_and_discarding_puts_it_back(
    server: Server, meet: Meet
) -> None:
    trip = server.plan(5, joinBy=f"{TWICE}+01:00", timeZone="Europe/Berlin")
    ben = meet(DESK)
    opens_settings(ben, trip)
    expect(ben.page.get_by_label("The second")).to_be_checked()
    ben.page.get_by_label("The first").check()
    ben.page.reload()
    expect(ben.page.get_by_label("The first")).to_be_checked()
    ben.tap("Discard it")
    expect(ben.page.get_by_label("The second")).to_be_checked()
    update(server, trip, joinBy="2027-10-31T20:00")
    expect(which(ben)).to_have_count(0)
    ben.page.get_by_label("Maximum people").fill("9")
    ben.tap("Save changes")
    expect(ben.page.locator("[data-part=join-by]").first).to_contain_text("20:00")
