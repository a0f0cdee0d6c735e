"""Who waits for a place, or was removed, sees what is held of them and erases it; nothing else."""

from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from tests.test_my_data import call, dump
from tests.test_pages import text_of
from trips import keys, membership, planning, wire
from trips.forms import Guest
from trips.models import HeldKey, Member, Trip

pytestmark = pytest.mark.django_db
NAME = "Ashalata"


@pytest.fixture
def waits(trip: Trip) -> wire.JoinResponse:
    """Ashalata waits, the second in line: Ben's trip is full."""
    planning.update(trip.id, None, {"requiredMembers": 2, "capacity": 2})
    membership.join(trip.id, None, Guest("Chloé"))
    membership.join(trip.id, None, Guest("Dev"), wait=True)
    return membership.join(trip.id, None, Guest(NAME, "+919876543210"), wait=True)


@pytest.fixture
def removed(trip: Trip) -> wire.JoinResponse:
    """Ashalata was removed, whom Ben had brought; she had brought Zain."""
    ben = trip.members.get(is_founder=True)
    brought = membership.bring(trip.id, None, ben.id, NAME, "/")
    membership.bring(trip.id, None, brought["memberId"], "Zain", "/")
    membership.remove(trip.id, None, brought["memberId"])
    return {**brought, "token": ""}  # type: ignore[typeddict-item]


def test_who_waits_sees_what_is_held_of_them_from_their_place(
    trip: Trip, waits: wire.JoinResponse
) -> None:
    phone = browser_with(trip.id, waits["memberKey"])
    assert f"/trips/{trip.id}/my-data" in phone.get(f"/trips/{trip.id}/waiting").content.decode()
    page = phone.get(f"/trips/{trip.id}/my-data")
    for text in (NAME, "+919876543210", "waits for a place", "Leave the line and erase my data"):
        assert text in text_of(page)
    assert "Change your" not in text_of(page)
    data = call("my-data", trip, waits["memberKey"]).json()["data"]
    assert (data["state"], data["name"], data["mobile"]) == ("waiting", NAME, "+919876543210")


def test_who_waits_leaves_the_line_by_erasing_themself_and_the_others_stay(
    trip: Trip, waits: wire.JoinResponse
) -> None:
    phone, before = browser_with(trip.id, waits["memberKey"]), Trip.objects.get()
    assert "You wait no longer" in text_of(phone.get(f"/trips/{trip.id}/erase"))
    assert phone.post(f"/trips/{trip.id}/erase")["Location"] == "/?erased"
    after = Trip.objects.get()
    assert (after.waiting_count, after.member_count) == (1, 2)
    assert (trip.events.latest("seq").type, after.epoch == before.epoch) == (
        "WAITLIST_CHANGED",
        False,
    )
    assert [text in dump() for text in (NAME, "+919876543210")] == [False, False]
    assert phone.get(f"/trips/{trip.id}/waiting").status_code == 404


def test_who_was_removed_finds_their_data_where_they_are_told_so_and_no_name_of_others(
    trip: Trip, removed: wire.JoinResponse
) -> None:
    phone = browser_with(trip.id, removed["memberKey"])
    mine = f"/trips/{trip.id}/my-data"
    link = planning.replace_invitation(trip.id, None)["tripId"]
    for told in (phone.get(f"/trips/{trip.id}"), phone.get(f"/join/{link}")):
        assert mine in told.content.decode()
    page = text_of(phone.get(mine))
    assert "was taken off the trip" in page
    assert [name in page for name in (NAME, "Ben", "Zain")] == [True, False, False]


def test_who_was_removed_erases_themself_and_nobody_lets_them_back_in(
    trip: Trip, removed: wire.JoinResponse, ben: Client
) -> None:
    before, member = Trip.objects.get(), removed["memberId"]
    phone = browser_with(trip.id, removed["memberKey"])
    undo = f"/trips/{trip.id}/members/{member}/restore"
    assert undo in ben.get(f"/trips/{trip.id}").content.decode()
    assert phone.post(f"/trips/{trip.id}/erase")["Location"] == "/?erased"
    after = Trip.objects.get()
    assert (after.member_count, after.epoch == before.epoch) == (2, False)
    assert NAME not in dump()
    assert not HeldKey.objects.filter(key_digest=keys.digest(removed["memberKey"])).exists()
    assert undo not in ben.get(f"/trips/{trip.id}").content.decode()
    assert ben.post(undo).status_code == 404
    assert Member.objects.get(pk=member).state == "left"


def test_who_has_left_erases_themself_by_the_key_they_kept(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    membership.leave(trip.id, None, asha["memberId"])
    assert call("my-data", trip, asha["memberKey"]).json()["data"]["state"] == "left"
    once: dict[str, Any] = {"Idempotency-Key": "5b7be8f2-9d2c-4b8e-9f10"}
    answers = [call("erase-me", trip, asha["memberKey"], **once).json() for _ in "12"]
    assert answers[0] == answers[1] == {**answers[0], "success": True, "memberCount": 1}
    assert call("my-data", trip, asha["memberKey"]).status_code == 403


def test_a_removal_while_the_call_waited_is_no_right_to_anything_else(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    me = Member.objects.get(pk=asha["memberId"])
    membership.remove(trip.id, None, me.id)
    for verb in (membership.leave, membership.erase):
        with pytest.raises(wire.Refusal, match="unauthorized"):
            verb(me, None, me.id)
