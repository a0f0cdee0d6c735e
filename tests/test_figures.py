"""What the first page of staff counts of the last thirty days."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.conftest import complete
from trips import membership, planning
from trips.admin import figures
from trips.forms import Guest, Terms
from trips.models import Trip

pytestmark = pytest.mark.django_db


def test_joins_are_counted_by_day_and_unlocked_trips_among_the_new() -> None:
    with time_machine.travel(timezone.now() - timedelta(days=40), tick=False):
        planning.plan(None, Terms("Long ago", 2), Guest("Ben"))
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
        goa = planning.plan(None, Terms("Goa", 2), Guest("Ben"))["trip"]["id"]
        planning.plan(None, Terms("Rome", 2), Guest("Mallory"))
    membership.join(goa, None, Guest("Asha"))
    found = figures.lately()
    assert [n for n in found.joins.values() if n] == [2, 1]
    assert [*found.joins.values()][-4::3] == [2, 1]
    assert (found.planned, found.unlocked, found.percent) == (2, 1, 50)


def test_the_first_page_of_staff_says_it_in_words_and_draws_it(trip: Trip) -> None:
    complete(trip)
    sam = Client()
    sam.force_login(User.objects.create_superuser("sam"))
    page = " ".join(sam.get("/admin/").content.decode().split())
    assert "5 people joined a trip." in page
    assert "Of 1 trip that was planned, 1 (100 %) is unlocked." in page
    assert page.count("<rect ") == figures.DAYS
    assert 'height="120"> <title>' in page
    assert 'd="M0 0h100v1H0z"/> <path d="M0 0h100v1H0z"/>' in page


def test_a_site_without_trips_has_figures_too() -> None:
    found = figures.lately()
    assert (found.joined, found.most, found.percent) == (0, 1, 0)


def test_two_queries_count_however_much_there_is(
    trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(trip)
    monkeypatch.setattr(figures, "MOST_EVENTS", 2)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert figures.lately().joined == 2
    assert len(queries) == 2
