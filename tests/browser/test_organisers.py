"""Several organise: everybody sees who, and each is told at once what they may."""

from playwright.sync_api import Locator, expect

from tests.browser.people import Meet, Person, Planned


def row_of(person: Person, name: str) -> Locator:
    return person.page.locator("member-list li", has_text=name)


def test_who_is_made_an_organiser_is_told_and_steps_down_again_before_everybodys_eyes(
    trip: Planned, ben: Person, asha: Person, chloe: Person
) -> None:
    asha.joins(trip, "Asha")
    chloe.opens_invitation(trip)
    ben.enters(trip, trip["adminId"])
    tags = [row_of(each, "Asha").get_by_text("organiser") for each in (chloe, asha)]
    for tag in tags:
        expect(tag).to_be_hidden()
    chloe_sees = row_of(chloe, "Asha").evaluate_handle("row => row")
    ben.page.get_by_role("link", name="Name and role of Asha").click()
    ben.page.get_by_role("link", name="Make Asha an organiser").click()
    ben.tap("Make Asha an organiser")
    ben.arrives_at_the_hub()
    expect(ben.page.get_by_role("link", name="Remove Asha")).to_be_hidden()
    for tag in tags:
        expect(tag).to_be_visible()
    assert chloe_sees.evaluate("row => row.isConnected")
    notice = asha.page.locator("my-role")
    expect(notice).to_contain_text("You are an organiser of this trip now.")
    notice.get_by_role("link", name="Show what you can do").click()
    expect(notice).to_be_hidden()
    asha.page.get_by_role("link", name="Step down as organiser").click()
    dialog = asha.page.get_by_role("dialog", name="Step down as organiser?")
    with asha.page.expect_navigation():
        dialog.get_by_role("button", name="Step down as organiser").click()
    expect(tags[0]).to_be_hidden()
    expect(ben.page.get_by_role("link", name="Remove Asha")).to_be_visible()
    expect(ben.page.locator("activity-list li").first).to_contain_text(
        "Asha is no longer an organiser."
    )


def test_a_trip_is_handed_over_without_scripts(
    trip: Planned, meet: Meet, asha: Person, chloe: Person
) -> None:
    ben = meet(java_script_enabled=False)
    asha.joins(trip, "Asha")
    chloe.opens_invitation(trip)
    ben.enters_by_pasting(trip["adminId"])
    ben.page.get_by_role("link", name="Name and role of Asha").click()
    ben.page.get_by_role("link", name="Hand the trip over to Asha").click()
    ben.tap("Hand the trip over to Asha")
    ben.arrives_at_the_hub()
    expect(ben.page.get_by_role("link", name="Make a recovery code")).to_be_hidden()
    expect(ben.page.get_by_role("link", name="Leave the trip")).to_be_visible()
    expect(asha.page.locator("my-role")).to_contain_text("you are its founder now")
    expect(chloe.page.get_by_role("heading", level=1)).to_have_text("Asha invites you to Goa")
