"""The breaker: one caller looks, the others go on without."""

import pytest

from trips import breaker
from trips.breaker import Breaker


class Clock:
    """Stands still until it is moved."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(breaker, "time", clock := Clock())
    return clock


def test_it_lets_everybody_through_while_all_is_well(clock: Clock) -> None:
    closed = Breaker(5)
    assert closed.lets_through()
    assert closed.lets_through()


def test_after_a_failure_one_looks_every_few_seconds(clock: Clock) -> None:
    opened = Breaker(5)
    opened.failed()
    assert not opened.lets_through()
    clock.now += 5
    assert [opened.lets_through() for _ in range(3)] == [True, False, False]
    clock.now += 5
    assert opened.lets_through()
    opened.well()
    assert [opened.lets_through() for _ in range(3)] == [True, True, True]
