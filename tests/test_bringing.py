"""A member counts somebody else in: how many, whose link it is, and until when they have a say."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from tests.test_pages import text_of
from trips import credentials, membership, planning, snapshots, wire
from trips.forms import Guest
from trips.models import Event, JoinRequest, Member, Trip

pytestmark = pytest.mark.django_db
API = "/api/social-cart/"
LINK = re.compile(r'value="http://testserver/enter#(\w+)"')


@pytest.fixture
def zain(trip: Trip, asha: wire.JoinResponse) -> wire.BringResponse:
    """A child whom Asha has brought."""
    return membership.bring(trip.id, None, asha["memberId"], "Zain", "/enter")


@pytest.fixture
def phone(trip: Trip, asha: wire.JoinResponse) -> Client:
    """Asha's browser."""
    return browser_with(trip.id, asha["memberKey"])


def bring(trip: Trip, who: str, *names: str) -> list[wire.BringResponse]:
    return [membership.bring(trip.id, None, who, name, "/enter") for name in names]


def call(name: str, trip: Trip, key: str, **body: Any) -> Any:
    said = {"tripId": trip.id, "memberKey": key, **body}
    return Client().post(f"{API}{name}", json.dumps(said), "application/json")


def enters(key: str) -> Client:
    client = Client()
    assert client.post("/enter", {"key": f"http://testserver/enter#{key}"}).status_code == 303
    return client


def is_in(brought: wire.BringResponse) -> bool:
    return Member.objects.get(pk=brought["memberId"]).is_in


def test_who_is_brought_is_a_full_member_and_every_hub_is_told_by_whom(
    trip: Trip, asha: wire.JoinResponse, zain: wire.BringResponse
) -> None:
    event = trip.events.latest("seq")
    assert (event.type, event.data["memberCount"]) == ("MEMBER_JOINED", 3)
    assert event.data["member"] == zain["member"]
    assert zain["member"]["broughtBy"] == asha["memberId"]
    assert snapshots.state_of(trip.id).shape()["members"][-1] == zain["member"]
    assert asha["member"]["broughtBy"] is None
    assert zain["memberKey"] not in json.dumps(event.data)


def test_the_list_says_who_brought_them_as_long_as_that_one_is_in(
    trip: Trip, asha: wire.JoinResponse, zain: wire.BringResponse, ben: Client
) -> None:
    said = 'brought by <bdi class="name">Asha</bdi>'
    assert said in ben.get(f"/trips/{trip.id}").content.decode()
    membership.rename(trip.id, None, asha["memberId"], "Usha")
    assert said.replace("Asha", "Usha") in ben.get(f"/trips/{trip.id}").content.decode()
    membership.leave(trip.id, None, asha["memberId"])
    after = ben.get(f"/trips/{trip.id}").content.decode()
    assert "Zain" in after
    assert "brought by" not in after
    assert is_in(zain)


def test_a_member_brings_five_and_one_who_goes_makes_room_for_another(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    brought = bring(trip, asha["memberId"], *"abcde")
    with pytest.raises(wire.Refusal, match="too_many_brought"):
        bring(trip, asha["memberId"], "f")
    membership.leave(trip.id, None, brought[0]["memberId"])
    bring(trip, asha["memberId"], "f")
    assert Trip.objects.get().member_count == 7


def test_an_organiser_brings_as_many_as_the_trip_takes(trip: Trip) -> None:
    planning.update(trip.id, None, {"capacity": 8})
    ben = trip.members.get(is_founder=True)
    bring(trip, ben.id, *"abcdefg")
    with pytest.raises(wire.Refusal, match="trip_full") as refused:
        bring(trip, ben.id, "Zain")
    assert refused.value.fields == {"name": "This trip is full, so “Zain” was not added."}


def test_where_nobody_can_join_nobody_is_brought(trip: Trip, asha: wire.JoinResponse) -> None:
    planning.close(trip.id, None)
    with pytest.raises(wire.Refusal, match="trip_closed"):
        bring(trip, asha["memberId"], "Zain")


def test_a_removed_name_is_not_brought_back_past_the_organisers(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))
    membership.remove(trip.id, None, dev["memberId"])
    with pytest.raises(wire.Refusal, match="approval_required"):
        bring(trip, asha["memberId"], "Dev")


