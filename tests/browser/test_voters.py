"""Who voted what is seen live by those who look at the poll, where the poll shows it."""

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.people import Meet, Person, Planned
from tests.server import Server

FIRST = date.today() + timedelta(days=40)
NAMES = ("Asha", "Chloé", "Dev", "李小龍")


@pytest.fixture
def five(server: Server, trip: Planned) -> dict[str, Any]:
    """Ben and his friends, and their keys."""
    keys = {name: server.join(trip, name)["memberKey"] for name in NAMES}
    return {**trip, "keys": {"Ben": trip["adminId"], **keys}}


def asks(server: Server, trip: Planned, call: str, **terms: Any) -> Any:
    mine = {"tripId": trip["tripId"], "adminId": trip["adminId"], "showsVoters": True}
    return server.call(call, **mine, **terms).raise_for_status().json()["poll"]


def says(server: Server, trip: Planned, name: str, poll: Any, *numbers: int, **more: Any) -> None:
    chosen = [poll["options"][number]["id"] for number in numbers]
    mine = {"tripId": trip["tripId"], "memberKey": trip["keys"][name], "pollId": poll["id"]}
    server.call("vote", **mine, options=chosen, optionsVersion=1, **more).raise_for_status()


def test_names_come_and_go_live_and_the_fold_stays_open(
    server: Server, five: Planned, asha: Person
) -> None:
    poll = asks(server, five, "open-poll", question="Where?", options=["Hut", "Tent"])
    for name in NAMES:
        says(server, five, name, poll, 0)
    asha.enters(five, five["keys"]["Asha"])
    asha.opens(f"/trips/{five['trip']['id']}/polls/{poll['id']}")
    expect(asha.page.get_by_text("Everybody on the trip sees who chose what.")).to_be_visible()
    hut = asha.poll.locator(".option").first
    hut.get_by_text("Asha, Chloé, and 2 more").tap()
    whole = hut.locator("details p")
    expect(whole).to_have_text("Asha, Chloé, Dev, and 李小龍", use_inner_text=True)
    says(server, five, "Chloé", poll, 1)
    expect(asha.poll.locator(".option").last).to_contain_text("Chloé", use_inner_text=True)
    expect(hut).to_contain_text("Asha, Dev, and 李小龍", use_inner_text=True)
    expect(hut.locator("input")).to_be_checked()
    says(server, five, "Chloé", poll, 0)
    expect(whole).to_have_text("Asha, Chloé, Dev, and 李小龍", use_inner_text=True)


@pytest.mark.parametrize("script", [True, False])
def test_a_table_at_a_desk_and_a_list_on_a_phone_say_who_said_what(
    server: Server, five: Planned, meet: Meet, ben: Person, script: bool
) -> None:
    days = [f"{FIRST}", f"{FIRST + timedelta(days=7)}"]
    poll = asks(server, five, "ask-for-dates", question="When?", dates=days)
    need_be = [poll["options"][1]["id"]]
    says(server, five, "Asha", poll, 0, maybes=need_be)
    phone = meet(PHONE, java_script_enabled=script)
    for person in (ben, phone):
        person.holds(f"trip-{five['trip']['id']}", five["keys"]["Ben"])
        person.opens(f"/trips/{five['trip']['id']}/polls/{poll['id']}")
    said = ben.page.get_by_role("row", name="Asha").get_by_role("cell")
    expect(said).to_have_text(["✓ Yes", "~ If need be"])
    expect(phone.page.get_by_role("table")).to_be_hidden()
    for number, words in enumerate(("Yes: Asha", "If need be: Asha")):
        named = phone.poll.locator(".date").nth(number)
        expect(named).to_contain_text(words, use_inner_text=True)
    says(server, five, "Dev", poll)
    of_dev = ben.page.get_by_role("row", name="Dev").get_by_role("cell")
    expect(of_dev).to_have_text(["✕ No"] * 2)
    asha = {"tripId": five["tripId"], "memberKey": five["keys"]["Asha"]}
    server.call("rename-member", **asha, name="Asha K.").raise_for_status()
    expect(ben.page.get_by_role("row", name="Asha K.").get_by_role("cell")).to_have_count(2)
