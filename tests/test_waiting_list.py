"""A trip is full: who comes waits for a place, and a free one goes to who waits longest."""

import json
import secrets
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from tests.conftest import browser_with
from tests.roles import call
from tests.test_cookies import HERE, posts
from trips import (
    cache,
    change,
    keys,
    membership,
    planning,
    polls,
    snapshots,
    waiting_list,
    wire,
    words,
)
from trips.forms import DateTerms, Guest, Terms
from trips.idempotency import IdempotencyKey
from trips.models import Event, HeldKey, Member, Trip

pytestmark = pytest.mark.django_db
API = "/api/social-cart/"
DAY = timedelta(days=1)


@pytest.fixture
def planned(db: None) -> wire.CreateResponse:
    """Ben's trip to Goa for two, in which Asha has taken the last place."""
    planned = planning.plan(None, Terms("Goa", 2, capacity=2), Guest("Ben"))
    membership.join(planned["trip"]["id"], None, Guest("Asha"))
    return planned


@pytest.fixture
def asha(trip: Trip) -> Member:
    return trip.members.get(name="Asha")


def wait(trip: Trip, *names: str) -> list[wire.JoinResponse]:
    return [membership.join(trip.id, None, Guest(name), wait=True) for name in names]


def in_line(trip: Trip) -> list[str]:
    return [each.name for each in waiting_list.line(trip)]


def are_in(trip: Trip) -> list[str]:
    return [each.name for each in snapshots.members_of(trip)]


def test_who_comes_to_a_full_trip_is_refused_unless_they_say_that_they_wait(trip: Trip) -> None:
    with pytest.raises(wire.Refusal, match="trip_full"):
        membership.join(trip.id, None, Guest("Chloé"))
    chloe, dev = wait(trip, "Chloé", "Dev")
    assert (chloe["placeInLine"], dev["placeInLine"]) == (1, 2)
    assert (dev["trip"]["memberCount"], dev["trip"]["waitingCount"]) == (2, 2)
    assert are_in(trip) == ["Ben", "Asha"]


def test_while_there_is_room_who_would_wait_joins(trip: Trip) -> None:
    planning.update(trip.id, None, {"capacity": 3})
    [chloe] = wait(trip, "Chloé")
    assert "placeInLine" not in chloe
    assert are_in(trip) == ["Ben", "Asha", "Chloé"]


@pytest.mark.parametrize("goes", [membership.leave, membership.remove])
def test_who_waits_longest_gets_a_place_in_the_change_that_frees_it(
    trip: Trip, asha: Member, goes: Any
) -> None:
    chloe, _ = wait(trip, "Chloé", "Dev")
    told = goes(trip.id, None, asha.id)
    assert (told["memberCount"], are_in(trip), in_line(trip)) == (2, ["Ben", "Chloé"], ["Dev"])
    data = trip.events.latest("seq").data
    assert (data["promoted"], data["waitingCount"], data["memberCount"]) == (True, 1, 2)
    assert data["member"]["id"] == chloe["memberId"]
    hub = browser_with(trip.id, chloe["memberKey"]).get(f"/trips/{trip.id}")
    assert hub.status_code == 200


def test_as_many_get_a_place_as_there_are_more_now_in_the_order_of_their_coming(
    trip: Trip,
) -> None:
    wait(trip, "Dev", "Chloé", "李小龍")
    told = planning.update(trip.id, None, {"capacity": 4})
    assert told["trip"]["memberCount"] == 4
    assert (are_in(trip), in_line(trip)) == (["Ben", "Asha", "Dev", "Chloé"], ["李小龍"])


def test_no_event_no_frame_and_no_state_tells_who_waits(trip: Trip) -> None:
    wait(trip, "Chloé")
    event = trip.events.latest("seq")
    assert (event.type, event.data) == ("WAITLIST_CHANGED", {"waitingCount": 1})
    assert not event.is_news
    told = [snapshots.state_of(trip.id).shape(), *trip.events.values_list("data", flat=True)]
    assert "Chlo" not in json.dumps(told)


def free_a_place(trip: Trip, asha: Member) -> None:
    """As a server of the release before does, which promotes nobody."""
    Member.objects.filter(pk=asha.pk).update(state="left")
    Trip.objects.update(member_count=1, is_unlocked=False)


