"""The hub by what matters now: its first screen on a phone, its polls."""
# ruff: noqa: F811 - the group is that of test_polls, whose fixture stands in the parameters

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import Meet, Person, Planned
from tests.browser.test_any_screen import LONG
from tests.browser.test_its_me import stands_at_the_fork
from tests.browser.test_polls import asks, group, organises, votes  # noqa: F401
from tests.browser.test_small_screen import SMALL
from tests.server import Server

WAITS = re.compile("^1 person waits for your answer$")


def first_action(person: Person) -> Locator:
    return person.page.locator("first-action a").locator("visible=true")


def first_screen_holds(person: Person, action: str | re.Pattern[str]) -> None:
    """How the trip stands, and one thing to do: the only one that stands out on the page."""
    expect(first_action(person)).to_have_accessible_name(action)
    for part in (person.page.locator("h1"), person.count, person.sentence, first_action(person)):
        expect(part).to_be_in_viewport(ratio=1)
    expect(person.page.locator(".button--primary").locator("visible=true")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_first_screen_of_a_phone_holds_what_matters_now(
    server: Server, meet: Meet, group: Planned, asha: Person, scripts: bool
) -> None:
    organises(server, group, "update", tripName=LONG, joinBy="2030-12-01T20:00:00Z", capacity=9)
    ben, chloe = (meet(SMALL, java_script_enabled=scripts) for _ in range(2))
    hub = f"/trips/{group['trip']['id']}"
    for person, name in ((ben, "Ben"), (chloe, "Chloé")):
        person.holds(f"trip-{group['trip']['id']}", group["keys"][name])
        person.opens(hub)
    first_screen_holds(ben, "Start Poll")
    first_screen_holds(chloe, "Invite friends")
    poll = asks(server, group)
    chloe.opens(hub)
    first_screen_holds(chloe, "Vote Which dates?")
    stands_at_the_fork(asha, group, "Asha")
    asha.tap("Yes, it’s me")
    expect(asha.page.get_by_text("You asked to be let in as Asha.")).to_be_visible()
    ben.opens(hub)
    first_screen_holds(ben, WAITS)
    first_action(ben).click()
    expect(ben.page.get_by_role("button", name="Let in", exact=True)).to_be_in_viewport(ratio=1)
    first_action(chloe).click()
    expect(chloe.page).to_have_url(re.compile(f"/polls/{poll['id']}$"))


def test_what_is_to_do_follows_what_others_do_and_keeps_the_focus(
    server: Server, group: Planned, meet: Meet, asha: Person
) -> None:
    ben = meet(SMALL)
    ben.enters(group, group["keys"]["Ben"])
    first_action(ben).focus()
    poll = asks(server, group)
    expect(first_action(ben)).to_have_accessible_name("Vote Which dates?")
    stands_at_the_fork(asha, group, "Asha")
    asha.tap("Yes, it’s me")
    expect(first_action(ben)).to_have_accessible_name(WAITS)
    expect(first_action(ben)).to_be_focused()
    ben.tap("Let in")
    expect(first_action(ben)).to_have_accessible_name("Vote Which dates?")
    votes(server, group, poll, "Ben", poll["options"][0]["text"])
    ben.page.reload()
    expect(first_action(ben)).to_have_accessible_name("Invite friends")


def test_a_cancelled_trip_asks_its_organiser_for_nothing_any_more(
    server: Server, group: Planned, meet: Meet
) -> None:
    poll = asks(server, group)
    organises(server, group, "close-poll", pollId=poll["id"])
    ben = meet(SMALL)
    ben.enters(group, group["keys"]["Ben"])
    expect(first_action(ben)).to_have_accessible_name("Pick Which dates?")
    organises(server, group, "cancel")
    for _ in ("live", "drawn anew"):
        expect(first_action(ben)).to_have_count(0)
        expect(ben.page.get_by_role("link", name="Ask for dates")).to_have_count(0)
        ben.page.reload()


def test_to_invite_is_to_share_where_the_phone_can(group: Planned, asha: Person) -> None:
    asha.context.add_init_script("navigator.share = async ({ text }) => { window.shared = text; }")
    asha.enters(group, group["keys"]["Asha"])
    first_action(asha).click()
    assert group["tripId"] in asha.page.evaluate("window.shared")


def test_a_poll_folds_away_once_it_is_closed_but_not_under_who_is_in_it(
    server: Server, group: Planned, asha: Person, chloe: Person
) -> None:
    old, new = asks(server, group), asks(server, group, "Camping", "Hotel")
    for person, name in ((asha, "Asha"), (chloe, "Chloé")):
        person.enters(group, group["keys"][name])
    folded = "details poll-view"
    link = asha.polls.nth(1).get_by_role("link", name="Vote")
    link.focus()
    organises(server, group, "close-poll", pollId=old["id"])
    expect(chloe.page.locator(folded)).to_be_visible()
    expect(asha.polls.nth(1).locator(".chip")).to_contain_text("Closed")
    expect(asha.page.locator(folded)).to_have_count(0)
    first_action(asha).focus()
    expect(asha.page.locator(folded)).to_have_count(1)
    chloe.page.reload()
    expect(chloe.page.get_by_text("1 closed poll")).to_be_visible()
    expect(chloe.page.locator(folded)).to_be_hidden()
    organises(server, group, "reopen-poll", pollId=old["id"])
    expect(chloe.polls).to_have_count(2)
    expect(chloe.page.locator(folded)).to_have_count(0)
    expect(chloe.polls.first).to_have_attribute("data-poll", new["id"])
