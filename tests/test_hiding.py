"""Staff hide a trip: nobody sees or changes it, its connections end, and nothing of it is lost."""

import asyncio
import json
from typing import Any

import pytest
import websockets
from django.test import Client
from websockets.exceptions import ConnectionClosed

from tests.conftest import browser_with
from tests.server import Server, until
from tests.test_admin import audited, run_action, staff  # noqa: F401
from tests.test_live import watchers
from tests.watching import event_source, socket_url
from trips import membership, planning, reports, snapshots, wire
from trips.change import verb
from trips.models import Event, Invitation, Member, Trip

pytestmark = pytest.mark.django_db
SENTENCE = "This trip is not available at the moment"


@pytest.fixture
def hidden(trip: Trip) -> Trip:
    reports.hide(trip.id, None)
    trip.refresh_from_db()
    return trip


def test_members_and_guests_are_told_with_a_clear_sentence(
    planned: wire.CreateResponse, hidden: Trip, ben: Client
) -> None:
    for answer in (
        ben.get(f"/trips/{hidden.id}"),
        Client().get(f"/join/{planned['tripId']}"),
    ):
        page = answer.content.decode()
        assert answer.status_code == 403
        assert SENTENCE in page
        assert "Nothing was lost" in page
        assert "Goa" not in page
    seen = Client().get("/api/social-cart/join", {"tripId": planned["tripId"]})
    assert (seen.status_code, seen.json()["error"]) == (403, "trip_hidden")


def test_the_start_page_says_so_and_shows_nothing_live_of_it(hidden: Trip, ben: Client) -> None:
    page = ben.get("/").content.decode()
    assert SENTENCE in page
    assert f"/trips/{hidden.id}" not in page
    assert hidden.id not in page


def test_shown_again_it_is_as_it_was(trip: Trip, poll: Any, ben: Client) -> None:
    def state() -> dict[str, Any]:
        return {**snapshots.state_of(trip.id).shape(), "seq": 0}

    before, page = state(), ben.get(f"/trips/{trip.id}").content.decode()
    reports.hide(trip.id, None)
    assert ben.get(f"/trips/{trip.id}").status_code == 403
    reports.show(trip.id, None)
    assert state() == before
    after = ben.get(f"/trips/{trip.id}").content.decode()
    assert ("Which dates?" in page, "Which dates?" in after) == (True, True)
    assert "isHidden" not in json.dumps(before)
    assert not Event.objects.filter(data__has_key="isHidden", is_news=True).exists()


@pytest.mark.parametrize("by", [Member, Invitation])
def test_what_waited_for_the_lock_while_it_was_hidden_changes_nothing(
    trip: Trip, by: type[Member | Invitation]
) -> None:
    """The page had let it through before."""
    right = by.objects.get(trip=trip)
    reports.hide(trip.id, None)
    ran = []

    @verb
    def act(trip: Trip) -> dict[str, bool]:
        ran.append(trip)
        return {}

    with pytest.raises(wire.Refusal, match="trip_hidden"):
        act(right, None)
    assert ran == []


