"""What the organiser does to others, and what they see of it: removals and replaced links."""

from playwright.sync_api import expect

from tests.browser.people import Person, Planned, closes
from tests.server import Server


def test_a_removal_is_asked_in_a_dialog_whose_cost_stays_true_when_somebody_joins(
    server: Server, small_trip: Planned, ben: Person
) -> None:
    server.join(small_trip, "Asha")
    ben.enters(small_trip, small_trip["adminId"])
    dialog = ben.asks_to_remove("Asha")
    cost = dialog.locator(".cost")
    before = "This brings you to 1 of 2: the 12 % discount will be lost."
    expect(cost).to_have_text(before, use_inner_text=True)
    server.join(small_trip, "Dev")
    expect(cost).to_have_text("This brings you to 2 of 2.", use_inner_text=True)
    closes(dialog, "Go back")
    ben.sees("3/2")


def test_a_removal_is_seen_by_all_told_politely_to_the_removed_and_undone_before_everybodys_eyes(
    trip: Planned, ben: Person, asha: Person, chloe: Person
) -> None:
    asha.joins(trip, "Asha")
    chloe.joins(trip, "Chloé")
    ben.enters(trip, trip["adminId"])
    welcome = asha.page.get_by_role("heading", name="Welcome to the Trip!")
    expect(welcome).to_be_visible()
    ben.removes("Asha")
    chloe.sees("2/5")
    expect(chloe.names).to_have_text(["Ben", "Chloé"])
    expect(asha.page.get_by_text("This page is not open to you any more").last).to_be_visible()
    for gone in (welcome, asha.connection):
        expect(gone).to_be_hidden()
    opened_again = asha.context.request.get(asha.page.url)
    assert opened_again.status == 403
    assert "You are not on this trip any more." in opened_again.text()
    ben.tap("Undo")
    chloe.sees("3/5")
    asha.page.get_by_role("link", name="Reload the page").click()
    for person in (ben, asha, chloe):
        expect(person.names).to_have_text(["Ben", "Asha", "Chloé"])


def test_the_removed_asks_to_come_back_and_is_let_in(
    trip: Planned, ben: Person, asha: Person
) -> None:
    asha.joins(trip, "Asha")
    ben.enters(trip, trip["adminId"])
    ben.removes("Asha")
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    asha.tap("Ask to come back")
    expect(ben.page.get_by_text("Asha asks to come back.").last).to_be_visible()
    ben.tap("Let in")
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha"])


def test_a_replaced_link_says_so_at_once_keeps_what_was_typed_and_the_new_one_works(
    trip: Planned, ben: Person, asha: Person, chloe: Person
) -> None:
    ben.enters(trip, trip["adminId"])
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    chloe.joins(trip, "Chloé")
    ben.page.get_by_role("link", name="Replace the invitation link").click()
    with ben.page.expect_navigation():
        ben.page.get_by_role("dialog").get_by_role("button", name="Replace").click()
    for person in (asha, chloe):
        expect(person.page.get_by_text("The invitation link was replaced.").last).to_be_visible()
    expect(chloe.connection).to_have_text("Live")
    expect(asha.page.get_by_text("what you typed is still here")).to_be_visible()
    asha.tap("Count Me In")
    expect(asha.page.get_by_text("Ask whoever sent it to you for the new one.")).to_be_visible()
    expect(asha.name_field).to_have_value("Asha")
    assert asha.opens_invitation(trip).status == 410
    expect(asha.page.get_by_role("heading", name="This link was replaced")).to_be_visible()
    asha.joins_by(ben.page.get_by_label("Invitation link").input_value(), "Asha")


def test_closing_takes_the_form_away_and_opening_gives_it_back(
    trip: Planned, ben: Person, asha: Person
) -> None:
    asha.opens_invitation(trip)
    ben.enters(trip, trip["adminId"])
    ben.page.get_by_role("link", name="Close joining").click()
    ben.page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(asha.page.get_by_role("heading", name="Joining is closed")).to_be_visible()
    ben.tap("Open joining again")
    expect(asha.page.get_by_role("heading", name="Joining is closed")).to_be_hidden()
    asha.name_field.fill("Asha")
    asha.tap("Count Me In")
    asha.arrives_at_the_hub()


def test_an_open_hub_offers_the_calendar_as_the_dates_come_and_the_trip_goes(
    server: Server, trip: Planned, ben: Person
) -> None:
    right = {"tripId": trip["tripId"], "adminId": trip["adminId"]}
    ben.enters(trip, trip["adminId"])
    add = ben.page.get_by_role("link", name="Add to calendar")
    expect(add).to_have_count(0)
    server.call("update", **right, startDate="2030-12-12")
    expect(add).to_be_visible()
    server.call("cancel", **right)
    expect(ben.page.get_by_role("link", name="Mark it as cancelled")).to_be_visible()
    expect(add).to_have_count(0)
