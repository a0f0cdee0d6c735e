"""Times of day, typed on a phone with and without script, and drawn where others look."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import Meet, Person, Planned
from tests.browser.test_about import changes
from tests.server import Server

pytestmark = pytest.mark.once
DAYS = {"startDate": "2030-12-12", "endDate": "2030-12-15", "timeZone": "Asia/Kolkata"}
SAID = "12 Dec, 07:30 – 15 Dec 2030, 21:00 (India time)"


def test_they_are_live_on_hub_invitation_and_card(
    server: Server, trip: Planned, ben: Person, asha: Person, chloe: Person
) -> None:
    ben.enters(trip, trip["adminId"])
    chloe.holds(f"trip-{trip['trip']['id']}", trip["adminId"])
    chloe.opens("/")
    asha.opens_invitation(trip)
    changes(server, trip, **DAYS, startTime="07:30", endTime="21:00")
    for person in (ben, asha, chloe):
        expect(person.page.locator(".dates").first).to_have_text(SAID)
        person.page.reload()
        expect(person.page.locator(".dates").first).to_have_text(SAID)
    expect(ben.page.locator(".activity")).to_contain_text("Start: now 07:30. End: now 21:00.")
    changes(server, trip, startDate=None, endDate=None)
    for person in (ben, asha, chloe):
        expect(person.page.locator(".dates").first).to_be_hidden()


def test_a_time_that_another_organiser_sets_comes_into_the_open_settings(
    server: Server, trip: Planned, ben: Person
) -> None:
    changes(server, trip, **DAYS)
    ben.holds(f"trip-{trip['trip']['id']}", trip["adminId"])
    ben.opens(f"/trips/{trip['trip']['id']}/settings")
    ben.page.get_by_label("End time").fill("20:00")
    changes(server, trip, startTime="07:30", endTime="21:00", timeZone="Europe/Paris")
    expect(ben.page.get_by_label("Start time")).to_have_value("07:30")
    expect(ben.page.get_by_label("End time")).to_have_value("20:00")
    expect(ben.page.get_by_text("This became “21:00” meanwhile.")).to_be_visible()
    expect(ben.page.locator("span[data-zone]")).to_have_text(["France time"] * 3)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_they_are_typed_on_a_phone(meet: Meet, has_script: bool) -> None:
    ben = meet(java_script_enabled=has_script, timezone_id="Asia/Kolkata")
    ben.opens("/")
    ben.page.get_by_label("Where to, or what for?").fill("Goa")
    ben.name_field.fill("Ben")
    ben.page.get_by_text("More: dates").click()
    start, end = (ben.page.get_by_label(name) for name in ("Start time", "End time"))
    start.fill("21:00")
    ben.tap("Plan the trip")
    expect(ben.page.locator(".field").filter(has=start)).to_contain_text("the first day too")
    expect(start).to_have_value("21:00")
    ben.page.get_by_label("First day").fill("2030-12-12")
    end.fill("07:30")
    ben.tap("Plan the trip")
    expect(ben.page.locator(".field").filter(has=end)).to_contain_text("not after the start")
    ben.page.get_by_label("Last day").fill("2030-12-13")
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()
    expect(ben.page.locator(".dates").first).to_contain_text("12 Dec, 21:00 – 13 Dec 2030, 07:30")
