"""The group finds its dates: yes, if need be or no to each, and the pick is the trip's."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Meet, Person, Planned
from tests.browser.test_everywhere import RULES_IN, axe_faults
from tests.browser.test_polls import reads
from tests.server import Server

FIRST = date.today() + timedelta(days=40)
LATER = FIRST + timedelta(days=7)


@pytest.fixture
def pair(server: Server, trip: Planned) -> dict[str, Any]:
    """Ben and Asha: three more unlock the discount."""
    keys = {"Ben": trip["adminId"], "Asha": server.join(trip, "Asha")["memberKey"]}
    return {**trip, "keys": keys}


def asks_for_dates(person: Person, hub: str) -> str:
    """Ticks two days of the calendar; gives the address of the poll."""
    person.opens(f"{hub}/polls/dates")
    person.page.get_by_label("How many days?").fill("3")
    for day in (FIRST, LATER):
        box = person.page.locator(f'input[value="{day}"]')
        month = person.page.locator("details", has=box)
        if month.get_attribute("open") is None:
            month.locator("summary").click()
        box.check()
    person.tap("Ask everybody")
    person.page.wait_for_url(re.compile(r"/polls/\w{12}$"))
    return person.page.url


@pytest.mark.parametrize("script", [True, False])
def test_dates_are_asked_before_the_unlock_answered_live_and_picked(
    pair: Planned, meet: Meet, asha: Person, script: bool
) -> None:
    ben = meet(java_script_enabled=script)
    ben.enters_by_pasting(pair["keys"]["Ben"])
    address = asks_for_dates(ben, f"/trips/{pair['trip']['id']}")
    asha.enters(pair, pair["keys"]["Asha"])
    asha.opens(address)
    rows = asha.poll.locator(".date")
    rows.nth(0).get_by_label("If need be").check()
    rows.nth(1).get_by_label("Yes").check()
    asha.tap("Send my answer")
    expect(asha.vote_button).to_be_focused()
    expect(rows.nth(1)).to_contain_text("suits most", use_inner_text=True)
    ben.opens(address)
    reads(ben.poll, "1 yes, 0 if need be")
    ben.page.get_by_role("link", name="Pick").nth(1).click()
    with ben.page.expect_navigation():
        ben.page.get_by_role("button", name="Pick").click()
    expect(ben.page.get_by_role("button", name="Undo the pick")).to_be_focused()
    reads(asha.poll, "An organiser picked.")
    asha.opens(f"/trips/{pair['trip']['id']}")
    expect(asha.page.locator("activity-list")).to_contain_text("Dates: ")


def test_an_answer_reaches_the_open_page_of_another(
    pair: Planned, ben: Person, asha: Person
) -> None:
    ben.enters(pair, pair["keys"]["Ben"])
    address = asks_for_dates(ben, f"/trips/{pair['trip']['id']}")
    asha.enters(pair, pair["keys"]["Asha"])
    expect(asha.polls.first).to_contain_text("0 of 2 have voted")
    asha.opens(address)
    asha.poll.locator(".date").nth(0).get_by_label("If need be").check()
    asha.tap("Send my answer")
    reads(ben.poll, "0 yes, 1 if need be")
    expect(ben.poll.locator(".date").nth(0)).to_contain_text("suits most", use_inner_text=True)


def test_a_date_stands_on_one_line_with_what_is_said_of_it(
    server: Server, pair: Planned, asha: Person
) -> None:
    body = {"tripId": pair["tripId"], "adminId": pair["keys"]["Ben"], "question": "When?"}
    days = {"dates": [f"{FIRST}", f"{LATER}"], "days": 3}
    poll = server.call("ask-for-dates", **body, **days).json()["poll"]
    asha.enters(pair, pair["keys"]["Asha"])
    asha.opens_poll(pair, poll)
    asha.poll.get_by_label("Yes").first.check()
    asha.tap("Send my answer")
    expect(asha.vote_button).to_be_focused()
    asha.opens(f"/trips/{pair['trip']['id']}")
    words = asha.polls.first.locator(".option__words").first
    expect(words).to_have_text(re.compile("your vote.*suits most"), use_inner_text=True)
    bottoms = "words => [...words.children].map((each) => each.offsetTop + each.offsetHeight)"
    seen = [bottom for bottom in words.evaluate(bottoms) if bottom]
    assert max(seen) - min(seen) < 8
    expect(asha.polls.first).not_to_contain_text("%", use_inner_text=True)


@pytest.mark.parametrize("scheme", RULES_IN)
def test_axe_finds_nothing_on_the_pages_of_dates(pair: Planned, meet: Meet, scheme: str) -> None:
    ben = meet(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    ben.enters(pair, pair["keys"]["Ben"])
    address = asks_for_dates(ben, f"/trips/{pair['trip']['id']}")
    found = axe_faults(ben.page, scheme)
    ben.opens(address.rpartition("/")[0] + "/dates")
    assert [*found, *axe_faults(ben.page, scheme)] == []
    wide = ben.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert wide <= 0
