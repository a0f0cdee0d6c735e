"""A hub of many: the bar that leads to its parts, the folded members, finding one, removing one."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import Meet, Person, Planned
from tests.browser.test_small_screen import SMALL
from tests.server import Server

UNFOLDED = 12


@pytest.fixture
def crowd(server: Server, trip: Planned) -> dict[str, Any]:
    """Ben and 24 friends."""
    names = ["Chloé", *(f"Friend {number}" for number in range(2, 25))]
    join = f"""if True:
        from trips import membership
        from trips.forms import Guest
        for name in {names}:
            membership.join("{trip["trip"]["id"]}", None, Guest(name))"""
    server.manage("shell", "--no-imports", "-c", join)
    return trip


def enters(person: Person, trip: Planned) -> None:
    person.holds(f"trip-{trip['trip']['id']}", trip["adminId"])
    person.opens(f"/trips/{trip['trip']['id']}")


def shown(person: Person) -> Locator:
    return person.names.locator("visible=true")


def row(person: Person, name: str, place: str = "member-list") -> Locator:
    return person.page.locator(f"{place} li").filter(has_text=re.compile(rf"{name}\b"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_bar_leads_to_every_part_and_lies_over_none(
    meet: Meet, trip: Planned, scripts: bool
) -> None:
    ben = meet(SMALL, java_script_enabled=scripts)
    enters(ben, trip)
    bar = ben.page.get_by_role("navigation", name="Parts of the page")
    for part in ("Polls", "Members", "Activity", "Organise"):
        bar.get_by_role("link", name=part).click()
        expect(ben.page.get_by_role("heading", name=part, level=2)).to_be_in_viewport(ratio=1)
        expect(bar).to_be_in_viewport(ratio=1)
    bar.get_by_role("link", name="Invite").click()
    expect(ben.page.get_by_label("Invitation link")).to_be_in_viewport(ratio=1)
    last = ben.page.locator(".footer").get_by_role("button").last
    last.scroll_into_view_if_needed()
    ben.page.mouse.wheel(0, 9_000)
    expect(last).to_be_in_viewport(ratio=1)
    low, top = last.bounding_box(), bar.bounding_box()
    assert low
    assert top
    assert low["y"] + low["height"] <= top["y"]


def test_many_members_are_folded_and_unfold_without_scripts(meet: Meet, crowd: Planned) -> None:
    ben = meet(SMALL, java_script_enabled=False)
    enters(ben, crowd)
    expect(shown(ben)).to_have_count(UNFOLDED)
    ben.page.get_by_text("Show more").click()
    expect(shown(ben)).to_have_count(25)


def test_one_of_many_is_found_and_told_aloud(server: Server, crowd: Planned, ben: Person) -> None:
    ben.enters(crowd, crowd["adminId"])
    find = ben.page.get_by_label("Find somebody")
    find.fill("friend 2")
    expect(shown(ben)).to_have_text(["Friend 2", *(f"Friend {n}" for n in range(20, 25))])
    expect(ben.news).to_have_text("6 people found")
    server.join(crowd, "Friend 29")
    expect(shown(ben)).to_have_count(7)
    expect(find).to_be_focused()
    find.fill("CHLOE")
    expect(shown(ben)).to_have_text(["Chloé"])
    find.fill("")
    expect(shown(ben)).to_have_count(26)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_who_removes_one_of_many_stays_where_they_are(
    meet: Meet, crowd: Planned, scripts: bool
) -> None:
    ben = meet(SMALL, java_script_enabled=scripts)
    enters(ben, crowd)
    ben.page.get_by_text("Show more").click()
    if scripts:
        ben.removes("Friend 20")
        expect(row(ben, "Friend 19")).to_be_focused()
    else:
        ben.page.get_by_role("link", name="Remove Friend 20").click()
        ben.tap("Remove Friend 20")
    expect(ben.names).to_have_count(24)
    expect(row(ben, "Friend 19")).to_be_in_viewport(ratio=1)


def test_a_row_moves_out_of_the_fold_but_not_under_who_is_in_it(
    server: Server, crowd: Planned, ben: Person
) -> None:
    ben.enters(crowd, crowd["adminId"])
    ben.page.get_by_text("Show more").click()
    rename = ben.page.get_by_role("link", name="Name and role of Friend 12")
    rename.focus()
    gone = row(ben, "Friend 2").get_attribute("data-id")
    ours = {"tripId": crowd["tripId"], "adminId": crowd["adminId"]}
    server.call("remove-member", **ours, memberId=gone)
    expect(row(ben, "Friend 2")).to_have_count(0)
    expect(rename).to_be_focused()
    expect(row(ben, "Friend 12", "details")).to_have_count(1)
    ben.page.get_by_label("Find somebody").focus()
    expect(row(ben, "Friend 12", "details")).to_have_count(0)
