"""A member sees what is held of them, and erases it: every open hub forgets them at once."""

import re

from playwright.sync_api import expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server


def test_who_erases_themself_goes_from_every_open_hub(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    joined = server.join(trip, "Asha")
    organiser = {"tripId": trip["tripId"], "adminId": trip["adminId"]}
    server.call("make-organiser", **organiser, memberId=joined["memberId"]).raise_for_status()
    hers = {"tripId": trip["tripId"], "adminId": joined["memberKey"]}
    server.call("post-message", **hers, text="Bring passports").raise_for_status()
    ben.enters(trip, trip["adminId"])
    asha.enters(trip, joined["memberKey"])
    expect(ben.page.locator(".message__name")).to_have_text("Asha")
    asha.page.get_by_role("link", name="My data").click()
    asha.page.get_by_role("link", name="Leave and erase my data").click()
    asha.tap("Leave and erase my data")
    expect(asha.page.get_by_text("We hold nothing of you there any more.")).to_be_visible()
    expect(ben.names).to_have_text(["Ben"])
    expect(ben.page.locator(".message__name")).to_have_text("Somebody")
    expect(ben.connection).to_have_text("Live")
    expect(ben.page.locator("activity-list li").first).to_have_text(re.compile("Somebody left."))
    expect(ben.page.locator("activity-list")).not_to_contain_text("Asha")
    server.join(trip, "Chloé")
    expect(ben.page.locator("activity-list li", has_text="Chloé joined.")).to_have_count(1)
    ben.page.reload()
    expect(ben.page.locator("activity-list li").nth(1)).to_contain_text("Somebody left.")
    assert [*ben.faults, *asha.faults] == []


def test_without_scripts_it_is_seen_downloaded_and_erased(
    server: Server, trip: Planned, meet: Meet
) -> None:
    asha = meet(java_script_enabled=False)
    asha.enters_by_pasting(server.join(trip, "Asha")["memberKey"])
    asha.page.get_by_role("link", name="My data").click()
    with asha.page.expect_download() as file:
        asha.page.get_by_role("link", name="Download it as JSON").click()
    assert file.value.suggested_filename == "Goa my data.json"
    asha.page.get_by_role("link", name="Leave and erase my data").click()
    asha.tap("Leave and erase my data")
    expect(asha.page.get_by_text("We hold nothing of you there any more.")).to_be_visible()