def past_the_deadline(trip: Trip) -> None:
    Trip.objects.update(join_by=timezone.now() - DAY)


def closed(trip: Trip) -> None:
    planning.close(trip.id, None)


def begun(trip: Trip) -> None:
    Trip.objects.update(starts_on=date.today() - DAY, ends_on=date.today() + 2 * DAY)


def ended(trip: Trip) -> None:
    Trip.objects.update(starts_on=date.today() - 9 * DAY, ends_on=date.today() - 2 * DAY)


def reopen(trip: Trip) -> None:
    planning.reopen(trip.id, None)


def move_the_deadline(trip: Trip) -> None:
    planning.update(trip.id, None, {"joinBy": timezone.now() + DAY})


def move_the_first_day(trip: Trip) -> None:
    first = date.today() + 9 * DAY
    planning.update(trip.id, None, {"startDate": f"{first}", "endDate": f"{first}"})


@pytest.mark.parametrize(
    ("over", "again"),
    [
        (past_the_deadline, move_the_deadline),
        (past_the_deadline, reopen),
        (closed, reopen),
        (begun, move_the_first_day),
    ],
)
def test_nobody_gets_a_place_once_it_is_too_late_but_when_it_is_no_longer(
    trip: Trip, asha: Member, over: Any, again: Any
) -> None:
    wait(trip, "Chloé")
    over(trip)
    membership.leave(trip.id, None, asha.id)
    assert (are_in(trip), in_line(trip)) == (["Ben"], ["Chloé"])
    again(trip)
    assert (are_in(trip), in_line(trip)) == (["Ben", "Chloé"], [])


def test_of_a_cancelled_trip_nobody_gets_a_place(trip: Trip, asha: Member) -> None:
    wait(trip, "Chloé")
    planning.cancel(trip.id, None)
    membership.leave(trip.id, None, asha.id)
    assert (are_in(trip), in_line(trip)) == (["Ben"], ["Chloé"])


def test_a_picked_date_that_lies_ahead_lets_who_waits_in(trip: Trip, asha: Member) -> None:
    ahead = date.today() + 9 * DAY
    terms = DateTerms("When?", ((ahead, ahead), (ahead + DAY, ahead + DAY)))
    poll = polls.ask_for_dates(trip.id, None, terms)["poll"]
    wait(trip, "Chloé")
    begun(trip)
    membership.leave(trip.id, None, asha.id)
    assert in_line(trip) == ["Chloé"]
    polls.pick(trip.id, None, poll["id"], poll["options"][0]["id"])
    assert (are_in(trip), in_line(trip)) == (["Ben", "Chloé"], [])


def test_from_the_first_day_on_the_line_is_over_and_a_free_place_is_for_who_comes(
    trip: Trip, asha: Member
) -> None:
    wait(trip, "Chloé")
    begun(trip)
    membership.leave(trip.id, None, asha.id)
    assert are_in(trip) == ["Ben"]
    membership.join(trip.id, None, Guest("Dev"))
    with pytest.raises(wire.Refusal, match="trip_full"):
        membership.join(trip.id, None, Guest("Zoë"), wait=True)


def test_who_comes_goes_behind_who_waits_also_while_a_place_is_free(
    trip: Trip, asha: Member
) -> None:
    wait(trip, "Chloé")
    free_a_place(trip, asha)
    with pytest.raises(wire.Refusal, match="trip_full"):
        membership.join(trip.id, None, Guest("Dev"))
    [dev] = wait(trip, "Dev")
    assert dev["placeInLine"] == 1
    assert (are_in(trip), in_line(trip)) == (["Ben", "Chloé"], ["Dev"])


def test_what_the_release_before_made_of_who_waits_heals(trip: Trip, asha: Member) -> None:
    """It lets them in by a request, and counts nobody who waits."""
    wait(trip, "Chloé")
    Member.objects.filter(name="Chloé").update(state="in")
    Member.objects.filter(pk=asha.pk).update(state="left")
    membership.leave(trip.id, None, trip.members.get(name="Chloé").id)
    after = Trip.objects.get()
    assert (after.member_count, after.waiting_count) == (1, 0)
    assert snapshots.state_of(trip.id).shape()["waitingCount"] == 0
    assert trip.events.latest("seq").type == "WAITLIST_CHANGED"


