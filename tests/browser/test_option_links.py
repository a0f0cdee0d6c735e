"""The link of an option is tapped without voting for it."""

from typing import Any

from tests.browser.people import Person, Planned
from tests.server import Server

HUT = "https://example.com/hut"


def test_a_link_is_as_large_as_a_thumb_and_no_choice(
    server: Server, small_trip: Planned, asha: Person
) -> None:
    key = server.join(small_trip, "Asha")["memberKey"]
    mine = {"tripId": small_trip["tripId"], "adminId": small_trip["adminId"]}
    options: list[Any] = [{"text": "Hut", "url": HUT + "/very-long" * 10}, "Tent"]
    answer = server.call("open-poll", **mine, question="Where?", options=options)
    poll = answer.raise_for_status().json()["poll"]
    asha.enters(small_trip, key)
    asha.opens(f"/trips/{small_trip['trip']['id']}/polls/{poll['id']}")
    link = asha.poll.get_by_role("link", name=HUT)
    area, choice = link.bounding_box(), asha.poll.locator(".option__label").first.bounding_box()
    assert area
    assert choice
    assert area["height"] >= 44
    assert area["y"] >= choice["y"] + choice["height"]
    assert area["x"] + area["width"] <= 360
    asha.page.route("https://example.com/**", lambda route: route.fulfill(body="The hut"))
    link.tap()
    asha.page.wait_for_url(f"{HUT}/**")
    asha.page.go_back()
    assert not asha.poll.locator("input:checked").count()
    more = server.call("add-option", **mine, pollId=poll["id"], text="Bus", url=HUT)
    more.raise_for_status()
    assert asha.poll.get_by_role("link", name=HUT).nth(1).get_attribute("href") == HUT
