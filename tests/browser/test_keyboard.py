"""The whole way with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person, Planned
from tests.server import Server

pytestmark = pytest.mark.once


def test_ben_plans_and_asha_joins_with_tab_and_enter(ben: Person, asha: Person) -> None:
    ben.opens("/")
    ben.tabs_to(ben.page.get_by_label("Where to, or what for?"))
    ben.page.keyboard.type("Goa")
    ben.tabs_to(ben.name_field)
    ben.page.keyboard.type("Ben")
    ben.tabs_to(ben.page.get_by_role("button", name="Plan the trip"))
    ben.page.keyboard.press("Enter")
    ben.arrives_at_the_hub()
    asha.opens(ben.page.get_by_label("Invitation link").input_value())
    asha.tabs_to(asha.name_field)
    asha.page.keyboard.type("Asha")
    asha.tabs_to(asha.page.get_by_role("button", name="Count Me In"))
    asha.page.keyboard.press("Enter")
    asha.arrives_at_the_hub()
    asha.sees("2/5")


def test_enter_in_the_name_field_joins(trip: Planned, asha: Person) -> None:
    asha.opens_invitation(trip)
    asha.tabs_to(asha.name_field)
    asha.page.keyboard.type("Asha")
    asha.page.keyboard.press("Enter")
    asha.arrives_at_the_hub()


def test_a_member_is_removed_and_brought_back_with_the_keyboard(
    server: Server, trip: Planned, ben: Person
) -> None:
    server.join(trip, "Asha")
    ben.enters(trip, trip["adminId"])
    ben.tabs_to(ben.page.get_by_role("link", name="Remove Asha"))
    ben.page.keyboard.press("Enter")
    dialog = ben.page.get_by_role("dialog", name="Remove Asha?")
    ben.tabs_to(dialog.get_by_role("button", name="Remove Asha"))
    ben.page.keyboard.press("Enter")
    ben.sees("1/5")
    ben.tabs_to(ben.page.get_by_role("button", name="Undo"))
    ben.page.keyboard.press("Enter")
    ben.sees("2/5")


def test_escape_leaves_the_dialog_and_the_focus_returns(
    server: Server, trip: Planned, ben: Person
) -> None:
    server.join(trip, "Asha")
    ben.enters(trip, trip["adminId"])
    cross = ben.page.get_by_role("link", name="Remove Asha")
    cross.focus()
    ben.page.keyboard.press("Enter")
    expect(ben.page.get_by_role("dialog")).to_be_visible()
    ben.page.keyboard.press("Escape")
    expect(ben.page.get_by_role("dialog")).to_have_count(0)
    expect(cross).to_be_focused()
    ben.sees("2/5")


def test_the_focus_stays_where_it_is_when_others_join(
    server: Server, trip: Planned, ben: Person
) -> None:
    server.join(trip, "Asha")
    ben.enters(trip, trip["adminId"])
    cross = ben.page.get_by_role("link", name="Remove Asha")
    cross.focus()
    server.join(trip, "Dev")
    ben.sees("3/5")
    expect(cross).to_be_focused()


def test_the_skip_link_comes_first_and_leads_to_the_content(trip: Planned, asha: Person) -> None:
    asha.opens_invitation(trip)
    asha.page.keyboard.press("Tab")
    expect(asha.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    asha.page.keyboard.press("Enter")
    expect(asha.page.locator("main")).to_be_focused()
