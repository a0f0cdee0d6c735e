"""A message of the organiser reaches every open hub, and stands there until it is read."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server


def board(person: Person) -> Locator:
    return person.page.locator("trip-messages")


def writes(person: Person, text: str) -> None:
    person.page.get_by_role("link", name="Write to everybody").click()
    person.page.get_by_label("What should everybody know?").fill(text)
    person.tap("Send to everybody")
    person.arrives_at_the_hub()


def posts(server: Server, trip: Planned, *texts: str) -> None:
    """Ben writes to everybody, by the API."""
    organiser = {"tripId": trip["tripId"], "adminId": trip["adminId"]}
    for text in texts:
        server.call("post-message", **organiser, text=text).raise_for_status()


def test_a_message_comes_by_itself_is_read_aloud_and_goes_when_it_was_read(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    joined = server.join(trip, "Asha")
    asha.enters(trip, joined["memberKey"])
    expect(board(asha)).to_be_hidden()
    ben.enters(trip, trip["adminId"])
    writes(ben, "Bring passports\nand socks")
    expect(board(asha)).to_contain_text("Bring passports\nand socks", use_inner_text=True)
    expect(asha.news).to_have_text("Ben writes: “Bring passports and socks”")
    expect(asha.page.get_by_role("link", name="All messages")).to_be_visible()
    with asha.page.expect_response(re.compile("/messages/read")):
        asha.tap("Mark as read")
    expect(board(asha)).to_be_hidden()
    asha.page.reload()
    expect(asha.connection).to_have_text("Live")
    expect(board(asha)).to_be_hidden()
    expect(board(ben)).to_be_visible()


def test_after_reading_the_keyboard_goes_on_at_the_top_of_the_hub(
    server: Server, trip: Planned, asha: Person
) -> None:
    posts(server, trip, "Bring passports")
    asha.enters(trip, server.join(trip, "Asha")["memberKey"])
    asha.page.wait_for_function("() => customElements.get('trip-messages')")
    asha.page.get_by_role("button", name="Mark as read").press("Enter")
    expect(board(asha)).to_be_hidden()
    expect(asha.page.get_by_role("heading", level=1)).to_be_focused()


def test_one_that_is_taken_back_goes_from_every_page(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    posts(server, trip, "One", "Two", "Three", "Wrong")
    asha.enters(trip, server.join(trip, "Asha")["memberKey"])
    texts = board(asha).locator(".message__text")
    expect(texts).to_have_text(["Wrong", "Three", "Two"])
    ben.enters(trip, trip["adminId"])
    ben.page.get_by_role("link", name="All messages").click()
    ben.page.get_by_role("link", name="Take it back").first.click()
    ben.tap("Take the message back")
    expect(texts).to_have_text(["Three", "Two", "One"])
    expect(asha.page.locator("activity-list li").first).to_contain_text("A message was taken back.")


def test_without_script_a_message_is_written_and_read(
    server: Server, trip: Planned, meet: Meet
) -> None:
    ben, asha = meet(java_script_enabled=False), meet(java_script_enabled=False)
    ben.enters_by_pasting(trip["adminId"])
    writes(ben, "Bring passports")
    asha.enters_by_pasting(server.join(trip, "Asha")["memberKey"])
    expect(board(asha)).to_contain_text("Bring passports")
    asha.tap("Mark as read")
    asha.arrives_at_the_hub()
    expect(board(asha)).to_be_hidden()
    asha.page.get_by_role("link", name="All messages").click()
    expect(asha.page.get_by_text("Bring passports")).to_be_visible()


def test_a_tap_on_read_that_does_not_arrive_is_sent_again(
    server: Server, trip: Planned, asha: Person
) -> None:
    posts(server, trip, "Bring passports")
    asha.enters(trip, server.join(trip, "Asha")["memberKey"])
    asha.page.wait_for_function("() => customElements.get('trip-messages')")
    asha.context.route("**/messages/read", lambda route: route.abort(), times=1)
    with asha.page.expect_navigation():
        asha.tap("Mark as read")
    expect(board(asha)).to_be_hidden()
