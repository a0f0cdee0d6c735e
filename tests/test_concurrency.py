"""Many at once, on a real database: nobody is lost, nobody is one too many."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from trips import change, membership, planning, wire
from trips.forms import Guest, Terms
from trips.models import Event, FirstAnswer, Trip

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(how_many: int, act: Callable[[int], object]) -> Counter[str]:
    """Runs `act` in so many threads; counts how they ended."""
    outcomes: Counter[str] = Counter()
    ready = threading.Barrier(how_many)

    def run(number: int) -> None:
        ready.wait(30)
        try:
            act(number)
            outcomes["done"] += 1
        except wire.Refusal as refusal:
            outcomes[refusal.code] += 1
        except Exception as failure:
            outcomes[repr(failure)] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(how_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_fifty_at_once_for_five_places() -> None:
    planned = planning.plan(None, Terms("Goa", 2, capacity=6), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    outcomes = all_at_once(50, lambda n: membership.join(trip_id, None, Guest(f"Friend {n}")))
    trip = Trip.objects.get()
    assert outcomes == {"done": 5, "trip_full": 45}
    assert trip.member_count == trip.members.filter(state="in").count() == 6
    assert list(Event.objects.values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_ten_taps_at_once_with_one_key_are_one_member() -> None:
    planned = planning.plan(None, Terms("Goa", 5), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    once = change.Once.of("0123456789abcdef", "join", "Asha")
    outcomes = all_at_once(10, lambda n: membership.join(trip_id, once, Guest("Asha")))
    assert outcomes == {"done": 10}
    assert Trip.objects.get().member_count == 2


def test_ten_plans_at_once_with_one_key_are_one_trip() -> None:
    once = change.Once.of("0123456789abcdef", "create", {"tripName": "Goa"})
    outcomes = all_at_once(10, lambda n: planning.plan(once, Terms("Goa", 5), Guest("Ben")))
    assert outcomes == {"done": 10}
    assert (Trip.objects.count(), FirstAnswer.objects.count()) == (1, 1)


def test_two_of_one_name_at_once_are_a_member_and_a_fork() -> None:
    planned = planning.plan(None, Terms("Goa", 5), Guest("Ben"))
    trip_id = planned["trip"]["id"]
    outcomes = all_at_once(8, lambda n: membership.join(trip_id, None, Guest("Asha")))
    assert outcomes == {"done": 1, "name_taken": 7}
