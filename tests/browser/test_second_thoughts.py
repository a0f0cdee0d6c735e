"""What somebody does while a tap is on its way, and after: it counts as they mean it."""
# ruff: noqa: F811 - the group is that of test_polls, whose fixture stands in the parameters

import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import Person, Planned, closes, is_by_script
from tests.browser.test_patience import SAFE
from tests.browser.test_polls import DATES, asks, group, organises, votes  # noqa: F401
from tests.server import Server

TRIED_AGAIN_WITHIN_MS = 2_500
ABOUT = "This is being sent as it was when you tapped."


def holds_posts(person: Person) -> list[Route]:
    """The person's forms stay on their way until a test lets each go on, or not."""
    held: list[Route] = []
    person.context.route(
        "**/*",
        lambda route: held.append(route) if is_by_script(route.request) else route.fallback(),
    )
    return held


def loses_answers(person: Person) -> list[int]:
    """What the person's forms do is done, but no answer arrives; gives the statuses."""
    lost: list[int] = []

    def lose(route: Route) -> None:
        if not is_by_script(route.request):
            return route.fallback()
        lost.append(route.fetch().status)
        route.abort()

    person.context.route("**/*", lose)
    return lost


def finds_the_way(person: Person) -> None:
    person.context.unroute("**/*")


def answers_with(person: Person, **answer: Any) -> list[str]:
    """Whoever the person's forms meet answers so; gives the addresses."""
    asked: list[str] = []

    def answer_posts(route: Route) -> None:
        if not is_by_script(route.request):
            return route.fallback()
        asked.append(route.request.url)
        route.fulfill(**answer)

    person.context.route("**/*", answer_posts)
    return asked


@pytest.mark.parametrize("how", ["Go back", "Escape"])
def test_a_question_that_is_closed_while_its_answer_is_on_the_way_is_not_asked_again(
    server: Server, trip: Planned, ben: Person, how: str
) -> None:
    server.join(trip, "Asha")
    ben.enters(trip, trip["adminId"])
    held = holds_posts(ben)
    dialog = ben.asks_to_remove("Asha")
    with ben.page.expect_event("requestfailed") as called_back:
        dialog.get_by_role("button", name="Remove Asha").click()
        expect(dialog.get_by_role("button", name="Remove Asha")).to_be_disabled()
        closes(dialog, how)
    assert called_back.value.method == "POST"
    ben.page.wait_for_timeout(TRIED_AGAIN_WITHIN_MS)
    assert len(held) == 1
    expect(ben.names).to_have_text(["Ben", "Asha"])


def test_a_new_link_that_is_on_its_way_arrives_though_the_question_is_closed(
    trip: Planned, ben: Person
) -> None:
    """The server has ended the old one: nobody else has the new."""
    ben.enters(trip, trip["adminId"])
    held = holds_posts(ben)
    ben.page.get_by_role("link", name="Replace your organiser link").click()
    dialog = ben.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Replace your organiser link").click()
    expect(dialog.get_by_role("button", name="Replace")).to_be_disabled()
    closes(dialog, "Escape")
    with ben.page.expect_navigation():
        held[0].fallback()
    finds_the_way(ben)
    ben.opens(f"/trips/{trip['trip']['id']}")
    expect(ben.connection).to_have_text("Live")


def test_a_new_link_whose_answer_was_lost_is_asked_for_again_as_the_same_call(
    trip: Planned, ben: Person
) -> None:
    ben.enters(trip, trip["adminId"])
    lost = loses_answers(ben)
    ask = ben.page.get_by_role("link", name="Replace your organiser link")
    button = ben.page.get_by_role("dialog").get_by_role("button", name="Replace your organiser")
    ask.click()
    button.click()
    expect(ben.page.get_by_role("dialog").get_by_text(SAFE)).to_be_visible()
    closes(ben.page.get_by_role("dialog"), "Escape")
    finds_the_way(ben)
    ask.click()
    with ben.page.expect_navigation():
        button.click()
    ben.sees("1/5")
    assert lost == [200]


def test_what_is_asked_anew_is_done_anew(server: Server, trip: Planned, ben: Person) -> None:
    """The first answer was lost, and what it did was taken back meanwhile."""
    asha = server.join(trip, "Asha")["member"]["id"]
    ben.enters(trip, trip["adminId"])
    loses_answers(ben)
    dialog = ben.asks_to_remove("Asha")
    dialog.get_by_role("button", name="Remove Asha").click()
    expect(dialog.get_by_text(SAFE)).to_be_visible()
    closes(dialog, "Escape")
    finds_the_way(ben)
    expect(ben.names).to_have_text(["Ben"])
    restores = {"tripId": trip["tripId"], "adminId": trip["adminId"], "memberId": asha}
    server.call("restore-member", **restores).raise_for_status()
    expect(ben.names).to_have_text(["Ben", "Asha"])
    ben.removes("Asha")
    expect(ben.names).to_have_text(["Ben"])


