"""A name that is taken is a fork, not an error; a personal link opens a second browser."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.people import Meet, Person, Planned
from tests.browser.test_joining import has_to_wait_once
from tests.server import Server


def stands_at_the_fork(person: Person, trip: Planned, name: str) -> None:
    person.opens_invitation(trip)
    person.name_field.fill(name)
    person.tap("Count Me In")
    question = f"{name} is already on the list. Is that you?"
    expect(person.page.get_by_role("heading", name=question)).to_be_visible()


def test_no_joins_as_another_of_that_name_with_the_number_typed_before(
    server: Server, trip: Planned, asha: Person
) -> None:
    server.join(trip, "Asha")
    asha.opens_invitation(trip)
    asha.page.get_by_label("Mobile").fill("+91 98765 43210")
    asha.name_field.fill("Asha")
    asha.tap("Count Me In")
    expect(asha.page.get_by_role("heading", name="Is that you?")).to_be_visible()
    with asha.page.expect_request(lambda request: request.method == "POST") as posted:
        asha.tap("No, join as another Asha")
    assert "+91 98765 43210" in (posted.value.post_data or "")
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha", "Asha (2)"])


def test_a_no_that_came_too_often_waits_as_told_and_joins_once(
    server: Server, trip: Planned, asha: Person
) -> None:
    server.join(trip, "Asha")
    stands_at_the_fork(asha, trip, "Asha")
    sent = has_to_wait_once(asha)
    with asha.tries_once():
        asha.tap("No, join as another Asha")
        waits = asha.page.locator("[data-progress]")
        expect(waits).to_contain_text("Your tap is safe: next try in 1")
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha", "Asha (2)"])
    assert sent == [sent[0]] * 2


def test_yes_asks_the_organiser_who_lets_in_and_ends_the_browser_that_held_the_name_before(
    server: Server, trip: Planned, ben: Person, asha: Person, chloe: Person
) -> None:
    chloe.enters(trip, server.join(trip, "Asha")["memberKey"])
    ben.enters(trip, trip["adminId"])
    stands_at_the_fork(asha, trip, "Asha")
    asha.tap("Yes, it’s me")
    expect(asha.page.get_by_text("You asked to be let in as Asha.")).to_be_visible()
    waiting = ben.page.get_by_role("region", name="Waiting for your answer")
    expect(waiting).to_contain_text("Someone says they are Asha.")
    ben.tap("Let in")
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha"])
    expect(waiting).to_be_hidden()
    expect(chloe.page.get_by_text("this link was replaced").last).to_be_visible()


def test_not_her_is_told_in_one_sentence_to_the_asking_browser_which_may_join_under_another_name(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    server.join(trip, "Asha")
    stands_at_the_fork(asha, trip, "Asha")
    asha.tap("Yes, it’s me")
    ben.enters(trip, trip["adminId"])
    ben.tap("Not Asha")
    notice = asha.page.get_by_text("An organiser did not recognise you as Asha.")
    expect(notice).to_be_visible()
    assert stands_within_its_sentence(notice.locator("bdi"), notice)
    asha.name_field.fill("Asha from work")
    asha.tap("Count Me In")
    asha.arrives_at_the_hub()


def stands_within_its_sentence(name: Locator, sentence: Locator) -> bool:
    """On no line and in no column of its own."""
    rows = "element => new Set([...element.getClientRects()].map(({ top }) => top)).size"
    part, whole = name.bounding_box(), sentence.bounding_box()
    assert part
    assert whole
    is_beside_words = part["x"] > whole["x"] + 40 and part["width"] < whole["width"] / 2
    return bool(name.evaluate(rows) == 1 and is_beside_words)


def test_the_personal_link_puts_a_second_browser_in(
    trip: Planned, asha: Person, meet: Meet
) -> None:
    asha.joins(trip, "Asha")
    asha.page.get_by_text("Show", exact=True).click()
    link = asha.page.get_by_label("Your link").input_value()
    laptop = meet()
    laptop.opens(link)
    laptop.arrives_at_the_hub()
    expect(laptop.names).to_have_text(["Ben", "Asha"])
    expect(laptop.page.locator("li", has_text="Asha").get_by_text("you")).to_be_visible()
    assert link.rpartition("#")[2] not in laptop.page.evaluate("document.documentElement.baseURI")


def test_the_key_of_a_personal_link_reaches_no_server_address_and_no_history(
    trip: Planned, asha: Person
) -> None:
    requested: list[str] = []
    asha.page.on("request", lambda request: requested.append(request.url.partition("#")[0]))
    asha.page.on("websocket", lambda line: requested.append(line.url))
    asha.opens("/")
    asha.opens(f"/enter#{trip['adminId']}")
    asha.arrives_at_the_hub()
    expect(asha.connection).to_have_text("Live")
    assert any(url.startswith("ws") for url in requested)
    asha.page.go_back()
    expect(asha.page).to_have_url(re.compile("/(enter)?$"))
    assert [url for url in requested if trip["adminId"] in url] == []


def test_a_yes_by_mistake_is_taken_back_before_the_organisers_eyes(
    server: Server, trip: Planned, ben: Person, asha: Person
) -> None:
    server.join(trip, "Asha")
    ben.enters(trip, trip["adminId"])
    stands_at_the_fork(asha, trip, "Asha")
    asha.tap("Yes, it’s me")
    waiting = ben.page.get_by_role("region", name="Waiting for your answer")
    expect(waiting).to_be_visible()
    asha.tap("I am somebody else")
    expect(waiting).to_be_hidden()
    asha.name_field.fill("Asha from work")
    asha.tap("Count Me In")
    asha.arrives_at_the_hub()
