"""A trip is reported from a phone, and hidden while it is open there."""

from playwright.sync_api import expect

from tests.browser.people import Meet, Planned
from tests.server import Server
from tests.test_hiding import hide_beside


def test_a_report_is_sent_with_the_keyboard_alone_and_thanked_for(
    meet: Meet, trip: Planned
) -> None:
    asha = meet()
    asha.opens_invitation(trip)
    asha.page.get_by_role("link", name="Report this trip").press("Enter")
    asha.page.get_by_label("It is spam or a scam").press("Space")
    asha.page.get_by_label("What should we know?").fill("They ask for money")
    asha.page.get_by_role("button", name="Send the report").press("Enter")
    expect(asha.page.get_by_role("heading")).to_have_text("Thank you for telling us")
    asha.page.get_by_role("link", name="Go back").click()
    expect(asha.page.get_by_text("invites you").first).to_be_visible()


def test_without_scripts_too_and_what_was_typed_is_kept(meet: Meet, trip: Planned) -> None:
    asha = meet(java_script_enabled=False)
    asha.opens(f"/join/{trip['tripId']}/report")
    asha.page.get_by_label("Something else").check()
    asha.page.get_by_label("What should we know?").fill("x" * 1_001)
    asha.tap("Send the report")
    expect(asha.page.get_by_label("Something else")).to_be_checked()
    expect(asha.page.get_by_label("What should we know?")).to_have_value("x" * 1_001)
    asha.page.get_by_label("What should we know?").fill("They ask for money")
    asha.tap("Send the report")
    expect(asha.page.get_by_role("heading")).to_have_text("Thank you for telling us")


def test_an_open_hub_says_that_it_is_not_available_and_is_back_once_it_is_shown(
    meet: Meet, trip: Planned, server: Server
) -> None:
    ben, trip_id = meet(), trip["trip"]["id"]
    ben.enters(trip, trip["adminId"])
    expect(ben.connection).to_have_text("Live")
    hide_beside(server, trip_id)
    expect(ben.page.get_by_text("the trip is not available at the moment").last).to_be_visible()
    ben.page.get_by_role("link", name="Reload the page").click()
    expect(ben.page.get_by_role("heading")).to_have_text("This trip is not available at the moment")
    hide_beside(server, trip_id, "show")
    ben.page.reload()
    expect(ben.connection).to_have_text("Live")
