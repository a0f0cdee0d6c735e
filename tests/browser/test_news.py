"""What changed is told to everybody, once, and no page says what is not so."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.people import Meet, Person, Planned
from tests.browser.test_polls import organises
from tests.server import Server
from tests.spaces import plain

PASSED_WITHIN_S = 15  # the end itself, and the seconds until a server looks
COUNT_ME_IN = "Count Me In"


def in_a_moment() -> str:
    return (datetime.now(UTC) + timedelta(seconds=2)).isoformat()


def lines(person: Person) -> Locator:
    return person.page.locator("activity-list .activity__words")


def said(person: Person) -> list[str]:
    """All that the status region has said since `listens`."""
    words: list[str] = person.page.evaluate("window.said")
    return [plain(each) for each in words]


def listens(person: Person) -> None:
    person.page.evaluate(
        """() => {
            window.said = [];
            const news = document.querySelector("trip-news");
            new MutationObserver(() => window.said.push(news.textContent))
                .observe(news, { childList: true });
        }"""
    )


def test_a_change_of_the_dates_is_told_once_and_stands_there_for_who_comes_later(
    server: Server, ben: Person, asha: Person
) -> None:
    trip = server.plan(5, startDate="2027-12-12", endDate="2027-12-15")
    asha.enters(trip, server.join(trip, "Asha")["memberKey"])
    listens(asha)
    organises(server, trip, "update", startDate="2027-12-20", endDate="2027-12-22")
    words = "Dates: 12–15 Dec is now 20–22 Dec."
    expect(lines(asha).first).to_have_text(words)
    expect(asha.news).to_have_text(words)
    ben.enters(trip, trip["adminId"])
    expect(lines(ben)).to_have_text([words, "Asha joined.", "Ben joined."])
    asha.page.wait_for_timeout(3_500)  # the region speaks every three seconds
    assert said(asha) == [words]


def test_what_comes_before_the_script_that_draws_it_is_told_once_that_is_there(
    server: Server, trip: Planned, ben: Person
) -> None:
    tried = []

    def fail_twice(route: Route) -> None:
        tried.append(route.request.url)
        route.abort() if len(tried) < 3 else route.continue_()

    ben.page.route("**/*.later.*", fail_twice)
    ben.enters(trip, trip["adminId"])
    for name in ("Asha", "Chloé"):
        server.join(trip, name)
    expect(lines(ben)).to_have_text(["Chloé joined.", "Asha joined.", "Ben joined."])
    expect(ben.names).to_have_text(["Ben", "Asha", "Chloé"])
    expect(ben.news).to_contain_text("Chloé joined. 3 of 5.")
    assert len(set(tried)) == 3, "each try has an address of its own: browsers keep a failure"


def test_other_clocks_are_told_by_the_name_that_people_know(server: Server, asha: Person) -> None:
    trip = server.plan(5, timeZone="Asia/Kolkata")
    asha.enters(trip, server.join(trip, "Asha")["memberKey"])
    organises(server, trip, "update", timeZone="Etc/GMT+3")
    organises(server, trip, "update", tripName="Hampi")
    words = ["Name: “Goa” is now “Hampi”.", "Time zone: India time is now UTC-3."]
    expect(lines(asha)).to_have_text([*words, "Asha joined.", "Ben joined."])


def test_opening_again_is_told_with_the_deadline_that_it_lifts(
    server: Server, trip: Planned, asha: Person
) -> None:
    asha.enters(trip, server.join(trip, "Asha")["memberKey"])
    for call in ("close", "reopen"):
        organises(server, trip, call)
    expect(lines(asha)).to_have_text(
        ["The trip is open again.", "Joining is closed.", "Asha joined.", "Ben joined."]
    )


def test_a_deadline_that_passes_with_too_few_is_told_by_every_open_page(
    server: Server, ben: Person, asha: Person
) -> None:
    trip = server.plan(3, timeZone="Asia/Kolkata")
    ben.enters(trip, trip["adminId"])
    asha.opens_invitation(trip)
    organises(server, trip, "update", joinBy=in_a_moment())
    words = "The deadline has passed. 1 of 3 is in. Nobody gets the discount."
    expect(lines(ben).first).to_have_text(words, timeout=PASSED_WITHIN_S * 1000)
    expect(ben.news).to_have_text(words)
    for person in (ben, asha):
        over = person.page.locator(".over")
        expect(over).to_contain_text("The deadline was ")
        few = over.get_by_text("With 1 of 3 in, nobody gets the discount.")
        expect(few.filter(visible=True)).to_have_count(1)
    start_poll = ben.page.get_by_role("button", name="Start Poll")
    expect(start_poll).to_have_accessible_description("It takes 3 people, and joining is closed")
    expect(asha.page.get_by_role("button", name=COUNT_ME_IN)).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_who_completes_the_group_gets_the_moment_once(
    server: Server, meet: Meet, small_trip: Planned, scripts: bool
) -> None:
    asha = meet(java_script_enabled=scripts)
    asha.joins(small_trip, "Asha")
    moment = asha.page.get_by_text("You made it complete: everyone gets 12 % off!")
    expect(moment).to_be_visible()
    if scripts:
        expect(asha.page.locator("confetti-burst canvas")).to_be_visible()
        assert asha.witnessed("bursts") == 1
    asha.page.reload()
    expect(asha.page.get_by_text("All Set! 🎉")).to_be_visible()
    expect(moment).to_have_count(0)
    assert not scripts or asha.witnessed("bursts") == 0


def test_who_comes_after_it_is_greeted_without_that_moment(
    server: Server, small_trip: Planned, asha: Person
) -> None:
    server.join(small_trip, "Dev")
    asha.joins(small_trip, "Asha")
    expect(asha.page.get_by_text("You are number 3 of 3")).to_be_visible()
    expect(asha.page.get_by_text("You made it complete")).to_have_count(0)
    assert asha.witnessed("bursts") == 0


def test_a_full_trip_tells_how_many_it_takes_and_offers_to_wait(
    server: Server, asha: Person
) -> None:
    trip = server.plan(2, capacity=2)
    server.join(trip, "Dev")
    asha.opens_invitation(trip)
    expect(asha.page.get_by_text("All 2 places are taken.")).to_be_visible()
    expect(asha.page.get_by_role("button", name="Wait for a place")).to_be_visible()
    expect(asha.page.get_by_role("button", name=COUNT_ME_IN)).to_have_count(0)
    organises(server, trip, "update", capacity=3)
    asha.page.get_by_role("link", name="Go to the form").click()
    expect(asha.page.get_by_text("1 place left")).to_be_visible()
    asha.name_field.fill("Asha")
    asha.tap(COUNT_ME_IN)
    asha.arrives_at_the_hub()


def test_an_open_form_follows_a_capacity_that_is_set_and_keeps_what_was_typed(
    server: Server, trip: Planned, asha: Person
) -> None:
    for name in ("Dev", "Chloé", "李小龍", "Zoë"):
        server.join(trip, name)
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    organises(server, trip, "update", capacity=5)
    expect(asha.page.get_by_text("All 5 places are taken.")).to_be_visible()
    expect(asha.page.get_by_role("button", name=COUNT_ME_IN)).to_be_hidden()
    organises(server, trip, "update", capacity=6)
    expect(asha.page.get_by_text("1 place left")).to_be_visible()
    expect(asha.name_field).to_have_value("Asha")
    asha.tap(COUNT_ME_IN)
    asha.arrives_at_the_hub()


def test_a_name_that_is_taken_offers_no_other_place_where_there_is_none(
    server: Server, trip: Planned, asha: Person
) -> None:
    server.join(trip, "Asha")
    organises(server, trip, "close")
    asha.opens(f"/join/{trip['tripId']}?name=Asha")
    expect(asha.page.get_by_role("button", name="Yes, it’s me")).to_be_enabled()
    expect(asha.page.get_by_role("button", name="No, join as another")).to_have_count(0)
    expect(asha.page.get_by_role("heading", name="Joining is closed")).to_be_visible()


def test_who_was_removed_and_is_let_back_in_goes_on_by_themselves(
    server: Server, trip: Planned, asha: Person
) -> None:
    asha.joins(trip, "Asha")
    member = asha.page.locator("trip-hub").get_attribute("data-me")
    organises(server, trip, "remove-member", memberId=member)
    asha.opens_invitation(trip)
    expect(asha.page.get_by_role("heading", name="You were taken off this trip")).to_be_visible()
    expect(asha.name_field).to_have_value("Asha")
    organises(server, trip, "restore-member", memberId=member)
    asha.arrives_at_the_hub()
    asha.sees("2/5")
