"""The page on which a member has the news pushed to a device, and the form that a script fills."""

from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from tests.push_service import subscription
from tests.test_pages import text_of
from trips import browsers, planning, throttle, wire
from trips.deliveries import devices
from trips.forms import Guest, Terms
from trips.models import Receiver, Trip
from trips.wire import JoinResponse

pytestmark = pytest.mark.django_db
ENDPOINT = "https://push.example/asha"


@pytest.fixture
def phone(trip: Trip, asha: JoinResponse) -> Client:
    """Asha's browser."""
    return browser_with(trip.id, asha["memberKey"])


def turns_on(who: Client, trip: Trip, endpoint: str = ENDPOINT, **more: Any) -> Any:
    given = subscription(endpoint) | more.pop("given", {})
    return who.post(f"/trips/{trip.id}/news/device", given, **more)


def page_of(who: Client, trip: Trip) -> str:
    return text_of(who.get(f"/trips/{trip.id}/news"))


def test_a_device_is_told_from_then_on_and_the_page_says_so_there_alone(
    trip: Trip, phone: Client, asha: JoinResponse
) -> None:
    assert "A short notification tells you" in page_of(phone, trip)
    answer = turns_on(phone, trip)
    assert (answer.status_code, answer["Location"]) == (303, f"/trips/{trip.id}/news")
    receiver = Receiver.objects.get()
    assert (receiver.address, receiver.member_id) == (ENDPOINT, asha["memberId"])
    assert devices.may_tell(receiver)
    assert receiver.cursors.get().seq == Trip.objects.get().seq
    assert "The news comes to this device" in page_of(phone, trip)
    elsewhere = browser_with(trip.id, asha["memberKey"])
    assert "A short notification tells you" in page_of(elsewhere, trip)


def test_a_double_tap_is_one_device(trip: Trip, phone: Client) -> None:
    turns_on(phone, trip)
    turns_on(phone, trip)
    assert Receiver.objects.count() == 1


def test_a_button_stops_it_without_a_script(trip: Trip, phone: Client) -> None:
    turns_on(phone, trip)
    phone.post(f"/trips/{trip.id}/news/device", {"off": "1"})
    assert not Receiver.objects.exists()
    assert "A short notification tells you" in page_of(phone, trip)


def test_to_stop_the_mails_leaves_the_device_alone(trip: Trip, phone: Client) -> None:
    turns_on(phone, trip)
    phone.post(f"/trips/{trip.id}/news", {"stop": "1"})
    assert Receiver.objects.get().kind == "push"


def test_it_follows_the_language_that_is_chosen_on_the_device(trip: Trip, phone: Client) -> None:
    turns_on(phone, trip, headers={"Accept-Language": "ar"})
    assert Receiver.objects.get().language == "ar"
    phone.post("/language", {"language": "en", "next": "/"})
    assert Receiver.objects.get().language == "en"


def test_who_leaves_on_the_device_is_told_nothing_there(
    trip: Trip, phone: Client, asha: JoinResponse
) -> None:
    turns_on(phone, trip)
    phone.post(f"/trips/{trip.id}/leave")
    assert not Receiver.objects.exists()


def test_a_device_whose_key_another_takes_tells_the_first_nothing(
    trip: Trip, phone: Client, asha: JoinResponse, planned: wire.CreateResponse
) -> None:
    turns_on(phone, trip)
    phone.post("/enter?instead", {"key": planned["adminId"]})
    assert not devices.may_tell(Receiver.objects.get())


def test_a_new_address_of_the_browser_is_taken_for_all_its_trips(trip: Trip, phone: Client) -> None:
    other = planning.plan(None, Terms("Rome", 2), Guest("Asha"))
    phone.cookies.load({browsers.cookie_name(other["trip"]["id"]): other["adminId"]})
    phone.get(f"/trips/{other['trip']['id']}")
    rome = Trip.objects.get(pk=other["trip"]["id"])
    for each in (trip, rome):
        assert turns_on(phone, each).status_code == 303
    newer = subscription("https://push.example/newer")
    ours = {"Origin": "http://testserver"}
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = phone.cookies
    assert strict.post("/push", newer, headers=ours).status_code == 303
    assert {each.address for each in Receiver.objects.all()} == {newer["endpoint"]}
    assert Receiver.objects.count() == 2


def test_another_site_cannot_give_one(trip: Trip, phone: Client) -> None:
    turns_on(phone, trip)
    foreign = {"Origin": "https://evil.example"}
    answer = phone.post("/push", subscription("https://evil.example/push"), headers=foreign)
    assert answer.status_code == 403
    assert Receiver.objects.get().address == ENDPOINT


WRONG = {
    "no address": {"endpoint": ""},
    "no encryption": {"endpoint": "http://push.example/asha"},
    "a password": {"endpoint": "https://me:you@push.example/"},
    "our network, unencrypted": {"endpoint": "http://10.0.0.9/"},
    "another scheme": {"endpoint": "file:///etc/passwd"},
    "too long": {"endpoint": f"https://push.example/{'x' * 2_000}"},
    "no point": {"p256dh": "AAAA"},
    "a point off the curve": {"p256dh": "B" + "A" * 86},
    "no base64": {"p256dh": "☃" * 87},
    "a short secret": {"auth": "AAAA"},
    "NUL": {"auth": "\0" * 22},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_no_browser_gives_is_refused_in_words(
    trip: Trip, phone: Client, wrong: dict[str, str]
) -> None:
    answer = turns_on(phone, trip, given=wrong)
    assert answer.status_code == 422
    assert "Your browser gave us no address for news" in text_of(answer)
    assert phone.post("/push", subscription(ENDPOINT) | wrong).status_code == 422
    assert not Receiver.objects.exists()


def test_too_often_is_told_with_the_page(trip: Trip, phone: Client, monkeypatch: Any) -> None:
    def refuse(*ids: str) -> None:
        raise wire.Refusal.too_many(30)

    monkeypatch.setattr(throttle, "subscribing", refuse)
    answer = turns_on(phone, trip)
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert "On this device" in text_of(answer)


def test_a_site_without_a_key_offers_no_pushes_and_mails_all_the_same(
    trip: Trip, phone: Client, settings: Any
) -> None:
    settings.SENDS_PUSH, settings.VAPID_KEY = False, ""
    page = page_of(phone, trip)
    assert "On this device" not in page
    assert "Send me a link to confirm" in page
    assert turns_on(phone, trip).status_code == 422
    settings.SENDS_MAIL = False
    hub = f"/trips/{trip.id}"
    assert f"{hub}/news" not in phone.get(hub).content.decode()


def test_the_hub_offers_it_where_the_unlock_is_awaited(trip: Trip, phone: Client) -> None:
    page = phone.get(f"/trips/{trip.id}").content.decode()
    assert f'<a href="/trips/{trip.id}/news">Tell me when it unlocks</a>' in page


def test_my_data_counts_the_devices(trip: Trip, phone: Client) -> None:
    turns_on(phone, trip)
    held = phone.get(f"/trips/{trip.id}/my-data.json").json()
    assert (held["pushedTo"], held["newsTo"]) == (1, [])
    assert ENDPOINT not in str(held)
