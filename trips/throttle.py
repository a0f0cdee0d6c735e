"""Rate limits by client address or by member. Over a limit they raise Refusal `too_many`."""

import functools
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.conf import settings
from limits import (
    RateLimitItem,
    RateLimitItemPerDay,
    RateLimitItemPerHour,
    RateLimitItemPerMinute,
)
from limits.errors import StorageError
from limits.strategies import MovingWindowRateLimiter
from redis import RedisError

from socialcart import outages
from trips import keys, wire
from trips.breaker import Breaker
from trips.limit_storage import KeptRedisStorage, PurgingStorage

SHARED_TIMEOUT_S = 0.2  # how long a request waits for Redis
SHARED_PAUSE_S = 5.0  # while Redis is down, one request in so many seconds tries it

T = TypeVar("T")

_breaker = Breaker(SHARED_PAUSE_S)
_one_at_a_time = threading.Lock()  # the storage counts, and then deletes
_kept = threading.local()


def api(address: str) -> None:
    """Count one call of the API: API_RATE_LIMIT a minute and address."""
    _hit(RateLimitItemPerMinute(settings.API_RATE_LIMIT), "api", address)


def page(address: str) -> None:
    """Count one request for a page: 12 times API_RATE_LIMIT a minute and address.

    Friends on one Wi-Fi share an address, and each has a page open that reloads.
    """
    _hit(_pages(), "pages", address)


def costly_page(address: str, pages: int) -> None:
    """Count a page that was costly to draw as `pages` more pages, without refusing it.

    If the limit leaves no room for so many, count half of them, a quarter …
    """
    while pages and not _fits(pages, address):
        pages //= 2


def form(address: str) -> None:
    """Count one posted form, valid or not: 5 times API_RATE_LIMIT a minute and address."""
    _hit(RateLimitItemPerMinute(5 * settings.API_RATE_LIMIT), "forms", address)


def changed(member_id: str, times: int = 1) -> None:
    """Count a member's change of their trip, by page or API: API_RATE_LIMIT a minute.

    Each is sent to everybody who has the trip open; a large one counts several `times`.
    """
    _hit(RateLimitItemPerMinute(settings.API_RATE_LIMIT), "changed", member_id, times=times)


def watching(address: str) -> None:
    """Count one request for live updates: 10 times API_RATE_LIMIT a minute and address.

    Called for each WebSocket, event stream and request of a polling client, before the database
    is read.
    """
    _hit(RateLimitItemPerMinute(10 * settings.API_RATE_LIMIT), "watching", address)


def polled(address: str, member_id: str) -> None:
    """Count one request of a polling client: of a member by member, of a guest by address.

    A page polls 15 times a minute, so that friends on one Wi-Fi whose pages all poll meet no
    limit. The guests of an address share 3 times API_RATE_LIMIT a minute.
    """
    if member_id:
        _hit(RateLimitItemPerMinute(settings.API_RATE_LIMIT), "polled", member_id)
    else:
        _hit(RateLimitItemPerMinute(3 * settings.API_RATE_LIMIT), "polled by guests", address)


def plan(address: str) -> None:
    """Count one planned trip: 10 an hour and address."""
    _hit(RateLimitItemPerHour(10), "plan", address)


def report(address: str) -> None:
    """Count one report of a trip to staff: 3 an hour and address."""
    _hit(RateLimitItemPerHour(3), "report", address)


def confirmation(address: str, email: str, member_id: str, trip_id: str) -> None:
    """Count one mail that asks whether an address wants the news: so none is sent to strangers.

    3 an hour and member, 30 an hour and trip, 20 an hour and client's address; 3 a day and e-mail
    address, however it is written: with other capitals, or with something behind "+".
    """
    mailbox, _, host = email.casefold().rpartition("@")
    mailbox = keys.digest(f"{mailbox.partition('+')[0]}@{host}")
    _hit(RateLimitItemPerHour(3), "confirmations of member", member_id)
    _hit(RateLimitItemPerHour(20), "confirmations", address)
    _hit(RateLimitItemPerHour(30), "confirmations of trip", trip_id)
    _hit(RateLimitItemPerDay(3), "confirmations to", mailbox)


def way_back(address: str, member_id: str) -> None:
    """Count one mail that leads a founder back: 3 an hour and member, 20 an hour and address.

    Confirmations do not count: anybody can have them sent to the founder's address, and so would
    keep the founder out.
    """
    _hit(RateLimitItemPerHour(3), "ways back of member", member_id)
    _hit(RateLimitItemPerHour(20), "ways back", address)


