"""The limits: what counts, and what does not, also when many come at once."""

import json
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count
from threading import Event
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.at_once import all_at_once
from tests.parts import Redis
from tests.server import until
from trips import keys, planning, throttle, wire
from trips.forms import Guest, Terms
from trips.limit_storage import PurgingStorage
from trips.models import Member


@pytest.fixture(scope="module")
def own_redis() -> Iterator[Redis]:
    with Redis() as running:
        yield running


@pytest.fixture(params=["memory", "Redis"])
def anywhere(request: Any, settings: Any) -> None:
    """Once with the limits of this process alone, once with those of all processes."""
    is_shared = request.param == "Redis"
    settings.REDIS_URL = request.getfixturevalue("own_redis").database() if is_shared else ""
    throttle.forget()


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads interrupt each other wherever they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def refused(how_often: int, failure: Exception) -> None:
    for _ in range(how_often):
        with pytest.raises(type(failure)) as raised, throttle.guessing("10.0.0.1"):
            raise failure
        assert raised.value is failure


def test_the_sixth_wrong_guess_in_a_minute_has_to_wait() -> None:
    refused(5, wire.Refusal("unknown_code"))
    with pytest.raises(wire.Refusal, match="too_many") as throttled, throttle.guessing("10.0.0.1"):
        pass
    assert 0 < throttled.value.retry_after_s <= 60


def test_an_outage_is_nobodys_refusal() -> None:
    refused(8, OSError())
    with throttle.guessing("10.0.0.1"):
        pass


def test_who_is_told_to_wait_is_not_refused_by_that() -> None:
    refused(8, wire.Refusal.too_many(5))
    with throttle.guessing("10.0.0.1"):
        pass


def test_another_address_has_a_limit_of_its_own() -> None:
    refused(5, wire.Refusal("unknown_code"))
    with throttle.guessing("10.0.0.2"):
        pass


def refused_for(code: str, address: str, trip_id: str = "goa") -> None:
    """Raises only where the limit says something else than why."""
    refusal = wire.Refusal(code)
    guessing = code == "unknown_code"
    limit = throttle.guessing(address) if guessing else throttle.joining(address, trip_id)
    try:
        with limit:
            raise refusal
    except wire.Refusal as said:
        if said is not refusal:
            raise


def polls_as_a_guest(address: str) -> None:
    throttle.polled(address, "")


LIMITS: list[tuple[Callable[..., None], int, timedelta, tuple[str, ...]]] = [
    (throttle.api, 100, timedelta(minutes=1), ("10.0.0.1",)),
    (throttle.page, 1_200, timedelta(minutes=1), ("10.0.0.1",)),
    (throttle.form, 500, timedelta(minutes=1), ("10.0.0.1",)),
    (throttle.changed, 100, timedelta(minutes=1), ("asha",)),
    (throttle.watching, 1_000, timedelta(minutes=1), ("10.0.0.1",)),
    (polls_as_a_guest, 300, timedelta(minutes=1), ("10.0.0.1",)),
    (throttle.plan, 10, timedelta(hours=1), ("10.0.0.1",)),
    (throttle.joined, 30, timedelta(minutes=1), ("10.0.0.1", "goa")),
    (partial(refused_for, "unknown_code"), 5, timedelta(minutes=1), ("10.0.0.1",)),
    (partial(refused_for, "name_taken"), 30, timedelta(minutes=1), ("10.0.0.1", "goa")),
    (partial(refused_for, "already_joined"), 5, timedelta(minutes=1), ("10.0.0.1", "goa")),
]


