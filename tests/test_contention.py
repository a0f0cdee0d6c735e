"""Behind a trip's row that is stuck nobody waits anew; another trip's changes go on."""

import time
from contextvars import Context, copy_context

import pytest
from django.db import OperationalError

from socialcart import threads as rooms
from trips.contention import unless_stuck

GOA, HAMPI = "goa", "hampi"


def a_request() -> Context:
    """One that comes now, and will get a thread later."""
    came = copy_context()
    came.run(rooms._came_at.set, time.monotonic())
    return came


def change(trip: str, failure: Exception | None = None) -> None:
    with unless_stuck(trip):
        if failure:
            raise failure


def test_who_came_before_the_row_was_stuck_is_told_so_though_a_thread_had_no_time_before() -> None:
    """Else of two hundred in line each few would wait for the row anew."""
    first, in_line = a_request(), a_request()
    with pytest.raises(OperationalError, match="lock timeout"):
        first.run(change, GOA, OperationalError("lock timeout"))
    with pytest.raises(OperationalError, match="by others"):
        in_line.run(change, GOA)
    in_line.run(change, HAMPI)


def test_who_comes_after_it_was_stuck_tries_anew() -> None:
    with pytest.raises(OperationalError):
        a_request().run(change, GOA, OperationalError("lock timeout"))
    a_request().run(change, GOA)


def test_behind_a_refusal_nobody_is_told_that_the_row_is_stuck() -> None:
    refused, in_line = a_request(), a_request()
    with pytest.raises(ValueError, match="full"):
        refused.run(change, GOA, ValueError("full"))
    in_line.run(change, GOA)
