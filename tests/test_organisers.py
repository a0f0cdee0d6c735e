"""Several organise a trip: who is made one, steps down, loses the role or hands the trip over."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from trips import membership, planning, snapshots, wire
from trips.forms import Guest
from trips.models import Event, JoinRequest, Member, Trip

pytestmark = pytest.mark.django_db
API = "/api/social-cart/"


@pytest.fixture
def second(trip: Trip, asha: wire.JoinResponse) -> wire.JoinResponse:
    """Asha, who was made an organiser."""
    membership.make_organiser(trip.id, None, asha["memberId"])
    return asha


@pytest.fixture
def phone(trip: Trip, second: wire.JoinResponse) -> Client:
    """Her browser."""
    return browser_with(trip.id, second["memberKey"])


def roles(trip: Trip) -> dict[str, str]:
    state = snapshots.state_of(trip.id).shape()
    marks = {True: "organiser", False: "member"}
    said = {each["id"]: marks[each["isAdmin"]] for each in state["members"]}
    return {
        each["name"]: "founder" if each["id"] == state["founderId"] else said[each["id"]]
        for each in state["members"]
    }


def last(trip: Trip) -> Event:
    return trip.events.latest("seq")


def call(name: str, trip: Trip, key: str, **body: Any) -> Any:
    said = {"tripId": trip.id, "adminId": key, **body}
    return Client().post(f"{API}{name}", json.dumps(said), "application/json")


def test_a_member_is_made_an_organiser_and_every_hub_is_told(
    trip: Trip, second: wire.JoinResponse
) -> None:
    assert roles(trip) == {"Ben": "founder", "Asha": "organiser"}
    ben = trip.members.get(is_founder=True)
    assert (last(trip).type, last(trip).data) == (
        "MEMBER_ROLE_CHANGED",
        {
            "member": {**second["member"], "isAdmin": True},
            "founderId": ben.id,
            "before": {"isAdmin": False},
        },
    )


def test_their_own_key_is_an_organisers_key_from_then_on(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    assert call("close", trip, asha["memberKey"]).status_code == 403
    membership.make_organiser(trip.id, None, asha["memberId"])
    assert call("close", trip, asha["memberKey"]).status_code == 200


def test_what_is_so_already_writes_no_event(trip: Trip, second: wire.JoinResponse) -> None:
    before = trip.events.count()
    membership.make_organiser(trip.id, None, second["memberId"])
    membership.hand_over(trip.id, None, trip.members.get(is_founder=True).id)
    membership.take_role(trip.id, None, membership.join(trip.id, None, Guest("Dev"))["memberId"])
    assert trip.events.count() == before + 1  # Dev came


def test_an_organiser_steps_down_and_stays(trip: Trip, second: wire.JoinResponse) -> None:
    answer = call("step-down", trip, second["memberKey"]).json()
    assert answer["member"]["isAdmin"] is False
    assert roles(trip) == {"Ben": "founder", "Asha": "member"}
    assert call("close", trip, second["memberKey"]).status_code == 403


def test_the_founder_alone_takes_the_role_and_not_their_own(
    trip: Trip, planned: wire.CreateResponse, second: wire.JoinResponse
) -> None:
    ben, key = trip.members.get(is_founder=True), planned["adminId"]
    taken = call("take-role", trip, second["memberKey"], memberId=ben.id)
    assert (taken.status_code, taken.json()["error"]) == (403, "not_the_founder")
    assert call("take-role", trip, key, memberId=ben.id).json()["error"] == "hand_over_first"
    assert call("take-role", trip, key, memberId=second["memberId"]).status_code == 200
    assert roles(trip) == {"Ben": "founder", "Asha": "member"}


def test_the_founder_hands_over_and_may_go_then(
    trip: Trip, planned: wire.CreateResponse, asha: wire.JoinResponse
) -> None:
    key = planned["adminId"]
    membership.make_code(trip.id, None)
    handed = call("hand-over", trip, key, memberId=asha["memberId"])
    assert handed.json()["founderId"] == asha["memberId"]
    assert roles(trip) == {"Ben": "organiser", "Asha": "founder"}
    trip.refresh_from_db()
    assert trip.recovery_digest is None  # it gave Ben the trip
    assert call("step-down", trip, key).status_code == 200
    membership.leave(trip.id, None, planned["trip"]["members"][0]["id"])
    assert roles(trip) == {"Asha": "founder"}


def test_no_organiser_is_removed_and_no_founder_leaves(
    trip: Trip, planned: wire.CreateResponse, second: wire.JoinResponse
) -> None:
    ben = planned["trip"]["members"][0]["id"]
    for key, whom in ((planned["adminId"], second["memberId"]), (second["memberKey"], ben)):
        answer = call("remove-member", trip, key, memberId=whom)
        assert (answer.status_code, answer.json()["error"]) == (400, "cannot_remove_admin")
    with pytest.raises(wire.Refusal, match="cannot_remove_admin"):
        membership.leave(trip.id, None, ben)


def test_an_organiser_who_leaves_is_none_when_they_come_again(
    trip: Trip, second: wire.JoinResponse
) -> None:
    membership.leave(trip.id, None, second["memberId"])
    assert last(trip).data["member"]["isAdmin"] is False
    membership.join(trip.id, None, Guest("Asha"))
    assert roles(trip) == {"Ben": "founder", "Asha": "member"}


def test_who_an_old_server_removed_comes_back_as_a_member(
    trip: Trip, second: wire.JoinResponse
) -> None:
    """It does not know that they organise."""
    Member.objects.filter(pk=second["memberId"]).update(state="removed")
    membership.restore(trip.id, None, second["memberId"])
    assert roles(trip) == {"Ben": "founder", "Asha": "member"}


@pytest.mark.parametrize(
    "lost",
    [membership.take_role, membership.step_down],
    ids=["taken", "laid down"],
)
def test_a_role_that_ended_while_its_call_waited_moves_nothing(
    trip: Trip, second: wire.JoinResponse, lost: Any
) -> None:
    me = Member.objects.select_related("trip").get(pk=second["memberId"])
    lost(trip.id, None, me.id)
    with pytest.raises(wire.Refusal, match="unauthorized"):
        planning.close(me, None)
    assert last(trip).type == "MEMBER_ROLE_CHANGED"


def test_a_founder_of_a_moment_ago_takes_no_role(trip: Trip, asha: wire.JoinResponse) -> None:
    ben = Member.objects.select_related("trip").get(trip=trip, is_founder=True)
    membership.hand_over(trip.id, None, asha["memberId"])
    with pytest.raises(wire.Refusal, match="not_the_founder"):
        membership.take_role(trip.id, None, asha["memberId"], ben.id)
    with pytest.raises(wire.Refusal, match="unauthorized"):
        membership.make_code(ben, None)


@pytest.mark.parametrize("verb", ["hand-over", "step-down"])
def test_a_repeat_by_who_has_no_role_any_more_gets_the_first_answer(
    trip: Trip, planned: wire.CreateResponse, second: wire.JoinResponse, verb: str
) -> None:
    is_hand_over = verb == "hand-over"
    key = planned["adminId"] if is_hand_over else second["memberKey"]
    body = {"memberId": second["memberId"]} if is_hand_over else {}
    said = {"tripId": trip.id, "adminId": key, **body}
    once = {"Idempotency-Key": "0123456789abcdef"}
    first, again = (
        Client().post(f"{API}{verb}", json.dumps(said), "application/json", headers=once)
        for _ in range(2)
    )
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()


def test_an_organiser_who_lost_their_key_is_let_in_and_the_founder_is_not(
    trip: Trip, ben: Client, second: wire.JoinResponse
) -> None:
    asked = membership.ask(trip.id, None, "Asha")
    assert "They are an organiser" in ben.get(f"/trips/{trip.id}").content.decode()
    membership.answer_request(trip.id, None, asked["requestId"], let_in=True)
    assert call("close", trip, asked["requestKey"]).status_code == 200
    with pytest.raises(wire.Refusal, match="unauthorized"):
        membership.ask(trip.id, None, "Ben")
    assert JoinRequest.objects.count() == 1


def test_who_said_they_are_somebody_is_not_let_in_as_the_founder_they_become(
    trip: Trip, second: wire.JoinResponse
) -> None:
    asked = membership.ask(trip.id, None, "Asha")
    membership.hand_over(trip.id, None, second["memberId"])
    with pytest.raises(wire.Refusal, match="request_not_found"):
        membership.answer_request(trip.id, None, asked["requestId"], let_in=True)
    assert membership.asked(trip) == []
    assert call("close", trip, asked["requestKey"]).status_code == 403
    assert call("close", trip, second["memberKey"]).status_code == 200


def test_the_recovery_code_is_the_founders(
    trip: Trip, second: wire.JoinResponse, phone: Client
) -> None:
    for answer in (
        call("make-recovery-code", trip, second["memberKey"]),
        phone.post(f"/trips/{trip.id}/recovery"),
    ):
        assert answer.status_code == 403
    code = membership.make_code(trip.id, None)["recoveryCode"]
    membership.replace_key(trip.id, None, second["memberId"])  # not the founder's, whose code stays
    assert membership.recover(None, code)["success"]


def test_each_hub_offers_what_its_reader_may(trip: Trip, ben: Client, phone: Client) -> None:
    of_founder, of_second = (
        each.get(f"/trips/{trip.id}").content.decode() for each in (ben, phone)
    )
    for address in ("recovery", "step-down", "leave", "settings", "members.csv"):
        link = f'href="/trips/{trip.id}/{address}"'
        assert (link in of_founder) == (address not in ("step-down", "leave")), address
        assert (link in of_second) == (address != "recovery"), address


def test_each_role_is_asked_for_and_changed_without_script(
    trip: Trip, ben: Client, asha: wire.JoinResponse
) -> None:
    row = f"/trips/{trip.id}/members/{asha['memberId']}"
    for verb, offered, after in (
        ("make-organiser", "make-organiser hand-over", "organiser"),
        ("take-role", "take-role hand-over", "member"),
        ("hand-over", "make-organiser hand-over", "founder"),
    ):
        menu = ben.get(f"{row}/name").content.decode()
        for each in ("make-organiser", "take-role", "hand-over"):
            assert (f'href="{row}/{each}"' in menu) == (each in offered), (verb, each)
        question = ben.get(f"{row}/{verb}")
        assert (question.status_code, b"Asha" in question.content) == (200, True)
        assert ben.post(f"{row}/{verb}").status_code == 303
        assert roles(trip)["Asha"] == after


def test_the_invitation_names_the_founder(
    trip: Trip, planned: wire.CreateResponse, asha: wire.JoinResponse
) -> None:
    membership.hand_over(trip.id, None, asha["memberId"])
    page = Client().get(f"/join/{planned['tripId']}").content.decode()
    assert '<bdi class="name">Asha</bdi> invites you' in page


def test_a_founder_who_is_not_among_the_first_is_found_all_the_same(trip: Trip) -> None:
    for name in ("Chloé", "Dev"):
        late = membership.join(trip.id, None, Guest(name))["memberId"]
    membership.hand_over(trip.id, None, late)
    assert snapshots.state_of(trip.id, 1).shape()["founderId"] == late
