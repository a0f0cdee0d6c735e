"""Joining, leaving, removing, coming back: the verbs, through the page and through the API."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.conftest import browser_with
from trips import keys, membership, planning, throttle, wire
from trips.forms import Guest, JoinForm, Terms, guest_of, validated
from trips.models import Event, JoinRequest, Member, Trip

pytestmark = pytest.mark.django_db
UUID = "4a7be8f2-9d2c-4b8e-9f10-0a1b2c3d4e5f"


def names_in(trip: Trip) -> list[str]:
    return [member.name for member in trip.members.filter(state="in")]


def join_by_page(planned: wire.CreateResponse, **fields: str) -> Any:
    return Client().post(f"/join/{planned['tripId']}", fields)


def join_by_api(planned: wire.CreateResponse, headers: Any = None, **fields: Any) -> Any:
    body = {"invitation_token": planned["tripId"], **fields}
    address, kind = "/api/social-cart/join", "application/json"
    return Client().post(address, body, content_type=kind, headers=headers)


def test_a_guest_joins_by_the_page_and_is_greeted_once(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    guest = Client()
    answer = guest.post(f"/join/{planned['tripId']}", {"guest_name": "Asha"})
    assert (answer.status_code, answer["Location"]) == (303, f"/trips/{trip.id}")
    assert "You are number 2 of 5" in guest.get(answer["Location"]).content.decode()
    assert "You are number" not in guest.get(answer["Location"]).content.decode()
    assert names_in(trip) == ["Ben", "Asha"]


def test_who_comes_after_the_required_number_is_greeted_with_a_number_that_there_is(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    for name in "ACDE":
        membership.join(trip.id, None, Guest(name))
    sixth = Client()
    sixth.post(f"/join/{planned['tripId']}", {"guest_name": "Flo"})
    page = sixth.get(f"/trips/{trip.id}").content.decode()
    assert "You are number 6 of 6" in page


def test_a_guest_joins_by_the_api(planned: wire.CreateResponse, trip: Trip) -> None:
    answer = join_by_api(planned, guest_name="Asha")
    joined = answer.json()
    assert answer.status_code == 200
    assert set(joined) == {"success", "member", "memberId", "memberKey", "token", "trip"}
    assert joined["member"]["name"] == "Asha"
    assert joined["trip"]["memberCount"] == 2


def test_a_returning_member_never_sees_the_form_again(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    answer = browser_with(trip.id, asha["memberKey"]).get(f"/join/{planned['tripId']}")
    assert (answer.status_code, answer["Location"]) == (303, f"/trips/{trip.id}")


def test_looking_at_the_invitation_changes_nothing(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    before = Trip.objects.values().get(pk=trip.id)
    for method in ("get", "head", "options", "trace"):
        getattr(Client(), method)(f"/join/{planned['tripId']}?guest_name=Bot")
    assert Trip.objects.values().get(pk=trip.id) == before


def test_the_same_tap_sent_twice_joins_once(planned: wire.CreateResponse, trip: Trip) -> None:
    first = join_by_api(planned, {"Idempotency-Key": UUID}, guest_name="Asha")
    again = join_by_api(planned, {"Idempotency-Key": UUID}, guest_name="Asha")
    assert first.json() == again.json()
    assert names_in(trip) == ["Ben", "Asha"]


def test_a_retry_is_answered_as_the_first_time_also_when_the_trip_has_filled_up(
    db: None,
) -> None:
    planned = planning.plan(None, Terms("Goa", 2, capacity=2), Guest("Ben"))
    first = join_by_api(planned, {"Idempotency-Key": UUID}, guest_name="Asha")
    assert join_by_api(planned, guest_name="Dev").json()["error"] == "trip_full"
    again = join_by_api(planned, {"Idempotency-Key": UUID}, guest_name="Asha")
    assert (again.status_code, again.json()) == (200, first.json())


def test_a_double_press_of_the_form_joins_once_and_opens_the_same_hub(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    first = join_by_page(planned, guest_name="Asha", key=UUID)
    again = join_by_page(planned, guest_name="Asha", key=UUID)
    assert first.status_code == again.status_code == 303
    cookie = f"trip-{trip.id}"
    assert first.cookies[cookie].value == again.cookies[cookie].value
    assert names_in(trip) == ["Ben", "Asha"]


def test_a_key_with_another_body_is_refused(planned: wire.CreateResponse) -> None:
    join_by_api(planned, {"Idempotency-Key": UUID}, guest_name="Asha")
    answer = join_by_api(planned, {"Idempotency-Key": UUID}, guest_name="Dev")
    assert (answer.status_code, answer.json()["error"]) == (422, "key_reused")


def test_a_key_that_could_be_guessed_is_refused(planned: wire.CreateResponse) -> None:
    answer = join_by_api(planned, {"Idempotency-Key": "1"}, guest_name="Asha")
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["fields"]


@pytest.mark.parametrize("name", ["Asha", " asha ", "ASHA", "Аsha"])
def test_a_name_that_is_taken_is_a_fork(
    planned: wire.CreateResponse, asha: wire.JoinResponse, name: str
) -> None:
    assert join_by_api(planned, guest_name=name).json()["error"] == "name_taken"
    page = join_by_page(planned, guest_name=name)
    assert page.status_code == 409
    assert "is already on the list. Is that you?" in page.content.decode()


def test_a_fork_says_the_name_that_somebody_else_would_be_listed_by(
    planned: wire.CreateResponse, asha: wire.JoinResponse
) -> None:
    join_by_page(planned, guest_name="Asha", another="1")
    assert "Asha (3)</bdi>”" in join_by_page(planned, guest_name="Asha").content.decode()


def test_not_that_asha_joins_as_another(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    assert join_by_page(planned, guest_name="Asha", another="1").status_code == 303
    join_by_api(planned, guest_name="Asha", another=True)
    assert names_in(trip) == ["Ben", "Asha", "Asha (2)", "Asha (3)"]


def test_the_same_number_does_not_join_twice_and_no_number_never_collides(
    planned: wire.CreateResponse,
) -> None:
    number = "+91 98765 43210"
    assert join_by_api(planned, guest_name="Asha", guest_mobile=number).status_code == 200
    again = join_by_api(planned, guest_name="Dev", guest_mobile="+919876543210")
    assert (again.status_code, again.json()["error"]) == (409, "already_joined")
    assert "98765" not in again.content.decode()
    assert join_by_api(planned, guest_name="Dev").status_code == 200
    assert join_by_api(planned, guest_name="Zoë", guest_mobile="").status_code == 200


def test_a_full_trip_confirms_no_number(db: None) -> None:
    planned = planning.plan(None, Terms("Goa", 2, capacity=2), Guest("Ben"))
    number = "+919876543210"
    join_by_api(planned, guest_name="Asha", guest_mobile=number)
    for guess in (number, "+919876543211"):
        answer = join_by_api(planned, guest_name="Mallory", guest_mobile=guess)
        assert answer.json()["error"] == "trip_full"


def test_the_last_place_is_given_once(db: None) -> None:
    planned = planning.plan(None, Terms("Goa", 2, capacity=2), Guest("Ben"))
    assert join_by_api(planned, guest_name="Asha").status_code == 200
    refused = join_by_api(planned, guest_name="Dev")
    assert (refused.status_code, refused.json()["error"]) == (409, "trip_full")
    page = join_by_page(planned, guest_name="Dev")
    assert page.status_code == 409
    assert "This trip is full" in page.content.decode()


def test_a_closed_trip_takes_nobody(planned: wire.CreateResponse, trip: Trip) -> None:
    planning.close(trip.id, None)
    assert join_by_api(planned, guest_name="Asha").json()["error"] == "trip_closed"
    assert "Joining is closed" in join_by_page(planned, guest_name="Asha").content.decode()


def test_a_field_that_is_wrong_is_named_and_what_was_typed_is_kept(
    planned: wire.CreateResponse,
) -> None:
    answer = join_by_page(planned, guest_name="Asha", guest_mobile="12")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="Asha"' in page
    assert 'aria-invalid="true"' in page
    fields = join_by_api(planned, guest_name="", guest_mobile="12").json()["fields"]
    assert set(fields) == {"guest_name", "guest_mobile"}


def test_an_unknown_link_and_a_replaced_one_say_so(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    assert Client().get("/join/nothing").status_code == 404
    planning.replace_invitation(trip.id, None)
    for answer in (
        Client().get(f"/join/{planned['tripId']}"),
        join_by_page(planned, guest_name="Asha"),
        join_by_api(planned, guest_name="Asha"),
    ):
        assert answer.status_code == 410
    assert names_in(trip) == ["Ben"]


def test_the_unlock_follows_the_count_both_ways(planned: wire.CreateResponse, trip: Trip) -> None:
    ids = [membership.join(trip.id, None, Guest(name))["memberId"] for name in "ACDE"]
    trip.refresh_from_db()
    assert (trip.is_unlocked, trip.status) == (True, Trip.Status.UNLOCKED)
    counted = membership.leave(trip.id, None, ids[0])
    assert counted == {"success": True, "memberCount": 4, "isDiscountUnlocked": False}


def test_a_removed_person_is_told_and_has_to_ask(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    phone = browser_with(trip.id, asha["memberKey"])
    assert phone.get(f"/trips/{trip.id}").status_code == 403
    again = phone.post(f"/join/{planned['tripId']}", {"guest_name": "Ash the second"})
    assert again.status_code == 409
    assert "Ask to come back" in again.content.decode()
    assert join_by_api(planned, guest_name="Asha").json()["error"] == "approval_required"
    assert names_in(trip) == ["Ben"]


def test_removing_erases_the_number(trip: Trip) -> None:
    joined = membership.join(trip.id, None, Guest("Asha", "+919876543210"))
    assert Member.objects.get(pk=joined["memberId"]).phone_encrypted
    membership.remove(trip.id, None, joined["memberId"])
    member = Member.objects.get(pk=joined["memberId"])
    assert (member.phone_encrypted, member.phone_digest) == ("", "")


def test_one_number_in_two_trips_cannot_be_told_to_be_one(db: None) -> None:
    for title in ("Goa", "Kochi"):
        planned = planning.plan(None, Terms(title, 2), Guest("Ben"))
        membership.join(planned["trip"]["id"], None, Guest("Asha", "+919876543210"))
    ashas = Member.objects.filter(name="Asha")
    for column in ("phone_digest", "phone_encrypted"):
        assert len({"", *ashas.values_list(column, flat=True)}) == 3


def test_an_undone_removal_gives_the_place_back(trip: Trip, asha: wire.JoinResponse) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    membership.restore(trip.id, None, asha["memberId"])
    assert names_in(trip) == ["Ben", "Asha"]
    assert browser_with(trip.id, asha["memberKey"]).get(f"/trips/{trip.id}").status_code == 200


@pytest.mark.parametrize(("late_s", "is_in_time"), [(-1, True), (1, False)])
def test_a_removal_can_be_undone_for_twelve_hours(
    ben: Client, trip: Trip, asha: wire.JoinResponse, late_s: int, is_in_time: bool
) -> None:
    undo = f"/trips/{trip.id}/members/{asha['memberId']}/restore"
    with time_machine.travel("2030-01-01T10:00Z", tick=False) as clock:
        membership.remove(trip.id, None, asha["memberId"])
        clock.shift(timedelta(hours=12, seconds=late_s))
        assert (undo in ben.get(f"/trips/{trip.id}").content.decode()) == is_in_time
        assert ben.post(undo).status_code == (303 if is_in_time else 409)
    assert ("Asha" in names_in(trip)) == is_in_time


def test_an_undo_does_not_oversell(db: None) -> None:
    planned = planning.plan(None, Terms("Goa", 2, capacity=2), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    asha = membership.join(trip_id, None, Guest("Asha"))
    membership.remove(trip_id, None, asha["memberId"])
    membership.join(trip_id, None, Guest("Dev"))
    with pytest.raises(wire.Refusal, match="trip_full"):
        membership.restore(trip_id, None, asha["memberId"])


def test_the_organiser_cannot_be_removed_or_leave(trip: Trip) -> None:
    organiser = trip.members.get(is_founder=True)
    for verb in (membership.leave, membership.remove):
        with pytest.raises(wire.Refusal, match="cannot_remove_admin"):
            verb(trip.id, None, organiser.id)


def test_who_is_let_in_gets_a_new_key_and_the_old_one_ends(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    new_phone = Client()
    new_phone.post(f"/join/{planned['tripId']}/claim", {"guest_name": "asha"})
    assert new_phone.get(f"/trips/{trip.id}").status_code == 403
    [request] = membership.pending(trip)
    membership.answer_request(trip.id, None, request.id, let_in=True)
    assert new_phone.get(f"/trips/{trip.id}").status_code == 200
    assert browser_with(trip.id, asha["memberKey"]).get(f"/trips/{trip.id}").status_code == 404
    assert names_in(trip) == ["Ben", "Asha"]


def test_who_is_not_let_in_gets_nothing(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    mallory = Client()
    mallory.post(f"/join/{planned['tripId']}/claim", {"guest_name": "Asha"})
    [request] = membership.pending(trip)
    membership.answer_request(trip.id, None, request.id, let_in=False)
    assert mallory.get(f"/trips/{trip.id}").status_code == 403
    assert browser_with(trip.id, asha["memberKey"]).get(f"/trips/{trip.id}").status_code == 200


def test_the_same_answer_twice_is_one_and_another_one_comes_too_late(
    planned: wire.CreateResponse, ben: Client, trip: Trip, asha: wire.JoinResponse
) -> None:
    Client().post(f"/join/{planned['tripId']}/claim", {"guest_name": "Asha"})
    address = f"/trips/{trip.id}/requests/{JoinRequest.objects.get().id}"
    pressed = [ben.post(address, {"answer": answer}) for answer in ("let_in", "let_in", "refuse")]
    assert [answer.status_code for answer in pressed] == [303, 303, 404]
    assert Member.objects.get(name="Asha").key_version == 2


def test_who_may_not_ask_to_come_back_now_is_told_why(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    for _ in range(30):
        throttle.joined("127.0.0.1", trip.id)
    phone = browser_with(trip.id, asha["memberKey"])
    answer = phone.post(f"/join/{planned['tripId']}/claim", {"guest_name": "Asha"})
    assert answer.status_code == 429
    assert "That was too often" in answer.content.decode()


def test_a_mistyped_name_is_no_refused_try(
    planned: wire.CreateResponse, asha: wire.JoinResponse
) -> None:
    for name in ("", *["\u202e"] * 5, "Asha"):
        answer = Client().post(f"/join/{planned['tripId']}/claim", {"guest_name": name})
    assert answer.status_code == 303


def test_nobody_claims_to_be_the_organiser(planned: wire.CreateResponse, trip: Trip) -> None:
    answer = Client().post(f"/join/{planned['tripId']}/claim", {"guest_name": "Ben"})
    assert answer.status_code == 403
    assert not membership.pending(trip).exists()


def test_the_log_tells_of_a_request_without_saying_whose(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    membership.ask(trip.id, None, "Asha")
    assert Event.objects.filter(trip=trip).last().data == {}  # type: ignore[union-attr]


def test_no_frame_and_no_page_of_another_holds_a_number_or_a_key(
    planned: wire.CreateResponse, trip: Trip, ben: Client
) -> None:
    joined = membership.join(trip.id, None, Guest("Asha", "+919876543210"))
    public = ben.get(f"/trips/{trip.id}").content.decode()
    public += (
        str(list(Event.objects.values()))
        + ben.get(f"/trips/{trip.id}/members.csv").content.decode()
    )
    secrets = ("9876543210", joined["memberKey"], joined["token"], keys.digest(joined["memberKey"]))
    assert not [secret for secret in secrets if secret in public]


def test_who_left_may_simply_join_again(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    membership.leave(trip.id, None, asha["memberId"])
    phone = browser_with(trip.id, asha["memberKey"])
    page = phone.get(f"/join/{planned['tripId']}").content.decode()
    assert "taken off" not in page
    assert phone.post(f"/join/{planned['tripId']}", {"guest_name": "Asha"}).status_code == 303


def test_asking_to_come_back_is_no_way_round_the_organiser(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    phone = browser_with(trip.id, asha["memberKey"])
    asked = phone.post(f"/join/{planned['tripId']}/claim", {"guest_name": "Somebody else"})
    assert asked.status_code == 303
    assert [request.member.name for request in membership.pending(trip)] == ["Asha"]
    again = phone.post(f"/join/{planned['tripId']}", {"guest_name": "Somebody else"})
    assert again.status_code == 409
    assert names_in(trip) == ["Ben"]


@pytest.mark.parametrize("how", ["restore", "let_in", "refuse and let_in", "again and let_in"])
def test_who_asks_to_come_back_is_in_by_an_undo_as_well_as_by_the_answer(
    planned: wire.CreateResponse, ben: Client, trip: Trip, asha: wire.JoinResponse, how: str
) -> None:
    phone = browser_with(trip.id, asha["memberKey"])
    taken_off = f"/trips/{trip.id}/members/{asha['memberId']}"
    rounds = {"again and let_in": ["let_in", "let_in"], "refuse and let_in": ["refuse", "let_in"]}
    for answer in rounds.get(how, [how]):
        ben.post(f"{taken_off}/remove")
        phone.post(f"/join/{planned['tripId']}/claim", {"guest_name": "Asha"})
        assert phone.get(f"/trips/{trip.id}").status_code == 403
        asked = JoinRequest.objects.get(state="pending")
        if answer == "restore":
            ben.post(f"{taken_off}/restore")
        else:
            ben.post(f"/trips/{trip.id}/requests/{asked.id}", {"answer": answer})
    assert phone.get(f"/trips/{trip.id}").status_code == 200


def test_a_stranger_does_not_bring_back_who_has_left(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    asked = membership.ask(trip.id, None, "Asha")
    membership.leave(trip.id, None, asha["memberId"])
    with pytest.raises(wire.Refusal, match="member_not_found"):
        membership.answer_request(trip.id, None, asked["requestId"], let_in=True)
    membership.answer_request(trip.id, None, asked["requestId"], let_in=False)
    assert names_in(trip) == ["Ben"]


def test_nobody_comes_back_to_a_cancelled_trip(trip: Trip, asha: wire.JoinResponse) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    asked = membership.ask(trip.id, None, "Asha")
    planning.cancel(trip.id, None)
    with pytest.raises(wire.Refusal, match="trip_cancelled"):
        membership.answer_request(trip.id, None, asked["requestId"], let_in=True)
    with pytest.raises(wire.Refusal, match="trip_cancelled"):
        membership.restore(trip.id, None, asha["memberId"])


def test_a_name_that_is_one_picture_leaves_no_room_for_a_number(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    crowd = "👨" + "\u200d👩" * 29
    assert join_by_page(planned, guest_name=crowd).status_code == 303
    assert join_by_page(planned, guest_name=crowd, another="1").status_code == 409
    assert names_in(trip) == ["Ben", crowd]


def test_another_asha_is_not_the_one_who_was_removed(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    page = join_by_page(planned, guest_name="Asha")
    assert page.status_code == 409
    assert "No, join as another" in page.content.decode()
    assert join_by_page(planned, guest_name="Asha", another="1").status_code == 303
    assert names_in(trip) == ["Ben", "Asha (2)"]


def test_who_is_in_and_says_it_is_them_stays_in(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    phone = browser_with(trip.id, asha["memberKey"])
    phone.post(f"/join/{planned['tripId']}/claim", {"guest_name": "Asha"})
    assert phone.get(f"/trips/{trip.id}").status_code == 200
    assert not membership.pending(trip).exists()


def test_an_undo_pressed_twice_is_an_undo(ben: Client, trip: Trip, asha: wire.JoinResponse) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    address = f"/trips/{trip.id}/members/{asha['memberId']}/restore"
    assert [ben.post(address).status_code for _ in range(2)] == [303, 303]
    assert names_in(trip) == ["Ben", "Asha"]


def test_a_lost_answer_to_a_new_personal_link_is_given_again(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    form = {"key": UUID}
    ben.post(f"/trips/{trip.id}/personal-link", form)
    retry = browser_with(trip.id, planned["adminId"])
    assert retry.post(f"/trips/{trip.id}/personal-link", form).status_code == 303
    assert retry.get(f"/trips/{trip.id}").status_code == 200


def test_the_organiser_is_told_whom_a_name_may_be_mistaken_for(
    ben: Client, planned: wire.CreateResponse, trip: Trip
) -> None:
    for name in ("Ema", "Erna", "Émа", "Dev"):
        membership.join(trip.id, None, Guest(name))
    membership.ask(trip.id, None, "Ema")
    (asked,) = ben.get(f"/trips/{trip.id}/requests").json()["requests"]
    assert asked["looksLike"] == ["Erna", "Émа"]
    hub = ben.get(f"/trips/{trip.id}").content.decode()
    names = '<bdi class="name">Erna</bdi> and <bdi class="name">Émа</bdi>'
    assert f"Do not mistake them for {names}, who are on the list as well." in hub


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
@pytest.mark.parametrize(
    "name", ["Asha", " Asha ", "", "A\u202ea", "李小龍", "A" * 61, "A" * 999, None]
)
@pytest.mark.parametrize("mobile", ["+91 98765 43210", "098765 43210", "1", "", None, "9" * 41])
def test_a_call_says_of_a_guest_what_their_form_says(zone: str, name: Any, mobile: Any) -> None:
    data = {"guest_name": name, "guest_mobile": mobile}

    def said(read: Any) -> Any:
        try:
            return read()
        except wire.Refusal as refusal:
            return refusal.shape()

    of_form = said(lambda: validated(JoinForm(data, zone=zone)).guest())
    assert said(lambda: guest_of(data, zone)) == of_form
