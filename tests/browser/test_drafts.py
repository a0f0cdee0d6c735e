"""What was typed and not sent comes back whole, and only where somebody wants it."""
# ruff: noqa: F811 - the group is that of test_polls, whose fixture stands in the parameters

from playwright.sync_api import Route, expect

from tests.browser.people import Person, Planned, is_by_script
from tests.browser.test_polls import group  # noqa: F401
from tests.browser.test_settings import opens_settings, texts, update
from tests.server import Server

PUT_BACK = "We put back what you had typed here and not saved."
NUMBER = "+91 98765 43210"


def test_settings_that_were_typed_and_not_saved_say_so_and_can_be_discarded(
    server: Server, trip: Planned, ben: Person
) -> None:
    opens_settings(ben, trip)
    before = texts(ben)
    ben.page.get_by_label("Maximum people").fill("10")
    opens_settings(ben, trip)
    expect(ben.page.get_by_text(PUT_BACK)).to_be_visible()
    expect(ben.page.get_by_label("Maximum people")).to_have_value("10")
    update(server, trip, tripName="Rome")
    expect(ben.page.get_by_label("Where to, or what for?")).to_have_value("Rome")
    ben.tap("Discard it")
    expect(ben.page.get_by_text(PUT_BACK)).to_have_count(0)
    expect(ben.page.get_by_label("Where to, or what for?")).to_be_focused()
    assert texts(ben) == before | {"tripName": "Rome", "initial-tripName": "Rome"}
    ben.page.reload()
    expect(ben.page.get_by_text(PUT_BACK)).to_have_count(0)


def test_a_discarded_text_that_others_changed_gives_way_to_theirs(
    server: Server, trip: Planned, ben: Person
) -> None:
    opens_settings(ben, trip)
    ben.page.get_by_label("Maximum people").fill("10")
    ben.page.reload()
    expect(ben.connection).to_have_text("Live")
    update(server, trip, capacity=12)
    expect(ben.page.get_by_text("This became “12” meanwhile.")).to_be_visible()
    ben.tap("Discard it")
    expect(ben.page.get_by_label("Maximum people")).to_have_value("12")
    expect(ben.page.get_by_text("This became “12” meanwhile.")).to_have_count(0)


def test_a_form_that_nobody_typed_into_offers_nothing(trip: Planned, ben: Person) -> None:
    opens_settings(ben, trip)
    ben.page.reload()
    expect(ben.connection).to_have_text("Live")
    expect(ben.page.get_by_text(PUT_BACK)).to_have_count(0)


def test_a_number_goes_with_who_chooses_another_name(
    server: Server, trip: Planned, asha: Person
) -> None:
    server.join(trip, "Asha")
    asha.opens_invitation(trip)
    asha.page.get_by_label("Mobile").fill(NUMBER)
    asha.name_field.fill("Asha")
    asha.tap("Count Me In")
    asha.page.get_by_role("link", name="choose another name").click()
    expect(asha.page.get_by_label("Mobile")).to_have_value(NUMBER)
    expect(asha.name_field).to_have_value("Asha")
    assert "98765" not in asha.page.evaluate("JSON.stringify(sessionStorage)")


def test_a_name_that_the_page_came_with_and_somebody_changed_outlives_a_reload(
    trip: Planned, asha: Person
) -> None:
    asha.opens(f"/join/{trip['tripId']}?name=Asha")
    asha.name_field.fill("Asha Rao")
    asha.page.reload()
    expect(asha.name_field).to_have_value("Asha Rao")
    asha.name_field.fill("")
    asha.page.reload()
    expect(asha.name_field).to_have_value("")


def test_a_personal_link_outlives_a_reload_until_it_has_opened(trip: Planned, asha: Person) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held or not is_by_script(route.request):
            return route.fallback()
        held.append(route)

    asha.context.route("**/enter", hold)
    asha.opens(f"/enter#{trip['adminId']}")
    expect(asha.page.get_by_role("button", name="Opening…")).to_be_visible()
    asha.page.reload()
    asha.arrives_at_the_hub()
    asha.page.go_back()
    expect(asha.page).not_to_have_url(f"{asha.site}/enter#{trip['adminId']}")


def test_a_preset_is_whole_whatever_was_typed_before_it_and_that_is_kept(
    group: Planned, ben: Person
) -> None:
    ben.enters(group, group["adminId"])
    path = f"/trips/{group['trip']['id']}/polls/new"
    question = ben.page.get_by_label("What is left to decide?")
    ben.opens(path)
    question.fill("Who drives?")
    ben.page.get_by_role("link", name="Place to stay").click()
    expect(question).to_have_value("Where do we stay?")
    expect(ben.page.get_by_label("Options")).to_have_value("Hotel\nHoliday flat\nHostel\nCamping")
    ben.opens(path)
    expect(question).to_have_value("Who drives?")
    ben.page.get_by_role("link", name="Place to stay").click()
    ben.tap("Open the poll")
    expect(ben.page.get_by_role("heading", name="Where do we stay?")).to_be_visible()