def test_the_page_shows_the_link_once_and_the_link_lets_them_in(trip: Trip, phone: Client) -> None:
    page = f"/trips/{trip.id}/bring"
    answer = phone.post(page, {"key": "4a7be8f2-9d2c-4b8e-9f10", "name": "Zain"})
    assert answer["Location"] == page
    (key,) = LINK.findall(phone.get(page).content.decode())
    assert not LINK.search(phone.get(page).content.decode())
    assert "You are number 3 of 5" in text_of(enters(key).get(f"/trips/{trip.id}"))


def test_the_cookie_that_waits_shows_nobody_elses_link(
    trip: Trip, phone: Client, ben: Client, zain: wire.BringResponse
) -> None:
    page = f"/trips/{trip.id}/bring"
    phone.post(page, {"name": "Noor"})
    ben.cookies[f"brought-{trip.id}"] = phone.cookies[f"brought-{trip.id}"].value
    assert not LINK.search(ben.get(page).content.decode())


def test_two_taps_bring_one(trip: Trip, phone: Client) -> None:
    for _ in range(2):
        phone.post(f"/trips/{trip.id}/bring", {"key": "4a7be8f2-9d2c-4b8e-9f10", "name": "Zain"})
    assert Trip.objects.get().member_count == 3
    assert LINK.search(phone.get(f"/trips/{trip.id}/bring").content.decode())


def test_a_call_that_comes_twice_gets_the_same_link(trip: Trip, asha: wire.JoinResponse) -> None:
    said = json.dumps({"tripId": trip.id, "memberKey": asha["memberKey"], "name": "Zain"})
    key = {"Idempotency-Key": "4a7be8f2-9d2c-4b8e-9f10"}
    first, again = (
        Client().post(f"{API}bring", said, "application/json", headers=key).json() for _ in "12"
    )
    assert first == again
    assert first["link"] == f"http://testserver/enter#{first['memberKey']}"
    assert Trip.objects.get().member_count == 3


def test_a_taken_name_asks_whether_it_is_another_one(trip: Trip, phone: Client) -> None:
    page = f"/trips/{trip.id}/bring"
    fork = phone.post(page, {"name": "Ben"})
    assert fork.status_code == 409
    assert "They will be listed as “Ben (2)”." in text_of(fork)
    for_script = phone.post(page, {"name": "Ben"}, headers={"Accept": "application/json"}).json()
    assert "Bring another Ben" in text_of(phone.get(for_script["next"]))
    phone.post(page, {"name": "Ben", "another": "1"})
    assert trip.members.filter(name="Ben (2)").exists()


def test_who_brought_them_takes_them_out_until_they_have_used_their_link(
    trip: Trip, asha: wire.JoinResponse, phone: Client, zain: wire.BringResponse
) -> None:
    noor, dev = bring(trip, asha["memberId"], "Noor", "Dev")
    enters(noor["memberKey"])
    call("me", trip, dev["memberKey"])
    for each, status in ((zain, 303), (noor, 409), (dev, 409)):
        out = phone.post(f"/trips/{trip.id}/members/{each['memberId']}/take-out")
        assert (out.status_code, is_in(each)) == (status, status == 409)
    assert [trip.events.latest("seq").type, Trip.objects.get().member_count] == ["MEMBER_LEFT", 4]
    membership.remove(trip.id, None, noor["memberId"])


def test_who_was_taken_out_joins_by_the_invitation_unasked(
    trip: Trip, asha: wire.JoinResponse, zain: wire.BringResponse
) -> None:
    call("take-out", trip, asha["memberKey"], memberId=zain["memberId"])
    membership.join(trip.id, None, Guest("Zain"))
    assert not JoinRequest.objects.exists()


