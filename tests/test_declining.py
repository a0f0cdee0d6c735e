"""Somebody who was invited says "I can't make it": organisers alone see it, and it can change."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from trips import membership, planning, snapshots, wire
from trips.forms import Guest, Terms
from trips.membership import declining
from trips.models import Decline, Trip

pytestmark = pytest.mark.django_db
API = "/api/social-cart/"


@pytest.fixture
def link(planned: wire.CreateResponse) -> str:
    return f"/join/{planned['tripId']}"


@pytest.fixture
def dev(link: str) -> Client:
    """Dev's browser, which has said that he cannot come."""
    client = Client()
    assert client.post(f"{link}/decline", {"name": "Dev"})["Location"] == link
    return client


def call(planned: wire.CreateResponse, **body: Any) -> Any:
    said = {"invitation_token": planned["tripId"], **body}
    return Client().post(f"{API}decline", json.dumps(said), "application/json")


def seen_by(ben: Client, trip: Trip) -> wire.DeclinedShape:
    found: wire.DeclinedShape = ben.get(f"/trips/{trip.id}/requests").json()["declined"]
    return found


def test_the_organiser_sees_how_many_and_who_on_the_hub(
    trip: Trip, link: str, dev: Client, ben: Client
) -> None:
    Client().post(f"{link}/decline", {"name": ""})
    assert seen_by(ben, trip) == {"count": 2, "names": ["Dev"]}
    hub = ben.get(f"/trips/{trip.id}").content.decode()
    assert '2 can’t make it, among them <bdi class="name">Dev</bdi>.' in hub


def test_nobody_else_sees_it_in_page_frame_or_snapshot(
    trip: Trip, link: str, dev: Client, asha: wire.JoinResponse
) -> None:
    asha_browser = browser_with(trip.id, asha["memberKey"])
    pages = [asha_browser.get(f"/trips/{trip.id}"), Client().get(link)]
    state = snapshots.state_of(trip.id).shape()
    events = list(trip.events.values_list("data", flat=True))
    for text in [*(page.content.decode() for page in pages), json.dumps([state, events])]:
        assert "Dev" not in text
        assert "make it." not in text
    assert asha_browser.get(f"/trips/{trip.id}/requests").status_code == 403


def test_open_hubs_of_organisers_are_told_to_look_again(trip: Trip, dev: Client) -> None:
    event = trip.events.latest("seq")
    assert (event.type, event.data, event.is_news) == ("TRIP_UPDATED", {}, False)


def test_a_browser_has_one_answer_which_it_changes_and_takes_back(
    trip: Trip, link: str, dev: Client, ben: Client
) -> None:
    assert "You said that you can’t make it" in dev.get(link).content.decode()
    dev.post(f"{link}/decline", {"name": "Dev Patel"})
    assert seen_by(ben, trip) == {"count": 1, "names": ["Dev Patel"]}
    for _ in range(2):  # a double tap
        assert dev.post(f"{link}/decline", {"answer": "back"})["Location"] == link
    assert seen_by(ben, trip) == {"count": 0, "names": []}
    assert "You said" not in dev.get(link).content.decode()


def test_the_same_answer_again_and_a_repeat_of_the_form_change_nothing(
    trip: Trip, link: str, dev: Client
) -> None:
    before = trip.events.count()
    dev.post(f"{link}/decline", {"name": "Dev"})
    assert trip.events.count() == before
    for _ in range(2):
        Client().post(f"{link}/decline", {"name": "Zoë", "key": "of-one-form-that-came-twice"})
    assert Decline.objects.filter(name="Zoë").count() == 1


def test_who_joins_after_all_takes_the_answer_back(
    trip: Trip, link: str, dev: Client, ben: Client
) -> None:
    assert dev.post(link, {"guest_name": "Dev"})["Location"] == f"/trips/{trip.id}"
    assert seen_by(ben, trip) == {"count": 0, "names": []}
    assert not Decline.objects.exists()


def test_the_api_answers_with_a_key_that_changes_the_answer(
    trip: Trip, planned: wire.CreateResponse, ben: Client
) -> None:
    key = call(planned, name="李小龍").json()["declineKey"]
    assert call(planned, name="Lee", declineKey=key).json()["declineKey"] == key
    assert seen_by(ben, trip) == {"count": 1, "names": ["Lee"]}
    body = json.dumps({"tripId": trip.id, "adminId": planned["adminId"]})
    said = Client().post(f"{API}requests", body, "application/json").json()["declined"]
    assert said == {"count": 1, "names": ["Lee"]}
    back = call(planned, canMakeIt=True, declineKey=key).json()
    assert back == {"success": True, "declineKey": ""}
    assert seen_by(ben, trip)["count"] == 0


def test_a_key_of_another_trip_changes_nothing_here(
    trip: Trip, dev: Client, planned: wire.CreateResponse, link: str
) -> None:
    key = dev.cookies[f"declined-{trip.id}"].value
    other = planning.plan(None, Terms("Hampi", 5), Guest("Mallory"))
    call(other, canMakeIt=True, declineKey=key)
    assert Decline.objects.get().name == "Dev"


def test_a_closed_trip_a_replaced_link_and_a_bad_name_refuse_it(
    trip: Trip, planned: wire.CreateResponse, link: str
) -> None:
    bad = Client().post(f"{link}/decline", {"name": "x" * 61})
    assert (bad.status_code, "x" * 61 in bad.content.decode()) == (422, True)
    assert call(planned, name="\u202e").json()["error"] == "invalid"
    planning.close(trip.id, None)
    assert call(planned).json()["error"] == "trip_closed"
    assert Client().post(f"{link}/decline").status_code == 409
    planning.replace_invitation(trip.id, None)
    assert call(planned).json()["error"] == "invitation_replaced"
    assert not Decline.objects.exists()


def test_an_address_answers_as_often_as_it_may_join(planned: wire.CreateResponse) -> None:
    statuses = [call(planned, name=f"Mallory {number}").status_code for number in range(31)]
    assert statuses == [200] * 30 + [429]


def test_only_so_many_are_kept_and_the_oldest_goes(
    trip: Trip, planned: wire.CreateResponse, ben: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(declining, "MOST_KEPT", 2)
    for name in ("Asha", "Chloé", "Dev"):
        membership.decline(trip.id, None, name)
    assert seen_by(ben, trip) == {"count": 2, "names": ["Dev", "Chloé"]}


def test_a_member_is_led_to_the_hub_and_a_browser_without_cookies_told_so(
    trip: Trip, link: str, ben: Client
) -> None:
    assert ben.post(f"{link}/decline")["Location"] == f"/trips/{trip.id}"
    origin = {"Origin": "http://testserver"}
    assert Client().post(f"{link}/decline", headers=origin).status_code == 403
    assert not Decline.objects.exists()


def test_the_answers_go_with_the_trip(trip: Trip, dev: Client) -> None:
    trip.delete()
    assert not Decline.objects.exists()
