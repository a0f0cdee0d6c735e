"""In a real browser, which keeps 180 cookies a site: no tab and no trip loses its key."""

import json

from playwright.sync_api import expect

from tests.browser.people import Person
from tests.server import Server

# Sends the form of /enter with each key, and goes where it leads.
OPENS_EACH = """async (keys) => {
  const form = new FormData(document.querySelector("main form"));
  for (const key of keys) {
    form.set("key", key);
    await fetch("/enter", { method: "POST", body: form });
  }
}"""


def loses_the_cookies_of_trips(person: Person) -> None:
    """As once no server of release 1 is there to read them."""
    person.opens("/")
    for cookie in person.context.cookies():
        if cookie["name"].startswith("trip-"):
            person.context.clear_cookies(name=cookie["name"])


def test_two_tabs_that_join_at_once_both_stay_in(server: Server, asha: Person) -> None:
    trips = [server.plan(5, title) for title in ("Goa", "Rome")]
    tabs = [asha.page, asha.context.new_page()]
    for tab, trip in zip(tabs, trips, strict=True):
        tab.goto(f"/join/{trip['tripId']}")
        tab.get_by_label("Your name").fill("Asha")
    for tab in tabs:  # neither waits for the other
        tab.evaluate("document.querySelector('main form').requestSubmit()")
    for tab in tabs:
        tab.wait_for_url("**/trips/*")
    loses_the_cookies_of_trips(asha)
    for trip in trips:
        asha.opens(f"/trips/{trip['trip']['id']}")
        expect(asha.connection).to_have_text("Live")


def test_link_after_link_pushes_nobody_out(server: Server, ben: Person) -> None:
    """A browser of the release before, full of cookies, in which many more links are opened."""
    old, links = crowd(server, 120), crowd(server, 60)
    for trip_id, key in old.items():
        ben.holds(f"trip-{trip_id}", key)
    ben.opens("/enter")
    ben.page.evaluate(OPENS_EACH, list(links.values()))
    assert len(ben.context.cookies()) < 120
    loses_the_cookies_of_trips(ben)
    for trips in (old, links):
        for trip_id in (list(trips)[0], list(trips)[-1]):
            assert ben.opens(f"/trips/{trip_id}").status == 200


def crowd(server: Server, how_many: int) -> dict[str, str]:
    """The keys of somebody who plans a lot, by trip."""
    ask = f"import json; from tests.roles import plans; print(json.dumps(plans({how_many})))"
    return dict(json.loads(server.manage("shell", "--no-imports", "-c", ask)))
