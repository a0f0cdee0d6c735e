"""How often: the limits that a client meets, by address or by member.

Over one, Refusal `too_many` is raised.
"""

import functools
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from socialcart import outages, redis_in_time
from trips import wire
from trips.breaker import Breaker

SHARED_TIMEOUT_S = 0.2  # a join may wait for Redis so long, and one in five seconds at that
SHARED_PAUSE_S = 5.0

T = TypeVar("T")

_breaker = Breaker(SHARED_PAUSE_S)
_one_at_a_time = threading.Lock()  # two at once start the storage's timer twice


class PurgingStorage(MemoryStorage):
    """Forgets who is quiet: the library keeps an empty list of every address for ever.

    And what is yet to come, where the clock was set back: it would wait for that.
    """

    _most = _FEW = 1_000

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count one more in a moving window, and forget windows that are over."""
        if len(self.events) > self._most:
            for quiet in [key for key, entries in list(self.events.items()) if not entries]:
                del self.events[quiet]
            self._most = max(self._FEW, 2 * len(self.events))
        self._forget_what_is_to_come(key)
        return super().acquire_entry(key, limit, expiry, amount)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Read a moving window: when it began, and how many are in it."""
        self._forget_what_is_to_come(key)
        return super().get_moving_window(key, limit, expiry)

    def _forget_what_is_to_come(self, key: str) -> None:
        entries = self.events.get(key)
        if entries and entries[0].atime > time.time():
            del self.events[key]


def api(address: str) -> None:
    """Counts one call of the API."""
    _hit(RateLimitItemPerMinute(settings.API_RATE_LIMIT), "api", address)


def page(address: str) -> None:
    """Counts one page, read or sent to: of an address twelve times the limit.

    A group on one Wi-Fi has a hub open each, which is loaded anew and asks for hidden counts.
    """
    _hit(_pages(), "pages", address)


def costly_page(address: str, pages: int) -> None:
    """Counts a page that was costly to draw as so many more pages.

    Where that is more than is left, as half of them, a quarter …
    """
    while pages and not _fits(pages, address):
        pages //= 2


def form(address: str) -> None:
    """Counts one form that is sent, whatever becomes of it: five times the limit."""
    _hit(RateLimitItemPerMinute(5 * settings.API_RATE_LIMIT), "forms", address)


def changed(member_id: str, times: int = 1) -> None:
    """Counts what a member changed on their trip, at whatever door: all who watch are told."""
    _hit(RateLimitItemPerMinute(settings.API_RATE_LIMIT), "changed", member_id, times=times)


def watching(address: str) -> None:
    """Counts whoever comes to a live door, before anything is looked up: ten times the limit.

    Each poll comes anew, as does each socket and stream, which may ask for a whole state.
    """
    _hit(RateLimitItemPerMinute(10 * settings.API_RATE_LIMIT), "watching", address)


def polled(address: str, member_id: str) -> None:
    """Counts one poll that may have its answer: a member's by member, a guest's by address.

    A page polls fifteen times a minute. So a group on one Wi-Fi whose pages all poll meets no
    limit, and guests, who are nobody yet, share three times that of other calls.
    """
    if member_id:
        _hit(RateLimitItemPerMinute(settings.API_RATE_LIMIT), "polled", member_id)
    else:
        _hit(RateLimitItemPerMinute(3 * settings.API_RATE_LIMIT), "polled by guests", address)


def plan(address: str) -> None:
    """Counts one planned trip."""
    _hit(RateLimitItemPerHour(10), "plan", address)


@contextmanager
def guessing(address: str) -> Iterator[None]:
    """Count each Refusal raised inside, of a wrong key or code: 5 a minute and address.

    Over the limit the next try is refused before it is made; of tries made at once, each refusal
    too many becomes `too_many`.
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
    """Count each Refusal raised inside: 30 a minute, address and trip.

    Over it who is refused is told to wait instead of why. Who can be let in never waits for those
    who cannot: five people of one name stand in the same hotel. A number that is on the trip is
    confirmed 5 times.
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
    """Count one successful join: neither who is refused nor a repeat.

    Twenty friends on one Wi-Fi all get in; a script that fills a trip does not.
    """
    _hit(RateLimitItemPerMinute(30), "joined", address, trip_id)


def may_sign_in(address: str) -> None:
    """Ends a try after too many wrong passwords, the right one too: it is no answer yet."""
    _test(_WRONG, "wrong", address)


def wrong_password(address: str) -> None:
    """Counts one, whatever name it was tried with."""
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
    return min(max(1, wait_s), item.get_expiry())  # another server's clock may be far ahead


def _answers(question: Callable[[MovingWindowRateLimiter], T]) -> Iterator[T]:
    """What all processes know together, while Redis answers; then what this one knows.

    Each counts what passes here, so that a Redis that comes and goes opens no second door.
    """
    if settings.REDIS_URL and _breaker.lets_through():
        try:
            answer = question(_shared(settings.REDIS_URL))
        except StorageError as failure:
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


@functools.cache
def _shared(url: str) -> MovingWindowRateLimiter:
    pool = redis_in_time.pool(url, SHARED_TIMEOUT_S)
    return MovingWindowRateLimiter(RedisStorage(url, connection_pool=pool, wrap_exceptions=True))


def forget() -> None:
    """Begins anew; tests do not share their limits."""
    _breaker.well()
    for _ in _answers(lambda limiter: limiter.storage.reset()):
        pass
