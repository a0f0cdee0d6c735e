"""What somebody said of themself can be put right: their name and their number."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.html import escape

from tests.conftest import browser_with
from trips import keys, membership, snapshots, wire
from trips.forms import Guest
from trips.models import Event, Member, Trip

pytestmark = pytest.mark.django_db
API = "/api/social-cart/"


@pytest.fixture
def ahsa(trip: Trip) -> wire.JoinResponse:
    """Asha, who has misspelt herself."""
    return membership.join(trip.id, None, Guest("Ahsa"))


@pytest.fixture
def phone(trip: Trip, ahsa: wire.JoinResponse) -> Client:
    return browser_with(trip.id, ahsa["memberKey"])


def names(trip: Trip) -> list[str]:
    return [member.name for member in snapshots.members_of(trip)]


def last(trip: Trip) -> Event:
    return trip.events.latest("seq")


def post(client: Client, verb: str, /, **body: Any) -> Any:
    return client.post(f"{API}{verb}", json.dumps(body), "application/json")


def test_a_member_renames_themself_and_every_hub_is_told(
    trip: Trip, ahsa: wire.JoinResponse
) -> None:
    answer = membership.rename(trip.id, None, ahsa["memberId"], "Asha")
    assert names(trip) == ["Ben", "Asha"]
    assert answer["member"] == {**ahsa["member"], "name": "Asha"}
    event = last(trip)
    assert event.type == "MEMBER_RENAMED"
    assert event.data == {"member": answer["member"], "before": {"name": "Ahsa"}}


def test_the_same_name_writes_no_event_and_another_case_of_it_does(
    trip: Trip, ahsa: wire.JoinResponse
) -> None:
    before = trip.events.count()
    membership.rename(trip.id, None, ahsa["memberId"], "Ahsa")
    assert trip.events.count() == before
    membership.rename(trip.id, None, ahsa["memberId"], "AHSA")
    assert (names(trip)[1], trip.events.count()) == ("AHSA", before + 1)


@pytest.mark.parametrize("taken", ["Ben", "ben", "Вen"])  # the last begins in Cyrillic
def test_a_name_that_is_taken_is_refused_with_a_free_one(
    trip: Trip, ahsa: wire.JoinResponse, taken: str
) -> None:
    with pytest.raises(wire.Refusal, match="name_taken") as refused:
        membership.rename(trip.id, None, ahsa["memberId"], taken)
    assert f"{taken} (2)" in refused.value.fields["name"]
    assert names(trip) == ["Ben", "Ahsa"]


def test_two_who_want_the_same_name_at_once_are_one_who_gets_it(
    trip: Trip, ahsa: wire.JoinResponse
) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))
    membership.rename(trip.id, None, ahsa["memberId"], "Asha")
    with pytest.raises(wire.Refusal, match="name_taken"):
        membership.rename(trip.id, None, dev["memberId"], "asha")
    with pytest.raises(IntegrityError), transaction.atomic():
        key = Member.objects.get(pk=ahsa["memberId"]).folded_name
        Member.objects.filter(pk=dev["memberId"]).update(folded_name=key)


@pytest.mark.parametrize("act", [membership.leave, membership.remove])
def test_who_is_out_keeps_their_name(trip: Trip, ahsa: wire.JoinResponse, act: Any) -> None:
    act(trip.id, None, ahsa["memberId"])
    with pytest.raises(wire.Refusal, match="member_not_found"):
        membership.rename(trip.id, None, ahsa["memberId"], "Asha")


def test_a_name_given_up_is_free_and_the_next_of_it_is_numbered(
    trip: Trip, ahsa: wire.JoinResponse
) -> None:
    membership.rename(trip.id, None, ahsa["memberId"], "Asha")
    membership.join(trip.id, None, Guest("Ahsa"))
    membership.join(trip.id, None, Guest("Asha"), another=True)
    assert names(trip) == ["Ben", "Asha", "Ahsa", "Asha (2)"]


def test_who_is_let_back_in_after_their_name_was_given_away_is_numbered(
    trip: Trip, ahsa: wire.JoinResponse
) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))
    membership.remove(trip.id, None, dev["memberId"])
    membership.rename(trip.id, None, ahsa["memberId"], "Dev")
    membership.restore(trip.id, None, dev["memberId"])
    assert names(trip) == ["Ben", "Dev", "Dev (2)"]


def test_a_waiting_request_follows_the_name(
    trip: Trip, ahsa: wire.JoinResponse, ben: Client
) -> None:
    membership.ask(trip.id, None, "Ahsa")
    membership.rename(trip.id, None, ahsa["memberId"], "Asha")
    (row,) = ben.get(f"/trips/{trip.id}/requests").json()["requests"]
    assert row["name"] == "Asha"


def test_the_pages_rename_without_script(
    trip: Trip, ahsa: wire.JoinResponse, phone: Client, ben: Client
) -> None:
    page = f"/trips/{trip.id}/name"
    assert f'href="{page}"' in phone.get(f"/trips/{trip.id}").content.decode()
    assert 'value="Ahsa"' in phone.get(page).content.decode()
    assert phone.post(page, {"name": "Asha"})["Location"] == f"/trips/{trip.id}"
    of_hers = f"/trips/{trip.id}/members/{ahsa['memberId']}/name"
    hub = ben.get(f"/trips/{trip.id}").content.decode()
    assert f'href="{of_hers}"' in hub
    assert " is now " in hub
    assert ben.post(of_hers, {"name": "Asha K."}).status_code == 303
    own = f"/trips/{trip.id}/members/{trip.members.get(is_founder=True).id}/name"
    assert ben.post(own, {"name": "Benno"}).status_code == 303
    assert names(trip) == ["Benno", "Asha K."]


@pytest.mark.parametrize(("typed", "status"), [("Ben", 409), ("", 422), ("A\u202e", 422)])
def test_a_refused_name_stays_as_typed_with_the_reason_beside_it(
    trip: Trip, phone: Client, typed: str, status: int
) -> None:
    answer = phone.post(f"/trips/{trip.id}/name", {"name": typed})
    assert answer.status_code == status
    assert f'value="{escape(typed)}"' in answer.content.decode() or not typed
    assert "errorlist" in answer.content.decode()
    assert names(trip) == ["Ben", "Ahsa"]


def test_the_organiser_renamed_invites_under_the_new_name(
    trip: Trip, planned: Any, ben: Client
) -> None:
    ben.post(f"/trips/{trip.id}/name", {"name": "Benno"})
    page = Client().get(f"/join/{planned['tripId']}").content.decode()
    assert '<bdi class="name">Benno</bdi> invites you to <strong>' in page


def test_by_api_a_member_renames_themself_and_nobody_else(
    trip: Trip, planned: Any, ahsa: wire.JoinResponse
) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))
    by_key = {"tripId": planned["tripId"], "memberKey": ahsa["memberKey"]}
    assert post(Client(), "rename-member", **by_key, name="Asha").json()["success"]
    refused = post(Client(), "rename-member", **by_key, memberId=dev["memberId"], name="Devil")
    assert (refused.status_code, refused.json()["error"]) == (403, "unauthorized")
    by_ben = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    post(Client(), "rename-member", **by_ben, memberId=dev["memberId"], name="Devika")
    post(Client(), "rename-member", **by_ben, name="Benno")
    assert names(trip) == ["Benno", "Asha", "Devika"]
    taken = post(Client(), "rename-member", **by_key, name="benno").json()
    assert (taken["error"], list(taken["fields"])) == ("name_taken", ["name"])


def test_a_repeat_of_a_rename_changes_nothing_since(trip: Trip, ahsa: wire.JoinResponse) -> None:
    body = {"tripId": trip.id, "memberKey": ahsa["memberKey"], "name": "Asha"}
    key = {"Idempotency-Key": "0123456789abcdef"}

    def send() -> Any:
        call = f"{API}rename-member"
        return Client().post(call, json.dumps(body), "application/json", headers=key).json()

    first = send()
    membership.rename(trip.id, None, ahsa["memberId"], "Asha K.")
    assert send() == first
    assert names(trip) == ["Ben", "Asha K."]


def number_of(joined: wire.JoinResponse) -> str:
    encrypted = Member.objects.get(pk=joined["memberId"]).phone_encrypted
    return keys.decrypt(encrypted) if encrypted else ""


def test_a_number_is_replaced_and_erased_and_in_no_event_or_page(
    trip: Trip, ahsa: wire.JoinResponse, phone: Client
) -> None:
    page, before = f"/trips/{trip.id}/mobile", trip.events.count()
    answer = phone.post(page, {"mobile": "+91 98765 43210"})
    assert "was saved" in phone.get(answer["Location"]).content.decode()
    assert number_of(ahsa) == "+919876543210"
    assert "98765" not in phone.get(page).content.decode()
    post(
        Client(),
        "change-mobile",
        tripId=trip.id,
        memberKey=ahsa["memberKey"],
        mobile="+447911123456",
    )
    assert number_of(ahsa) == "+447911123456"
    assert phone.post(page, {"mobile": ""}).status_code == 422, "opened and saved"
    answer = phone.post(page, {"mobile": "", "erase": "1"})
    assert "was erased" in phone.get(answer["Location"]).content.decode()
    row = Member.objects.get(pk=ahsa["memberId"])
    assert (row.phone_encrypted, row.phone_digest, trip.events.count()) == ("", "", before)


def test_erasing_is_offered_to_who_has_given_a_number(trip: Trip, phone: Client) -> None:
    page = f"/trips/{trip.id}/mobile"
    assert "Erase my number" not in phone.get(page).content.decode()
    phone.post(page, {"mobile": "+91 98765 43210"})
    assert "Erase my number" in phone.get(page).content.decode()
    answer = phone.post(page, {"mobile": "+91 98765 43211"})
    assert "was saved" in phone.get(answer["Location"]).content.decode()
    phone.post(page, {"erase": "1"})
    assert "You have given no number" in phone.get(page).content.decode()


def test_a_new_number_is_answered_alike_whether_or_not_somebody_else_gave_it(
    trip: Trip, ahsa: wire.JoinResponse, phone: Client
) -> None:
    """Or a member could try number after number, unseen, to learn whose are on the trip."""
    dev = membership.join(trip.id, None, Guest("Dev", "+919876543210"))
    numbers = ("+91 98765 43211", "+91 98765 43210")
    pages = [phone.post(f"/trips/{trip.id}/mobile", {"mobile": number}) for number in numbers]
    body = {"tripId": trip.id, "memberKey": ahsa["memberKey"]}
    calls = [post(Client(), "change-mobile", **body, mobile=number) for number in numbers]
    assert pages[0].content == pages[1].content
    assert calls[0].content == calls[1].content == b'{"success": true}'
    assert (number_of(ahsa), number_of(dev)) == ("+919876543210", "+919876543210")
    refused = phone.post(f"/trips/{trip.id}/mobile", {"mobile": "12"})
    assert refused.status_code == 422
    assert "errorlist" in refused.content.decode()


def test_staff_rename_by_the_verb(admin_client: Client, trip: Trip, ahsa: Any) -> None:
    page = f"/admin/trips/member/{ahsa['memberId'].replace('_', '_5F')}/change/"
    assert admin_client.post(page, {"name": "Asha"}).status_code == 302
    assert (names(trip)[1], last(trip).type) == ("Asha", "MEMBER_RENAMED")
    assert (
        "on the list already"
        in admin_client.post(page, {"name": "Ben"}, follow=True).content.decode()
    )
    assert "Take out" in admin_client.post(page, {"name": "A\u202e"}).content.decode()
    membership.remove(trip.id, None, ahsa["memberId"])
    shown = admin_client.post(page, {"name": "Zoë"}, follow=True).content.decode()
    assert "Not changed" in shown
    assert Member.objects.get(pk=ahsa["memberId"]).name == "Asha"
