"""Who is invited says that they cannot come, and the organiser's open hub says so at once."""

from playwright.sync_api import expect

from tests.browser.people import Meet, Planned


def test_who_cannot_come_says_so_and_joins_after_all(meet: Meet, trip: Planned) -> None:
    ben, dev = meet(), meet()
    ben.enters(trip, trip["adminId"])
    dev.opens_invitation(trip)
    dev.page.get_by_text("Can’t make it?").click()
    dev.page.get_by_role("textbox", name="Name · optional", exact=True).fill("Dev")
    dev.tap("I can’t make it")
    expect(dev.page.get_by_text("You said that you can’t make it")).to_be_visible()
    line = ben.page.get_by_text("1 can’t make it: Dev.")
    expect(line).to_be_visible()
    dev.joins(trip, "Dev")
    expect(line).to_be_hidden()


def test_without_scripts_it_is_said_and_taken_back(meet: Meet, trip: Planned) -> None:
    dev = meet(java_script_enabled=False)
    dev.opens_invitation(trip)
    dev.page.get_by_text("Can’t make it?").click()
    dev.tap("I can’t make it")
    dev.tap("Take it back")
    expect(dev.page.get_by_text("You said")).to_have_count(0)
