"""The whole way with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person, Planned
from tests.server import Server

pytestmark = pytest.mark.once


def test_ben_plans_and_asha_joins_with_tab_and_enter(ben: Person, asha: Person) -> None:
    ben.opens("/")
    ben.tabs_to(ben.page.get_by_label("Where to, or what for?"))
    ben.page.keyboard.type("Goa")
    ben.tabs_to(ben.name_field)
    ben.page.keyboard.type("Ben")
    ben.tabs_to(ben.page.get_by_role("button", name="Plan the trip"))
    ben.page.keyboard.press("Enter")
    ben.arrives_at_the_hub()
    asha.opens(ben.page.get_by_label("Invitation link").input_value())
    asha.tabs_to(asha.name_field)
    asha.page.keyboard.type("Asha")
    asha.tabs_to(asha.page.get_by_role("button", name="Count Me In"))
    asha.page.keyboard.press("Enter")
    asha.arrives_at_the_hub()
    asha.sees("2/5")


def test_enter_in_the_name_field_joins(trip: Planned, asha: Person) -> None:
    asha.opens_invitation(trip)
    asha.tabs_to(asha.name_field)
    asha.page.keyboard.type("Asha")
    asha.page.keyboard.press("Enter")
    asha.arrives_at_the_hub()


def test_a_member_is_removed_and_brought_back_with_the_keyboard(
    server: Server, trip: Planned, ben: Person
) -> None:
    server.join(trip, "Asha")
    ben.enters(trip, trip["adminId"])
    ben.tabs_to(ben.page.get_by_role("link", name="Remove Asha"))
    ben.page.keyboard.press("Enter")
    dialog = ben.page.get_by_role("dialog", name="Remove Asha?")
    ben.tabs_to(dialog.get_by_role("button", name="Remove Asha"))
    ben.page.keyboard.press("Enter")
    ben.sees("1/5")
    ben.tabs_to(ben.page.get_by_role("button", name="Undo"))
    ben.page.keyboard.press("Enter")
    ben.sees("2/5")


def test_escape_leaves_the_dialog_and_the_focus_returns(
    server: Server, trip: Planned, ben: Person
) -> None:
    server.join(trip, "Asha")
    ben.enters(trip, trip["adminId"])
    cross = ben.page.get_by_role("link", name="Remove Asha")
    cross.focus()
    ben.page.keyboard.press("Enter")
    expect(ben.page.get_by_role("dialog")).to_be_visible()
    ben.page.keyboard.press("Escape")
    expect(ben.page.get_by_role("dialog")).to_have_count(0)
    expect(cross).to_be_focused()
    ben.sees("2/5")


def test_the_focus_stays_where_it_is_when_others_join(
    server: Server, trip: Planned, ben: Person
) -> None:
    server.join(trip, "Asha")
    ben.enters(trip, trip["adminId"])
    cross = ben.page.get_by_role("link", name="Remove Asha")
    cross.focus()
    server.join(trip, "Dev")
    ben.sees("3/5")
    expect(cross).to_be_focused()


def test_the_skip_link_comes_first_and_leads_to_the_content(trip: Planned, asha: Person) -> None:
    asha.opens_invitation(trip)
    asha.page.keyboard.press("Tab")
    expect(asha.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    asha.page.keyboard.press("Enter")
    expect(asha.page.locator("main")).to_be_focused()


CUT_OFF = """elements => elements.filter((element) => {
  element.focus();
  const { outlineOffset, outlineWidth } = getComputedStyle(element);
  const ring = parseFloat(outlineOffset) + parseFloat(outlineWidth);
  const { left, right, top, bottom } = element.getBoundingClientRect();
  for (let at = element.parentElement; at; at = at.parentElement) {
    const { overflowX, contain } = getComputedStyle(at);
    if (!["hidden", "clip"].includes(overflowX) && !/paint|strict|content/.test(contain)) continue;
    const box = at.getBoundingClientRect();
    if (box.left > left - ring || box.right < right + ring) return true;
    if (box.top > top - ring || box.bottom < bottom + ring) return true;
  }
  return false;
}).map((element) => element.outerHTML)"""


def test_no_ring_of_the_focus_is_cut_off(
    server: Server, small_trip: Planned, ben: Person, asha: Person
) -> None:
    dev = server.join(small_trip, "Dev")["member"]["id"]
    mine = {"tripId": small_trip["tripId"], "adminId": small_trip["adminId"]}
    server.join(small_trip, "Chloé")
    server.call("open-poll", question="Where?", options=["Hotel", "Hut"], **mine)
    server.call("remove-member", memberId=dev, **mine)
    server.call("claim", invitation_token=small_trip["tripId"], guest_name="Chloé")
    ben.enters(small_trip, small_trip["adminId"])
    ben.page.keyboard.press("Tab")
    places = ben.page.locator("main :is(a, button, input, summary):visible")
    expect(ben.polls.get_by_role("link", name="Vote Where?")).to_be_visible()
    for name in ("Let in", "Undo", "Let back in"):
        expect(ben.page.get_by_role("button", name=name, exact=True)).to_be_visible()
    assert places.evaluate_all(CUT_OFF) == []


def test_a_question_that_waits_says_so_inside_where_a_screen_reader_is(
    server: Server, trip: Planned, ben: Person
) -> None:
    server.join(trip, "Asha")
    ben.enters(trip, trip["adminId"])
    dialog = ben.asks_to_remove("Asha")
    expect(dialog.get_by_role("status")).to_have_text("")
    ben.context.set_offline(True)
    dialog.get_by_role("button", name="Remove Asha").click()
    expect(dialog.get_by_role("status")).to_contain_text("Your tap is safe")
    expect(dialog.get_by_role("status")).to_be_in_viewport()


def test_a_form_that_is_closed_leaves_nothing_behind_that_listens(
    server: Server, trip: Planned, ben: Person
) -> None:
    server.join(trip, "Asha")
    ben.context.add_init_script(
        """window.listening = 0;
        const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
        const counts = (target, type) => ["pageshow", "trip:state"].includes(type);
        EventTarget.prototype.addEventListener = function (type, act, options) {
          if (counts(this, type)) {
            window.listening += 1;
            options?.signal?.addEventListener("abort", () => { window.listening -= 1; });
          }
          return add.call(this ?? window, type, act, options);
        };
        EventTarget.prototype.removeEventListener = function (type, act, options) {
          if (counts(this, type)) window.listening -= 1;
          return remove.call(this ?? window, type, act, options);
        };"""
    )
    ben.enters(trip, trip["adminId"])
    ben.page.evaluate("customElements.whenDefined('trip-view')")  # with all that follows a page
    before = ben.page.evaluate("window.listening")
    for _ in range(2):
        dialog = ben.asks_to_remove("Asha")
        ben.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    server.call("update", tripId=trip["tripId"], adminId=trip["adminId"], tripName="Rome")
    expect(ben.page.get_by_role("heading", name="Rome")).to_be_visible()
    assert ben.page.evaluate("window.listening") == before
