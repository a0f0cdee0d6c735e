"""Every form is as patient as the one that joins: a tap is never lost, nothing typed is."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Request, Route, expect

from tests.browser.people import Person, Planned, closes, is_by_script
from tests.server import Server

SAFE = re.compile("Your (tap|vote) is safe")
FIELD = re.compile(r'name="([^"]+)"\r\n\r\n(.*?)\r\n-', re.DOTALL)
Sent = dict[str, list[Any]]


def stumbles(person: Person) -> Sent:
    """The first answer to each form is lost, or that it came too often, in turn."""
    sent: Sent = {}

    def answer(route: Route) -> None:
        if not is_by_script(route.request):
            return route.fallback()
        tries = sent.setdefault(route.request.url, [])
        tries.append(fields_of(route.request))
        if len(tries) > 1:
            route.fallback()
        elif len(sent) % 2:
            route.abort()
        else:
            route.fulfill(status=429, headers={"Retry-After": "1"}, json={})

    person.context.route("**/*", answer)
    return sent


def fields_of(request: Request) -> list[tuple[str, str]]:
    """Without the token against other sites, which is new on each page."""
    fields = FIELD.findall((request.post_data_buffer or b"").decode())
    header = ("Idempotency-Key", request.headers.get("idempotency-key", ""))
    return [(name, text) for name, text in fields if name != "csrfmiddlewaretoken"] + [header]


def presses(person: Person, button: str | Locator) -> None:
    """Goes on with whatever page follows in the end."""
    if isinstance(button, str):
        button = person.page.get_by_role("button", name=button)
    person.page.evaluate("document.documentElement.dataset.isLeft = 'yes'")
    with person.tries_once():
        button.click()
        expect(person.page.get_by_text(SAFE).filter(visible=True).first).to_be_visible()
    expect(person.page.locator("html:not([data-is-left])")).to_be_attached(timeout=30_000)
    person.page.wait_for_load_state()


def confirms(person: Person, link: str) -> None:
    expect(person.connection).to_have_text("Live")
    person.page.get_by_role("link", name=link).click()
    presses(person, person.page.get_by_role("dialog").get_by_role("button", name=link))


def all_the_same(sent: Sent) -> bool:
    """Each form was tried twice, with the same key and words."""
    return all(len(tries) == 2 and tries[0] == tries[1] for tries in sent.values()) and all(
        has_one_key(dict(tries[0])) for tries in sent.values()
    )


def has_one_key(fields: dict[str, str]) -> bool:
    """As a header, by which nginx may repeat it; that of the form, if it has one."""
    header = fields["Idempotency-Key"]
    return header != "" and header == fields.get("attempt", fields.get("key", header))


def test_planning_and_what_an_organiser_decides_survive_a_bad_network(
    server: Server, ben: Person
) -> None:
    sent = stumbles(ben)
    ben.fills_in_a_plan()
    presses(ben, "Plan the trip")
    ben.page.get_by_role("link", name="Trip settings").click()
    ben.page.get_by_label("How many unlock").fill("2")
    presses(ben, "Save changes")
    ben.sees("1/2")
    confirms(ben, "Close joining")
    presses(ben, "Open joining again")
    confirms(ben, "Replace the invitation link")
    confirms(ben, "Make a recovery code")
    expect(ben.page.get_by_text(re.compile(r"^(\w{4}-){6}\w{4}$"))).to_be_visible()
    ben.page.get_by_role("link", name="I have written it down").click()
    confirms(ben, "Cancel the trip")
    expect(ben.page.get_by_role("heading", name="This trip was cancelled")).to_be_visible()
    assert len(sent) == 7
    assert all_the_same(sent)


def test_who_comes_and_goes_survives_a_bad_network(
    server: Server, small_trip: Planned, ben: Person, asha: Person
) -> None:
    ben.enters(small_trip, small_trip["adminId"])
    by_asha, by_ben = stumbles(asha), stumbles(ben)
    asha.opens_invitation(small_trip)
    asha.name_field.fill("Asha")
    presses(asha, "Count Me In")
    confirms(asha, "Leave the trip")
    expect(asha.page.get_by_text("You have left the trip")).to_be_visible()
    server.join(small_trip, "Dev")
    confirms(ben, "Remove Dev")
    presses(ben, "Undo")
    ben.sees("2/2")
    asha.opens(f"/join/{small_trip['tripId']}?name=Dev")
    presses(asha, "Yes, it’s me")
    presses(ben, "Let in")
    assert (len(by_asha), len(by_ben)) == (3, 3)
    assert all_the_same(by_asha)
    assert all_the_same(by_ben)


def test_polls_survive_a_bad_network(server: Server, small_trip: Planned, ben: Person) -> None:
    server.join(small_trip, "Asha")
    ben.enters(small_trip, small_trip["adminId"])
    sent = stumbles(ben)
    ben.opens(f"/trips/{small_trip['trip']['id']}/polls/new")
    ben.page.get_by_label("What is left to decide?").fill("Where to stay?")
    ben.page.get_by_label("Options").fill("Hotel\nCamping")
    presses(ben, "Open the poll")
    ben.chooses("Hotel")
    presses(ben, ben.vote_button)
    presses(ben, "Withdraw my vote")
    ben.page.get_by_text("Add an option").click()
    ben.page.get_by_label("One more option").fill("Hostel")
    presses(ben, "Add it")
    confirms(ben, "Close the poll")
    expect(ben.connection).to_have_text("Live")
    ben.page.get_by_role("link", name="Pick Camping").click()
    presses(ben, ben.page.get_by_role("dialog").get_by_role("button", name="Pick Camping"))
    expect(ben.page.get_by_text("Decided: Camping")).to_be_visible()
    presses(ben, "Undo the pick")
    expect(ben.page.get_by_role("link", name="Pick Camping")).to_be_visible()
    assert all_the_same(sent)


def test_a_personal_link_survives_a_bad_network(trip: Planned, ben: Person) -> None:
    stumbles(ben)
    with ben.page.expect_navigation(url="**/trips/*"), ben.tries_once():
        ben.opens(f"/enter#{trip['adminId']}")
        expect(ben.page.get_by_text(SAFE)).to_be_visible()
    ben.sees("1/5")


def test_a_plan_that_has_to_wait_long_says_so_and_keeps_everything(ben: Person) -> None:
    wait = {"status": 429, "headers": {"Retry-After": "2460"}, "json": {}}
    ben.context.route("**/*", lambda route: answer_posts(route, **wait))
    ben.fills_in_a_plan()
    ben.tap("Plan the trip")
    expect(ben.page.get_by_text("Your tap is safe: next try in 41 min")).to_be_visible()
    expect(ben.name_field).to_have_value("Ben")


def answer_posts(route: Route, **answer: Any) -> None:
    route.fulfill(**answer) if route.request.method == "POST" else route.fallback()


def test_what_was_typed_is_there_after_a_reload_and_plans_once(ben: Person) -> None:
    sent = stumbles(ben)
    ben.fills_in_a_plan()
    ben.page.get_by_text("More: dates").click()
    ben.page.get_by_label("Mobile").fill("+44 7911 123456")
    with ben.tries_once():
        ben.tap("Plan the trip")
        expect(ben.page.get_by_text(SAFE)).to_be_visible()
        ben.page.reload()
    expect(ben.page.get_by_label("Mobile")).to_have_value("+44 7911 123456")
    expect(ben.name_field).to_have_value("Ben")
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()
    assert all_the_same(sent)


def test_back_brings_the_form_with_what_was_typed(ben: Person) -> None:
    ben.fills_in_a_plan()
    ben.opens("/enter")
    ben.page.go_back()
    expect(ben.name_field).to_have_value("Ben")


def test_a_number_and_a_key_stay_with_nobody_who_comes_after(trip: Planned, asha: Person) -> None:
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    asha.page.get_by_label("Mobile").fill("+919876543210")
    asha.opens("/enter")
    asha.page.get_by_label("Your personal link").fill("a-secret-of-hers")
    asha.opens_invitation(trip)
    expect(asha.page.get_by_label("Mobile")).to_have_value("")
    kept = asha.page.evaluate("JSON.stringify(sessionStorage)")
    assert "9876543210" not in kept
    assert "a-secret-of-hers" not in kept


def test_settings_tell_what_is_wrong_beside_the_field_and_stay(trip: Planned, ben: Person) -> None:
    ben.enters(trip, trip["adminId"])
    ben.page.get_by_role("link", name="Trip settings").click()
    ben.page.get_by_label("Where to, or what for?").fill("Rome")
    capacity = ben.page.get_by_label("Maximum people")
    capacity.fill("2")
    ben.tap("Save changes")
    expect(capacity).to_be_focused()
    expect(capacity).to_have_attribute("aria-invalid", "true")
    expect(ben.page.get_by_label("Where to, or what for?")).to_have_value("Rome")
    capacity.fill("6")
    presses_once = ben.page.get_by_role("button", name="Save changes")
    with ben.page.expect_navigation():
        presses_once.click()
    expect(ben.page.get_by_role("heading", name="Rome")).to_be_visible()


@pytest.mark.parametrize("how", ["Go back", "Escape"])
def test_who_cancels_a_question_while_it_waits_has_not_asked(
    server: Server, trip: Planned, ben: Person, how: str
) -> None:
    """A tab out of sight draws no frame, without which a dialog has no "close"."""
    server.join(trip, "Asha")
    ben.context.add_init_script("addEventListener('close', e => e.stopPropagation(), true)")
    ben.enters(trip, trip["adminId"])
    dialog = ben.asks_to_remove("Asha")
    ben.context.set_offline(True)
    dialog.get_by_role("button", name="Remove Asha").click()
    expect(dialog.get_by_text(SAFE)).to_be_visible()
    closes(dialog, how)
    ben.context.set_offline(False)
    expect(ben.connection).to_have_text("Live")
    ben.page.reload()
    expect(ben.names).to_have_text(["Ben", "Asha"])


def test_a_browser_that_sends_no_cookie_is_told_so(ben: Person) -> None:
    def lose_cookies(route: Route) -> None:
        headers = {name: text for name, text in route.request.headers.items() if name != "cookie"}
        route.continue_(headers=headers)

    ben.fills_in_a_plan()
    ben.context.clear_cookies()
    ben.context.route("**/*", lose_cookies)
    ben.tap("Plan the trip")
    expect(ben.page.locator("[data-message]")).to_contain_text("cookies")
    expect(ben.name_field).to_have_value("Ben")


def test_a_page_of_somebody_between_us_is_no_answer(ben: Person) -> None:
    """A hotel that wants a login first answers everything with its own page."""
    pages: list[str] = []

    def answer(route: Route) -> None:
        if is_by_script(route.request) and not pages:
            pages.append(route.request.url)
            return route.fulfill(status=200, content_type="text/html", body="<h1>Log in</h1>")
        route.fallback()

    ben.context.route("**/*", answer)
    ben.fills_in_a_plan()
    presses(ben, "Plan the trip")
    ben.arrives_at_the_hub()


def test_what_the_script_cannot_do_the_form_does(ben: Person) -> None:
    ben.context.add_init_script("window.fetch = () => { throw new TypeError('no such thing') }")
    ben.fills_in_a_plan()
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()
    ben.sees("1/5")
