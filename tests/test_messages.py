"""Messages of organisers to all: kept, bounded, read on each device, taken back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.conftest import browser_with
from tests.roles import call
from trips import housekeeping, membership, messages, snapshots, wire
from trips.models import Event, HeldKey, Message, Trip

pytestmark = pytest.mark.django_db


def write(trip: Trip, *texts: str) -> None:
    author = trip.members.get(is_founder=True).id
    for text in texts:
        messages.post_message(trip.id, None, author, text)


def shown(trip: Trip) -> list[str]:
    return [each["text"] for each in snapshots.state_of(trip.id).shape()["messages"]]


def page(client: Client, trip: Trip, more: str = "") -> str:
    return client.get(f"/trips/{trip.id}{more}").content.decode()


@pytest.fixture
def asha_browser(trip: Trip, asha: wire.JoinResponse) -> Client:
    return browser_with(trip.id, asha["memberKey"])


def test_a_message_stands_on_top_of_every_hub_and_in_the_activity(
    trip: Trip, ben: Client, asha_browser: Client
) -> None:
    ben.post(f"/trips/{trip.id}/messages", {"text": "Bring passports\r\n\r\n\r\nand  <socks>"})
    for client in (ben, asha_browser):
        hub = page(client, trip)
        assert "Bring passports\n\nand &lt;socks&gt;" in hub
        assert "wrote to everybody." in hub


def test_read_is_remembered_by_the_browser_and_only_there(
    trip: Trip, ben: Client, asha_browser: Client
) -> None:
    write(trip, "One", "Two")
    answer = asha_browser.post(f"/trips/{trip.id}/messages/read", {"number": "2"})
    assert answer.status_code == 303
    assert "Two</bdi></p>" not in page(asha_browser, trip)
    assert "Two</bdi></p>" in page(ben, trip)
    write(trip, "Three")
    assert "Three</bdi></p>" in page(asha_browser, trip)
    assert "Two</bdi></p>" not in page(asha_browser, trip)
    assert "Two</bdi></p>" in page(asha_browser, trip, "/messages")


def test_what_was_read_stays_read_when_the_browser_gets_another_key(
    trip: Trip, asha_browser: Client
) -> None:
    write(trip, "One")
    asha_browser.post(f"/trips/{trip.id}/messages/read", {"number": "1"})
    asha_browser.post(f"/trips/{trip.id}/personal-link")
    assert "One</bdi></p>" not in page(asha_browser, trip)


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 50, "\u00b2", "99"])
def test_nobody_reads_what_was_not_written_yet(
    trip: Trip, asha_browser: Client, number: str
) -> None:
    write(trip, "One")
    asha_browser.post(f"/trips/{trip.id}/messages/read", {"number": number})
    assert HeldKey.objects.get(trip=trip).read_messages <= 1


def test_hubs_hold_the_newest_three(trip: Trip) -> None:
    write(trip, "1", "2", "3", "4")
    assert shown(trip) == ["2", "3", "4"]


def test_the_eleventh_of_a_day_is_refused_and_told_when_it_works_again(
    trip: Trip, ben: Client
) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        write(trip, *"0123456789")
        messages.delete_message(trip.id, None, 10)
        answer = ben.post(f"/trips/{trip.id}/messages", {"text": "Eleven"})
    assert answer.status_code == 409
    assert f"{(start + timedelta(days=1)):%H:%M}" in answer.content.decode()
    assert "Eleven</textarea>" in answer.content.decode()
    with time_machine.travel(start + timedelta(days=1), tick=False):
        write(trip, "Eleven")
    assert shown(trip)[-1] == "Eleven"


def test_one_that_is_taken_back_is_gone_and_an_older_one_comes_again(
    trip: Trip, ben: Client
) -> None:
    write(trip, "1", "2", "3", "Wrong")
    assert "Wrong" in page(ben, trip, "/messages/4/delete")
    ben.post(f"/trips/{trip.id}/messages/4/delete")
    assert shown(trip) == ["1", "2", "3"]
    assert not Message.objects.filter(text="Wrong").exists()
    assert "Wrong" not in page(ben, trip) + page(ben, trip, "/messages")
    assert ben.post(f"/trips/{trip.id}/messages/4/delete").status_code == 404


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write something"),
        (" \n ", "Write something"),
        ("a" * 501, "Keep it to 500 characters; this has 501."),
        ("a\u202eb", "Take out the hidden or unusual character U+202E"),
        ("a\nb\u2066", "Take out"),
    ],
)
def test_a_text_that_no_message_may_have_is_refused_beside_its_field(
    trip: Trip, ben: Client, text: str, words: str
) -> None:
    answer = ben.post(f"/trips/{trip.id}/messages", {"text": text})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Message.objects.exists()


def test_a_message_of_five_hundred_emoji_is_taken(trip: Trip) -> None:
    write(trip, "🎒" * 500)
    assert shown(trip) == ["🎒" * 500]


def test_members_read_the_list_and_write_nothing(trip: Trip, asha_browser: Client) -> None:
    assert "<textarea" not in page(asha_browser, trip, "/messages")
    assert asha_browser.post(f"/trips/{trip.id}/messages", {"text": "Hi"}).status_code == 403
    assert not Message.objects.exists()


def test_a_repeat_with_the_same_key_posts_once(trip: Trip, ben: Client) -> None:
    form = {"text": "Once", "key": "0123456789abcdef"}
    answers = [ben.post(f"/trips/{trip.id}/messages", form).status_code for _ in range(3)]
    assert (answers, Message.objects.count()) == ([303] * 3, 1)


def test_the_calls_post_and_take_back(planned: wire.CreateResponse) -> None:
    ben = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    posted = call("post-message", **ben, text="Bring passports")["message"]
    assert (posted["number"], posted["text"], posted["name"]) == (1, "Bring passports", "Ben")
    assert call("delete-message", **ben, number=1)["messages"] == []


def test_a_message_outlives_its_event_and_goes_with_the_trip(trip: Trip) -> None:
    write(trip, "Bring passports")
    Event.objects.all().delete()
    assert shown(trip) == ["Bring passports"]
    later = timezone.now() + timedelta(days=3000)
    Trip.objects.update(cancelled_at=timezone.now())
    housekeeping.delete_trips(later)
    assert not Message.objects.exists()


def test_the_author_keeps_the_name_of_then(trip: Trip) -> None:
    write(trip, "Hello")
    membership.rename(trip.id, None, trip.members.get().id, "Benjamin")
    assert snapshots.state_of(trip.id).shape()["messages"][0]["name"] == "Ben"


def test_an_invitation_page_shows_none(trip: Trip, planned: wire.CreateResponse) -> None:
    write(trip, "Bring passports")
    before, state, after = (
        Client().get(f"/join/{planned['tripId']}").content.decode().partition('<script id="state"')
    )
    assert state
    assert "passports" not in before


def test_staff_read_messages_and_take_them_back(trip: Trip) -> None:
    sam = Client()
    sam.force_login(User.objects.create_superuser("sam"))
    write(trip, "Buy my watches")
    assert "Buy my watches" in sam.get("/admin/trips/message/").content.decode()
    ids: list[Any] = [Message.objects.get().pk]
    body = {"action": "delete_messages", "_selected_action": ids}
    sam.post("/admin/trips/message/", body)
    assert shown(trip) == []
