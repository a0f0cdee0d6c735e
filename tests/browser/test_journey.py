"""A group of twelve, from the plan to the message before they leave, all on phones."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import Meet, Person
from tests.browser.test_bringing import brings, row
from tests.browser.test_date_polls import LATER, asks_for_dates
from tests.browser.test_waiting_list import stands, waits_by

pytestmark = pytest.mark.once

PLAN = {
    "How many unlock": "5",
    "Maximum people": "10",
    "Price per person": "12000",
    "Currency": "INR",
    "Group discount in %": "5",
}


def plans(ben: Person) -> str:
    """5 % for five, 12 % for eight, room for ten; gives the link of the invitation."""
    ben.fills_in_a_plan()
    ben.page.get_by_text("More: dates").click()
    for label, value in PLAN.items():
        ben.page.get_by_label(label).fill(value)
    ben.page.get_by_text("More people, more discount").click()
    step = ben.page.locator(".step:visible input")
    step.first.fill("8")
    step.last.fill("12")
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()
    return ben.page.get_by_label("Invitation link").input_value()


def joins_in_arabic(layla: Person, invitation: str) -> None:
    layla.opens(invitation)
    layla.page.get_by_label("اسمك").fill("ليلى")
    layla.tap("أنا معكم")
    layla.arrives_at_the_hub()


def answers(person: Person, poll: str, *rows: str) -> None:
    """Says yes, maybe or no to each date."""
    person.opens(poll)
    for each, answer in zip(person.poll.locator(".date").all(), rows, strict=True):
        each.locator(f"input[value={answer}]").check()
    person.page.locator("#vote").click()
    expect(person.poll.locator("input:checked")).to_have_count(len(rows))


def picks_the_best(ben: Person, poll: str) -> None:
    ben.opens(poll)
    best = ben.poll.locator(".date.option--leading")
    best.get_by_role("link", name="Pick").click()
    with ben.page.expect_navigation():
        ben.page.get_by_role("button", name="Pick").click()


def hands_over_to(ben: Person, name: str) -> None:
    ben.page.get_by_role("link", name=f"Name and role of {name}").click()
    ben.page.get_by_role("link", name=f"Hand the trip over to {name}").click()
    ben.tap(f"Hand the trip over to {name}")
    ben.arrives_at_the_hub()


def leaves(dev: Person) -> None:
    dev.page.get_by_role("link", name="Leave the trip").click()
    dev.page.get_by_role("dialog").get_by_role("button", name="Leave the trip").click()


def writes(chloe: Person, hub: str, text: str) -> None:
    chloe.opens(f"{hub}/messages")
    chloe.page.get_by_label("What should everybody know?").fill(text)
    chloe.tap("Send to everybody")


def test_twelve_plan_join_vote_on_dates_bring_wait_hand_over_and_are_told(meet: Meet) -> None:
    asha, layla = meet(java_script_enabled=False), meet(locale="ar")
    ben, chloe, mia, omar, nils = (meet() for _ in range(5))
    chloe.cannot_use_sockets()
    invitation = plans(ben)
    hub = f"/trips/{ben.page.url.partition('/trips/')[2][:12]}"

    asha.joins_by(invitation, "Asha")
    chloe.joins_by(invitation, "Chloé")
    joins_in_arabic(layla, invitation)
    ben.sees("4/5")
    expect(chloe.connection).to_have_text("Live")
    assert "stream" in chloe.doors

    poll = asks_for_dates(ben, hub)
    answers(asha, poll, "no", "yes")
    answers(layla, poll, "yes", "maybe")
    answers(chloe, poll, "maybe", "yes")
    picks_the_best(ben, poll)
    chloe.opens(hub)
    expect(chloe.page.locator(".hero .dates")).to_contain_text(f"{LATER.day}")

    others = {name: meet() for name in ("李小龍", "Dev", "Zoë", "Hugo", "Inés")}
    for name, friend in others.items():
        friend.joins_by(invitation, name)
    expect(chloe.page.locator(".hero .price")).to_have_text("₹10,560 each (12 % off)")
    assert chloe.witnessed("bursts") == 2

    asha.opens(hub)
    mia.opens(brings(asha, "Mia"))
    mia.arrives_at_the_hub()
    expect(row(chloe, "Mia")).to_contain_text("brought by Asha")
    for waiting, name in ((omar, "Omar"), (nils, "Nils")):
        waits_by(waiting, invitation, name)
    stands(nils, "2nd")
    leaves(others["Dev"])
    omar.arrives_at_the_hub()
    stands(nils, "1st")
    chloe.sees("10/8")

    ben.opens(hub)
    hands_over_to(ben, "Chloé")
    expect(chloe.page.locator("my-role")).to_contain_text("you are its founder now")
    writes(chloe, hub, "Bring passports")
    layla.opens(hub)
    for person in (ben, layla, mia, omar, others["李小龍"]):
        expect(person.page.locator("trip-messages")).to_contain_text("Bring passports")
    asha.opens(hub)
    asha.tap("Mark as read")
    expect(asha.page.locator("trip-messages")).to_be_hidden()
