"""The pages as they come from the server, which is how they are with JavaScript off."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.conftest import browser_with
from trips import access, membership, wire
from trips.forms import Guest
from trips.models import Poll, Trip

pytestmark = pytest.mark.django_db
GOA = {"tripName": "Goa", "requiredMembers": "5", "adminName": "Ben"}


def text_of(answer: Any) -> str:
    """What a person reads: without tags, white space folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", answer.content.decode()))


def test_ben_plans_a_trip_and_is_its_first_member(db: None) -> None:
    ben = Client()
    answer = ben.post("/", GOA | {"joinBy": "2030-01-04T20:00", "timeZone": "Asia/Kolkata"})
    assert answer.status_code == 303
    hub = text_of(ben.get(answer["Location"]))
    assert "Goa" in hub
    assert "1/5" in hub
    assert "Friday 4 Jan 2030, 20:00" in hub
    assert "Goa" in text_of(ben.get("/"))


def test_a_field_takes_the_longest_name_as_browsers_count_it(db: None) -> None:
    longest = "😀" * 40
    assert Client().post("/", GOA | {"adminName": longest}).status_code == 303
    page = Client().get("/").content.decode()
    field = re.search(r'<input[^>]*name="adminName"[^>]* maxlength="(\d+)"', page)
    assert int(field[1] if field else 0) >= len(longest.encode("utf-16-le")) / 2


def test_a_plan_that_is_pressed_twice_is_one_trip(db: None) -> None:
    ben = Client()
    form = GOA | {"key": "4a7be8f2-9d2c-4b8e-9f10-0a1b2c3d4e5f"}
    assert ben.post("/", form)["Location"] == ben.post("/", form)["Location"]
    ben.post("/", form | {"tripName": "Not Goa after all"})
    assert sorted(Trip.objects.values_list("title", flat=True)) == ["Goa", "Not Goa after all"]