def subscribing(address: str, member_id: str) -> None:
    """Count one wish to be told the news on a device: 20 an hour and member, 200 and address.

    Each makes us send to an address that somebody has chosen.
    """
    _hit(RateLimitItemPerHour(20), "subscriptions of member", member_id)
    _hit(RateLimitItemPerHour(200), "subscriptions", address)


@contextmanager
def guessing(address: str) -> Iterator[None]:
    """Count each Refusal raised inside, of a wrong key or code: 5 a minute and address.

    Over the limit a try is refused before it is made. Of tries at the same time, those too many
    get `too_many` instead of their own Refusal.
    """
    _test(_GUESSED, "guessed", address)
    try:
        yield
    except wire.Refusal as refusal:
        if refusal.code != "too_many":
            _hit(_GUESSED, "guessed", address)
        raise


@contextmanager
def joining(address: str, trip_id: str) -> Iterator[None]:
    """Count each Refusal to join raised inside: 30 a minute, address and trip.

    Over the limit Refusal `too_many` is raised in its place. Whoever can join is never refused
    because others on the same Wi-Fi could not. `already_joined`, which confirms a phone number, has
    a limit of 5.
    """
    try:
        yield
    except wire.Refusal as refusal:
        if refusal.code == "already_joined":
            _hit(_GUESSED, "numbers", address, trip_id)
        elif refusal.code != "too_many":
            _hit(_REFUSED, "refused", address, trip_id)
        raise


def joined(address: str, trip_id: str) -> None:
    """Count one join that succeeds and is not a repeat: 30 a minute, address and trip.

    Twenty friends on one Wi-Fi all get in; a script that fills a trip does not.
    """
    _hit(RateLimitItemPerMinute(30), "joined", address, trip_id)


def may_sign_in(address: str) -> None:
    """Refuse staff's log-in after too many wrong passwords: 20 in 15 minutes and address.

    Called before the password is checked, so that the right one is refused, too.
    """
    _test(_WRONG, "wrong", address)


def wrong_password(address: str) -> None:
    """Count one wrong password of staff, whatever the user name."""
    _hit(_WRONG, "wrong", address)


_GUESSED = RateLimitItemPerMinute(5)
_REFUSED = RateLimitItemPerMinute(30)
_WRONG = RateLimitItemPerMinute(20, 15)


def _pages() -> RateLimitItem:
    return RateLimitItemPerMinute(12 * settings.API_RATE_LIMIT)


def _fits(pages: int, address: str) -> bool:
    return all(_answers(lambda limiter: limiter.hit(_pages(), "pages", address, cost=pages)))


def _test(item: RateLimitItem, *ids: str) -> None:
    if not all(_answers(lambda limiter: limiter.test(item, *ids))):
        raise wire.Refusal.too_many(_wait_s(item, *ids))


def _hit(item: RateLimitItem, *ids: str, times: int = 1) -> None:
    if not all(_answers(lambda limiter: limiter.hit(item, *ids, cost=times))):
        raise wire.Refusal.too_many(_wait_s(item, *ids, times=times))


def _wait_s(item: RateLimitItem, *ids: str, times: int = 1) -> int:
    windows = _answers(lambda limiter: limiter.get_window_stats(item, *ids))
    free_at = max((seen.reset_time for seen in windows if seen.remaining < times), default=0.0)
    wait_s = math.ceil(free_at - time.time())
    return min(max(1, wait_s), item.get_expiry())  # another server's clock may be ahead


def _answers(question: Callable[[MovingWindowRateLimiter], T]) -> Iterator[T]:
    """Ask the limiter in Redis, if there is one that answers, then the one of this process.

    Both count every request, so that an outage of Redis does not reset the limits.
    """
    if settings.REDIS_URL and _breaker.lets_through():
        try:
            answer = question(_shared(settings.REDIS_URL))
        except (StorageError, RedisError) as failure:
            outages.report("Redis", failure)
            _breaker.failed()
        else:
            _breaker.well()
            yield answer
    with _one_at_a_time:
        answer = question(_local())
    yield answer


@functools.cache
def _local() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(PurgingStorage())


def _shared(url: str) -> MovingWindowRateLimiter:
    """Return the limiter in Redis of this thread. Raises RedisError if it cannot connect."""
    if vars(_kept).get("url") != url:
        _kept.limiter = MovingWindowRateLimiter(KeptRedisStorage(url, SHARED_TIMEOUT_S))
        _kept.url = url
    limiter: MovingWindowRateLimiter = _kept.limiter
    return limiter


def forget() -> None:
    """Reset all limits, for tests."""
    _breaker.well()
    for _ in _answers(lambda limiter: limiter.storage.reset()):
        pass
