"""What the site holds of a member: shown to them alone, and erased by them for good."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.conftest import browser_with
from tests.test_pages import text_of
from trips import keys, log, membership, messages, planning, polls, snapshots, wire
from trips.forms import DateTerms, Guest, PollTerms, Vote
from trips.idempotency import IdempotencyKey
from trips.membership.my_data import without_name
from trips.models import Event, FirstAnswer, HeldKey, Member, Poll, Trip

pytestmark = pytest.mark.django_db
API = "/api/social-cart/"
NUMBER = "+919876543210"
NAME = "Ashalata"  # which stands in no other word


@pytest.fixture
def asha(trip: Trip) -> dict[str, Any]:
    """She joined by the API, with a key of the call, and has done all that leaves a trace."""
    said = {"guest_name": NAME, "guest_mobile": NUMBER}
    said["invitation_token"] = planning.replace_invitation(trip.id, None)["tripId"]
    answer = Client().post(
        f"{API}join", said, "application/json", headers={"Idempotency-Key": "4a7be8f2-9d2c-4b8e"}
    )
    me = dict(answer.json())
    membership.make_organiser(trip.id, None, me["memberId"])
    messages.post_message(trip.id, None, me["memberId"], "Bring passports")
    messages.post_message(trip.id, None, me["memberId"], "And socks")
    messages.delete_message(trip.id, None, 2)
    membership.step_down(trip.id, None, me["memberId"])
    membership.bring(trip.id, None, me["memberId"], "Zain", "/")
    membership.rename(trip.id, None, me["memberId"], f"{NAME} II")
    membership.make_calendar(trip.id, None, me["memberId"])
    membership.ask(trip.id, None, f"{NAME} II")
    planning.update(trip.id, None, {"requiredMembers": 2})
    for closes in (True, False):
        terms = PollTerms("Where?", ("Here", "There"))
        poll = polls.open_poll(trip.id, None, terms)["poll"]
        polls.vote(trip.id, None, me["memberId"], poll["id"], Vote((poll["options"][0]["id"],), 1))
        if closes:
            polls.close_poll(trip.id, None, poll["id"])
    return me


@pytest.fixture
def phone(trip: Trip, asha: dict[str, Any]) -> Client:
    """Her browser."""
    return browser_with(trip.id, asha["memberKey"])


def call(name: str, trip: Trip, key: str, **headers: str) -> Any:
    said = json.dumps({"tripId": trip.id, "memberKey": key})
    return Client().post(f"{API}{name}", said, "application/json", headers=headers)


def dump() -> str:
    """All that stands in any table, and the kept answers as the site can read them."""
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            rows += cursor.fetchall()
    answers = [keys.decrypt(each.answer_encrypted) for each in FirstAnswer.objects.all()]
    mobiles = [each.mobile for each in Member.objects.all()]
    return repr((rows, answers, mobiles))


def test_all_that_is_held_is_shown_and_downloaded_in_one_shape(
    trip: Trip, phone: Client, asha: dict[str, Any]
) -> None:
    data = call("my-data", trip, asha["memberKey"]).json()["data"]
    assert (data["name"], data["mobile"], data["brought"]) == (f"{NAME} II", NUMBER, ["Zain"])
    assert [each["question"] for each in data["ballots"]] == ["Where?", "Where?"]
    assert [each["text"] for each in data["ballots"][0]["choices"]] == ["Here"]
    assert [each["text"] for each in data["messages"]] == ["Bring passports", ""]
    assert (len(data["requests"]), data["hasCalendarAddress"], data["browsers"]) == (1, True, 1)
    file = phone.get(f"/trips/{trip.id}/my-data.json")
    assert "attachment" in file["Content-Disposition"]
    assert file.json() == data
    page = text_of(phone.get(f"/trips/{trip.id}/my-data"))
    for text in (NAME, NUMBER, "Zain", "Where?", "Here", "Bring passports"):
        assert text in page


def test_a_date_that_does_if_need_be_is_shown_as_such(trip: Trip, asha: dict[str, Any]) -> None:
    first = timezone.localdate() + timedelta(days=60)
    spans = tuple((first + timedelta(days=n), first + timedelta(days=n)) for n in (0, 7))
    poll = polls.ask_for_dates(trip.id, None, DateTerms("When?", spans))["poll"]
    one, other = (each["id"] for each in poll["options"])
    polls.vote(trip.id, None, asha["memberId"], poll["id"], Vote((one,), 1, (other,)))
    ballot = call("my-data", trip, asha["memberKey"]).json()["data"]["ballots"][-1]
    assert [each["id"] for each in ballot["choices"] + ballot["maybes"]] == [one, other]


def test_it_holds_no_key_no_secret_and_nothing_of_others(
    planned: wire.CreateResponse, trip: Trip, asha: dict[str, Any]
) -> None:
    membership.join(trip.id, None, Guest("Dev", "+919876543299"))
    text = call("my-data", trip, asha["memberKey"]).content.decode()
    member = Member.objects.get(pk=asha["memberId"])
    secrets = [asha["memberKey"], asha["token"], planned["adminId"], planned["tripId"]]
    digests = [member.key_digest, member.calendar_digest, member.phone_digest]
    for each in (*secrets, *digests, "Ben", "Dev", "+919876543299"):
        assert each not in text


def test_a_dump_holds_neither_the_erased_name_nor_the_number(
    trip: Trip, phone: Client, asha: dict[str, Any]
) -> None:
    staff = User.objects.create_superuser("sam")
    of_members = ContentType.objects.get_for_model(Member)
    LogEntry.objects.create(
        user=staff, content_type=of_members, object_id=asha["memberId"], object_repr=NAME,
        action_flag=2,
    )  # fmt: skip
    browser_with(trip.id, asha["memberKey"])  # a second one
    assert (NAME in dump(), NUMBER in dump()) == (True, True)
    assert phone.post(f"/trips/{trip.id}/erase")["Location"] == "/?erased"
    assert (NAME in dump(), NUMBER in dump()) == (False, False)
    assert not HeldKey.objects.filter(key_digest=keys.digest(asha["memberKey"])).exists()


def test_nor_does_an_answer_to_somebody_who_was_an_organiser_then(
    trip: Trip, phone: Client, asha: dict[str, Any]
) -> None:
    ben = trip.members.get(is_founder=True)
    once = IdempotencyKey.of("4a7be8f2-9d2c-4b8e", "", "", ben.id)
    membership.rename(ben, once, asha["memberId"], f"{NAME} III")
    membership.hand_over(trip.id, None, membership.join(trip.id, None, Guest("Chloé"))["memberId"])
    membership.step_down(trip.id, None, ben.id)
    assert FirstAnswer.objects.filter(caller=ben.id).exists()
    phone.post(f"/trips/{trip.id}/erase")
    assert NAME not in dump()


def test_who_has_erased_themself_has_left_and_no_key_of_theirs_opens_anything(
    trip: Trip, phone: Client, asha: dict[str, Any]
) -> None:
    assert call("erase-me", trip, asha["memberKey"]).json()["memberCount"] == 2
    assert call("me", trip, asha["memberKey"]).status_code == 403
    assert call("my-data", trip, asha["memberKey"]).status_code == 403
    beside = Client()
    beside.cookies[f"trip-{trip.id}"] = asha["memberKey"]
    for browser in (phone, beside):
        assert browser.get(f"/trips/{trip.id}").status_code == 404
    bearer = {"Authorization": f"Bearer {asha['token']}"}
    said = {"tripId": trip.id}
    answer = Client().post(f"{API}me", said, "application/json", headers=bearer)
    assert answer.status_code == 403
    membership.join(trip.id, None, Guest(f"{NAME} II"))  # a free name, and nobody is asked


def test_what_the_group_decided_stays(trip: Trip, asha: dict[str, Any]) -> None:
    membership.erase(trip.id, None, asha["memberId"])
    closed, opened = Poll.objects.order_by("opened_at")
    assert [(each.voted_count, each.options.all()[0].votes) for each in (closed, opened)] == [
        (1, 1), (0, 0),
    ]  # fmt: skip
    state = snapshots.state_of(trip.id).shape()
    assert [(each["text"], each["name"]) for each in state["messages"]] == [("Bring passports", "")]
    assert [each["name"] for each in state["members"]] == ["Ben", "Zain"]


def test_the_log_has_no_gap_and_a_new_epoch_so_that_nobody_goes_on_from_before(
    trip: Trip, asha: dict[str, Any]
) -> None:
    before = Trip.objects.get()
    membership.erase(trip.id, None, asha["memberId"])
    after = Trip.objects.get()
    assert (after.seq, after.epoch != before.epoch) == (before.seq + 2, True)
    seqs = trip.events.order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, after.seq + 1))
    assert {frame["epoch"] for frame in log.after(trip.id, 0, 100)} == {after.epoch}


def test_others_see_that_somebody_was_there(trip: Trip, asha: dict[str, Any], ben: Client) -> None:
    membership.erase(trip.id, None, asha["memberId"])
    hub = text_of(ben.get(f"/trips/{trip.id}"))
    assert "Somebody left." in hub
    assert "Somebody joined." in hub
    assert "brought by" not in hub
    assert "Somebody ·" in text_of(ben.get(f"/trips/{trip.id}/messages"))


def test_the_founder_hands_over_first(
    planned: wire.CreateResponse, trip: Trip, ben: Client
) -> None:
    answer = call("erase-me", trip, planned["adminId"])
    assert (answer.status_code, answer.json()["error"]) == (409, "hand_over_first")
    for answer in (ben.get(f"/trips/{trip.id}/erase"), ben.post(f"/trips/{trip.id}/erase")):
        assert answer.status_code == 409
    assert "Leave and erase my data" not in text_of(ben.get(f"/trips/{trip.id}/my-data"))


def test_erasing_twice_is_erasing_once(trip: Trip, phone: Client, asha: dict[str, Any]) -> None:
    form = {"key": "4a7be8f2-9d2c-4b8e-9f10"}
    for _ in range(2):
        assert phone.post(f"/trips/{trip.id}/erase", form)["Location"] == "/?erased"
    assert Event.objects.filter(type="MEMBER_LEFT").count() == 1


def test_a_call_to_erase_that_comes_twice_gets_the_first_answer(
    trip: Trip, asha: dict[str, Any]
) -> None:
    key = {"Idempotency-Key": "5b7be8f2-9d2c-4b8e-9f10"}
    first, again = (call("erase-me", trip, asha["memberKey"], **key) for _ in "12")
    assert (first.status_code, again.json()) == (200, first.json())


def test_a_name_is_taken_out_wherever_it_stands_and_no_other() -> None:
    asha, ben = ({"id": each, "name": each, "avatar": each[0]} for each in ("asha", "ben"))
    data = {"member": asha, "before": {"name": "a"}, "list": [ben, {"who": asha}]}
    nameless = {"id": "asha", "name": "", "avatar": ""}
    assert without_name(data, "asha", set()) == {
        "member": nameless, "before": {"name": ""}, "list": [ben, {"who": nameless}],
    }  # fmt: skip
    sent = {"message": {"number": 1, "text": "Hi", "name": "Asha"}}
    assert without_name(sent, "asha", {2}) == sent
    assert without_name(sent, "asha", {1})["message"]["name"] == ""


def test_another_organisers_message_keeps_its_author(trip: Trip, asha: dict[str, Any]) -> None:
    ben = trip.members.get(is_founder=True)
    messages.post_message(trip.id, None, ben.id, "Hello")
    membership.erase(trip.id, None, asha["memberId"])
    names = [each["name"] for each in snapshots.state_of(trip.id).shape()["messages"]]
    assert names == ["", "Ben"]


def test_in_a_closed_poll_that_shows_who_voted_what_somebody_did(
    trip: Trip, asha: dict[str, Any], ben: Client
) -> None:
    terms = PollTerms("Train or bus?", ("Train", "Bus"), shows_voters=True)
    poll = polls.open_poll(trip.id, None, terms)["poll"]
    polls.vote(trip.id, None, asha["memberId"], poll["id"], Vote((poll["options"][0]["id"],), 1))
    polls.close_poll(trip.id, None, poll["id"])
    membership.erase(trip.id, None, asha["memberId"])
    assert "Somebody" in text_of(ben.get(f"/trips/{trip.id}/polls/{poll['id']}"))
