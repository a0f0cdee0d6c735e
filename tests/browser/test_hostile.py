"""Hostile words that arrive while one looks on: they are read, they run nowhere, they fit."""

from typing import Any

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server

pytestmark = pytest.mark.once

WIDTH = 360
SMALL = {"viewport": {"width": WIDTH, "height": 640}, "has_touch": True, "is_mobile": True}
NAMES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'\"><svg onload=alert(1)>",
    "{{constructor.constructor('alert(1)')()}",
    "${alert(1)} {% debug %} #{7*7}",
    "javascript:alert(1)",
    "W" * 40,
    "👩‍👩‍👧‍👦🏴‍☠️😀🌴🚀",
    "عائشة <b>بنت</b> 李小龍",
]
OPTIONS = [*NAMES, "</option></template><iframe src=javascript:alert(1)>", "m" * 80]
TITLE = "</title><script>alert(1)</script>" + "W" * 40
BIDI = ["A\u202esha", "A\u2066sha", "\u200fAsha", "A\u200bsha"]


@pytest.fixture
def asha(meet: Meet) -> Person:
    return warned(meet(SMALL))


@pytest.fixture
def ben(meet: Meet) -> Person:
    return warned(meet(SMALL))


def warned(person: Person) -> Person:
    """A dialog is a fault, like an error."""

    def note(dialog: Dialog) -> None:
        person.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    person.page.on("dialog", note)
    return person


def organises(server: Server, trip: Planned, call: str, **body: Any) -> dict[str, Any]:
    answer = server.call(call, tripId=trip["tripId"], adminId=trip["adminId"], **body)
    answer.raise_for_status()
    done: dict[str, Any] = answer.json()
    return done


def is_unharmed(person: Person) -> None:
    assert person.witnessed("violations") == []
    assert (
        person.page.locator(
            "script:not([src], [type='application/json']), iframe, [onload], [onerror]"
        ).count()
        == 0
    )
    assert person.page.evaluate("document.scrollingElement.scrollWidth") <= WIDTH


def test_hostile_names_and_a_hostile_title_reach_an_open_hub(
    server: Server, ben: Person, asha: Person
) -> None:
    trip = server.plan(30)
    ben.enters(trip, trip["adminId"])
    asha.opens_invitation(trip)
    expect(asha.names).to_have_text(["Ben"])
    for name in NAMES:
        server.join(trip, name)
    organises(server, trip, "update", tripName=TITLE)
    for person, heading in ((ben, TITLE), (asha, f"Ben invites you to {TITLE}")):
        expect(person.names).to_have_text(["Ben", *NAMES])
        expect(person.page.get_by_role("heading", level=1)).to_have_text(heading)
        is_unharmed(person)
    dialog = ben.asks_to_remove(NAMES[0])
    expect(dialog).to_be_visible()
    is_unharmed(ben)
    asha.page.reload()
    expect(asha.names).to_have_text(["Ben", *NAMES])
    is_unharmed(asha)


def test_hostile_questions_and_options_reach_an_open_ballot(
    server: Server, ben: Person, asha: Person
) -> None:
    trip = server.plan(2)
    key = server.join(trip, NAMES[1])["memberKey"]
    ben.enters(trip, trip["adminId"])
    poll = organises(server, trip, "open-poll", question=TITLE, options=["Here", "There"])["poll"]
    asha.enters(trip, key)
    asha.opens_poll(trip, poll)
    expect(asha.poll.locator(".option__text")).to_have_text(["Here", "There"])
    for text in OPTIONS:
        organises(server, trip, "add-option", pollId=poll["id"], text=text)
    expect(asha.poll.locator(".option__text")).to_have_text(["Here", "There", *OPTIONS])
    expect(ben.polls.locator(".option__text")).to_have_text(["Here", "There", *OPTIONS])
    asha.votes_for(OPTIONS[0])
    for person in (ben, asha):
        is_unharmed(person)


@pytest.mark.parametrize("name", BIDI)
def test_what_would_turn_the_words_around_it_is_refused(server: Server, name: str) -> None:
    invitation = server.plan()["tripId"]
    answer = server.call("join", invitation_token=invitation, guest_name=name)
    assert (answer.status_code, [*answer.json()["fields"]]) == (422, ["guest_name"])
