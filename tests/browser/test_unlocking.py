"""The moment the discount unlocks."""

from playwright.sync_api import expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server

HIDDEN = "Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })"


def test_the_unlock_is_celebrated_once_by_who_watches_and_not_by_a_page_opened_after_it(
    server: Server, small_trip: Planned, ben: Person
) -> None:
    ben.enters(small_trip, small_trip["adminId"])
    server.join(small_trip, "Asha")
    expect(ben.page.locator("confetti-burst canvas")).to_be_visible()
    expect(ben.page.get_by_text("All Set! 🎉")).to_be_visible()
    server.join(small_trip, "Dev")
    ben.sees("3/2")
    assert ben.witnessed("bursts") == 1
    expect(ben.page.locator("confetti-burst canvas")).to_have_count(0)
    ben.page.reload()
    expect(ben.connection).to_have_text("Live")
    expect(ben.page.get_by_text("All Set! 🎉")).to_be_visible()
    assert ben.witnessed("bursts") == 0


def test_nothing_moves_for_those_who_asked_for_less_motion(
    server: Server, small_trip: Planned, meet: Meet
) -> None:
    ben = meet(reduced_motion="reduce")
    ben.enters(small_trip, small_trip["adminId"])
    server.join(small_trip, "Asha")
    expect(ben.page.get_by_text("All Set! 🎉")).to_be_visible()
    assert ben.witnessed("bursts") == 0


def test_a_hidden_tab_does_not_celebrate(server: Server, small_trip: Planned, ben: Person) -> None:
    ben.context.add_init_script(HIDDEN)
    ben.enters(small_trip, small_trip["adminId"])
    server.join(small_trip, "Asha")
    expect(ben.page.get_by_text("All Set! 🎉")).to_be_visible()
    assert ben.witnessed("bursts") == 0


def test_start_poll_says_why_it_is_locked_opens_at_the_unlock_and_locks_when_somebody_leaves(
    small_trip: Planned, ben: Person, asha: Person
) -> None:
    ben.enters(small_trip, small_trip["adminId"])
    start_poll = ben.page.get_by_role("button", name="Start Poll")
    expect(start_poll).to_be_disabled()
    expect(start_poll).to_have_accessible_description("Opens when 2 people are in")
    asha.joins(small_trip, "Asha")
    start_poll.click()
    expect(ben.page.get_by_role("heading", name="Start Poll")).to_be_visible()
    ben.enters(small_trip, small_trip["adminId"])
    expect(start_poll).to_be_enabled()
    asha.page.get_by_role("link", name="Leave the trip").click()
    asha.page.get_by_role("dialog").get_by_role("button", name="Leave the trip").click()
    expect(start_poll).to_be_disabled()
    expect(ben.news).to_have_text("Asha left. 1 of 2. The discount is locked again. 1 to go.")
