"""What was said is put right, and whoever looks on sees it at once."""

from playwright.sync_api import Locator, expect

from tests.browser.people import Person, Planned
from tests.server import Server


def row_of(person: Person, name: str) -> Locator:
    return person.page.locator("member-list li", has_text=name)


def test_a_member_renames_herself_and_every_open_page_follows_in_place(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    asha.joins(trip, "Ahsa")
    ben.enters(trip, trip["adminId"])
    row_of(ben, "Ahsa").evaluate("row => { row.isSame = true; }")
    asha.page.get_by_role("link", name="Change your name").click()
    asha.page.get_by_label("New name").fill("Asha")
    asha.tap("Save the name")
    asha.arrives_at_the_hub()
    expect(ben.names).to_have_text(["Ben", "Asha"])
    assert row_of(ben, "Asha").evaluate("row => row.isSame")
    expect(row_of(ben, "Asha").locator(".avatar")).to_have_text("A")
    expect(ben.page.get_by_role("link", name="Remove Asha")).to_be_visible()
    expect(ben.news).to_have_text("Ahsa is now Asha.")
    expect(ben.page.locator("activity-list li").first).to_contain_text("Ahsa is now Asha")
    ben.page.reload()
    expect(ben.page.locator("activity-list li").first).to_contain_text("Ahsa is now Asha")


def test_the_organiser_renames_anybody_and_an_open_invitation_follows(
    server: Server, trip: Planned, ben: Person, chloe: Person, asha: Person
) -> None:
    server.join(trip, "Ahsa")
    chloe.opens_invitation(trip)
    asha.opens(f"/join/{trip['tripId']}?name=Ahsa")
    asha.tap("Yes, it’s me")
    ben.enters(trip, trip["adminId"])
    for before, after in (("Ahsa", "Asha"), ("Ben", "Benno")):
        ben.page.get_by_role("link", name=f"Name and role of {before}").click()
        ben.page.get_by_label("New name").fill(after)
        ben.tap("Save the name")
        ben.arrives_at_the_hub()
    expect(chloe.page.get_by_text("Benno invites you to")).to_be_visible()
    expect(chloe.names).to_have_text(["Benno", "Asha"])
    expect(asha.page.get_by_text("You asked to be let in as Asha.")).to_be_visible()


def test_the_list_of_who_waits_follows_a_new_name(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    key = server.join(trip, "Ahsa")["memberKey"]
    server.call("claim", invitation_token=trip["tripId"], guest_name="Ahsa")
    ben.enters(trip, trip["adminId"])
    waiting = ben.page.get_by_role("region", name="Waiting for your answer")
    expect(waiting).to_contain_text("Someone says they are Ahsa.")
    server.call("rename-member", tripId=trip["tripId"], memberKey=key, name="Asha")
    expect(waiting).to_contain_text("Someone says they are Asha.")
    expect(waiting.get_by_role("button", name="Not Asha")).to_be_visible()
