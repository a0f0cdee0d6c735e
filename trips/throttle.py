"""How often: the limits that a client meets, by address."""

import functools
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from trips.breaker import Breaker

SHARED_TIMEOUT_S = 0.2  # a join may wait for Redis so long, and one in five seconds at that
SHARED_PAUSE_S = 5.0

T = TypeVar("T")

_breaker = Breaker(SHARED_PAUSE_S)


class Throttled(Exception):
    """Too many tries; the same call may succeed after `retry_after_s` seconds."""

    code = "too_many"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"retry after {retry_after_s} s")
        self.retry_after_s = retry_after_s


def api(address: str) -> None:
    """Counts one call of the API. Raises Throttled."""
    _hit(RateLimitItemPerMinute(settings.API_RATE_LIMIT), "api", address)


def plan(address: str) -> None:
    """Counts one planned trip. Raises Throttled."""
    _hit(RateLimitItemPerHour(10), "plan", address)


@contextmanager
def joining(address: str, trip_id: str, refusal: type[Exception]) -> Iterator[None]:
    """Counts a try to join; a `refusal` inside counts as refused. Raises Throttled.

    Twenty friends on one Wi-Fi all get in; somebody who guesses is stopped soon.
    """
    if not _ask(lambda limiter: limiter.test(_REFUSED, "refused", address)):
        raise Throttled(_wait_s(_REFUSED, "refused", address))
    _hit(RateLimitItemPerMinute(30), "joined", address, trip_id)
    try:
        yield
    except refusal:
        _ask(lambda limiter: limiter.hit(_REFUSED, "refused", address))
        raise


_REFUSED = RateLimitItemPerMinute(5)


def _hit(item: RateLimitItem, *ids: str) -> None:
    if not _ask(lambda limiter: limiter.hit(item, *ids)):
        raise Throttled(_wait_s(item, *ids))


def _wait_s(item: RateLimitItem, *ids: str) -> int:
    reset_at = _ask(lambda limiter: limiter.get_window_stats(item, *ids)).reset_time
    return max(1, math.ceil(reset_at - time.time()))


def _ask(question: Callable[[MovingWindowRateLimiter], T]) -> T:
    """Asks the limits of all processes; without Redis those of this one."""
    if settings.REDIS_URL and _breaker.lets_through():
        try:
            answer = question(_shared())
        except StorageError:
            _breaker.failed()
        else:
            _breaker.well()
            return answer
    return question(_local())


@functools.cache
def _local() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


@functools.cache
def _shared() -> MovingWindowRateLimiter:
    bounds = {"socket_timeout": SHARED_TIMEOUT_S, "socket_connect_timeout": SHARED_TIMEOUT_S}
    storage = storage_from_string(settings.REDIS_URL, wrap_exceptions=True, **bounds)
    assert isinstance(storage, Storage)
    return MovingWindowRateLimiter(storage)


def forget() -> None:
    """Begins anew; tests do not share their limits."""
    _breaker.well()
    _ask(lambda limiter: limiter.storage.reset())
