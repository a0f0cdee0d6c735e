""" "It's me" is taken back by whoever said it by mistake, and a no is not the end."""

from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from trips import membership, wire
from trips.models import JoinRequest, Member, Trip

pytestmark = pytest.mark.django_db
SOMEBODY_ELSE = "I am somebody else"


@pytest.fixture
def link(planned: wire.CreateResponse, asha: wire.JoinResponse) -> str:
    """The invitation to a trip that Asha is on."""
    return f"/join/{planned['tripId']}"


@pytest.fixture
def guest(link: str) -> Client:
    """Somebody who has said that they are Asha."""
    client = Client()
    assert client.post(f"{link}/claim", {"guest_name": "Asha"}).status_code == 303
    return client


def seen(guest: Client, link: str) -> str:
    return guest.get(link).content.decode()


def by_api(trip: Trip, key: str) -> Any:
    body = {"tripId": trip.id, "requestKey": key}
    call = "/api/social-cart/withdraw-request"
    return Client().post(call, body, content_type="application/json")


def refuse_all(trip: Trip) -> None:
    for request in JoinRequest.objects.filter(state="pending"):
        membership.answer_request(trip.id, None, request.id, let_in=False)


def test_who_asked_by_mistake_takes_it_back_and_joins_under_another_name_at_once(
    trip: Trip, link: str, guest: Client, ben: Client
) -> None:
    assert SOMEBODY_ELSE in seen(guest, link)
    for _ in range(2):  # a double tap
        assert guest.post(f"{link}/withdraw")["Location"] == link
    assert "Count Me In" in seen(guest, link)
    assert guest.cookies[f"trip-{trip.id}"].value == ""
    assert ben.get(f"/trips/{trip.id}/requests").json()["requests"] == []
    assert guest.post(link, {"guest_name": "Zoë"})["Location"] == f"/trips/{trip.id}"
    assert trip.members.filter(name="Zoë", state="in").exists()


def test_the_organisers_page_is_told_to_look_again(trip: Trip, link: str, guest: Client) -> None:
    before = trip.events.count()
    guest.post(f"{link}/withdraw")
    event = trip.events.latest("seq")
    assert (trip.events.count(), event.type, event.data) == (before + 1, "TRIP_UPDATED", {})


def test_the_api_takes_it_back_once_and_the_key_opens_nothing(trip: Trip, link: str) -> None:
    asked = membership.ask(trip.id, None, "Asha")
    assert by_api(trip, asked["requestKey"]).json() == {"success": True}
    assert by_api(trip, asked["requestKey"]).json()["error"] == "request_not_found"
    assert not JoinRequest.objects.exists()
    assert browser_with(trip.id, asked["requestKey"]).get(f"/trips/{trip.id}").status_code == 404


def test_who_was_let_in_meanwhile_has_nothing_to_take_back(
    trip: Trip, link: str, guest: Client
) -> None:
    request = JoinRequest.objects.get()
    membership.answer_request(trip.id, None, request.id, let_in=True)
    key = guest.cookies[f"trip-{trip.id}"].value
    assert by_api(trip, key).json()["error"] == "request_not_found"
    assert guest.post(f"{link}/withdraw")["Location"] == link
    assert guest.get(link)["Location"] == f"/trips/{trip.id}"


def test_nobody_takes_back_what_another_asked(
    trip: Trip, link: str, guest: Client, asha: wire.JoinResponse
) -> None:
    for key in (asha["memberKey"], "", "of nobody"):
        assert by_api(trip, key).status_code == 404
        browser_with(trip.id, key).post(f"{link}/withdraw")
    assert JoinRequest.objects.count() == 1


def test_who_was_refused_by_mistake_asks_again(trip: Trip, link: str, guest: Client) -> None:
    refuse_all(trip)
    assert "did not recognise you" in seen(guest, link)
    assert guest.post(link, {"guest_name": "Asha"}).status_code == 409  # the fork
    assert guest.post(f"{link}/claim", {"guest_name": "Asha"}).status_code == 303
    assert "You asked to be let in as" in seen(guest, link)
    assert JoinRequest.objects.filter(state="pending").count() == 1


def test_who_took_themself_for_somebody_removed_is_not_kept_as_them(
    trip: Trip, link: str, asha: wire.JoinResponse
) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    stranger = Client()
    stranger.post(f"{link}/claim", {"guest_name": "Asha"})
    refuse_all(trip)
    assert "did not let <bdi>Asha</bdi> back in" in seen(stranger, link)
    assert stranger.post(link, {"guest_name": "Zoë"}).status_code == 409
    assert SOMEBODY_ELSE in seen(stranger, link)
    stranger.post(f"{link}/withdraw")
    assert stranger.post(link, {"guest_name": "Zoë"}).status_code == 303


def test_who_was_removed_takes_the_question_back_and_stays_who_they_are(
    trip: Trip, link: str, asha: wire.JoinResponse
) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    removed = browser_with(trip.id, asha["memberKey"])
    removed.post(f"{link}/claim", {"guest_name": "Asha"})
    assert "Take it back" in seen(removed, link)
    removed.post(f"{link}/withdraw")
    assert removed.cookies["browser"].value
    assert "You were taken off this trip" in seen(removed, link)
    assert removed.post(link, {"guest_name": "Zoë"}).status_code == 409
    membership.restore(trip.id, None, asha["memberId"])
    assert Member.objects.get(pk=asha["memberId"]).is_in


def test_an_open_page_asks_as_whom_it_still_waits(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    phone, address = Client(), f"/join/{planned['tripId']}"

    def waits_as() -> str:
        answer = phone.get(address, headers={"Accept": "application/json"}).json()
        assert answer["success"]
        return str(answer["askedAs"])

    assert waits_as() == ""
    phone.post(f"{address}/claim", {"guest_name": "Asha"})
    assert waits_as() == "Asha"
    membership.rename(trip.id, None, asha["memberId"], "Asha Rao")
    assert waits_as() == "Asha Rao"
    membership.answer_request(trip.id, None, trip.requests.get().id, let_in=True)
    assert waits_as() == ""
