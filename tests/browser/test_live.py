"""Everybody sees the same truth at the same moment, whatever stands between."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.between import Between
from tests.browser.people import Meet, Person, Planned
from tests.server import Server
from trips.live.follow import MOST_OF_A_MEMBER

POLLED_WITHIN_S = 5


def test_a_join_is_seen_by_the_others_within_a_second(
    server: Server, trip: Planned, ben: Person, asha: Person, chloe: Person
) -> None:
    ben.enters(trip, trip["adminId"])
    asha.joins(trip, "Asha")
    ben.page.evaluate("window.isSamePage = true")
    chloe.joins(trip, "Chloé")
    ben.sees("3/5", within_s=1)
    asha.sees("3/5", within_s=1)
    expect(ben.names).to_have_text(["Ben", "Asha", "Chloé"])
    expect(asha.news).to_have_text("Chloé joined. 3 of 5. 2 to go.")
    assert ben.page.evaluate("window.isSamePage")
    assert {*ben.doors, *asha.doors} == {"socket"}


def test_with_sockets_blocked_a_join_comes_by_the_stream_within_a_second(
    server: Server, trip: Planned, ben: Person
) -> None:
    ben.tries_again_at_once()
    ben.cannot_use_sockets()
    ben.enters(trip, trip["adminId"])
    server.join(trip, "Asha")
    ben.sees("2/5", within_s=1)
    assert ben.doors == ["stream"]


def test_with_sockets_and_streams_blocked_a_join_comes_by_polling(
    server: Server, trip: Planned, ben: Person
) -> None:
    ben.tries_again_at_once()
    ben.cannot_use_sockets()
    ben.cannot_use_streams()
    ben.enters(trip, trip["adminId"])
    server.join(trip, "Asha")
    ben.sees("2/5", within_s=POLLED_WITHIN_S)
    assert ben.doors[-1] == "poll"


@pytest.mark.parametrize(
    ("socket", "stream"), [("refused", "nothing"), ("refused", "head"), ("hangs", "nothing")]
)
def test_behind_a_filter_that_holds_events_back_a_hub_is_live_in_five_seconds_and_then_at_once(
    server: Server, trip: Planned, meet: Meet, socket: Any, stream: Any
) -> None:
    with Between(server.port, socket, stream) as between:
        ben = meet(base_url=between.url)
        ben.tries_again_at_once()
        ben.enters(trip, trip["adminId"])
        server.join(trip, "Asha")
        ben.sees("2/5", within_s=POLLED_WITHIN_S)
        assert ben.witnessed("connections") == ["catching-up", "live"]
        ben.doors.clear()
        ben.page.reload()
        expect(ben.connection).to_have_text("Live")
        server.join(trip, "Chloé")
        ben.sees("3/5", within_s=POLLED_WITHIN_S)
        assert set(ben.doors) == {"poll"}  # nothing else was tried before it
        assert [frame["seq"] for frame in ben.witnessed("frames")] == [3]
        ben.context.close()


def test_many_hubs_on_one_page_leave_the_browser_its_connections(
    server: Server, meet: Meet
) -> None:
    """Six streams held back would be all that a browser opens to a site."""
    trips = [server.plan(title=f"Trip {number}") for number in range(7)]
    with Between(server.port, "refused", "nothing") as between:
        ben = meet(base_url=between.url)
        for trip in trips:
            name = f"trip-{trip['trip']['id']}"
            ben.context.add_cookies([{"name": name, "value": trip["adminId"], "url": ben.site}])
        ben.opens("/")
        for trip in trips:
            server.join(trip, "Asha")
        expect(ben.page.locator(".card__count")).to_have_text(["2/5"] * 7, timeout=10_000)
        assert set(ben.doors) == {"socket", "poll"}
        ben.context.close()


def test_a_guest_who_still_thinks_about_it_sees_the_others_join(
    server: Server, trip: Planned, asha: Person
) -> None:
    asha.opens_invitation(trip)
    asha.name_field.fill("Ash")
    server.join(trip, "李小龍")
    expect(asha.names).to_have_text(["Ben", "李小龍"])
    expect(asha.sentence).to_have_text(
        "2 of 5 are in. 3 more unlock 12 % off.", use_inner_text=True
    )
    expect(asha.name_field).to_have_value("Ash")
    expect(asha.name_field).to_be_focused()


def test_a_phone_that_slept_catches_up_and_sums_up_what_it_missed(
    server: Server, trip: Planned, asha: Person
) -> None:
    asha.page.clock.install()
    asha.enters(trip, server.join(trip, "Asha")["memberKey"])
    asha.context.set_offline(True)
    expect(asha.connection).to_contain_text("Offline since", timeout=2_000)
    for name in ("Chloé", "李小龍", "Dev"):
        server.join(trip, name)
    asha.page.clock.fast_forward("05:00")
    expect(asha.connection).to_contain_text("Offline since")
    asha.sees("2/5")
    asha.context.set_offline(False)
    asha.sees("5/5")
    expect(asha.news).to_have_text(
        "While you were away: 3 people joined. The discount was unlocked."
    )
    expect(asha.connection).to_have_text("Live")
    assert asha.witnessed("bursts") == 0


def test_hubs_miss_no_event_when_the_server_is_killed_and_started_again(
    tmp_path: Path, meet: Meet
) -> None:
    with Server(tmp_path) as server:
        trip = server.plan(9)
        ben, asha = meet(base_url=server.url), meet(base_url=server.url)
        asha.cannot_use_sockets()
        for person in (ben, asha):
            person.tries_again_at_once()
            person.enters(trip, trip["adminId"])
        server.join(trip, "Asha")
        server.join(trip, "Chloé")
        server.restart()
        server.join(trip, "李小龍")
        server.join(trip, "Dev")
        for person in (ben, asha):
            person.sees("5/9", within_s=40)  # back-off grows while the server is away
            assert [frame["seq"] for frame in person.witnessed("frames")] == [2, 3, 4, 5]


def test_of_too_many_pages_of_one_member_the_oldest_pauses_until_it_is_used(
    server: Server, trip: Planned, ben: Person
) -> None:
    ben.enters(trip, trip["adminId"])
    first, others = ben.page, [ben.context.new_page() for _ in range(MOST_OF_A_MEMBER)]
    for page in others:
        page.goto(first.url)
        expect(page.locator("connection-chip")).to_have_text("Live")
    expect(ben.connection).to_contain_text("Paused: open in newer places")
    server.join(trip, "Asha")
    expect(others[0].locator("[data-part=fraction]")).to_have_text("2/5")
    ben.sees("1/5")
    first.locator("h1").click()
    ben.sees("2/5")
    expect(ben.connection).to_have_text("Live")
    expect(others[0].locator("connection-chip")).to_contain_text("Paused")
    expect(others[1].locator("connection-chip")).to_have_text("Live")


def test_the_cards_on_the_start_page_are_live(server: Server, trip: Planned, ben: Person) -> None:
    ben.enters(trip, trip["adminId"])
    ben.opens("/")
    server.join(trip, "Asha")
    expect(ben.page.get_by_role("link", name="Goa").first).to_contain_text("2/5")


def test_an_event_of_a_newer_server_makes_a_hub_read_the_whole_state(
    server: Server, trip: Planned, ben: Person
) -> None:
    ben.enters(trip, trip["adminId"])
    ben.page.evaluate("window.isSamePage = true")
    server.manage(
        "shell",
        "--no-imports",
        "-c",
        "from trips.change import verb; from trips.log import record\n"
        "from trips.wire.events import NewEvent\n"
        "@verb\n"
        "def share(trip):\n"
        "    trip.title = 'Goa in pictures'\n"
        "    record(trip, NewEvent('PHOTO_SHARED', {'photo': 1}))\n"
        "    return {}\n"
        f"share('{trip['trip']['id']}', None)",
    )
    server.join(trip, "Asha")
    expect(ben.page.get_by_role("heading", level=1)).to_have_text("Goa in pictures", timeout=10_000)
    ben.sees("2/5")
    first, *others = [frame["type"] for frame in ben.witnessed("frames")]
    assert first == "RESET"
    assert set(others) <= {"MEMBER_JOINED"}, "Asha comes in the whole state or after it"
    assert ben.page.evaluate("window.isSamePage")


def test_a_hub_of_many_counts_live_and_shows_the_first_hundred_until_asked_for_all(
    server: Server, trip: Planned, ben: Person
) -> None:
    first = server.join(trip, "Asha")
    crowd = f"""if True:
        from trips import membership
        from trips.forms import Guest
        for number in range(103):
            membership.join("{trip["trip"]["id"]}", None, Guest(f"Friend {{number}}"))"""
    server.manage("shell", "--no-imports", "-c", crowd)
    ben.enters(trip, trip["adminId"])
    expect(ben.names).to_have_count(100)
    server.join(trip, "Chloé")
    expect(ben.page.get_by_role("link", name="Show all 106")).to_be_visible()
    server.call("leave", tripId=trip["tripId"], memberKey=first["memberKey"])
    ben.sees("105/5")
    expect(ben.names).to_have_count(99)
    ben.page.get_by_label("Find somebody").fill("Chloé")
    ben.page.keyboard.press("Enter")
    expect(ben.names.locator("visible=true")).to_have_text(["Chloé"])
    assert "Chlo" not in ben.page.evaluate("location.pathname + location.search")
    ben.page.go_back()
    ben.page.get_by_role("link", name="Show all 105").click()
    expect(ben.names).to_have_count(105)
    expect(ben.names.last).to_have_text("Chloé")
    server.join(trip, "Dev")
    expect(ben.names).to_have_count(106)