def test_a_repeat_gets_no_first_answer_of_a_hidden_trip(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    body = json.dumps({"invitation_token": planned["tripId"], "guest_name": "Asha"})
    key = {"Idempotency-Key": "a-key-that-is-random"}

    def join() -> Any:
        join = "/api/social-cart/join"
        return Client().post(join, body, "application/json", headers=key)

    assert join().status_code == 200
    reports.hide(trip.id, None)
    assert join().json()["error"] == "trip_hidden"
    reports.show(trip.id, None)
    assert join().status_code == 200


@pytest.mark.parametrize("name", ["me", "polls", "report"])
def test_nor_does_the_trips_own_id_with_a_key_open_it(
    trip: Trip, asha: wire.JoinResponse, name: str
) -> None:
    reports.hide(trip.id, None)
    body = {"tripId": trip.id, "memberKey": asha["memberKey"]}
    body |= {"reason": "spam"} if name == "report" else {}
    answer = Client().post(f"/api/social-cart/{name}", body, "application/json")
    assert (answer.status_code, answer.json()["error"]) == (403, "trip_hidden")


def test_nor_does_it_take_back_a_request(trip: Trip, asha: wire.JoinResponse) -> None:
    asked = membership.ask(trip.id, None, "Asha")
    reports.hide(trip.id, None)
    body = {"tripId": trip.id, "requestKey": asked["requestKey"]}
    answer = Client().post("/api/social-cart/withdraw-request", body, "application/json")
    assert answer.json()["error"] == "trip_hidden"
    assert trip.requests.count() == 1


def test_nor_does_a_recovery_code_lead_to_a_question_about_it(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    code = membership.make_code(trip.id, None)["recoveryCode"]
    reports.hide(trip.id, None)
    answer = browser_with(trip.id, asha["memberKey"]).post("/enter", {"key": code})
    assert answer.status_code == 403
    assert "Goa" not in answer.content.decode()


def test_staff_hide_and_show_it_which_asks_first_and_is_audited(
    staff: Client,  # noqa: F811
    trip: Trip,
) -> None:
    chosen = {"action": "hide_trips", "_selected_action": trip.id}
    assert "Nobody but staff" in staff.post("/admin/trips/trip/", chosen).content.decode()
    run_action(staff, "trip", "hide_trips", trip.id)
    page = staff.get("/admin/trips/trip/?hidden=yes").content.decode()
    assert "Open, hidden" in page
    assert ">Goa<" not in staff.get("/admin/trips/trip/?hidden=no").content.decode()
    run_action(staff, "trip", "show_trips", trip.id)
    assert [what for _, _, what in audited()] == ["Hide", "Show again"]
    trip.refresh_from_db()
    assert trip.hidden_at is None


def test_staff_take_away_what_it_was_hidden_for_before_they_show_it(hidden: Trip) -> None:
    planning.update(hidden.id, None, {"tripName": "Hampi"})
    planning.cancel(hidden.id, None)
    hidden.refresh_from_db()
    assert (hidden.title, hidden.hidden_at is not None) == ("Hampi", True)


def test_hiding_twice_is_one_event(hidden: Trip) -> None:
    reports.hide(hidden.id, None)
    assert Event.objects.filter(trip=hidden, data={"isHidden": True}).count() == 1


def hide_beside(server: Server, trip_id: str, act: str = "hide") -> None:
    """As a process of its own: the server hears of it by the log alone."""
    ask = f"from trips import reports; reports.{act}({trip_id!r}, None)"
    server.manage("shell", "--no-imports", "-c", ask)


async def ended(url: str, **options: Any) -> int:
    """With which code the server ends this socket, whenever another process says so."""
    async with websockets.connect(url, **options) as connection:
        with pytest.raises(ConnectionClosed) as closed:
            async with asyncio.timeout(60):
                while True:
                    await connection.recv()
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


async def test_open_connections_end_and_come_back_once_it_is_shown(server: Server) -> None:
    trip = server.plan()
    asha = server.join(trip, "Asha")
    trip_id = trip["trip"]["id"]
    of_guest = socket_url(server, f"/ws/trips/{trip['tripId']}")
    of_member = socket_url(server, f"/ws/trips/{trip_id}")
    bearer = {"Authorization": f"Bearer {asha['token']}"}
    watching = [
        asyncio.create_task(ended(of_guest)),
        asyncio.create_task(ended(of_member, additional_headers=bearer)),
    ]
    async with event_source(server, trip["tripId"]) as source:
        await asyncio.to_thread(hide_beside, server, trip_id)
        rest = [line async for line in source.lines]
    assert ": closed 4403" in rest
    assert not any(line.startswith("data:") for line in rest)
    assert [await each for each in watching] == [4403, 4403]
    assert await ended(of_guest) == 4403
    await asyncio.to_thread(hide_beside, server, trip_id, "show")
    async with websockets.connect(of_guest) as again:
        assert '"HEARTBEAT"' in str(await asyncio.wait_for(again.recv(), 5))


async def test_connections_of_every_process_end(pair: Server) -> None:
    trip = await asyncio.to_thread(pair.plan)
    url = socket_url(pair, f"/ws/trips/{trip['tripId']}")
    watching = [asyncio.create_task(ended(url)) for _ in range(8)]
    await asyncio.to_thread(until, lambda: watchers(pair) >= 8)
    await asyncio.to_thread(hide_beside, pair, trip["trip"]["id"])
    assert {await each for each in watching} == {4403}
