""" "It's me" is open to everybody: who asks often takes nobody else's place."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from trips import housekeeping, membership, planning, throttle, wire
from trips.forms import Guest, Terms
from trips.membership.requests import MOST_OF_A_NAME, MOST_WAITING
from trips.models import JoinRequest, Trip

pytestmark = pytest.mark.django_db
FRIENDS = [f"Friend {number}" for number in range(MOST_WAITING)]


@pytest.fixture
def crowd(trip: Trip, asha: wire.JoinResponse) -> Trip:
    """A trip that Asha is on, and many others."""
    for name in FRIENDS:
        membership.join(trip.id, None, Guest(name))
    return trip


def ask(trip: Trip, name: str, address: str) -> str:
    throttle.forget()
    return membership.ask(trip.id, None, name, address=address)["requestId"]


def waiting(trip: Trip) -> list[str]:
    return [each.id for each in membership.pending(trip)]


def test_one_address_that_says_one_name_again_and_again_has_its_newest_tries_open(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    asked = [ask(trip, "Asha", "10.6.6.6") for _ in range(25)]
    assert waiting(trip) == asked[-MOST_OF_A_NAME:]


def test_one_address_that_says_every_name_takes_nobody_elses_place(crowd: Trip) -> None:
    theirs = [ask(crowd, "Asha", "10.0.0.1"), ask(crowd, "Friend 1", "10.0.0.2")]
    for name in FRIENDS:
        newest = ask(crowd, name, "10.6.6.6")
    theirs.append(ask(crowd, "Asha", "10.0.0.3"))
    assert len(waiting(crowd)) == MOST_WAITING
    assert {*theirs, newest} <= {*waiting(crowd)}


def test_where_each_address_asks_once_the_oldest_gives_way(crowd: Trip) -> None:
    asked = [ask(crowd, name, f"10.0.0.{n}") for n, name in enumerate([*FRIENDS, "Asha"])]
    assert waiting(crowd) == asked[1:]


def test_a_browser_asks_one_thing_the_newest(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse, ben: Client
) -> None:
    membership.join(trip.id, None, Guest("Chloé"))
    phone = Client()
    for name in ("Asha", "Chloé"):
        answer = phone.post(f"/join/{planned['tripId']}/claim", {"guest_name": name})
        assert answer.status_code == 303
    assert [each.member.name for each in membership.pending(trip)] == ["Chloé"]


@pytest.mark.parametrize("by", ["page", "call"])
def test_the_organiser_refuses_all_with_one_tap(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse, ben: Client, by: str
) -> None:
    for address in ("10.0.0.1", "10.0.0.2"):
        ask(trip, "Asha", address)
    address = f"/trips/{trip.id}/requests/refuse"
    assert f'action="{address}"' in ben.get(f"/trips/{trip.id}").content.decode()
    for _ in range(2):
        before = trip.events.count()
        refuse(ben, planned, address if by == "page" else "")
    assert (waiting(trip), trip.events.count()) == ([], before)
    assert {each.asked_from for each in JoinRequest.objects.all()} == {""}


def refuse(ben: Client, planned: wire.CreateResponse, page: str) -> None:
    body = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    call: Any = ("/api/social-cart/refuse-requests", body, "application/json")
    assert (ben.post(page) if page else Client().post(*call)).status_code == (303 if page else 200)


def test_no_row_tells_which_address_asked_on_two_trips(trip: Trip, asha: Any) -> None:
    rome = planning.plan(None, Terms("Rome", 2), Guest("Mallory"))["trip"]["id"]
    membership.join(rome, None, Guest("Asha"))
    for trip_id in (trip.id, rome):
        membership.ask(trip_id, None, "Asha", address="10.0.0.1")
    froms = {each.asked_from for each in JoinRequest.objects.all()}
    assert len(froms) == 2
    assert not [each for each in froms if "10.0.0.1" in each]


def test_what_was_answered_long_ago_is_forgotten(trip: Trip, asha: wire.JoinResponse) -> None:
    for let_in in (True, False):
        membership.answer_request(trip.id, None, ask(trip, "Asha", "10.0.0.1"), let_in=let_in)
    still = ask(trip, "Asha", "10.0.0.1")
    now = timezone.now()
    assert housekeeping.forget_requests(now + timedelta(days=29)) == 0
    assert housekeeping.forget_requests(now + timedelta(days=31)) == 2
    assert waiting(trip) == [still]
