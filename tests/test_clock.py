"""Deadlines are decided by one clock, the database's, whatever a server's own one says."""

import time
from datetime import datetime, timedelta
from threading import Event as Signal
from threading import Thread, Timer
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from trips import clock, membership, planning, snapshots, wire
from trips.forms import Guest
from trips.models import Member, Trip
from trips.pages import present

ask = clock.ask
ON_POSTGRES = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has no clock of its own: `pytest --on=postgres`"
)


@pytest.fixture
def real_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "ask", ask)


@ON_POSTGRES
@pytest.mark.parametrize("wrong", [timedelta(hours=-3), timedelta(hours=3)])
def test_a_server_with_a_wrong_clock_decides_like_the_others(
    real_clock: None, trip: Trip, wrong: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = clock.ask() + timedelta(hours=1)
    planning.update(trip.id, None, {"joinBy": soon})
    with time_machine.travel(timezone.now() + wrong):
        membership.join(trip.id, None, Guest("Asha"))
        trip.refresh_from_db()
        statuses = [trip.status]
        monkeypatch.setattr(clock, "_asked", (soon, time.monotonic()))
        statuses += [trip.status]
    assert statuses == [Trip.Status.RECRUITING, Trip.Status.CLOSED]
    assert abs(Member.objects.get(name="Asha").joined_at - timezone.now()) < timedelta(minutes=1)


def test_all_of_a_change_happens_at_one_moment(trip: Trip, monkeypatch: Any) -> None:
    moments = iter([datetime.fromisoformat("2027-03-05T20:00:00+00:00")])
    monkeypatch.setattr(clock, "ask", lambda: next(moments))
    membership.join(trip.id, None, Guest("Asha"))
    event, asha = trip.events.last(), trip.members.get(name="Asha")
    assert event
    assert event.at == asha.joined_at == datetime.fromisoformat("2027-03-05T20:00:00Z")
    assert clock.now().year < 2027


def test_a_clock_that_is_set_back_puts_nobody_before_who_joined_first(
    planned: wire.CreateResponse, trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(present, "MOST_MEMBERS", 2)
    came = ["Ben", "Asha", "Chloé", "Dev"]
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        for name in came[1:]:
            membership.join(trip.id, None, Guest(name))
    assert [member.name for member in snapshots.members_of(trip)] == came
    Member.objects.filter(name="Ben").update(joined_at=timezone.now() + timedelta(hours=1))
    assert Client().get(f"/join/{planned['tripId']}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_deadline_that_passes_while_a_join_waits_for_the_lock_is_past(
    real_clock: None, trip: Trip
) -> None:
    Trip.objects.update(join_by=clock.ask() + timedelta(seconds=0.5))
    is_locked, may_go = Signal(), Signal()

    def hold_the_row() -> None:
        with transaction.atomic():
            Trip.objects.select_for_update().get(pk=trip.pk)
            is_locked.set()
            may_go.wait(10)
        connection.close()

    holder = Thread(target=hold_the_row)
    holder.start()
    assert is_locked.wait(10)
    Timer(1, may_go.set).start()
    with pytest.raises(wire.Refusal, match="trip_closed"):
        membership.join(trip.id, None, Guest("Asha"))
    holder.join(10)
