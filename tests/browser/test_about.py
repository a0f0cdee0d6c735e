"""What a trip is, as one reads it: links that lead where they say, a place on a map, live."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person, Planned
from tests.server import Server

pytestmark = pytest.mark.once

ABOUT = "Sun\nhttps://example.com/a?b=1&c=2.\njavascript:alert(1) <b>https://ben@evil.example</b>"
TRICKS = "https://xn--80ak6aa92e.com/ http://a.example data:text/html,x\n</details><script>"
DRAWN = """() => [...document.querySelectorAll(".description a, .place a")].map(
    ({ href, rel, dir, textContent }) => [href, rel, dir, textContent]
)"""


def changes(server: Server, trip: Planned, **terms: Any) -> None:
    answer = server.call("update", tripId=trip["tripId"], adminId=trip["adminId"], **terms)
    answer.raise_for_status()


def test_what_others_change_is_drawn_as_the_server_draws_it(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    ben.enters(trip, trip["adminId"])
    asha.opens_invitation(trip)
    changes(server, trip, description=ABOUT, place="Baga & <Café>")
    for person in (ben, asha):
        description = person.page.locator(".description")
        expect(description).to_have_text(ABOUT, use_inner_text=False)
        drawn = person.page.evaluate(DRAWN)
        assert [each[3] for each in drawn] == [each[3] for each in drawn if each[1]]
        person.page.reload()
        assert sorted(person.page.evaluate(DRAWN)) == sorted(drawn)
        assert {each[0] for each in drawn} == {
            "https://example.com/a?b=1&c=2",
            "https://www.openstreetmap.org/search?query=Baga%20%26%20%3CCaf%C3%A9%3E",
        }


def test_no_trick_becomes_a_link_or_runs(server: Server, trip: Planned, asha: Person) -> None:
    asha.opens_invitation(trip)
    changes(server, trip, description=TRICKS)
    expect(asha.page.locator(".description")).to_contain_text("xn--80ak6aa92e")
    assert asha.page.evaluate(DRAWN) == []
    assert asha.witnessed("violations") == []
    changes(server, trip, description="")
    expect(asha.page.locator(".about")).to_be_hidden()


def test_the_lines_are_typed_and_shown(server: Server, trip: Planned, ben: Person) -> None:
    ben.holds(f"trip-{trip['trip']['id']}", trip["adminId"])
    ben.opens(f"/trips/{trip['trip']['id']}/settings")
    ben.page.get_by_label("What it is").fill("One\n\nTwo")
    ben.tap("Save changes")
    ben.arrives_at_the_hub()
    shown = ben.page.locator(".description")
    assert shown.inner_text() == "One\n\nTwo"
    expect(ben.page.locator(".activity")).to_contain_text("There is a description now.")


def test_the_cover_is_live_on_hub_invitation_and_card(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    ben.enters(trip, trip["adminId"])
    asha.holds(f"trip-{trip['trip']['id']}", trip["adminId"])
    asha.opens("/")
    changes(server, trip, cover="⛵")
    for person in (ben, asha):
        expect(person.page.locator(".cover").first).to_have_text("⛵")
    expect(ben.page.locator(".activity")).to_contain_text("Emoji: now ⛵.")


def test_a_trip_is_planned_again_from_its_hub(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    changes(
        server, trip, description=ABOUT, startDate="2030-12-12", pricePerPerson=9, currency="EUR"
    )
    key = server.join(trip, "Asha")["memberKey"]
    asha.enters(trip, key)
    asha.page.get_by_role("link", name="Plan it again").locator("visible=true").click()
    expect(asha.page.get_by_label("What it is")).to_have_value(ABOUT)
    expect(asha.page.get_by_label("First day")).to_have_value("")
    expect(asha.name_field).to_have_value("Asha")
    asha.tap("Plan the trip")
    asha.arrives_at_the_hub()
    assert trip["trip"]["id"] not in asha.page.url
    expect(asha.page.locator(".description")).to_contain_text("Sun")
