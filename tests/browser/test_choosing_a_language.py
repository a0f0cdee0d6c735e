"""Another language, chosen below a page that somebody is busy with."""

import re
from urllib.parse import unquote

from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.people import Meet, Person, Planned
from tests.browser.test_settings import goa, opens_settings, update  # noqa: F401
from tests.server import Server

# ruff: noqa: F811 - the trip is that of test_settings, whose fixture stands in the parameters
ARABIC = "العربية"


def reads_arabic(person: Person) -> None:
    person.tap(ARABIC)
    expect(person.page.locator("html")).to_have_attribute("dir", "rtl")


def test_what_was_typed_outlives_the_choice_of_a_language(ben: Person) -> None:
    ben.fills_in_a_plan()
    reads_arabic(ben)
    expect(ben.page.locator("[name=tripName]")).to_have_value("Goa")
    expect(ben.page.locator("[name=adminName]")).to_have_value("Ben")
    ben.tap("English")
    expect(ben.page.get_by_label("Where to, or what for?")).to_have_value("Goa")


def test_so_do_settings_that_are_not_saved_yet(goa: Planned, ben: Person) -> None:
    opens_settings(ben, goa)
    ben.page.get_by_label("Maximum people").fill("10")
    reads_arabic(ben)
    expect(ben.page.locator("form[action$='/settings'] [name=capacity]")).to_have_value("10")


def test_a_new_zone_is_named_in_the_readers_language_and_shared_in_the_trips(
    server: Server, goa: Planned, meet: Meet
) -> None:
    ben = meet(DESK, extra_http_headers={"Accept-Language": "ar"})
    ben.holds(f"trip-{goa['trip']['id']}", goa["adminId"])
    ben.opens(f"/trips/{goa['trip']['id']}")
    deadline, link = (
        ben.page.locator(each) for each in ("[data-part=join-by]", "[data-action=whatsapp]")
    )
    expect(deadline).to_contain_text("توقيت الهند")
    update(server, goa, timeZone="Europe/Amsterdam", joinBy="2030-01-04T20:00")
    expect(deadline).to_contain_text("توقيت هولندا")
    expect(link).to_have_attribute("href", re.compile("Netherlands%20time"))
    assert "20:00 (Netherlands time)" in unquote(f"{link.get_attribute('href')}")
