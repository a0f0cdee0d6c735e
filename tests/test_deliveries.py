"""What happens on a trip reaches the shop: in order, at least once, nothing else waits for it."""

import asyncio
import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from tests.entering import delivers, enter
from tests.receiving import Endpoint
from tests.server import until
from trips import housekeeping, keys, log, membership, planning, rotation
from trips.deliveries import backlog, behind, deliverer, doors, leases, posting, redeliver
from trips.deliveries.deliverer import Deliverer
from trips.forms import Guest, Terms
from trips.models import DeliveryCursor, Event, Receiver, Trip

in_threads = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def may_be_here(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PRIVATE_RECEIVERS = ["127.0.0.1"]
    monkeypatch.setattr(deliverer, "LOOKS_EVERY_S", 0.02)
    monkeypatch.setattr(leases, "FIRST_PAUSE_S", 0.01)


@pytest.fixture
def shop() -> Iterator[Endpoint]:
    with Endpoint() as endpoint:
        yield endpoint


def follows(shop: Endpoint, trip: Trip | None = None, **more: Any) -> Receiver:
    """A shop follows a trip from now on, or all."""
    return enter(shop.url, shop.secret, trip.pk if trip else "", **more)


def is_delivered() -> bool:
    return not DeliveryCursor.objects.exclude(seq=F("trip__seq"), behind_since=None).exists()


@in_threads
def test_a_join_reaches_the_shop_signed_as_standard_webhooks_says(
    trip: Trip, shop: Endpoint
) -> None:
    follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    delivers(lambda: bool(shop.taken))
    [delivery] = shop.taken
    assert shop.verifies(delivery)
    assert delivery.id == f"{trip.id}.{trip.epoch}.2"
    assert delivery.frame == {"tripId": trip.id, **log.after(trip.id, 1, 1)[0]}


@in_threads
def test_who_follows_all_trips_is_told_of_each_from_the_next_event_on(shop: Endpoint) -> None:
    old, quiet = (planning.plan(None, Terms(each, 5), Guest("Ben")) for each in ("Goa", "Rome"))
    Event.objects.update(at=timezone.now() - timedelta(seconds=1))
    follows(shop)
    membership.join(old["trip"]["id"], None, Guest("Asha"))
    new = planning.plan(None, Terms("Oslo", 5), Guest("Dev"))
    delivers(lambda: len(shop.taken) == 2)
    told = {(each.frame["tripId"], each.frame["seq"]) for each in shop.taken}
    assert told == {(old["trip"]["id"], 2), (new["trip"]["id"], 1)}
    assert quiet["trip"]["id"] not in DeliveryCursor.objects.values_list("trip", flat=True)


@in_threads
def test_nothing_is_missing_and_all_in_order_if_a_third_fails(trip: Trip, shop: Endpoint) -> None:
    chance = random.Random(7)
    shop.answer = lambda _: 204 if chance.random() > 1 / 3 else 500
    follows(shop, trip)
    for number in range(30):
        membership.join(trip.id, None, Guest(f"Guest {number}"))
    delivers(is_delivered)
    assert shop.ids() == [f"{trip.id}.{trip.epoch}.{seq}" for seq in range(2, 32)]
    assert len(shop.came) > 35


@in_threads
def test_a_slow_endpoint_delays_no_other(trip: Trip, shop: Endpoint) -> None:
    with Endpoint(lambda _: time.sleep(1) or 204) as slow:  # type: ignore[func-returns-value]
        follows(slow, trip)
        follows(shop, trip)
        membership.join(trip.id, None, Guest("Asha"))
        delivers(lambda: bool(shop.taken) and not slow.came)


@in_threads
def test_who_is_stopped_keeps_no_lease(
    trip: Trip, shop: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    take, has_begun = leases.take, threading.Event()

    def slowly(*args: Any) -> list[leases.Lease]:
        has_begun.set()
        time.sleep(0.2)
        return take(*args)

    monkeypatch.setattr(leases, "take", slowly)
    delivers(has_begun.is_set)
    assert DeliveryCursor.objects.get().leased_until is None
    assert shop.came == []


@in_threads
def test_two_deliverers_share_the_work_and_send_nothing_twice(trip: Trip, shop: Endpoint) -> None:
    follows(shop)
    for number in range(5):
        others = planning.plan(None, Terms(f"Trip {number}", 5), Guest("Ben"))["trip"]["id"]
        membership.join(others, None, Guest("Asha"))

    async def run() -> None:
        both = Deliverer(), Deliverer()
        for each in both:
            await each.start()
        await asyncio.to_thread(until, lambda: len(shop.taken) >= 10 and is_delivered())
        for each in both:
            await each.stop()

    asyncio.run(run())
    assert len(set(shop.ids())) == len(shop.came)


@in_threads
def test_only_the_types_that_are_wanted_are_sent(trip: Trip, shop: Endpoint) -> None:
    follows(shop, trip, event_types=["MEMBER_LEFT"])
    asha = membership.join(trip.id, None, Guest("Asha"))
    membership.join(trip.id, None, Guest("Dev"))
    membership.leave(trip.members.get(pk=asha["memberId"]), None, asha["memberId"])
    membership.join(trip.id, None, Guest("Chloé"))
    delivers(lambda: bool(shop.taken) and is_delivered())
    assert shop.types() == ["MEMBER_LEFT"]


def looks() -> None:
    behind.mark(list(Trip.objects.values_list("pk", flat=True)))


def cursor_of(receiver: Receiver) -> DeliveryCursor:
    looks()
    return DeliveryCursor.objects.select_related("receiver").get(receiver=receiver)


def test_what_is_kept_no_longer_is_bridged_by_the_whole_state(trip: Trip, shop: Endpoint) -> None:
    receiver = follows(shop, trip)
    for name in ("Asha", "Dev", "Chloé"):
        membership.join(trip.id, None, Guest(name))
    Event.objects.filter(trip=trip, seq=2).delete()
    [frame] = backlog.after(cursor_of(receiver))
    assert (frame["type"], frame["seq"]) == ("RESET", 4)
    assert len(frame["data"]["trip"]["members"]) == 4


def test_a_restored_trip_is_told_as_a_whole(trip: Trip, shop: Endpoint) -> None:
    receiver = follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    housekeeping.begin_new_epochs()
    trip.refresh_from_db()
    [frame] = backlog.after(cursor_of(receiver))
    assert (frame["type"], frame["epoch"], frame["seq"]) == ("RESET", trip.epoch, 2)


@in_threads
def test_what_happened_long_before_a_deliverer_starts_is_found(
    trip: Trip, shop: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "BEFORE_THE_START", 0)
    follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    delivers(lambda: bool(shop.taken))


def while_it_answers(act: Callable[[], object]) -> Callable[[str], int]:
    """An answer that takes what has come, during which something is done."""

    def answer(_event: str) -> int:
        act()
        connection.close()  # of the endpoint's thread
        return 204

    return answer


def hide() -> None:
    Trip.objects.update(hidden_at=timezone.now())


def turn_off() -> None:
    Receiver.objects.update(off_since=timezone.now())


@in_threads
@pytest.mark.parametrize("stops", [hide, turn_off])
def test_nothing_more_is_sent_once_staff_hide_the_trip_or_turn_it_off(
    trip: Trip, shop: Endpoint, stops: Callable[[], None]
) -> None:
    receiver = follows(shop, trip)
    for name in ("Asha", "Dev", "Chloé"):
        membership.join(trip.id, None, Guest(name))
    shop.answer = while_it_answers(stops)
    delivers(lambda: bool(shop.taken))
    cursor = cursor_of(receiver)
    assert (len(shop.came), cursor.seq, cursor.leased_until) == (1, 2, None)


@in_threads
def test_a_name_that_is_taken_out_of_the_log_is_not_sent_any_more(
    trip: Trip, shop: Endpoint
) -> None:
    follows(shop, trip)
    asha = membership.join(trip.id, None, Guest("Asha"))["memberId"]
    membership.rename(trip.members.get(pk=asha), None, asha, "Aisha")

    def erase() -> None:
        if not shop.came:
            membership.erase(trip.members.get(pk=asha), None, asha)

    shop.answer = while_it_answers(erase)
    delivers(lambda: bool(shop.taken) and is_delivered())
    assert shop.types() == ["MEMBER_JOINED", "RESET"]


@in_threads
def test_what_was_taken_is_sent_again_from_where_staff_say(trip: Trip, shop: Endpoint) -> None:
    receiver = follows(shop, trip)
    for name in ("Asha", "Dev"):
        membership.join(trip.id, None, Guest(name))
    delivers(lambda: len(shop.taken) == 2 and is_delivered())
    trip.refresh_from_db()
    redeliver(receiver, trip, after=1)
    delivers(lambda: len(shop.taken) == 4 and is_delivered())
    assert shop.ids()[:2] == shop.ids()[2:]


def test_to_send_again_passes_nothing_over(trip: Trip, shop: Endpoint) -> None:
    receiver = follows(shop, trip)
    for name in ("Asha", "Dev", "Chloé"):
        membership.join(trip.id, None, Guest(name))
    trip.refresh_from_db()
    redeliver(receiver, trip, after=3)
    assert cursor_of(receiver).seq == 1
    housekeeping.begin_new_epochs()
    trip.refresh_from_db()
    redeliver(receiver, trip, after=0)
    assert [frame["type"] for frame in backlog.after(cursor_of(receiver))] == ["RESET"]


def test_one_lease_at_a_time_and_the_next_once_it_has_run_out(trip: Trip, shop: Endpoint) -> None:
    follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    looks()
    [first] = leases.take(9, {})
    assert leases.take(9, {}) == []
    DeliveryCursor.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    [second] = leases.take(9, {})
    assert not first.move(trip.epoch, 2, is_at_head=True)
    assert second.move(trip.epoch, 2, is_at_head=True)


def test_one_receiver_never_takes_all_places(db: None, shop: Endpoint) -> None:
    follows(shop)
    for number in range(leases.MOST_OF_ONE + 4):
        planning.plan(None, Terms(f"Trip {number}", 5), Guest("Ben"))
    looks()
    taken = leases.take(64, {})
    assert len(taken) == leases.MOST_OF_ONE
    assert leases.take(64, {taken[0].cursor.receiver_id: len(taken)}) == []


def test_who_comes_behind_a_crowd_of_one_receiver_is_not_passed_over(
    trip: Trip, shop: Endpoint
) -> None:
    follows(shop)
    for number in range(leases.MOST_OF_ONE + 4):
        planning.plan(None, Terms(f"Trip {number}", 5), Guest("Ben"))
    looks()
    other = follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    looks()
    taken = leases.take(leases.MOST_OF_ONE + 1, {})
    assert other.pk in {lease.cursor.receiver_id for lease in taken}


def test_who_stood_still_sends_nothing(
    trip: Trip, shop: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    looks()
    [lease] = leases.take(9, {})
    assert lease.may_send(trip.epoch)
    now_s = time.monotonic() + leases.LEASE_S - doors.TIMEOUT_S
    monkeypatch.setattr("time.monotonic", lambda: now_s)
    assert not lease.may_send(trip.epoch)


@pytest.mark.parametrize(("failures", "pause_s"), [(0, 1), (10, 1024), (99, 6 * 3600)])
def test_the_next_try_is_ever_later_but_within_six_hours(
    trip: Trip, shop: Endpoint, monkeypatch: pytest.MonkeyPatch, failures: int, pause_s: int
) -> None:
    monkeypatch.setattr(leases, "FIRST_PAUSE_S", 1.0)
    follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    looks()
    DeliveryCursor.objects.update(failures=failures)
    [lease] = leases.take(9, {})
    before = timezone.now()
    lease.back_off("status 500")
    waits_s = (DeliveryCursor.objects.get().next_try_at - before).total_seconds()
    assert pause_s / 2 <= waits_s < pause_s + 1


def test_who_has_waited_longest_is_next(db: None, shop: Endpoint) -> None:
    follows(shop)
    for number in range(leases.MOST_OF_ONE + 2):
        planning.plan(None, Terms(f"Trip {number}", 5), Guest("Ben"))
    looks()
    first = leases.take(64, {})
    for lease in first:
        lease.move(lease.cursor.epoch, lease.cursor.seq, is_at_head=True)
    looks()
    waited = {lease.cursor.pk for lease in leases.take(64, {})} - {each.cursor.pk for each in first}
    assert len(waited) == 2


@in_threads
def test_all_trips_of_one_endpoint_are_told_without_a_pause(
    db: None, shop: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliverer, "LOOKS_EVERY_S", 60)
    follows(shop)
    for number in range(3 * leases.MOST_OF_ONE):
        planning.plan(None, Terms(f"Trip {number}", 5), Guest("Ben"))
    delivers(lambda: len(shop.taken) == 3 * leases.MOST_OF_ONE)


@pytest.mark.parametrize("column", ["leased_until", "next_try_at"])
def test_a_clock_that_was_set_back_holds_up_nothing(
    trip: Trip, shop: Endpoint, column: str
) -> None:
    follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    looks()
    DeliveryCursor.objects.update(**{column: timezone.now() + timedelta(days=365)})
    assert len(leases.take(9, {})) == 1


def test_what_is_passed_over_is_no_success(trip: Trip, shop: Endpoint) -> None:
    follows(shop, trip, failing_since=timezone.now())
    membership.join(trip.id, None, Guest("Asha"))
    looks()
    [lease] = leases.take(9, {})
    assert lease.move(trip.epoch, 2, is_at_head=True)
    assert Receiver.objects.get().failing_since
    assert lease.move(trip.epoch, 2, is_at_head=True, was_taken=True)
    assert Receiver.objects.get().failing_since is None


def test_the_metric_of_the_oldest_counts_what_can_be_sent(trip: Trip, shop: Endpoint) -> None:
    follows(shop, trip)
    DeliveryCursor.objects.update(behind_since=timezone.now() - timedelta(hours=1))
    assert leases.longest_wait_s() == pytest.approx(3600, abs=60)
    hide()
    assert leases.longest_wait_s() == 0


def test_tidy_forgets_what_an_older_release_left_of_a_deleted_trip(
    trip: Trip, shop: Endpoint
) -> None:
    follows(shop, trip)
    follows(shop)
    DeliveryCursor.objects.update(trip="gone")
    Receiver.objects.exclude(trip=None).update(trip="gone")
    assert housekeeping.forget_deliveries(timezone.now()) == 2
    assert Receiver.objects.get().trip is None


def test_pauses_grow_and_after_three_days_nothing_is_sent(trip: Trip, shop: Endpoint) -> None:
    receiver = follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    looks()
    for failures in range(3):
        [lease] = leases.take(9, {})
        lease.back_off("status 500")
        cursor = DeliveryCursor.objects.get()
        assert (cursor.failures, cursor.leased_until) == (failures + 1, None)
        DeliveryCursor.objects.update(next_try_at=timezone.now())
    Receiver.objects.update(failing_since=F("failing_since") - timedelta(days=3))
    [lease] = leases.take(9, {})
    lease.back_off("status 500")
    receiver.refresh_from_db()
    assert receiver.off_since
    assert receiver.last_failure == "status 500"
    DeliveryCursor.objects.update(next_try_at=timezone.now())
    assert leases.take(9, {}) == []


@in_threads
def test_an_endpoint_that_is_gone_is_sent_nothing_more(trip: Trip, shop: Endpoint) -> None:
    shop.answer = lambda _: 410
    receiver = follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    delivers(lambda: Receiver.objects.filter(off_since__isnull=False).exists())
    receiver.refresh_from_db()
    assert (len(shop.came), receiver.last_failure) == (1, "status 410")


def test_nothing_of_a_hidden_trip_is_sent(trip: Trip, shop: Endpoint) -> None:
    follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    looks()
    Trip.objects.update(hidden_at=timezone.now())
    assert leases.take(9, {}) == []
    Trip.objects.update(hidden_at=None)
    assert len(leases.take(9, {})) == 1


def post(url: str) -> str:
    async def run() -> doors.Answer:
        poster = posting.Poster()
        try:
            return await poster.post(url, {}, b"{}")
        finally:
            await poster.close()

    return asyncio.run(run()).reason


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.0.0.9",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.9",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:9",
        "2002:a00:9::1",
        "2001:0:a00:9::1",
        "fe80::1",
        "fe80::1%1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "no address",
    ],
)
def test_no_address_of_our_own_network_is_public(address: str) -> None:
    assert not posting.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert posting.is_public(address)


def test_a_name_that_leads_inside_is_not_connected_to(settings: Any, shop: Endpoint) -> None:
    settings.PRIVATE_RECEIVERS = []
    port = shop.url.split(":")[2]
    assert post(f"https://localhost:{port}") == "address not allowed"
    assert post(f"https://[::ffff:127.0.0.1]:{port}") == "address not allowed"
    assert post(f"http://127.0.0.1:{port}") == "address not allowed"
    assert shop.came == []


@in_threads
def test_a_redirect_is_not_followed(trip: Trip, shop: Endpoint) -> None:
    shop.answer = lambda _: 302

    follows(shop, trip)
    membership.join(trip.id, None, Guest("Asha"))
    delivers(lambda: Receiver.objects.filter(last_failure="status 302").exists())
    assert {each.path for each in shop.came} == {"/socialcart"}


@pytest.mark.parametrize(
    "url", ["", "shop", "ftp://shop.example", "http://shop.example", "//shop.example", "https:///x"]
)
def test_a_url_that_is_none_is_never_sent_to(url: str) -> None:
    assert post(url)


def test_a_new_key_encrypts_addresses_and_secrets_anew(shop: Endpoint, db: None) -> None:
    columns = {column for model, column in rotation.ENCRYPTED if model is Receiver}
    assert columns == {"address_encrypted", "secret_encrypted"}
    assert keys.decrypt(follows(shop).secret_encrypted) == shop.secret


@pytest.fixture
def entered(admin_client: Client, shop: Endpoint) -> Receiver:
    """The shop's endpoint, entered by staff."""
    fields = {"name": "Shop", "address": shop.url, "is_on": "on", "trip": ""}
    answer = admin_client.post("/admin/trips/receiver/add/", fields, follow=True)
    [told] = [f"{each}" for each in answer.context["messages"] if "whsec_" in f"{each}"]
    shop.secret = told.split()[-1]
    return Receiver.objects.get()


def test_staff_enter_an_endpoint_and_see_its_new_secret_once(
    entered: Receiver, admin_client: Client, shop: Endpoint
) -> None:
    page = admin_client.get(f"/admin/trips/receiver/{entered.pk}/change/").content.decode()
    assert shop.url in page
    assert "Leave it empty to keep the one that is there." in page
    assert "whsec_" not in page.replace("Write whsec_", "")
    assert entered.secret == shop.secret
    assert shop.url not in entered.address_encrypted + entered.secret_encrypted


def test_staff_turn_it_off_and_on(entered: Receiver, admin_client: Client, shop: Endpoint) -> None:
    page = f"/admin/trips/receiver/{entered.pk}/change/"
    fields = {"name": "Shop", "address": shop.url}
    for is_on in ("", "on"):
        admin_client.post(page, {**fields, **({"is_on": is_on} if is_on else {})})
        entered.refresh_from_db()
        assert (entered.off_since is None) == bool(is_on)
        assert entered.secret == shop.secret


@pytest.mark.parametrize("model", ["receiver", "deliverycursor"])
def test_staff_who_may_only_look_see_neither_address_nor_secret(
    trip: Trip, shop: Endpoint, client: Client, model: str
) -> None:
    follows(shop, trip)
    sam = User.objects.create_user("sam", is_staff=True)
    sam.user_permissions.add(Permission.objects.get(codename=f"view_{model}"))
    client.force_login(sam)
    row = (Receiver if model == "receiver" else DeliveryCursor).objects.get()
    answer = client.get(f"/admin/trips/{model}/{row.pk}/change/")
    assert answer.status_code == 200
    assert "Shop" in (seen := answer.content.decode())
    assert not any(each in seen for each in (shop.url, "/socialcart", "whsec_"))


def test_staff_delete_an_endpoint(
    entered: Receiver, trip: Trip, shop: Endpoint, admin_client: Client
) -> None:
    membership.join(trip.id, None, Guest("Asha"))
    looks()
    assert DeliveryCursor.objects.exists()
    page = f"/admin/trips/receiver/{entered.pk}/delete/"
    assert "Shop" in admin_client.get(page).content.decode()
    admin_client.post(page, {"post": "yes"})
    assert not Receiver.objects.exists()
    assert not DeliveryCursor.objects.exists()


def test_a_mended_endpoint_is_tried_at_once(
    entered: Receiver, trip: Trip, shop: Endpoint, admin_client: Client
) -> None:
    membership.join(trip.id, None, Guest("Asha"))
    looks()
    DeliveryCursor.objects.update(failures=9, next_try_at=timezone.now() + timedelta(hours=1))
    assert leases.take(9, {}) == []
    fields = {"name": "Shop", "address": f"{shop.url}/mended", "is_on": "on"}
    admin_client.post(f"/admin/trips/receiver/{entered.pk}/change/", fields)
    assert len(leases.take(9, {})) == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("address", "https://shop:sesame@shop.example/hook"),
        ("address", "https:///hook"),
        ("address", "http://shop.example"),
        ("address", "ftp://127.0.0.1"),
        ("address", "shop"),
        ("address", ""),
        ("secret", "whsec_short"),
        ("secret", "no secret at all"),
        ("event_types", "MEMBER_DANCED"),
        ("trip", "no trip"),
    ],
)
def test_what_is_no_endpoint_is_refused_beside_its_field(
    db: None, admin_client: Client, field: str, typed: str
) -> None:
    fields = {"name": "Shop", "address": "https://shop.example/hook", "is_on": "on"}
    answer = admin_client.post("/admin/trips/receiver/add/", {**fields, field: typed})
    assert field in answer.context["adminform"].form.errors
    assert not Receiver.objects.exists()


def test_staff_set_a_delivery_back(trip: Trip, shop: Endpoint, admin_client: Client) -> None:
    follows(shop, trip)
    for name in ("Asha", "Dev"):
        membership.join(trip.id, None, Guest(name))
    DeliveryCursor.objects.update(seq=3)
    page = f"/admin/trips/deliverycursor/{DeliveryCursor.objects.get().pk}/change/"
    assert "smaller number" in admin_client.post(page, {"after": "3"}).content.decode()
    admin_client.post(page, {"after": "1"})
    assert DeliveryCursor.objects.get().seq == 1
    looks()
    assert len(leases.take(9, {})) == 1


def test_the_command_sends_again_and_says_what_it_cannot(trip: Trip, shop: Endpoint) -> None:
    receiver = follows(shop)
    call_command("redeliver", receiver.pk, trip.pk, "--after", "0", verbosity=0)
    assert (DeliveryCursor.objects.get().seq, len(leases.take(9, {}))) == (0, 1)
    for wrong in (["?", trip.pk], [receiver.pk, "?"], [receiver.pk, trip.pk, "--after", "9"]):
        with pytest.raises(CommandError):
            call_command("redeliver", *wrong)
