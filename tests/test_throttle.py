"""The limits: what counts, and what does not."""

from contextlib import AbstractContextManager
from typing import Any

import pytest

from trips import throttle


def refused(how_often: int, failure: Exception) -> None:
    for _ in range(how_often):
        with pytest.raises(type(failure)), throttle.joining("10.0.0.1", "goa", LookupError):
            raise failure


def test_the_sixth_refused_join_in_a_minute_has_to_wait() -> None:
    refused(5, LookupError())
    with pytest.raises(throttle.Throttled) as throttled, limited():
        pass
    assert 0 < throttled.value.retry_after_s <= 60


def test_an_outage_is_nobodys_refusal() -> None:
    refused(8, OSError())
    with limited():
        pass


def test_another_address_has_a_limit_of_its_own() -> None:
    refused(5, LookupError())
    with throttle.joining("10.0.0.2", "goa", LookupError):
        pass


def limited() -> AbstractContextManager[None]:
    return throttle.joining("10.0.0.1", "goa", LookupError)


def test_without_its_redis_the_process_counts_alone(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.API_RATE_LIMIT = 1
    throttle.api("10.0.0.1")
    with pytest.raises(throttle.Throttled):
        throttle.api("10.0.0.1")
