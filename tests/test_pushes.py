"""The news is pushed to a member's device, which alone can read it, until it is theirs no more."""

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from socialcart.logs import redact
from tests.conftest import browser_with
from tests.entering import delivers
from tests.push_service import Browser, PushService
from tests.test_posting import THIS_MACHINE
from trips import browsers, housekeeping, keys, membership, messages, planning, polls
from trips.deliveries import deliverer, devices, leases, pushes
from trips.deliveries.posting import retry_after_s
from trips.forms import Guest, PollTerms, Subscription, Terms
from trips.models import DeliveryCursor, HeldKey, Member, Receiver, Trip
from trips.wire import JoinResponse, Refusal

in_threads = pytest.mark.django_db(transaction=True)
DATES = {"startDate": "2030-12-12", "endDate": "2030-12-15"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.PRIVATE_RECEIVERS = ["127.0.0.1"]
    monkeypatch.setattr(deliverer, "LOOKS_EVERY_S", 0.02)
    monkeypatch.setattr(leases, "FIRST_PAUSE_S", 0.01)


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as opened:
        yield opened


def on(
    me: Member, service: PushService, browser: str = "", language: str = "en", device: Any = None
) -> Browser:
    """A member turns the news on, on a device that holds their key."""
    told, browser = device or Browser(service), browser or keys.new_key()
    held = browsers.Held({browsers.own_name(): browser})
    if me.trip_id not in held.rows:
        HeldKey.objects.create(
            browser=keys.digest(browser),
            trip=me.trip,
            key_digest=me.key_digest,
            key_encrypted=keys.encrypt_with("key", browser),
        )
    given = Subscription(**told.given)
    devices.turn_on(me, given, browser=browser, language=language, client="10.0.0.9")
    return told


def joins(trip: Trip, *names: str, **more: Any) -> list[Member]:
    answers = [membership.join(trip.id, None, Guest(name), **more) for name in names]
    return [trip.members.get(pk=each["memberId"]) for each in answers]


@pytest.fixture
def me(trip: Trip, asha: JoinResponse) -> Member:
    return trip.members.get(pk=asha["memberId"])


@pytest.fixture
def founder(trip: Trip) -> Member:
    return trip.members.get(is_founder=True)


def is_delivered() -> bool:
    return not DeliveryCursor.objects.exclude(seq=F("trip__seq")).exists()


def rested() -> None:
    DeliveryCursor.objects.update(next_try_at=timezone.now())


@in_threads
def test_a_push_is_decrypted_by_another_library_and_signed_for_its_service(
    trip: Trip, me: Member, service: PushService, settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "SocialCart <trips@example.org>"
    told = on(me, service)
    joins(trip, "Chloé", "李小龍", "Dev")
    delivers(is_delivered)
    [push] = told.pushes()
    [shown] = told.shown()
    assert (shown["title"], shown["body"]) == ("Goa", "The discount is unlocked.")
    assert shown["url"] == f"/trips/{trip.id}"
    opened = told.opened(push)
    assert (opened["isSigned"], opened["header"]["alg"]) == (True, "ES256")
    claims = opened["claims"]
    assert (claims["aud"], claims["sub"]) == (service.url, "mailto:trips@example.org")
    assert 0 < claims["exp"] - time.time() <= 24 * 3600
    assert push.headers["authorization"].endswith(f"k={pushes.public_key()}")


@in_threads
def test_its_headers_are_those_of_the_standard(
    trip: Trip, me: Member, founder: Member, service: PushService
) -> None:
    asha, ben = on(me, service), on(founder, service)
    joins(trip, "Chloé")
    delivers(is_delivered)
    planning.cancel(trip.id, None)
    rested()
    delivers(is_delivered)
    (ended,), (came, also_ended) = asha.pushes(), ben.pushes()
    for push in (ended, came, also_ended):
        assert push.headers["content-encoding"] == "aes128gcm"
        assert int(push.headers["ttl"]) == 3 * 24 * 3600
        assert len(push.headers["topic"]) == 32
    assert [push.headers["urgency"] for push in (came, ended)] == ["low", "normal"]
    assert came.headers["topic"] != also_ended.headers["topic"]


@in_threads
def test_each_is_told_what_concerns_them(
    trip: Trip, me: Member, founder: Member, service: PushService
) -> None:
    told = on(me, service)
    joins(trip, "Chloé", "李小龍", "Dev")
    polls.open_poll(trip.id, None, PollTerms("Which dates?", ("5 Dec", "12 Dec")))
    messages.post_message(founder, None, founder.id, "Bring passports")
    delivers(is_delivered)
    planning.update(trip.id, None, DATES)
    planning.update(trip.id, None, {"description": "Sun"})
    planning.cancel(trip.id, None)
    rested()
    delivers(is_delivered)
    first, second = [each["body"].splitlines() for each in told.shown()]
    assert first == [
        "The discount is unlocked.",
        "A poll was opened: “Which dates?”",
        "Ben wrote to everybody. Bring passports",
    ]
    assert second[0].startswith("Dates: now ")
    assert second[1:] == ["The trip is cancelled."]


@in_threads
def test_they_are_reminded_once_of_what_ends_soon(
    trip: Trip, me: Member, service: PushService
) -> None:
    told = on(me, service)
    now = timezone.now()
    Receiver.objects.update(created_at=now - timedelta(days=2))
    Trip.objects.update(join_by=now + timedelta(minutes=30))  # at night, too
    delivers(lambda: bool(told.pushes()) and is_delivered())
    rested()
    delivers(lambda: not DeliveryCursor.objects.exclude(behind_since=None).exists())
    [shown] = told.shown()
    assert shown["body"].startswith("Soon nobody can join any more. 3 more unlock ")


@in_threads
def test_an_organiser_hears_of_many_who_come_in_one(
    trip: Trip, founder: Member, service: PushService
) -> None:
    told = on(founder, service)
    joins(trip, "Asha")
    delivers(lambda: len(told.pushes()) == 1 and is_delivered())
    joins(trip, "Chloé", "李小龍", "Dev")
    delivers(lambda: DeliveryCursor.objects.filter(next_try_at__gt=timezone.now()).exists())
    assert len(told.pushes()) == 1
    rested()
    delivers(is_delivered)
    planning.update(trip.id, None, {"capacity": 5})
    joins(trip, "Noor", wait=True)
    rested()
    delivers(is_delivered)
    one, many, waits = told.shown()
    assert one["body"] == "Asha joined. 2 of 5 are in."
    assert many["body"] == "The discount is unlocked.\n3 people joined. 5 of 5 are in."
    assert waits["body"] == "1 waits for a place."
    assert one["tag"] == waits["tag"] == f"{trip.id}.arrivals"
    assert many["tag"].startswith(f"{trip.id}.")
    assert many["tag"] != one["tag"]


@in_threads
def test_who_waits_is_told_that_a_place_came_free(
    trip: Trip, me: Member, service: PushService
) -> None:
    planning.update(trip.id, None, {"requiredMembers": 2, "capacity": 2})
    [noor] = joins(trip, "Noor", wait=True)
    told = on(noor, service)
    planning.update(trip.id, None, DATES)
    delivers(is_delivered)
    assert told.pushes() == []
    membership.leave(me, None, me.id)
    delivers(is_delivered)
    [shown] = told.shown()
    told_first = shown["body"].splitlines()[0]
    assert told_first == "A place came free, and it is yours: you are on the trip."


@in_threads
def test_it_is_in_the_language_of_the_device_and_short_whatever_was_typed(
    trip: Trip, me: Member, founder: Member, service: PushService
) -> None:
    told = on(me, service, language="ar")
    for _ in range(4):
        messages.post_message(founder, None, founder.id, "😀" * 500)
    planning.cancel(trip.id, None)
    delivers(is_delivered)
    [push], [shown] = told.pushes(), told.shown()
    assert len(push.body) <= 4_096  # what services take
    assert len(shown["body"].splitlines()) == 4
    assert shown["body"].splitlines()[2:] == ["أُلغيت الرحلة.", "المزيد في صفحة الرحلة."]


@in_threads
@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_dropped(
    trip: Trip, me: Member, service: PushService, status: int
) -> None:
    service.status = status
    on(me, service)
    planning.cancel(trip.id, None)
    delivers(lambda: not Receiver.objects.exists())
    assert len(service.came) == 1


@in_threads
def test_one_that_was_renewed_meanwhile_is_not(
    trip: Trip, me: Member, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = keys.new_key()
    on(me, service, browser)
    receiver = Receiver.objects.get()
    lease = leases.Lease(DeliveryCursor.objects.get(), "key", time.monotonic() + 12)
    assert lease.cursor.receiver == receiver
    newer = Subscription(**Browser(service).given)
    devices.renew(newer, browser=browser, client="10.0.0.9")
    lease.forget()
    assert Receiver.objects.get().address == newer.endpoint


@in_threads
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_cannot_now_is_left_alone_for_as_long_as_it_says(
    trip: Trip, me: Member, service: PushService, status: int
) -> None:
    service.status, service.headers = status, {"Retry-After": "600"}
    told = on(me, service)
    planning.cancel(trip.id, None)
    delivers(lambda: DeliveryCursor.objects.filter(failures=1).exists())
    wait = DeliveryCursor.objects.get().next_try_at - timezone.now()
    assert timedelta(seconds=590) < wait <= timedelta(seconds=600)
    service.status = 201
    rested()
    delivers(is_delivered)
    assert [each["body"] for each in told.shown()] == ["The trip is cancelled."]


@in_threads
def test_nor_does_it_put_us_off_for_ever(trip: Trip, me: Member, service: PushService) -> None:
    service.status, service.headers = 503, {"Retry-After": "999999999"}
    on(me, service)
    planning.cancel(trip.id, None)
    delivers(lambda: DeliveryCursor.objects.filter(failures=1).exists())
    wait = DeliveryCursor.objects.get().next_try_at - timezone.now()
    assert wait <= timedelta(seconds=leases.LONGEST_PAUSE_S)


def test_a_service_may_say_when_by_a_date() -> None:
    at = datetime.now(UTC) + timedelta(seconds=90)
    assert 85 < retry_after_s(format_datetime(at, usegmt=True)) <= 90
    assert [retry_after_s(each) for each in ("120", "", "soon", "-5", "１")] == [120, 0, 0, 0, 0]
    assert retry_after_s("Fri, 01 Jan 2016 00:00:00 GMT") == 0


@in_threads
@pytest.mark.parametrize("status", [400, 413])
def test_what_a_service_never_takes_is_not_tried_for_ever(
    trip: Trip, me: Member, service: PushService, status: int
) -> None:
    service.status = status
    told = on(me, service)
    planning.update(trip.id, None, DATES)
    delivers(is_delivered)
    assert (len(service.came), Receiver.objects.get().last_failure) == (1, f"status {status}")
    service.status = 201
    planning.cancel(trip.id, None)
    rested()
    delivers(is_delivered)
    assert [each["body"] for each in told.shown()] == ["The trip is cancelled."]


@in_threads
@pytest.mark.parametrize("status", [401, 403])
def test_staff_learn_that_a_service_refuses_our_key(
    trip: Trip,
    me: Member,
    service: PushService,
    status: int,
    caplog: pytest.LogCaptureFixture,
    admin_client: Client,
) -> None:
    service.status = status
    on(me, service)
    planning.cancel(trip.id, None)
    with caplog.at_level(logging.ERROR):
        delivers(lambda: DeliveryCursor.objects.filter(failures__gt=0).exists())
    [said] = [each.getMessage() for each in caplog.records if "VAPID" in each.getMessage()]
    assert said == f"Web Push failed: KeyRefused: 127.0.0.1 refuses VAPID_KEY: status {status}"
    page = admin_client.get("/admin/trips/receiver/").content.decode()
    assert "Push services refuse VAPID_KEY" in page
    assert not Receiver.objects.exclude(off_since=None).exists()


@in_threads
@pytest.mark.parametrize("host", THIS_MACHINE)
def test_no_spelling_of_this_machine_is_sent_to(
    trip: Trip, me: Member, service: PushService, settings: Any, host: str
) -> None:
    settings.PRIVATE_RECEIVERS = []
    for scheme in ("http", "https"):
        device = Browser(service)
        device.site = f"{scheme}://{host}:{service.url.rpartition(':')[2]}"
        with suppress(Refusal):
            on(me, service, device=device)
    planning.cancel(trip.id, None)
    delivers(lambda: not DeliveryCursor.objects.filter(failures=0).exists())
    assert service.came == []


@in_threads
def test_redirects_are_not_followed(trip: Trip, me: Member, service: PushService) -> None:
    service.status = 307
    on(me, service)
    planning.cancel(trip.id, None)
    delivers(lambda: Receiver.objects.filter(last_failure="status 307").exists())
    assert {each.path for each in service.came} == {service.came[0].path}


@in_threads
def test_who_leaves_is_removed_or_erases_themself_gets_none(
    trip: Trip, me: Member, service: PushService
) -> None:
    on(me, service)
    membership.remove(trip.id, None, me.id)
    assert not Receiver.objects.exists()
    membership.restore(trip.id, None, me.id)
    me.refresh_from_db()
    on(me, service)
    membership.erase(trip.id, None, me.id)
    assert not Receiver.objects.exists()


@in_threads
def test_nor_does_a_device_that_the_key_has_gone_from(
    trip: Trip, me: Member, service: PushService
) -> None:
    on(me, service)
    planning.cancel(trip.id, None)
    Member.objects.filter(pk=me.pk).update(key_digest=keys.digest(keys.new_key()))  # a new link
    delivers(lambda: not Receiver.objects.exists())
    assert service.came == []


@in_threads
def test_the_same_device_again_is_one_row_and_loses_nothing(
    trip: Trip, me: Member, service: PushService
) -> None:
    browser, device = keys.new_key(), Browser(service)
    on(me, service, browser, device=device)
    planning.cancel(trip.id, None)
    on(me, service, browser, language="ar", device=device)
    newer = on(me, service, browser)
    assert Receiver.objects.get().language == "en"
    delivers(is_delivered)
    assert (len(newer.pushes()), device.pushes()) == (1, [])


@in_threads
def test_who_comes_after_somebody_on_the_same_device_takes_it_over(
    trip: Trip, me: Member, founder: Member, service: PushService
) -> None:
    device = Browser(service)
    on(me, service, device=device)
    on(founder, service, device=device)
    assert Receiver.objects.get().member == founder


@in_threads
def test_a_member_has_a_few_devices_of_which_the_oldest_goes(
    trip: Trip, me: Member, service: PushService
) -> None:
    oldest, *others = [on(me, service) for _ in range(devices.MOST_DEVICES + 1)]
    kept = {each.address for each in Receiver.objects.all()}
    assert kept == {each.given["endpoint"] for each in others}
    assert oldest.given["endpoint"] not in kept


@in_threads
def test_nobody_is_subscribed_without_end(trip: Trip, me: Member, service: PushService) -> None:
    with pytest.raises(Refusal, match="too_many"):
        for _ in range(21):
            on(me, service)


@in_threads
def test_the_address_and_keys_are_encrypted_and_no_log_holds_them(
    trip: Trip, me: Member, service: PushService
) -> None:
    given = on(me, service).given
    [row] = Receiver.objects.values()
    assert not any(secret in str(row) for secret in given.values())
    assert given["endpoint"][-20:] not in redact(f"POST {given['endpoint']} failed")


@in_threads
def test_devices_go_with_the_numbers_once_the_trip_is_over(
    trip: Trip, me: Member, service: PushService
) -> None:
    planning.update(trip.id, None, DATES)
    on(me, service)
    Trip.objects.update(starts_on="2020-12-12", ends_on="2020-12-15")
    assert housekeeping.forget_receivers(timezone.now()) >= 1
    assert not Receiver.objects.exists()


@in_threads
def test_a_browser_that_gets_a_new_id_is_still_told(
    trip: Trip, me: Member, service: PushService, asha: JoinResponse
) -> None:
    """Its id is another one since it came to hold another key."""
    phone = browser_with(trip.id, asha["memberKey"])
    phone.get(f"/trips/{trip.id}")
    on(me, service, phone.cookies[browsers.own_name()].value)
    other = planning.plan(None, Terms("Rome", 2), Guest("Dev"))
    held = browsers.Held({name: each.value for name, each in phone.cookies.items()})
    held.keep({other["trip"]["id"]: other["adminId"]})
    held.keep({other["trip"]["id"]: keys.new_key()})  # in its place
    assert Receiver.objects.get().browser == keys.digest(held.id)
    planning.cancel(trip.id, None)
    delivers(is_delivered)
    assert len(service.came) == 1
