"""A tap on "Count Me In" is never lost and never counted twice."""

import re

import httpx
from playwright.sync_api import Route, expect

from tests.browser.people import Person, Planned
from tests.server import Server

NEEDS_COUNTRY_CODE = re.compile("country code")


def posts_of(person: Person) -> list[str]:
    """The addresses that the person's page posts to from now on."""
    posted: list[str] = []
    person.page.on(
        "request", lambda request: posted.append(request.url) if request.method == "POST" else None
    )
    return posted


def test_ben_plans_a_trip_and_asha_joins_by_the_link_on_his_hub(ben: Person, asha: Person) -> None:
    invitation = ben.plans()
    ben.sees("1/5")
    asha.joins_by(invitation, "Asha")
    expect(asha.page.get_by_role("heading", name="Welcome to the Trip! 🎉")).to_be_visible()
    expect(asha.page.get_by_text("You are number 2 of 5")).to_be_visible()


def test_the_hub_greets_once_and_a_returning_member_never_sees_the_form_again(
    trip: Planned, asha: Person
) -> None:
    asha.joins(trip, "Asha")
    asha.page.reload()
    expect(asha.names).to_have_text(["Ben", "Asha"])
    expect(asha.page.get_by_text("You are number")).to_have_count(0)
    asha.opens_invitation(trip)
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha"])


def test_a_page_joins_nobody_who_has_not_tapped(
    server: Server, trip: Planned, asha: Person
) -> None:
    posted = posts_of(asha)
    asha.opens(f"/join/{trip['tripId']}?name=Asha&guest_name=Asha")
    asha.name_field.fill("Asha Rao")
    asha.page.reload()
    expect(asha.name_field).to_have_value(re.compile("Asha"))
    server.join(trip, "Dev")
    expect(asha.names).to_have_text(["Ben", "Dev"])
    assert posted == []


def test_a_double_click_joins_once(trip: Planned, asha: Person) -> None:
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    posted = posts_of(asha)
    asha.page.get_by_role("button", name="Count Me In").dblclick()
    asha.arrives_at_the_hub()
    asha.sees("2/5")
    assert len(posted) == 1


def test_a_tap_without_a_network_joins_once_when_the_network_is_back(
    trip: Planned, asha: Person
) -> None:
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    asha.context.set_offline(True)
    asha.tap("Count Me In")
    expect(asha.page.locator("[data-progress]")).to_contain_text("Your tap is safe")
    asha.context.set_offline(False)
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha"])


def loses_first_answer(person: Person) -> list[int]:
    """The server gets the person's first tap, but its answer never arrives; gives its status."""
    lost: list[int] = []

    def lose(route: Route) -> None:
        request = route.request
        if request.method != "POST" or lost:
            return route.fallback()
        kind = {"Content-Type": request.headers["content-type"], "Origin": person.site}
        cookies = {each["name"]: each["value"] for each in person.context.cookies()}
        body = request.post_data_buffer
        lost.append(
            httpx.post(request.url, content=body, headers=kind, cookies=cookies).status_code
        )
        route.abort()

    person.context.route("**/join/*", lose)
    return lost


def test_a_tap_whose_answer_is_lost_on_the_way_joins_once(trip: Planned, asha: Person) -> None:
    lost = loses_first_answer(asha)
    asha.joins(trip, "Asha")
    expect(asha.names).to_have_text(["Ben", "Asha"])
    assert lost == [303]


def test_a_tap_whose_answer_is_lost_joins_once_also_after_a_reload(
    trip: Planned, asha: Person
) -> None:
    lost = loses_first_answer(asha)
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    with asha.tries_once():
        asha.tap("Count Me In")
        expect(asha.page.locator("[data-progress]")).to_contain_text("Your tap is safe")
        asha.page.reload()
    expect(asha.name_field).to_have_value("Asha")
    asha.tap("Count Me In")
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha"])
    assert lost == [303]


def has_to_wait_once(person: Person) -> list[str]:
    """The person's next tap comes too often; gives the keys that were sent."""
    sent: list[str] = []

    def say_too_many(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        sent.extend(re.findall(r'name="key"\s+(\S+)', route.request.post_data or ""))
        if len(sent) > 1:
            return route.fallback()
        route.fulfill(status=429, headers={"Retry-After": "1"}, body="{}")

    person.context.route("**/join/*", say_too_many)
    return sent


def test_a_tap_that_came_too_often_waits_as_told_and_joins_once(
    trip: Planned, asha: Person
) -> None:
    sent = has_to_wait_once(asha)
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    with asha.tries_once():
        asha.tap("Count Me In")
        waits = asha.page.locator("[data-progress]")
        expect(waits).to_contain_text("Your tap is safe: next try in 1")
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha"])
    assert sent == [sent[0]] * 2


def test_an_error_stands_beside_its_field_and_what_was_typed_stays(
    trip: Planned, asha: Person
) -> None:
    asha.opens_invitation(trip)
    asha.name_field.fill("Asha")
    mobile = asha.page.get_by_label("Mobile")
    mobile.fill("12")
    with asha.page.expect_response("**/join/*") as answer:
        asha.tap("Count Me In")
    assert answer.value.status == 422
    expect(mobile).to_be_focused()
    expect(mobile).to_have_attribute("aria-invalid", "true")
    expect(mobile).to_have_accessible_description(NEEDS_COUNTRY_CODE)
    expect(mobile).to_have_value("12")
    expect(asha.name_field).to_have_value("Asha")


def test_after_an_error_is_corrected_the_same_form_joins(trip: Planned, asha: Person) -> None:
    asha.opens_invitation(trip)
    asha.name_field.fill("   ")
    asha.tap("Count Me In")
    expect(asha.name_field).to_have_attribute("aria-invalid", "true")
    asha.name_field.fill("Asha")
    asha.tap("Count Me In")
    asha.arrives_at_the_hub()
    expect(asha.names).to_have_text(["Ben", "Asha"])


def test_planning_tells_what_is_wrong_beside_the_field_and_keeps_the_rest(ben: Person) -> None:
    ben.fills_in_a_plan()
    ben.page.get_by_text("More: dates").click()
    ben.page.get_by_label("First day").fill("2030-12-15")
    ben.page.get_by_label("Last day").fill("2030-12-12")
    with ben.page.expect_response(ben.site + "/") as answer:
        ben.tap("Plan the trip")
    assert answer.value.status == 422
    last_day = ben.page.get_by_label("Last day")
    expect(last_day).to_have_accessible_description(re.compile("before the first"))
    expect(last_day).to_have_value("2030-12-12")
    expect(ben.name_field).to_have_value("Ben")
