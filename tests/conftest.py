"""The cast: Ben plans, Asha, Chloé, 李小龍 and Dev join, Mallory must never get in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from socialcart import outages
from tests.cluster import Site
from tests.parts import Postgres, Redis
from tests.roles import World, call, cookie_of, plan_world, session_of_staff, undone
from tests.server import Server, until
from trips import cache, clock, membership, planning, polls, pseudo, throttle, wire
from trips.forms import Guest, PollTerms, Terms
from trips.models import Poll, Trip


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    """Pages are drawn without collectstatic having run."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """To hash one takes long, which is its purpose, and proves nothing here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    throttle.forget()


@pytest.fixture(autouse=True)
def nothing_kept_yet() -> None:
    cache.store.forget()


@pytest.fixture(autouse=True)
def no_outage_reported_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages, "_logged_at", {})


@pytest.fixture
def every_language() -> Iterator[None]:
    """All that the site is written in can be chosen, and English with accents."""
    with override_settings(LANGUAGES=list(configured.WRITTEN_IN.items())):
        pseudo.offer()
        yield
    pseudo.offer()  # Django forgets all translations when the setting changes


@pytest.fixture(autouse=True)
def clock_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that travel in time take the database along."""
    monkeypatch.setattr(clock, "ask", timezone.now)
    monkeypatch.setattr(clock, "_asked", None)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One real server for all tests that leave it as it was."""
    with Server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def running_pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Postgres(durable=False) as database, Redis() as redis:
        shared = {"DATABASE_URL": database.url, "REDIS_URL": redis.url, "WORKERS": "2"}
        with Server(tmp_path_factory.mktemp("pair"), **shared) as running:
            yield running


@pytest.fixture
def pair(running_pair: Server) -> Server:
    """Two workers on one port, on PostgreSQL and Redis, whatever the last test did to them."""
    running_pair.mend()
    until(lambda: len(running_pair.workers()) == 2)
    return running_pair


@pytest.fixture(scope="session")
def running_site() -> Iterator[Site]:
    with Site(durable=False) as running:
        yield running


@pytest.fixture
def site(running_site: Site) -> Site:
    """Two servers behind nginx, whatever the last test did to them."""
    running_site.mend()
    return running_site


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all rows: each try is undone."""
    with django_db_blocker.unblock(), undone():
        if connection.vendor == "postgresql":  # a server may be started before its next statement
            connection.cursor().execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield plan_world(call, session_of_staff())


@pytest.fixture
def planned(db: None) -> wire.CreateResponse:
    """Ben's trip to Goa: five unlock 12 %."""
    return planning.plan(None, Terms("Goa", 5, discount_percent=12), Guest("Ben"))


@pytest.fixture
def trip(planned: wire.CreateResponse) -> Trip:
    return Trip.objects.get(pk=planned["trip"]["id"])


@pytest.fixture
def asha(trip: Trip) -> wire.JoinResponse:
    return membership.join(trip.id, None, Guest("Asha"))


def complete(trip: Trip) -> None:
    """Lets in the four who make five with Ben."""
    for name in ("Asha", "Chloé", "李小龍", "Dev"):
        membership.join(trip.id, None, Guest(name))


@pytest.fixture
def poll(trip: Trip) -> Poll:
    """The first of the group, which is complete."""
    complete(trip)
    terms = PollTerms("Which dates?", ("5–7 Dec", "12–14 Dec"))
    return Poll.objects.get(pk=polls.open_poll(trip.id, None, terms)["poll"]["id"])


@pytest.fixture
def ben(planned: wire.CreateResponse, trip: Trip) -> Client:
    """Ben's browser."""
    return browser_with(trip.id, planned["adminId"])


def browser_with(trip_id: str, key: str) -> Client:
    """A browser that holds a member's key of a trip."""
    client = Client()
    client.cookies.load(cookie_of({trip_id: key}))
    return client


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parent.parent