def test_a_name_that_was_set_back_meanwhile_is_set_again(
    server: Server, trip: Planned, ben: Person
) -> None:
    """By a page and its fields, as by a question."""
    key = server.join(trip, "Ash")["memberKey"]
    path = f"/trips/{trip['trip']['id']}/name"
    ben.enters(trip, key)
    ben.opens(path)
    loses_answers(ben)
    ben.page.get_by_label("New name").fill("Asha")
    ben.tap("Save the name")
    expect(ben.page.get_by_text(SAFE).first).to_be_visible()
    me = server.call("me", tripId=trip["tripId"], memberKey=key).json()["member"]["id"]
    back = {"tripId": trip["tripId"], "adminId": trip["adminId"], "memberId": me, "name": "Ash"}
    server.call("rename-member", **back).raise_for_status()
    finds_the_way(ben)
    ben.opens(path)
    ben.page.get_by_label("New name").fill("Asha")
    ben.tap("Save the name")
    ben.arrives_at_the_hub()
    expect(ben.names).to_have_text(["Ben", "Asha"])


def test_what_is_on_its_way_stays_as_it_was_sent(ben: Person) -> None:
    letters = "field => getComputedStyle(field).font"
    ben.fills_in_a_plan()
    ben.page.get_by_text("More: dates").click()
    title = ben.page.get_by_label("Where to, or what for?")
    typed_in = title.evaluate(letters)
    ben.context.set_offline(True)
    ben.tap("Plan the trip")
    expect(ben.page.get_by_text(SAFE)).to_be_visible()
    expect(title).not_to_be_editable()
    assert title.evaluate(letters) == typed_in
    title.press("Control+c")
    expect(ben.page.get_by_text(ABOUT)).to_have_count(0)
    title.press("x")
    expect(ben.page.get_by_text(ABOUT)).to_be_visible()
    zone = ben.page.locator("select")
    before = zone.input_value()
    zone.focus()
    ben.page.keyboard.press("ArrowDown")
    zone.evaluate("list => { list.selectedIndex = 3; list.dispatchEvent(new Event('change')) }")
    expect(zone).to_have_value(before)
    ben.context.set_offline(False)
    ben.arrives_at_the_hub()
    expect(ben.page.get_by_role("heading", name="Goa", exact=True)).to_be_visible()


@pytest.mark.parametrize("most", [1, 2])
def test_a_vote_that_is_on_its_way_stays_as_it_was_sent(
    server: Server, group: Planned, asha: Person, most: int
) -> None:
    poll = asks(server, group, mostChoices=most)
    asha.enters(group, group["keys"]["Asha"])
    asha.opens_poll(group, poll)
    asha.chooses(DATES[0])
    asha.context.set_offline(True)
    asha.vote_button.click()
    expect(asha.page.get_by_text(SAFE).first).to_be_visible()
    asha.page.get_by_label(DATES[1]).click(force=True)
    expect(asha.page.get_by_text(ABOUT)).to_be_visible()
    expect(asha.page.get_by_label(DATES[1])).not_to_be_checked()
    with asha.page.expect_navigation():
        asha.context.set_offline(False)
    expect(asha.poll.locator(".option", has_text=DATES[0])).to_contain_text("your vote")


def test_after_a_refusal_everything_can_be_changed_again(ben: Person) -> None:
    ben.fills_in_a_plan()
    ben.page.get_by_label("How many unlock").fill("1")
    ben.page.evaluate("document.querySelector('main form').noValidate = true")
    ben.tap("Plan the trip")
    expect(ben.page.get_by_label("How many unlock")).to_have_attribute("aria-invalid", "true")
    for label in ("Where to, or what for?", "How many unlock"):
        expect(ben.page.get_by_label(label)).to_be_editable()
    expect(ben.page.locator("[aria-disabled]")).to_have_count(0)


def test_a_redirect_of_somebody_between_us_is_no_answer(ben: Person) -> None:
    """A hotel that sends everything to its own login, and lets it pass after that."""
    login = answers_with(ben, status=302, headers={"Location": "https://login.example/"})
    ben.fills_in_a_plan()
    ben.tap("Plan the trip")
    expect(ben.page.get_by_text(SAFE)).to_be_visible()
    assert len(login) == 1
    finds_the_way(ben)
    ben.arrives_at_the_hub()
    ben.sees("1/5")