@pytest.mark.once
@pytest.mark.parametrize(("count", "times", "span", "who"), LIMITS)
def test_so_many_pass_in_so_long_and_then_as_many_again(
    count: Callable[..., None], times: int, span: timedelta, who: tuple[str, ...]
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(2):
            for _ in range(times):
                count(*who)
            clock.shift(span - timedelta(seconds=1))
            with pytest.raises(wire.Refusal, match="too_many") as throttled:
                count(*who)
            assert throttled.value.retry_after_s == 1
            clock.shift(timedelta(seconds=1.5))


@pytest.mark.once
@pytest.mark.parametrize(("count", "times", "span", "who"), LIMITS)
def test_a_clock_that_is_set_back_makes_nobody_wait_for_what_is_to_come(
    count: Callable[..., None], times: int, span: timedelta, who: tuple[str, ...]
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(times):
            count(*who)
        clock.shift(-timedelta(hours=3))
        for _ in range(times):
            count(*who)
        with pytest.raises(wire.Refusal, match="too_many") as throttled:
            count(*who)
    assert throttled.value.retry_after_s
    assert throttled.value.retry_after_s <= span.total_seconds()


@pytest.mark.once
@pytest.mark.parametrize(("count", "times", "span", "who"), LIMITS)
def test_another_address_and_another_trip_have_limits_of_their_own(
    count: Callable[..., None], times: int, span: timedelta, who: tuple[str, ...]
) -> None:
    for others in (who, ("10.0.0.2", *who[1:]), *([("10.0.0.1", "rome")] if who[1:] else [])):
        for _ in range(times):
            count(*others)


def test_a_member_who_polls_has_a_limit_of_their_own_at_whatever_address() -> None:
    for _ in range(100):
        for member in ("asha", "ben"):
            throttle.polled("10.0.0.1", member)
    for address in ("10.0.0.1", "10.0.0.2"):
        with pytest.raises(wire.Refusal, match="too_many"):
            throttle.polled(address, "asha")
    throttle.polled("10.0.0.1", "chloe")


def test_without_its_redis_the_process_counts_alone(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.API_RATE_LIMIT = 1
    throttle.api("10.0.0.1")
    with pytest.raises(wire.Refusal, match="too_many"):
        throttle.api("10.0.0.1")
    assert caplog.text.count("Redis failed: ") == 1


def test_nobody_waits_for_a_resolver_that_hangs(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, is_over = Event(), Event()

    def hang(*asked: Any) -> list[Any]:
        goes_on.wait(10)
        is_over.set()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    settings.REDIS_URL = "redis://redis.example/0"
    throttle.api("10.0.0.1")
    assert not is_over.is_set()
    goes_on.set()
    assert is_over.wait(10)


@pytest.mark.once
def test_a_redis_that_goes_and_comes_back_empty_opens_no_second_door(
    own_redis: Redis, settings: Any
) -> None:
    settings.REDIS_URL, settings.API_RATE_LIMIT = own_redis.database(), 3
    throttle.api("10.0.0.1")
    own_redis.kill()
    throttle.api("10.0.0.1")
    own_redis.start()
    throttle._breaker.well()  # not only after some seconds
    throttle.api("10.0.0.1")
    with pytest.raises(wire.Refusal, match="too_many"):
        throttle.api("10.0.0.1")


@pytest.mark.once
def test_a_redis_that_was_restarted_between_two_calls_is_asked_at_once(
    own_redis: Redis, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = own_redis.database()
    throttle.api("10.0.0.1")
    own_redis.kill()
    own_redis.start()
    throttle.api("10.0.0.1")
    assert "Redis failed" not in caplog.text


@pytest.mark.once
def test_what_a_frozen_redis_answers_late_is_nobody_elses(own_redis: Redis, settings: Any) -> None:
    settings.REDIS_URL, settings.API_RATE_LIMIT = own_redis.database(), 1
    throttle.api("10.0.0.1")
    own_redis.freeze()
    with pytest.raises(wire.Refusal, match="too_many"):
        throttle.api("10.0.0.1")
    own_redis.thaw()
    throttle._breaker.well()  # not only after some seconds
    throttle.api("10.0.0.2")


@pytest.mark.once
def test_of_two_hundred_calls_at_once_a_hundred_pass(anywhere: None, hasty: None) -> None:
    outcomes = all_at_once(200, lambda n: throttle.api("10.0.0.1"))
    assert outcomes == {"done": 100, "too_many": 100}


@pytest.mark.once
def test_of_fifty_refusals_at_once_five_are_told(anywhere: None, hasty: None) -> None:
    def guess(number: int) -> None:
        with throttle.guessing("10.0.0.1"):
            raise wire.Refusal("unknown_code")

    assert all_at_once(50, guess) == {"unknown_code": 5, "too_many": 45}


@pytest.mark.once
def test_of_fifty_who_are_let_in_at_once_thirty_are(anywhere: None, hasty: None) -> None:
    outcomes = all_at_once(50, lambda n: throttle.joined("10.0.0.1", "goa"))
    assert outcomes == {"done": 30, "too_many": 20}


@pytest.mark.once
def test_an_address_that_is_quiet_is_forgotten() -> None:
    storage, numbers = PurgingStorage(), count()

    def pass_by(how_many: int) -> bool:
        """Whether the first of all is forgotten after so many more."""
        for _ in range(how_many):
            assert storage.acquire_entry(f"address {next(numbers)}", limit=5, expiry=60)
        return "address 0" not in storage.events

    pass_by(2_500)
    assert len(storage.events) == 2_500
    with time_machine.travel(timedelta(minutes=2)):
        until(lambda: pass_by(500))
    assert len(storage.events) < 2_500 + 1_000


@pytest.fixture
def goa(transactional_db: None) -> str:
    """The invitation to a trip that threads can see."""
    return planning.plan(None, Terms("Goa", 5), Guest("Ben"))["tripId"]


def statuses(how_many: int, join: Any) -> Counter[int]:
    """How so many joins at the same time are answered."""
    answered: Counter[int] = Counter()
    outcomes = all_at_once(how_many, lambda n: answered.update([join(n).status_code]))
    assert outcomes == {"done": how_many}
    return answered


def plan_by_page(**key: str) -> int:
    form = {"tripName": "Goa", "requiredMembers": "5", "adminName": "Ben", "timeZone": "UTC"}
    return Client().post("/", form | key).status_code


def plan_by_api(**key: str) -> int:
    body = {"tripName": "Goa", "requiredMembers": 5, "adminName": "Ben"}
    headers = {"Idempotency-Key": key["key"]} if key else {}
    address = "/api/social-cart/create"
    return Client().post(address, body, "application/json", headers=headers).status_code


@pytest.mark.parametrize(("plan", "status"), [(plan_by_page, 303), (plan_by_api, 201)])
def test_the_eleventh_trip_in_an_hour_has_to_wait_and_repeats_do_not_count(
    db: None, plan: Callable[..., int], status: int
) -> None:
    assert {plan(key="4a7be8f2-9d2c-4b8e") for _ in range(12)} == {status}
    assert [plan() for _ in range(10)] == [status] * 9 + [429]


def test_neither_a_page_nor_a_call_says_often_without_saying_how_long(goa: str) -> None:
    for join in (by_page, by_api):
        throttle.forget()
        refused = [join(goa, "Ben") for _ in range(31)][-1]
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= 60


def by_page(invitation: str, name: str) -> Any:
    return Client().post(f"/join/{invitation}", {"guest_name": name})


def by_api(invitation: str, name: str, **headers: str) -> Any:
    body = json.dumps({"invitation_token": invitation, "guest_name": name})
    address, kind = "/api/social-cart/join", "application/json"
    return Client().post(address, body, content_type=kind, headers=headers)


@pytest.mark.parametrize("join", [by_page, by_api])
def test_of_many_refused_joins_at_once_thirty_are_told_why(goa: str, join: Any) -> None:
    assert statuses(40, lambda n: join(goa, "Ben")) == {409: 30, 429: 10}


@pytest.mark.parametrize("join", [by_page, by_api])
def test_who_is_refused_makes_nobody_wait(goa: str, join: Any) -> None:
    """Thirty people called Ben stand in one hotel."""
    rome = planning.plan(None, Terms("Rome", 5), Guest("Mallory"))["tripId"]
    assert {join(goa, "Ben").status_code for _ in range(30)} == {409}
    assert join(goa, "Ben").status_code == 429
    assert join(goa, "Asha").status_code < 400
    assert (join(rome, "Mallory").status_code, join(rome, "Ben").status_code < 400) == (409, True)
    assert Client().post("/enter", {"key": keys.new_key()}).status_code == 404


def test_a_number_on_the_list_is_confirmed_five_times_a_minute(goa: str) -> None:
    def joins(name: str) -> int:
        body = {"invitation_token": goa, "guest_name": name, "guest_mobile": "+919876543210"}
        return Client().post("/api/social-cart/join", body, "application/json").status_code

    assert [joins(f"Friend {number}") for number in range(7)] == [200] + [409] * 5 + [429]
    assert by_api(goa, "Dev").status_code == 200


@pytest.mark.parametrize(("join", "status"), [(by_page, 303), (by_api, 200)])
def test_twenty_friends_on_one_address_all_get_in_at_once(goa: str, join: Any, status: int) -> None:
    assert statuses(20, lambda n: join(goa, f"Friend {n}")) == {status: 20}


def test_the_thirty_first_join_in_a_minute_has_to_wait_and_changes_nothing(goa: str) -> None:
    assert statuses(40, lambda n: by_api(goa, f"Friend {n}")) == {200: 30, 429: 10}
    assert Member.objects.count() == 31


def test_neither_repeats_nor_refusals_use_up_the_joins(goa: str) -> None:
    key = {"Idempotency-Key": "4a7be8f2-9d2c-4b8e"}
    assert statuses(40, lambda n: by_api(goa, "Asha", **key)) == {200: 40}
    assert [by_api(goa, "Asha").status_code for _ in range(4)] == [409] * 4
    assert statuses(29, lambda n: by_api(goa, f"Friend {n}")) == {200: 29}
    assert by_api(goa, "Mallory").status_code == 429
