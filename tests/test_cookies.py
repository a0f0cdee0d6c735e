"""Without cookies: joining needs none, no other site gains by that, and advice helps."""

from typing import Any

import pytest
from django.test import Client

from trips import membership, planning, wire
from trips.forms import Guest
from trips.models import Trip

pytestmark = [pytest.mark.once, pytest.mark.django_db]
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
ELSEWHERE = {
    "another site": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    "another site, by an old browser": {"Origin": "https://evil.example"},
    "another site that hides": {"Origin": "null"},
    "an empty origin": {"Origin": ""},
    "another scheme": {"Origin": "https://testserver"},
    "another port": {"Origin": "http://testserver:8001"},
    "a sibling domain": {"Origin": "http://a.testserver", "Sec-Fetch-Site": "same-site"},
    "a sibling domain that says no more": {"Sec-Fetch-Site": "same-site"},
    "another site that claims to be here": {
        "Origin": "http://testserver",
        "Sec-Fetch-Site": "cross-site",
    },
    "a name that begins like ours": {"Origin": "http://testserver.evil.example"},
    "nothing said, no token": {},
}


def posts(address: str, headers: dict[str, str], **form: str) -> Any:
    """A browser without cookies; Django's own check is on."""
    return Client(enforce_csrf_checks=True).post(address, form, headers=headers)


@pytest.mark.parametrize("said", ELSEWHERE.values(), ids=ELSEWHERE.keys())
@pytest.mark.parametrize("door", ["", "/claim"])
def test_no_other_site_joins_somebody(
    planned: wire.CreateResponse, trip: Trip, said: dict[str, str], door: str
) -> None:
    membership.join(trip.id, None, Guest("Asha"))
    answer = posts(f"/join/{planned['tripId']}{door}", said, guest_name="Asha", another="1")
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()
    assert (trip.members.count(), trip.requests.count()) == (2, 0)


@pytest.mark.parametrize("said", [HERE, {"Origin": "http://testserver"}])
def test_joining_needs_no_cookie(
    planned: wire.CreateResponse, trip: Trip, said: dict[str, str]
) -> None:
    answer = posts(f"/join/{planned['tripId']}", said, guest_name="Asha")
    assert answer.status_code == 303
    assert trip.members.filter(name="Asha").exists()


def test_where_a_browser_says_nothing_the_token_of_the_page_is_asked_for(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    browser = Client(enforce_csrf_checks=True)
    address = f"/join/{planned['tripId']}"
    browser.get(address)
    form = {"guest_name": "Asha", "csrfmiddlewaretoken": browser.cookies["csrf"].value}
    assert browser.post(address, form).status_code == 303
    assert trip.members.filter(name="Asha").exists()


def test_who_keeps_no_cookies_is_told_that_they_are_in_and_given_their_link(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    answer = posts(f"/join/{planned['tripId']}", HERE, guest_name="Asha")
    page, _, key = answer["Location"].partition("#")
    shown = Client().get(page).content.decode()
    assert "You are counted in" in shown
    assert "keeps no cookies" in shown
    assert Client().post("/enter", {"key": f"/enter#{key}"})["Location"] == f"/trips/{trip.id}"


def test_who_keeps_them_after_all_gets_the_usual_page(db: None) -> None:
    browser = Client()
    browser.get("/enter")
    assert "counted in" not in browser.get("/enter?counted-in").content.decode()


def test_a_tap_sent_twice_without_cookies_joins_once(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    taps = [
        posts(f"/join/{planned['tripId']}", HERE, guest_name="Asha", key="a" * 32) for _ in range(2)
    ]
    assert taps[0]["Location"] == taps[1]["Location"]
    assert trip.members.count() == 2


def test_who_keeps_cookies_goes_to_the_hub(planned: wire.CreateResponse, trip: Trip) -> None:
    browser = Client()
    browser.get(f"/join/{planned['tripId']}")
    answer = browser.post(f"/join/{planned['tripId']}", {"guest_name": "Asha"}, headers=HERE)
    assert answer["Location"] == f"/trips/{trip.id}"


def test_who_could_not_be_answered_is_told_before_they_ask(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    answer = posts(f"/join/{planned['tripId']}/claim", HERE, guest_name="Asha")
    assert (answer.status_code, trip.requests.count()) == (403, 0)
    assert "keeps no cookies" in answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/enter"])
def test_a_form_that_needs_a_cookie_says_so_only_where_none_came(db: None, address: str) -> None:
    without = posts(address, HERE)
    assert (without.status_code, "keeps no cookies" in without.content.decode()) == (403, True)
    browser = Client(enforce_csrf_checks=True)
    browser.get(address)
    old = browser.post(address, headers=HERE)
    assert (old.status_code, "cookies" in old.content.decode()) == (403, False)
    assert "Reload it" in old.content.decode()
    to_script = posts(address, {**HERE, "Accept": "application/json"})
    assert to_script.json()["error"] == "no_cookies"


def test_a_replaced_invitation_offers_no_other_trip(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    planning.replace_invitation(trip.id, None)
    answer = Client().get(f"/join/{planned['tripId']}")
    assert answer.status_code == 410
    shown = answer.content.decode()
    assert "Plan a trip of your own" not in shown
    assert "Ask whoever sent it to you" in shown
    assert 'href="/enter"' in shown


def test_every_refusal_says_more_than_no() -> None:
    for code, (_, sentence) in wire.refusals.REFUSALS.items():
        assert (
            sentence.rstrip(".").count(". ") + sentence.count("; ") + sentence.count(", ") >= 1
        ), code
