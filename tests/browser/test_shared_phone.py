"""Nothing that somebody typed stays on a phone for whoever has it next."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.browser.people import Meet, Person, Planned
from tests.server import Server

NUMBER = "+919876543210"
HELD = "JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state])"


def fills_in(guest: Person, trip: Planned, name: str = "Asha") -> None:
    guest.opens_invitation(trip)
    guest.name_field.fill(name)
    guest.page.get_by_label("Mobile").fill(NUMBER)


def leaves(guest: Person) -> None:
    guest.arrives_at_the_hub()
    guest.page.get_by_role("link", name="Leave the trip").click()
    guest.tap("Leave the trip")
    expect(guest.page.get_by_role("heading", name="You have left the trip")).to_be_visible()


def sends_nothing(route: Route) -> None:
    route.abort() if route.request.method == "POST" else route.fallback()


def typed_in(page: Page) -> list[str]:
    fields = page.locator("input:not([type=radio], [name=key], [name^=csrf]), textarea").all()
    return [text for field in fields if (text := field.input_value())]


@pytest.mark.parametrize("is_taken", [False, True])
@pytest.mark.parametrize("has_scripts", [True, False])
def test_back_after_leaving_shows_nothing_that_was_typed(
    server: Server, meet: Meet, trip: Planned, has_scripts: bool, is_taken: bool
) -> None:
    if is_taken:
        server.join(trip, "Asha")
    asha = meet(java_script_enabled=has_scripts)
    asha.opens("/enter")
    asha.page.get_by_label("Your personal link").fill("a-secret-of-hers")
    fills_in(asha, trip)
    asha.tap("Count Me In")
    if is_taken:
        asha.tap("No, join as another")
    leaves(asha)
    for _ in range(4):
        with suppress(Error):  # the browser asks whether the form shall be sent again
            asha.page.go_back()
        texts = " ".join(typed_in(asha.page))
        assert NUMBER not in texts
        assert "a-secret" not in texts
        assert "Asha" not in texts or "?name=Asha" in asha.page.url


def test_back_after_planning_shows_no_number(ben: Person) -> None:
    ben.fills_in_a_plan()
    ben.page.get_by_text("More: dates").click()
    ben.page.get_by_label("Your mobile").fill(NUMBER)
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()
    ben.page.go_back()
    expect(ben.page.get_by_role("heading", name="Your trips")).to_be_visible()
    assert NUMBER not in typed_in(ben.page)


def test_who_leaves_leaves_no_draft_behind(trip: Planned, asha: Person) -> None:
    asha.opens("/")
    asha.page.get_by_label("Where to, or what for?").fill("A secret of hers")
    fills_in(asha, trip)
    asha.tap("Count Me In")
    leaves(asha)
    asha.page.wait_for_function(
        "Object.keys(sessionStorage).every((name) => !name.includes('draft'))"
    )
    asha.opens("/")
    assert "A secret of hers" not in typed_in(asha.page)


@pytest.mark.parametrize("next_page", ["/enter", "/", "{invitation}"])
def test_a_number_that_was_being_sent_is_there_for_the_next_page_alone(
    trip: Planned, asha: Person, next_page: str
) -> None:
    """Who closes the form while it waits, and opens another page of ours, leaves no number."""
    asha.context.route("**/join/*", sends_nothing)
    fills_in(asha, trip)
    asha.tap("Count Me In")
    expect(asha.page.get_by_text("Your tap is safe").first).to_be_visible()
    assert NUMBER in asha.page.evaluate(HELD)
    invitation = f"/join/{trip['tripId']}"
    asha.opens(next_page.format(invitation=invitation))
    expect(asha.page.locator("form").first).to_be_visible()
    asha.page.wait_for_function(f"!JSON.stringify({{ ...sessionStorage }}).includes('{NUMBER}')")
    if next_page == "{invitation}":
        expect(asha.page.get_by_label("Mobile")).to_have_value(NUMBER)
        return
    asha.opens(invitation)
    expect(asha.name_field).to_have_value("Asha")
    expect(asha.page.get_by_label("Mobile")).to_have_value("")


def test_a_tab_that_comes_back_later_has_forgotten_the_number(trip: Planned, asha: Person) -> None:
    asha.page.clock.install()
    asha.context.route("**/join/*", sends_nothing)
    fills_in(asha, trip)
    asha.tap("Count Me In")
    expect(asha.page.get_by_text("Your tap is safe").first).to_be_visible()
    held = asha.page.evaluate("JSON.stringify({ ...sessionStorage })")
    asha.opens("/enter")
    asha.page.evaluate("(held) => Object.assign(sessionStorage, JSON.parse(held))", held)
    asha.page.clock.fast_forward("11:00")
    asha.opens_invitation(trip)
    expect(asha.name_field).to_have_value("Asha")
    expect(asha.page.get_by_label("Mobile")).to_have_value("")