def test_where_every_answer_is_a_redirect_the_form_goes_itself_and_loses_nothing(
    ben: Person,
) -> None:
    def lead_away(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        route.fulfill(status=302, headers={"Location": "/enter"})

    ben.context.route("**/*", lead_away)
    ben.fills_in_a_plan()
    ben.tap("Plan the trip")
    expect(ben.page.get_by_role("heading", name="Enter your trip")).to_be_visible()
    finds_the_way(ben)
    ben.opens("/")
    expect(ben.page.get_by_label("Where to, or what for?")).to_have_value("Goa")
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()


def test_who_waits_to_be_let_in_keeps_the_page_without_a_network(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    server.join(trip, "Asha")
    asha.page.clock.install()
    asha.opens(f"/join/{trip['tripId']}?name=Asha")
    asha.tap("Yes, it’s me")
    waiting = asha.page.get_by_text("You asked to be let in as Asha.")
    expect(waiting).to_be_visible()
    asha.page.evaluate("window.isTheSamePage = true")
    asha.context.set_offline(True)
    asha.page.clock.fast_forward(21_000)
    expect(waiting).to_be_visible()
    asha.context.set_offline(False)
    asha.page.clock.fast_forward(21_000)
    expect(waiting).to_be_visible()
    assert asha.page.evaluate("window.isTheSamePage")
    ben.enters(trip, trip["adminId"])
    with ben.page.expect_navigation():
        ben.tap("Let in")
    asha.page.clock.fast_forward(21_000)
    asha.arrives_at_the_hub()


def test_a_tap_that_waits_stays_in_sight_when_joining_closes_in_a_browser_of_any_age(
    server: Server, trip: Planned, asha: Person
) -> None:
    with_styles_of_before_has(asha)
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    has_to_wait_a_while(asha)
    asha.tap("Count Me In")
    progress = asha.page.locator("join-form [data-progress]")
    expect(progress).to_contain_text("Your tap is safe")
    closing = {"tripId": trip["tripId"], "adminId": trip["adminId"]}
    server.call("close", **closing).raise_for_status()
    expect(asha.news).to_contain_text("Joining is closed")
    expect(progress).to_be_visible()
    expect(asha.page.get_by_role("heading", name="Joining is closed")).to_be_hidden()
    expect(asha.page.get_by_role("heading", name="Joining is closed")).to_be_visible(timeout=10_000)
    expect(asha.name_field).to_be_hidden()


def with_styles_of_before_has(person: Person) -> None:
    def forget(route: Route) -> None:
        answer = route.fetch()
        kept = re.sub(r"@supports selector\(:has[^{]*\{([^{}]|\{[^{}]*\})*\}", "", answer.text())
        route.fulfill(response=answer, body=kept)

    person.context.route("**/*.css", forget)


def has_to_wait_a_while(person: Person) -> None:
    tries: list[str] = []

    def say_too_many(route: Route) -> None:
        if not is_by_script(route.request) or tries:
            return route.fallback()
        tries.append(route.request.url)
        route.fulfill(status=429, headers={"Retry-After": "5"}, json={})

    person.context.route("**/join/*", say_too_many)


@pytest.mark.parametrize(
    ("voted", "touches", "sees"),
    [
        (True, False, None),
        (True, True, "before this change was sent. The vote that you cast before counts."),
        (False, True, "The poll closed before your choice was sent, so it does not count."),
        (False, False, None),
    ],
)
def test_what_is_said_of_a_ballot_at_the_close_is_true_of_every_device(
    server: Server, group: Planned, asha: Person, voted: bool, touches: bool, sees: str | None
) -> None:
    poll = asks(server, group)
    asha.enters(group, group["keys"]["Asha"])
    asha.opens_poll(group, poll)
    if touches:
        asha.chooses(DATES[1])
    if voted:
        votes(server, group, poll, "Asha", DATES[0])
    organises(server, group, "close-poll", pollId=poll["id"])
    mine = asha.poll.locator(".option__mine:visible")
    expect(asha.vote_button).to_be_hidden()
    expect(mine).to_have_count(int(voted))
    complaint = asha.page.locator("poll-ballot [data-message]")
    expect(complaint).to_contain_text(sees) if sees else expect(complaint).to_be_hidden()
    expect(asha.page.get_by_label(DATES[0])).to_be_checked(checked=voted)
    expect(asha.page.get_by_label(DATES[1])).not_to_be_checked()
    asha.page.reload()
    expect(complaint).to_be_hidden()


def test_your_vote_stands_where_you_cast_it_last_though_the_poll_is_closed(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group)
    votes(server, group, poll, "Asha", DATES[0])
    asha.enters(group, group["keys"]["Asha"])
    votes(server, group, poll, "Asha", DATES[1])
    organises(server, group, "close-poll", pollId=poll["id"])
    expect(asha.polls.locator(".option", has_text=DATES[1])).to_contain_text(
        "your vote", use_inner_text=True
    )


def test_a_device_whose_clock_is_set_while_a_tap_waits_sends_it_when_it_is_due(
    trip: Planned, asha: Person
) -> None:
    has_to_wait_a_while(asha)
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    asha.tap("Count Me In")
    expect(asha.page.locator("[data-progress]")).to_contain_text("Your tap is safe")
    asha.page.evaluate("{ const now = Date.now; Date.now = () => now() - 3_600_000 }")
    asha.arrives_at_the_hub()


def test_a_tap_at_which_the_server_breaks_says_so_and_can_be_tapped_again(ben: Person) -> None:
    asked = answers_with(ben, status=500, json={"success": False, "error": "failed"})
    ben.fills_in_a_plan()
    ben.tap("Plan the trip")
    expect(ben.page.get_by_text("it is our fault, not yours")).to_be_focused(timeout=10_000)
    assert len(asked) == 3
    expect(ben.name_field).to_have_value("Ben")
    finds_the_way(ben)
    ben.tap("Plan the trip")
    ben.arrives_at_the_hub()
