"""A trip is full: somebody waits on their phone, and it turns into the hub once a place is free."""

from playwright.sync_api import expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server


def full(server: Server) -> Planned:
    """Ben's trip for two, in which Asha has taken the last place."""
    trip = server.plan(2, capacity=2)
    trip["asha"] = server.join(trip, "Asha")
    return trip


def waits(person: Person, trip: Planned, name: str) -> None:
    waits_by(person, f"/join/{trip['tripId']}", name)


def waits_by(person: Person, invitation: str, name: str) -> None:
    person.opens(invitation)
    expect(person.page.get_by_role("heading", name="This trip is full")).to_be_visible()
    person.name_field.fill(name)
    person.tap("Wait for a place")
    person.page.wait_for_url("**/waiting")


def stands(person: Person, where: str) -> None:
    expect(person.page.get_by_role("heading", name=f"You are {where} in line")).to_be_visible()


def test_a_phone_shows_ones_place_and_turns_into_the_hub(server: Server, meet: Meet) -> None:
    trip = full(server)
    ben, asha, chloe, dev = meet(), meet(), meet(), meet()
    ben.enters(trip, trip["adminId"])
    asha.enters(trip, trip["asha"]["memberKey"])
    waits(chloe, trip, "Chloé")
    waits(dev, trip, "Dev")
    stands(chloe, "1st")
    stands(dev, "2nd")
    line = ben.page.locator(".in-line .member__name")
    expect(line).to_have_text(["Chloé", "Dev"])
    expect(asha.page.get_by_text("2 wait for a place.")).to_be_visible()
    expect(asha.page.get_by_text("Chloé")).to_have_count(0)
    asha.page.get_by_role("link", name="Leave the trip").click()
    dialog = asha.page.get_by_role("dialog", name="Leave the trip?")
    expect(dialog.get_by_text("The first in line takes the place.")).to_be_visible()
    dialog.get_by_role("button", name="Leave the trip").click()
    chloe.arrives_at_the_hub()
    expect(chloe.page.get_by_text("Welcome to the Trip! 🎉")).to_be_visible()
    stands(dev, "1st")
    expect(line).to_have_text(["Dev"])
    ben.sees("2/2")
    expect(ben.names).to_have_text(["Ben", "Chloé"])


def test_who_is_taken_off_the_line_is_told_so(server: Server, meet: Meet) -> None:
    trip = full(server)
    ben, chloe = meet(), meet()
    waits(chloe, trip, "Chloé")
    ben.enters(trip, trip["adminId"])
    ben.page.get_by_role("link", name="Take Chloé off the line").click()
    ben.tap("Take Chloé off the line")
    ben.arrives_at_the_hub()
    expect(chloe.page.get_by_text("You are not in line any more")).to_be_visible()


def test_without_scripts_one_waits_looks_again_and_leaves_the_line(
    server: Server, meet: Meet
) -> None:
    trip = full(server)
    chloe = meet(java_script_enabled=False)
    waits(chloe, trip, "Chloé")
    stands(chloe, "1st")
    chloe.opens_invitation(trip)
    stands(chloe, "1st")
    chloe.page.get_by_role("link", name="Leave the line").click()
    chloe.tap("Leave the line")
    chloe.opens_invitation(trip)
    expect(chloe.page.get_by_role("button", name="Wait for a place")).to_be_visible()


def test_a_page_that_was_open_when_the_last_place_went_offers_to_wait(
    server: Server, meet: Meet
) -> None:
    trip = server.plan(2, capacity=2)
    chloe = meet()
    chloe.opens_invitation(trip)
    server.join(trip, "Asha")
    chloe.page.get_by_role("link", name="Wait for a place?").click()
    chloe.name_field.fill("Chloé")
    chloe.tap("Wait for a place")
    stands(chloe, "1st")


def test_the_card_of_who_waits_shows_their_place_as_it_changes(server: Server, meet: Meet) -> None:
    trip = full(server)
    chloe, dev = meet(), meet()
    waits(chloe, trip, "Chloé")
    waits(dev, trip, "Dev")
    dev.opens("/")
    dev.page.get_by_label("Where to, or what for?").fill("Rome")
    place = dev.page.locator("place-in-line")
    expect(place).to_have_text("2nd in line")
    chloe.page.get_by_role("link", name="Leave the line").click()
    chloe.tap("Leave the line")
    expect(place).to_have_text("1st in line")
    server.call("leave", tripId=trip["tripId"], memberKey=trip["asha"]["memberKey"])
    expect(place).to_be_hidden()
    expect(dev.page.get_by_label("Where to, or what for?")).to_have_value("Rome")
    assert [*chloe.faults, *dev.faults] == []


def test_the_card_of_who_was_taken_off_the_line_says_so(server: Server, meet: Meet) -> None:
    trip = full(server)
    chloe = meet()
    waits(chloe, trip, "Chloé")
    chloe.opens("/")
    organiser = {"tripId": trip["tripId"], "adminId": trip["adminId"]}
    [waiting] = server.call("requests", **organiser).json()["waiting"]
    server.call("take-off-line", **organiser, memberId=waiting["id"]).raise_for_status()
    expect(chloe.page.locator("place-in-line")).to_have_text("You are not in line any more")