def test_a_removal_is_not_undone_where_the_place_was_given(trip: Trip, asha: Member) -> None:
    wait(trip, "Chloé")
    membership.remove(trip.id, None, asha.id)
    with pytest.raises(wire.Refusal, match="trip_full") as refused:
        membership.restore(trip.id, None, asha.id)
    assert "waits in line" in refused.value.sentence
    assert are_in(trip) == ["Ben", "Chloé"]


def test_who_leaves_the_line_lets_the_others_move_up_and_may_wait_anew(trip: Trip) -> None:
    chloe, dev = wait(trip, "Chloé", "Dev")
    told = membership.leave_line(trip.id, None, chloe["memberId"])
    assert told["waitingCount"] == Trip.objects.get().waiting_count == 1
    wait(trip, "Chloé")
    assert in_line(trip) == ["Dev", "Chloé"]
    with pytest.raises(wire.Refusal, match="not_in_line"):
        membership.leave_line(trip.id, None, chloe["memberId"])


def test_a_member_is_not_taken_off_the_line(trip: Trip, asha: Member) -> None:
    with pytest.raises(wire.Refusal, match="not_in_line"):
        membership.leave_line(trip.id, None, asha.id)
    assert are_in(trip) == ["Ben", "Asha"]


def test_two_of_one_name_wait_and_one_has_a_number(trip: Trip) -> None:
    wait(trip, "Chloé", "Chloé")
    assert in_line(trip) == ["Chloé", "Chloé (2)"]
    with pytest.raises(wire.Refusal, match="name_taken"):
        wait(trip, "Asha")


def test_who_waits_gets_a_number_where_a_member_took_their_name_meanwhile(
    trip: Trip, asha: Member
) -> None:
    wait(trip, "Chloé")
    membership.rename(trip.id, None, asha.id, "Chloé")
    planning.update(trip.id, None, {"capacity": 3})
    assert are_in(trip) == ["Ben", "Chloé", "Chloé (2)"]


def test_one_number_is_on_the_list_once_also_in_line(trip: Trip) -> None:
    number = "+919876543210"
    membership.join(trip.id, None, Guest("Chloé", number), wait=True)
    with pytest.raises(wire.Refusal, match="already_joined"):
        membership.join(trip.id, None, Guest("Dev", number), wait=True)


def test_a_number_that_a_member_has_by_now_is_forgotten_of_who_waited(
    trip: Trip, asha: Member
) -> None:
    number = "+919876543210"
    membership.join(trip.id, None, Guest("Chloé", number), wait=True)
    membership.change_mobile(trip.id, None, asha.id, number)
    planning.update(trip.id, None, {"capacity": 3})
    assert [each.mobile for each in snapshots.members_of(trip)] == ["", number, ""]