def test_a_plan_with_errors_keeps_what_was_typed(db: None) -> None:
    answer = Client().post("/", GOA | {"requiredMembers": "1", "capacity": "x"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="Goa"' in page
    assert page.count('aria-invalid="true"') == 2


def test_the_invitation_says_what_a_guest_wants_to_know(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    membership.join(trip.id, None, Guest("Asha"))
    page = text_of(Client().get(f"/join/{planned['tripId']}"))
    assert "Ben invites you to Goa" in page
    assert "2 of 5 are in" in page
    assert "3 more unlock" in page
    assert "12 % off" in page
    assert "✅ Count Me In" in page


def test_a_preview_of_the_link_holds_no_name(planned: wire.CreateResponse) -> None:
    page = Client().get(f"/join/{planned['tripId']}").content.decode()
    previewed = re.findall(r'<meta property="og:[^>]*>', page)
    assert any("Goa" in tag for tag in previewed)
    assert not any("Ben" in tag for tag in previewed)


def test_the_hub_without_javascript_refreshes_itself(ben: Client, trip: Trip) -> None:
    page = ben.get(f"/trips/{trip.id}").content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert re.search(r'<[^>]*role="status"[^>]*></', page), "present and empty from the start"


def test_start_poll_says_when_it_opens_and_opens_then(ben: Client, trip: Trip) -> None:
    assert "Opens when 5 people are in" in text_of(ben.get(f"/trips/{trip.id}"))
    assert "disabled" in button(ben, trip, "Start Poll")
    for name in "ACDE":
        membership.join(trip.id, None, Guest(name))
    assert "disabled" not in button(ben, trip, "Start Poll")
    assert ben.get(f"/trips/{trip.id}/polls/new").status_code == 200


def button(client: Client, trip: Trip, label: str) -> str:
    page = client.get(f"/trips/{trip.id}").content.decode()
    found = re.search(rf"<button[^>]*>\s*{label}\s*</button>", page)
    assert found
    return found[0]


def test_a_removal_says_what_it_costs_and_can_be_undone(
    ben: Client, trip: Trip, asha: wire.JoinResponse
) -> None:
    for name in "CDE":
        membership.join(trip.id, None, Guest(name))
    address = f"/trips/{trip.id}/members/{asha['memberId']}"
    question = text_of(ben.get(f"{address}/remove"))
    assert "This brings you to 4 of 5: the 12 % discount will be lost." in question
    assert ben.post(f"{address}/remove").status_code == 303
    hub = text_of(ben.get(f"/trips/{trip.id}"))
    assert "4/5" in hub
    assert "Undo" in hub
    assert ben.post(f"{address}/restore").status_code == 303
    assert "5/5" in text_of(ben.get(f"/trips/{trip.id}"))


def test_settings_are_changed_and_a_wrong_one_is_named(ben: Client, trip: Trip) -> None:
    address = f"/trips/{trip.id}/settings"
    form = {"tripName": "Goa!", "requiredMembers": "3", "capacity": "4"}
    assert ben.post(address, form).status_code == 303
    trip.refresh_from_db()
    assert (trip.title, trip.required_members, trip.capacity) == ("Goa!", 3, 4)
    for name in "AC":
        membership.join(trip.id, None, Guest(name))
    refused = ben.post(address, form | {"requiredMembers": "2", "capacity": "2"})
    assert refused.status_code == 422
    assert "3 are in already" in text_of(refused)


def test_closing_reopening_and_cancelling_are_said(ben: Client, trip: Trip) -> None:
    ben.post(f"/trips/{trip.id}/close")
    assert Trip.objects.get().status == Trip.Status.CLOSED
    ben.post(f"/trips/{trip.id}/reopen")
    assert Trip.objects.get().status == Trip.Status.RECRUITING
    ben.post(f"/trips/{trip.id}/cancel")
    assert "cancelled" in text_of(ben.get(f"/trips/{trip.id}")).lower()


def test_a_deadline_closes_without_anybody_having_run_anything(trip: Trip) -> None:
    trip.join_by = timezone.now() + timedelta(hours=1)
    assert trip.status == Trip.Status.RECRUITING
    assert trip.status_at(trip.join_by) == Trip.Status.CLOSED


def test_a_new_link_replaces_the_old_one(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    ben.post(f"/trips/{trip.id}/invitation")
    old = Client().get(f"/join/{planned['tripId']}")
    assert old.status_code == 410
    assert "replaced" in text_of(old)
    assert planned["tripId"] not in ben.get(f"/trips/{trip.id}").content.decode()


def test_a_personal_link_lets_in_from_another_browser(trip: Trip, asha: wire.JoinResponse) -> None:
    laptop = Client()
    key = asha["memberKey"]
    answer = laptop.post("/enter", {"key": f"http://testserver/enter#{key}"})
    assert (answer.status_code, answer["Location"]) == (303, f"/trips/{trip.id}")
    assert laptop.get(answer["Location"]).status_code == 200
    assert laptop.post("/enter", {"key": "x" * 32}).status_code == 404
    assert laptop.post("/enter", {}).status_code == 422


def test_a_link_of_somebody_else_does_not_push_the_organiser_out(
    ben: Client, trip: Trip, asha: wire.JoinResponse
) -> None:
    mallorys = {"key": f"http://testserver/enter#{asha['memberKey']}"}
    asked = ben.post("/enter", mallorys)
    assert "In this browser you are Ben on this trip." in text_of(asked)
    assert ben.get(f"/trips/{trip.id}/settings").status_code == 200
    assert ben.post("/enter?instead", {"key": asha["memberKey"]}).status_code == 303
    assert ben.get(f"/trips/{trip.id}/settings").status_code == 403


def test_a_replaced_personal_link_keeps_this_browser_in(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    phone = browser_with(trip.id, asha["memberKey"])
    assert phone.post(f"/trips/{trip.id}/personal-link").status_code == 303
    assert phone.get(f"/trips/{trip.id}").status_code == 200
    assert browser_with(trip.id, asha["memberKey"]).get(f"/trips/{trip.id}").status_code == 404


@pytest.mark.parametrize("door", ["/", "/join/{invitation}", "/trips/{trip}/personal-link"])
def test_a_press_from_an_old_page_does_not_push_a_newer_key_out(
    planned: wire.CreateResponse, trip: Trip, ben: Client, door: str
) -> None:
    phone = ben if "personal-link" in door else Client()
    address = door.format(invitation=planned["tripId"], trip=trip.id)
    form = {**GOA, "guest_name": "Asha", "key": "4a7be8f2-9d2c-4b8e"}
    hub = phone.post(address, form)["Location"]
    assert phone.post(f"{hub}/personal-link", {"key": "another page"}).status_code == 303
    assert phone.post(address, form).status_code == 303
    assert phone.get(hub).status_code == 200


def test_a_repeat_that_comes_beside_its_first_gets_the_same_new_key(
    trip: Trip, asha: wire.JoinResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, key = f"/trips/{trip.id}/personal-link", {"key": "4a7be8f2-9d2c-4b8e"}
    first, repeat = (browser_with(trip.id, asha["memberKey"]) for _ in range(2))
    visitor = access.visitor

    def after_the_first(*who: Any) -> access.Visitor:
        monkeypatch.setattr(access, "visitor", visitor)
        first.post(address, key)
        return visitor(*who)

    monkeypatch.setattr(access, "visitor", after_the_first)
    assert repeat.post(address, key).status_code == 303
    name = f"trip-{trip.id}"
    assert repeat.cookies[name].value == first.cookies[name].value


def test_who_leaves_is_out_and_can_join_again(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    phone = browser_with(trip.id, asha["memberKey"])
    left = phone.post(f"/trips/{trip.id}/leave")
    assert (left.status_code, left["Location"]) == (303, "/?left")
    assert "You have left" in text_of(phone.get(left["Location"]))
    assert phone.get(f"/trips/{trip.id}").status_code == 404
    assert phone.post(f"/join/{planned['tripId']}", {"guest_name": "Asha"}).status_code == 303


def test_who_presses_leave_twice_is_told_twice_that_they_have_left(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    for phone in [browser_with(trip.id, asha["memberKey"]) for _ in range(2)]:
        answer = phone.post(f"/trips/{trip.id}/leave", {"key": "4a7be8f2-9d2c-4b8e"})
        assert (answer.status_code, answer["Location"]) == (303, "/?left")
        assert phone.cookies[f"trip-{trip.id}"].value == ""
    assert Trip.objects.get().member_count == 1


def test_what_a_page_shows_once_our_script_is_told_the_way_to(
    ben: Client, trip: Trip, asha: wire.JoinResponse
) -> None:
    form, by_script = {"key": "4a7be8f2-9d2c-4b8e"}, {"Accept": "application/json"}
    for who, address, words in (
        (ben, f"/trips/{trip.id}/recovery", "Your recovery code"),
        (browser_with(trip.id, asha["memberKey"]), f"/trips/{trip.id}/leave", "You have left"),
    ):
        answer = who.post(address, form, headers=by_script).json()
        assert words in text_of(who.get(answer["next"]))
    assert Trip.objects.get().member_count == 1


def test_what_a_form_has_to_ask_our_script_leaves_to_the_form(
    ben: Client, trip: Trip, asha: wire.JoinResponse
) -> None:
    link, by_script = {"key": asha["memberKey"]}, {"Accept": "application/json"}
    assert ben.post("/enter", link, headers=by_script).json() == {"success": True, "next": None}
    assert ben.post("/enter", link).status_code == 409


def test_a_plan_that_has_to_wait_is_kept_with_what_was_typed(db: None) -> None:
    for _ in range(10):
        Client().post("/", GOA)
    answer = Client().post("/", GOA | {"tripName": "Rome", "adminMobile": "+919876543210"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert re.search(r"it works again in \d+ minutes", text_of(answer))
    page = answer.content.decode()
    assert 'value="Rome"' in page
    assert 'value="+919876543210"' in page


def test_a_form_of_another_site_is_refused_with_a_page(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/join/{planned['tripId']}", {"guest_name": "Asha"})
    assert answer.status_code == 403
    assert "Nothing was changed" in text_of(answer)
    assert trip.members.count() == 1


def test_a_name_is_text_and_never_markup(planned: wire.CreateResponse, trip: Trip) -> None:
    hostile = '"><script>alert(1)</script>'
    membership.join(trip.id, None, Guest(hostile))
    for address in (f"/join/{planned['tripId']}", f"/join/{planned['tripId']}?name={hostile}"):
        assert "<script>alert" not in Client().get(address).content.decode()


def test_no_page_of_a_trip_asks_more_for_many_than_for_few(
    ben: Client, trip: Trip, poll: Poll, planned: wire.CreateResponse
) -> None:
    of_trip = ("", "/settings", "/members.csv", f"/polls/{poll.id}")
    pages = [(ben, f"/trips/{trip.id}{each}") for each in of_trip]
    pages.append((Client(), f"/join/{planned['tripId']}"))
    asked = []
    for friends in (range(3), range(3, 40)):
        for number in friends:
            membership.join(trip.id, None, Guest(f"Friend {number}"))
        membership.ask(trip.id, None, f"Friend {friends[-1]}")
        asked.append([queries_of(browser, address) for browser, address in pages])
    assert asked[0] == asked[1]


def queries_of(browser: Client, address: str) -> int:
    """How much a page asks of the database."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200, address
    return len(captured)


@pytest.mark.parametrize("size", [1, 30])
def test_a_join_asks_as_much_for_many_as_for_few(
    trip: Trip, size: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(size):
        membership.join(trip.id, None, Guest(f"Friend {number}"))
    with django_assert_max_num_queries(8):
        membership.join(trip.id, None, Guest("Asha"))


def test_no_page_names_another_origin(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    for address in ("/", f"/join/{planned['tripId']}", f"/trips/{trip.id}", "/enter"):
        page = ben.get(address).content.decode()
        loaded = re.findall(r'(?:src|action)="([^"]+)"|<link[^>]*href="([^"]+)"', page)
        named = [found.removeprefix("http://testserver") for pair in loaded for found in pair]
        assert [each for each in named if re.match(r"//|\w+:", each)] == []
        assert not re.search(r"<script(?![^>]*(?:src|application/json))|style=|\son\w+=", page)


def test_a_removal_can_be_undone_though_much_has_happened_since(
    ben: Client, trip: Trip, asha: wire.JoinResponse
) -> None:
    membership.remove(trip.id, None, asha["memberId"])
    trip.members.filter(state="removed").update(ended_at=timezone.now() - timedelta(hours=11))
    for number in range(25):
        membership.join(trip.id, None, Guest(f"Friend {number}"))
    assert f"members/{asha['memberId']}/restore" in ben.get(f"/trips/{trip.id}").content.decode()
