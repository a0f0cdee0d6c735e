"""Locks: of a trip one at a time, of two trips both, and nobody waits behind one that is stuck."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import OperationalError

from trips.locks import trip_lock

GOA, HAMPI = "goa", "hampi"


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(20) as executor:
        yield executor


def changing(trip: str, until: threading.Event, failure: Exception | None = None) -> None:
    """A change that takes its time, and may fail."""
    with trip_lock(trip):
        assert until.wait(10)
        if failure:
            raise failure


def begun(
    threads: ThreadPoolExecutor,
    trip: str,
    until: threading.Event,
    failure: Exception | None = None,
) -> "Future[None]":
    change = threads.submit(changing, trip, until, failure)
    time.sleep(0.1)
    return change


def test_of_one_trip_one_at_a_time(threads: ThreadPoolExecutor) -> None:
    count, most = 0, 0

    def change(_: int) -> None:
        nonlocal count, most
        with trip_lock(GOA):
            count += 1
            most = max(most, count)
            time.sleep(0.002)
            count -= 1

    list(threads.map(change, range(100)))
    assert most == 1


def test_another_trip_does_not_wait(threads: ThreadPoolExecutor) -> None:
    goa_ends, at_once = threading.Event(), threading.Event()
    at_once.set()
    goa = begun(threads, GOA, goa_ends)
    begun(threads, HAMPI, at_once).result(1)
    assert not goa.done()
    goa_ends.set()
    goa.result(1)


def test_behind_a_stuck_lock_all_are_told_at_once_and_the_next_gets_its_own(
    threads: ThreadPoolExecutor,
) -> None:
    ends = threading.Event()
    stuck = begun(threads, GOA, ends, OperationalError("lock timeout"))
    behind = [begun(threads, GOA, ends) for _ in range(3)]
    ends.set()
    for change in (stuck, *behind):
        with pytest.raises(OperationalError):
            change.result(1)
    begun(threads, GOA, ends).result(1)


def test_a_refusal_lets_the_next_one_have_the_lock(threads: ThreadPoolExecutor) -> None:
    ends = threading.Event()
    refused = begun(threads, GOA, ends, ValueError("full"))
    behind = begun(threads, GOA, ends)
    ends.set()
    with pytest.raises(ValueError, match="full"):
        refused.result(1)
    behind.result(1)
