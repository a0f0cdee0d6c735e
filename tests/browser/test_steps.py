"""The discount's steps: how they are typed, told, celebrated and lost."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import Meet, Person, Planned
from tests.browser.test_settings import opens_settings, update
from tests.server import Server

SECOND, THIRD = {"members": 3, "percent": 12}, {"members": 5, "percent": 15}


@pytest.fixture
def stepped(server: Server) -> Planned:
    terms: dict[str, Any] = {"discountPercent": 5, "pricePerPerson": 12000, "currency": "INR"}
    return server.plan(2, **terms, discountSteps=[SECOND, THIRD])


def steps(person: Person) -> list[Locator]:
    return person.page.locator(".step:visible").all()


def typed(person: Person) -> list[list[str]]:
    return [[each.input_value() for each in row.locator("input").all()] for row in steps(person)]


def fills_in(person: Person, row: int, *step: str) -> None:
    for text, field in zip(step, steps(person)[row].locator("input").all(), strict=True):
        field.fill(text)


def test_each_step_is_celebrated_once_and_told_with_what_one_pays(
    server: Server, stepped: Planned, ben: Person
) -> None:
    ben.enters(stepped, stepped["adminId"])
    price = ben.page.locator(".hero .price")
    expect(price).to_have_text("₹12,000 → ₹11,400 each once 2 are in")
    server.join(stepped, "Asha")
    expect(price).to_have_text("₹11,400 each (5 % off), ₹10,560 once 3 are in")
    server.join(stepped, "Dev")
    expect(price).to_have_text("₹10,560 each (12 % off), ₹10,200 once 5 are in")
    expect(ben.news).to_have_text(
        "Dev joined. 3 of 5. The discount is 12 % now. 2 more unlock 15 % off."
    )
    server.join(stepped, "Zoë")
    ben.sees("4/5")
    assert ben.witnessed("bursts") == 2
    ben.page.reload()
    expect(ben.connection).to_have_text("Live")
    assert ben.witnessed("bursts") == 0
    expect(ben.page.locator(".hero progress")).to_have_accessible_name("4 of 5 members")


def test_a_step_that_is_lost_is_asked_about_and_told(
    server: Server, stepped: Planned, ben: Person, asha: Person
) -> None:
    server.join(stepped, "Dev")
    asha.joins(stepped, "Asha")
    ben.enters(stepped, stepped["adminId"])
    asha.page.get_by_role("link", name="Leave the trip").click()
    dialog = asha.page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 of 3: the discount will fall from 12 % to 5 %.")
    dialog.get_by_role("button", name="Leave the trip").click()
    expect(ben.news).to_contain_text("The discount is 5 % now.")
    assert ben.witnessed("bursts") == 0


def test_rows_are_added_and_taken_out_and_a_reload_keeps_them(ben: Person) -> None:
    ben.fills_in_a_plan()
    ben.page.get_by_text("More: dates").click()
    ben.page.get_by_label("Group discount").fill("5")
    ben.page.get_by_text("More people, more discount").click()
    assert typed(ben) == [["", ""]]
    fills_in(ben, 0, "8", "12")
    for row, step in ((1, ("10", "13")), (2, ("12", "15"))):
        ben.page.get_by_role("button", name="Another step").click()
        fills_in(ben, row, *step)
    steps(ben)[1].get_by_role("button", name="Take out").click()
    assert typed(ben) == [["8", "12"], ["12", "15"]]
    ben.page.reload()
    expect(ben.page.locator(".step:visible")).to_have_count(2)
    assert typed(ben) == [["8", "12"], ["12", "15"]]
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()
    ladder = "5 % with 5 people, 12 % with 8 people, and 15 % with 12 people"
    expect(ben.page.get_by_text(ladder)).to_be_visible()


def test_what_is_wrong_with_steps_stands_beside_them(ben: Person) -> None:
    ben.fills_in_a_plan()
    ben.page.get_by_text("More: dates").click()
    ben.page.get_by_label("Group discount").fill("5")
    ben.page.get_by_text("More people, more discount").click()
    fills_in(ben, 0, "4", "12")
    ben.tap("Plan the trip")
    expect(ben.page.get_by_text("Each step needs more people and more percent")).to_be_visible()
    expect(ben.page.locator(".step input").first).to_be_focused()
    fills_in(ben, 0, "8", "12")
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()


def test_rows_follow_what_others_change_but_not_over_what_is_typed(
    server: Server, stepped: Planned, ben: Person
) -> None:
    opens_settings(ben, stepped)
    assert typed(ben) == [["3", "12"], ["5", "15"]]
    update(server, stepped, discountSteps=[{"members": 4, "percent": 13}])
    expect(ben.page.locator(".step:visible")).to_have_count(1)
    assert typed(ben) == [["4", "13"]]
    fills_in(ben, 0, "6", "14")
    update(server, stepped, discountSteps=[SECOND])
    expect(ben.page.get_by_text("This became “12 % with 3 people” meanwhile")).to_be_visible()
    assert typed(ben) == [["6", "14"]]


def test_without_scripts_steps_are_typed_into_four_rows(stepped: Planned, meet: Meet) -> None:
    ben = meet(java_script_enabled=False)
    ben.holds(f"trip-{stepped['trip']['id']}", stepped["adminId"])
    ben.opens(f"/trips/{stepped['trip']['id']}/settings")
    assert typed(ben) == [["3", "12"], ["5", "15"], ["", ""], ["", ""]]
    fills_in(ben, 2, "7", "20")
    ben.tap("Save changes")
    expect(ben.page.get_by_text("and 20 % with 7 people").first).to_be_visible()