def test_no_more_wait_than_an_organiser_can_look_through(
    trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert waiting_list.MOST_IN_LINE == 200
    monkeypatch.setattr("trips.membership.joining.MOST_IN_LINE", 2)
    wait(trip, "Chloé", "Dev")
    with pytest.raises(wire.Refusal, match="line_full"):
        wait(trip, "Zoë")


def test_who_comes_after_the_clock_was_set_back_stands_behind_all_the_same(trip: Trip) -> None:
    wait(trip, "Chloé")
    with time_machine.travel(timezone.now() - DAY):
        wait(trip, "Dev")
        planning.update(trip.id, None, {"capacity": 3})
    assert (are_in(trip), in_line(trip)) == (["Ben", "Asha", "Chloé"], ["Dev"])


def test_a_repeat_gets_the_first_answer_and_one_place_in_line(trip: Trip) -> None:
    key = IdempotencyKey.of("0123456789abcdef", "join", "Chloé")
    first, again = (membership.join(trip.id, key, Guest("Chloé"), wait=True) for _ in range(2))
    assert again == first
    assert Trip.objects.get().waiting_count == 1


def test_the_name_of_who_waits_lets_nobody_ask_for_their_key(trip: Trip) -> None:
    wait(trip, "Chloé")
    with pytest.raises(wire.Refusal, match="member_not_found"):
        membership.ask(trip.id, None, "Chloé")


def test_tidy_keeps_the_key_of_who_waits(trip: Trip) -> None:
    [chloe] = wait(trip, "Chloé")
    browser_with(trip.id, chloe["memberKey"])
    call_command("tidy")
    assert HeldKey.objects.filter(key_digest=keys.digest(chloe["memberKey"])).exists()


# By the API.


def test_by_the_api_one_waits_sees_ones_place_and_leaves(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    link = planned["tripId"]
    for name in ("Chloé", "Dev"):
        last = call("join", invitation_token=link, guest_name=name, wait=True)
    dev = {"tripId": link, "memberKey": last["memberKey"]}
    assert call("place-in-line", **dev)["placeInLine"] == 2
    assert call("leave-line", **dev)["waitingCount"] == 1
    refused = Client().post(f"{API}place-in-line", json.dumps(dev), "application/json")
    assert (refused.status_code, refused.json()["error"]) == (403, "unauthorized")


def test_the_token_of_who_waits_proves_what_their_key_does(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    chloe = call("join", invitation_token=planned["tripId"], guest_name="Chloé", wait=True)
    bearer = {"Authorization": f"Bearer {chloe['token']}"}

    def status(name: str) -> int:
        body = json.dumps({"tripId": trip.id})
        answer = Client().post(f"{API}{name}", body, "application/json", headers=bearer)
        return answer.status_code

    assert (status("place-in-line"), status("me")) == (200, 403)
    planning.update(trip.id, None, {"capacity": 3})
    assert (status("place-in-line"), status("me"), status("leave-line")) == (200, 200, 409)


def test_a_repeat_of_leaving_the_line_gets_the_first_answer(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    chloe = call("join", invitation_token=planned["tripId"], guest_name="Chloé", wait=True)
    body = json.dumps({"tripId": trip.id, "memberKey": chloe["memberKey"]})
    once = {"Idempotency-Key": secrets.token_hex()}
    answers = [
        Client().post(f"{API}leave-line", body, "application/json", headers=once) for _ in range(2)
    ]
    assert [(each.status_code, each.json()["waitingCount"]) for each in answers] == [(200, 0)] * 2


def test_organisers_see_who_waits_and_take_somebody_off_the_line(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    ben = {"tripId": trip.id, "adminId": planned["adminId"]}
    chloe, dev = wait(trip, "Chloé", "Dev")
    assert [each["name"] for each in call("requests", **ben)["waiting"]] == ["Chloé", "Dev"]
    call("take-off-line", **ben, memberId=chloe["memberId"])
    assert [each["id"] for each in call("requests", **ben)["waiting"]] == [dev["memberId"]]


def test_members_do_not_learn_who_waits(planned: wire.CreateResponse, trip: Trip) -> None:
    chloe, dev = wait(trip, "Chloé", "Dev")
    for verb in ("requests", "take-off-line"):
        body = json.dumps(
            {"tripId": trip.id, "adminId": dev["memberKey"]}
            | ({"memberId": chloe["memberId"]} if verb == "take-off-line" else {})
        )
        assert Client().post(f"{API}{verb}", body, "application/json").status_code == 403
    assert in_line(trip) == ["Chloé", "Dev"]


def test_the_log_has_no_gap_and_each_change_is_whole(trip: Trip, asha: Member) -> None:
    wait(trip, "Chloé", "Dev")
    membership.leave(trip.id, None, asha.id)
    types = list(Event.objects.values_list("type", flat=True).order_by("seq"))
    assert types == [
        *["MEMBER_JOINED", "MEMBER_JOINED", "WAITLIST_CHANGED", "WAITLIST_CHANGED"],
        *["MEMBER_LEFT", "MEMBER_JOINED"],
    ]


def test_who_leaves_and_who_gets_the_place_do_so_together_or_not_at_all(
    trip: Trip, asha: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(trip, "Chloé")

    def fail(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(waiting_list, "give_name", fail)
    with pytest.raises(RuntimeError):
        change.committed(lambda: membership.leave(trip.id, None, asha.id))
    assert (are_in(trip), in_line(trip)) == (["Ben", "Asha"], ["Chloé"])


# By the pages.


@pytest.fixture
def link(planned: wire.CreateResponse) -> str:
    return f"/join/{planned['tripId']}"


def waits_by_page(link: str, name: str = "Chloé", **more: str) -> Client:
    client = Client()
    client.post(link, {"guest_name": name, "wait": "1", **more})
    return client


def test_a_full_trip_asks_whether_one_waits_and_leads_to_ones_place(trip: Trip, link: str) -> None:
    page = Client().get(link).content.decode()
    assert "Wait for a place?" in page
    assert "Count Me In" not in page
    chloe = Client()
    answer = chloe.post(link, {"guest_name": "Chloé", "wait": "1"})
    assert (answer.status_code, answer["Location"]) == (303, f"/trips/{trip.id}/waiting")
    assert "You are 1st in line" in chloe.get(answer["Location"]).content.decode()
    for again in (link, f"/trips/{trip.id}"):
        assert chloe.get(again)["Location"] == f"/trips/{trip.id}/waiting"
    assert chloe.post(link, {"guest_name": "Zoë", "wait": "1"}).status_code == 303
    assert in_line(trip) == ["Chloé"]


def test_who_only_joins_is_asked_whether_they_wait_and_what_they_typed_is_there(
    trip: Trip, link: str
) -> None:
    answer = Client().post(link, {"guest_name": "Chloé"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Chloé"' in page
    assert 'name="wait" value="1"' in page
    assert in_line(trip) == []


def test_a_name_that_is_taken_can_wait_with_a_number(trip: Trip, link: str) -> None:
    asked = Client().post(link, {"guest_name": "Asha", "wait": "1"}).content.decode()
    assert "No, wait as another" in asked
    waits_by_page(link, "Asha", another="1")
    assert in_line(trip) == ["Asha (2)"]


@pytest.mark.parametrize(
    ("language", "place", "says"),
    [
        ("en", 1, "You are 1st in line"),
        ("en", 2, "You are 2nd in line"),
        ("en", 3, "You are 3rd in line"),
        ("en", 11, "You are 11th in line"),
        ("en", 22, "You are 22nd in line"),
        ("ar", 3, "أنت رقم 3 في قائمة الانتظار"),
    ],
)
def test_ones_place_is_said_with_the_ordinal_of_the_language(
    language: str, place: int, says: str
) -> None:
    with translation.override(language):
        assert words.place_in_line(place) == says


def test_an_open_page_asks_for_its_place_and_goes_to_the_hub_once_one_is_in(
    trip: Trip, link: str, asha: Member
) -> None:
    chloe = waits_by_page(link)
    mine = f"/trips/{trip.id}/waiting"
    json_too = {"Accept": "application/json"}
    told = chloe.get(mine, headers=json_too).json()
    assert (told["placeInLine"], told["says"]) == (1, "You are 1st in line")
    assert told["inShort"] == "1st in line"
    membership.leave(trip.id, None, asha.id)
    assert chloe.get(mine, headers=json_too).json()["placeInLine"] == 0
    assert chloe.get(mine)["Location"] == f"/trips/{trip.id}"
    assert "Welcome to the Trip! 🎉" in chloe.get(f"/trips/{trip.id}").content.decode()
    assert "Welcome to the Trip! 🎉" not in chloe.get(f"/trips/{trip.id}").content.decode()


def test_the_personal_link_of_who_waits_leads_to_their_place_and_later_to_the_hub(
    trip: Trip, asha: Member
) -> None:
    [chloe] = wait(trip, "Chloé")
    phone = Client()
    answer = phone.post("/enter", {"key": chloe["memberKey"]}, follow=True)
    assert "You are 1st in line" in answer.content.decode()
    membership.leave(trip.id, None, asha.id)
    answer = Client().post("/enter", {"key": chloe["memberKey"]}, follow=True)
    assert answer.request["PATH_INFO"] == f"/trips/{trip.id}"
    assert answer.status_code == 200


def test_another_link_does_not_take_ones_place_out_of_the_browser_unasked(
    trip: Trip, link: str
) -> None:
    chloe = waits_by_page(link)
    [dev] = wait(trip, "Dev")
    assert chloe.post("/enter", {"key": dev["memberKey"]}).status_code == 409


def test_one_leaves_the_line_and_the_page_of_the_others_says_so(trip: Trip, link: str) -> None:
    chloe, dev = waits_by_page(link), waits_by_page(link, "Dev")
    leave = f"/trips/{trip.id}/waiting/leave"
    assert "Leave the line?" in chloe.get(leave).content.decode()
    assert chloe.post(leave)["Location"] == "/?left"
    assert "You are 1st in line" in dev.get(f"/trips/{trip.id}/waiting").content.decode()
    assert "Wait for a place?" in chloe.get(link).content.decode()


def test_who_was_taken_off_is_told_so(trip: Trip, link: str, ben: Client) -> None:
    chloe = waits_by_page(link)
    [member] = waiting_list.line(trip)
    hub = ben.get(f"/trips/{trip.id}").content.decode()
    remove = f"/trips/{trip.id}/waiting/{member.id}/remove"
    assert remove in hub
    assert "Take <bdi>Chloé</bdi> off the line?" in ben.get(remove).content.decode()
    assert ben.post(remove)["Location"] == f"/trips/{trip.id}#line-title"
    answer = chloe.get(f"/trips/{trip.id}/waiting")
    assert (answer.status_code, in_line(trip)) == (410, [])
    assert "You are not in line any more" in answer.content.decode()


def test_the_home_page_says_where_one_stands(trip: Trip, link: str) -> None:
    wait(trip, "Dev")
    chloe = waits_by_page(link)
    assert "2nd in line" in chloe.get("/").content.decode()


def test_removing_says_who_takes_the_place_and_offers_no_undo_then(
    trip: Trip, link: str, ben: Client, asha: Member
) -> None:
    waits_by_page(link)
    remove = f"/trips/{trip.id}/members/{asha.id}/remove"
    assert "The first in line takes the place." in ben.get(remove).content.decode()
    ben.post(remove)
    hub = ben.get(f"/trips/{trip.id}").content.decode()
    assert f"/members/{asha.id}/restore" not in hub
    undone = ben.post(f"/trips/{trip.id}/members/{asha.id}/restore")
    assert undone.status_code == 409
    assert "gets them first" in undone.content.decode()


def test_members_see_how_many_wait_and_not_who(trip: Trip, link: str, asha: Member) -> None:
    waits_by_page(link)
    key = membership.replace_key(trip.id, None, asha.id)["memberKey"]
    hub = browser_with(trip.id, key).get(f"/trips/{trip.id}").content.decode()
    assert "1 waits for a place." in hub
    assert "Chlo" not in hub


def test_who_waits_cannot_vote_or_read_what_members_do(trip: Trip, link: str) -> None:
    chloe = waits_by_page(link)
    for page in ("polls/new", "messages", "members.csv", "name", "calendar"):
        answer = chloe.get(f"/trips/{trip.id}/{page}")
        assert answer.status_code == 403, page
    assert "You wait for a place" in answer.content.decode()


def test_once_it_is_too_late_who_waits_is_told_that_nobody_gets_a_place(
    trip: Trip, link: str
) -> None:
    chloe = waits_by_page(link)
    planning.close(trip.id, None)
    page = chloe.get(f"/trips/{trip.id}/waiting").content.decode()
    assert "Nobody gets a place any more" in page


@pytest.mark.parametrize(
    ("over", "takes"), [(past_the_deadline, False), (closed, False), (ended, False), (begun, True)]
)
def test_a_free_place_is_for_who_comes_only_while_one_can_join_and_it_is_not_for_who_waits(
    trip: Trip, link: str, asha: Member, over: Any, takes: bool
) -> None:
    wait(trip, "Chloé")
    free_a_place(trip, asha)
    assert "Count Me In" not in Client().get(link).content.decode()
    over(trip)
    cache.store.forget()  # rows were changed without an event
    assert ("Count Me In" in Client().get(link).content.decode()) == takes
    Client().post(link, {"guest_name": "Dev"})
    assert are_in(trip) == (["Ben", "Dev"] if takes else ["Ben"])


def test_a_browser_that_keeps_no_cookies_is_told_before_it_waits(trip: Trip, link: str) -> None:
    """It could not find its place again."""
    answer = posts(link, HERE, guest_name="Chloé", wait="1")
    assert (answer.status_code, in_line(trip)) == (403, [])
    assert "keeps no cookies" in answer.content.decode()