def test_nobody_else_takes_them_out_or_makes_a_link_for_them(
    planned: wire.CreateResponse, trip: Trip, zain: wire.BringResponse
) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))
    for key in (dev["memberKey"], planned["adminId"]):
        for name in ("take-out", "make-link"):
            answer = call(name, trip, key, memberId=zain["memberId"])
            assert (answer.status_code, answer.json()["error"]) == (403, "unauthorized")


def test_a_lost_link_is_made_anew_until_it_was_used_and_the_lost_one_ends(
    trip: Trip, asha: wire.JoinResponse, phone: Client, zain: wire.BringResponse
) -> None:
    address = f"/trips/{trip.id}/members/{zain['memberId']}/link"
    assert phone.post(address)["Location"] == f"/trips/{trip.id}/bring"
    (key,) = LINK.findall(phone.get(f"/trips/{trip.id}/bring").content.decode())
    assert credentials.member_by_key(zain["memberKey"]) is None
    enters(key)
    assert phone.post(address).status_code == 409
    assert call("make-link", trip, asha["memberKey"], memberId=zain["memberId"]).status_code == 409


def test_an_organisers_key_is_no_other_members_to_make(
    trip: Trip, asha: wire.JoinResponse, zain: wire.BringResponse
) -> None:
    membership.make_organiser(trip.id, None, zain["memberId"])
    for name in ("take-out", "make-link"):
        answer = call(name, trip, asha["memberKey"], memberId=zain["memberId"])
        assert answer.json()["error"] == "link_used"


def test_who_was_let_in_as_them_has_come(
    trip: Trip, asha: wire.JoinResponse, zain: wire.BringResponse
) -> None:
    asked = membership.ask(trip.id, None, "Zain")
    membership.answer_request(trip.id, None, asked["requestId"], let_in=True)
    answer = call("take-out", trip, asha["memberKey"], memberId=zain["memberId"])
    assert answer.json()["error"] == "link_used"


def test_who_brings_is_counted_as_who_joins(trip: Trip) -> None:
    ben = trip.members.get(is_founder=True)
    for number in range(30):
        membership.bring(trip.id, None, ben.id, f"Child {number}", "/", address="10.0.0.1")
    with pytest.raises(wire.Refusal, match="too_many"):
        membership.bring(trip.id, None, ben.id, "Zain", "/", address="10.0.0.1")


def test_who_has_used_their_link_is_noted_once_and_without_an_event(
    trip: Trip, zain: wire.BringResponse
) -> None:
    before = Event.objects.count()
    for _ in range(2):
        enters(zain["memberKey"])
    assert Event.objects.count() == before
    assert Member.objects.get(pk=zain["memberId"]).has_entered


def test_the_place_of_who_is_taken_out_goes_to_who_waits(
    trip: Trip, asha: wire.JoinResponse, zain: wire.BringResponse
) -> None:
    planning.update(trip.id, None, {"capacity": 3, "requiredMembers": 3})
    membership.join(trip.id, None, Guest("Dev"), wait=True)
    call("take-out", trip, asha["memberKey"], memberId=zain["memberId"])
    names = [each["name"] for each in snapshots.state_of(trip.id).shape()["members"]]
    assert names == ["Ben", "Asha", "Dev"]


def offers(page: Any) -> list[str]:
    """What a hub shows that leads to the page of those who were brought."""
    links = re.findall(
        r'<ul class="links"( data-when="[^"]*")?( hidden)?><li>\s*<a[^>]*/bring">(.*?)</a>',
        page.content.decode(),
    )
    return [label for _when, hidden, label in links if not hidden]


def test_a_hub_offers_to_bring_only_where_somebody_can_be_brought(
    trip: Trip, asha: wire.JoinResponse, phone: Client, ben: Client
) -> None:
    hub = f"/trips/{trip.id}"
    brought = bring(trip, asha["memberId"], *"abcd")
    assert offers(phone.get(hub)) == ["Bring a friend or a child"]
    bring(trip, asha["memberId"], "e")
    assert offers(phone.get(hub)) == ["Whom you brought"]
    membership.leave(trip.id, None, brought[0]["memberId"])
    planning.update(trip.id, None, {"capacity": 6})
    assert (offers(phone.get(hub)), offers(ben.get(hub))) == (["Whom you brought"], [])
