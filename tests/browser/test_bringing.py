"""A member counts a friend in, and hands on the link that lets them in."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server


@pytest.fixture
def asha(server: Server, trip: Planned, asha: Person) -> Person:
    """She is in, and looks at the hub."""
    asha.enters(trip, server.join(trip, "Asha")["memberKey"])
    return asha


def brings(person: Person, name: str) -> str:
    """From the hub to the page with the link; gives the link."""
    person.page.get_by_role("link", name="Bring a friend or a child").click()
    person.page.get_by_label("Their name").fill(name)
    person.tap("Count them in")
    return link_of(person, name)


def link_of(person: Person, name: str) -> str:
    return person.page.get_by_label(f"The link of {name}").input_value()


def row(person: Person, name: str) -> Locator:
    return person.page.locator("member-list li").filter(has_text=name).last


def test_who_is_brought_stands_on_every_open_hub_and_comes_by_the_link(
    trip: Planned, ben: Person, asha: Person, meet: Meet
) -> None:
    ben.enters(trip, trip["adminId"])
    link = brings(asha, "Zain")
    expect(row(ben, "Zain")).to_contain_text("brought by Asha")
    zain = meet()
    zain.opens(link)
    zain.arrives_at_the_hub()
    expect(zain.page.get_by_text("You are number 3 of 5")).to_be_visible()
    expect(row(zain, "Zain")).to_contain_text("brought by Asha")
    assert [*ben.faults, *asha.faults, *zain.faults] == []


def test_a_new_name_of_who_brought_them_is_said_at_once_and_nothing_once_they_are_gone(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    ben.enters(trip, trip["adminId"])
    brings(asha, "Zain")
    expect(row(ben, "Zain")).to_contain_text("brought by Asha")
    asha.page.get_by_role("link", name="Back to Goa").click()
    asha.page.get_by_role("link", name="Change your name").click()
    asha.page.get_by_label("New name").fill("Usha")
    asha.tap("Save the name")
    expect(row(ben, "Zain")).to_contain_text("brought by Usha")
    expect(row(ben, "Zain").locator(".member__name")).to_have_text("Zain")
    ben.removes("Usha")
    expect(ben.names).to_have_text(["Ben", "Zain"])
    expect(row(ben, "Zain").locator("[data-brought]")).to_be_hidden()


def test_a_taken_name_asks_and_another_one_is_brought(asha: Person) -> None:
    asha.page.get_by_role("link", name="Bring a friend or a child").click()
    asha.page.get_by_label("Their name").fill("ben")
    asha.tap("Count them in")
    asha.tap("Bring another ben")
    assert "/enter#" in link_of(asha, "ben (2)")


def test_without_scripts_a_friend_is_brought_taken_out_and_brought_again(
    server: Server, trip: Planned, meet: Meet
) -> None:
    asha = meet(java_script_enabled=False)
    key = server.join(trip, "Asha")["memberKey"]
    asha.enters_by_pasting(key)
    brings(asha, "Zain")
    asha.page.get_by_role("link", name="Bring somebody else").click()
    asha.page.get_by_role("link", name="Make a new link for Zain").click()
    asha.tap("Make a new link for Zain")
    assert "/enter#" in link_of(asha, "Zain")
    asha.page.get_by_role("link", name="Bring somebody else").click()
    asha.page.get_by_role("link", name="Take Zain out").click()
    asha.tap("Take Zain out")
    expect(asha.page.get_by_text("Whom you brought")).to_have_count(0)
    asha.page.get_by_role("link", name="Back to Goa").click()
    expect(asha.names).to_have_text(["Ben", "Asha"])
    brings(asha, "Zain")


def test_a_trip_that_is_full_offers_to_bring_nobody_until_a_place_is_free(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    brings(asha, "Zain")
    ben.enters(trip, trip["adminId"])
    asha.page.get_by_role("link", name="Back to Goa").click()
    offer, brought = (
        asha.page.get_by_role("link", name=name)
        for name in ("Bring a friend or a child", "Whom you brought")
    )
    organiser = {"tripId": trip["tripId"], "adminId": trip["adminId"]}
    for capacity in (5, None):
        for name in ("Chloé", "Dev") if capacity else ():
            server.join(trip, name)
        server.call("update", **organiser, capacity=capacity).raise_for_status()
        expect(offer).to_be_visible(visible=capacity is None)
        expect(brought).to_be_visible(visible=capacity is not None)
        expect(ben.page.get_by_role("link", name="Bring a friend")).to_have_count(int(not capacity))
    assert [*ben.faults, *asha.faults] == []
