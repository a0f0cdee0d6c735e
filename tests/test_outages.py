"""A database that cannot do its part: 503 at every door, and one line in the log that says why."""

import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.test import Client

from socialcart import outages
from tests.roles import session_of_staff
from tests.server import Server
from tests.watching import socket_url
from trips import access
from trips.models import Trip

NEEDED = ("trips_trip", "trips_invitation", "django_session")


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as running:
        yield running


async def close_code(server: Server) -> int | None:
    async with websockets.connect(socket_url(server, "/ws/trips/x")) as watching:
        await watching.wait_closed()
    return watching.close_code


async def test_every_door_says_busy_and_the_log_says_why_once(mortal: Server) -> None:
    mortal.execute(*(f"ALTER TABLE {table} RENAME TO no_{table}" for table in NEEDED))
    idempotency_key = {"Accept": "application/json"}
    events = "/api/social-cart/events?tripId=x"
    with httpx.Client(base_url=mortal.url, cookies={"staff": "x" * 32}) as browser:
        for _ in range(3):
            answers = [
                browser.get("/join/x"),
                browser.get("/api/social-cart/join?tripId=x"),
                browser.get(events, headers=idempotency_key),
                browser.get(events),
                browser.get("/admin/"),
            ]
            assert [answer.status_code for answer in answers] == [503] * 5
            assert {answer.headers["retry-after"] for answer in answers} == {"2"}
            assert await close_code(mortal) == 4503
    logged = mortal.log.read_text()
    reasons = re.findall("The database failed: .*", logged)
    assert len(reasons) == len(set(reasons))
    assert any("trips_invitation" in reason for reason in reasons)
    assert any("django_session" in reason for reason in reasons)
    assert "Traceback" not in logged


@pytest.mark.parametrize("table", ["trips_nothing", "trips_trip WHERE trips_trip.nothing = 1"])
def test_a_table_or_a_column_that_is_not_there_yet_is_an_outage(db: None, table: str) -> None:
    with pytest.raises(DatabaseError) as failed, transaction.atomic():
        connection.cursor().execute(f"SELECT 1 FROM {table}")
    assert outages.is_outage(failed.value)


def test_what_code_of_ours_does_wrong_is_none(trip: Trip) -> None:
    with pytest.raises(IntegrityError) as failed, transaction.atomic():
        Trip.objects.update(required_members=1)
    assert not outages.is_outage(failed.value)
    assert not outages.is_outage(ValueError("no such table"))


@pytest.mark.skipif(connection.vendor == "sqlite", reason="only PostgreSQL can be told to")
def test_a_database_that_only_reads_is_an_outage(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DatabaseError) as failed, transaction.atomic():
        connection.cursor().execute("SET TRANSACTION READ ONLY")
        Trip.objects.create(title="Goa", required_members=2)
    assert outages.is_outage(failed.value)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="only PostgreSQL gives nobody up")
def test_who_stood_still_for_too_long_in_a_change_has_met_an_outage(db: None) -> None:
    with closing(connection.copy()) as own, own.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 1")
        time.sleep(0.2)
        with pytest.raises(DatabaseError) as failed:
            cursor.execute("SELECT 1")
    assert outages.is_outage(failed.value)


@pytest.mark.parametrize("address", ["/join/x", "/api/social-cart/join?tripId=x"])
def test_a_fault_of_ours_is_told_whole(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    def broken(invitation: str) -> None:
        raise IntegrityError("a bug")

    monkeypatch.setattr(access, "invitation_by", broken)
    assert Client(raise_request_exception=False).get(address).status_code == 500
    assert [record.exc_info is not None for record in caplog.records] == [True]


def test_staff_read_no_traceback_either(
    trip: Trip, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sam = Client(raise_request_exception=False)
    sam.cookies["staff"] = session_of_staff()

    def gone(*args: Any) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(Trip, "__str__", gone)
    assert sam.get("/admin/trips/trip/").status_code == 503
    assert [record.exc_info for record in caplog.records if "disk full" in record.message] == [None]


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


def test_a_reason_is_told_once_a_minute_and_in_one_line(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr("socialcart.outages.time.monotonic", lambda: now)
    for port in range(1_000):
        outages.report("The database", OperationalError(f"no server\n\tat port {port}"))
    outages.report("The database", OperationalError("disk full"))
    expected = [
        "The database failed: OperationalError: no server at port 0",
        "The database failed: OperationalError: disk full",
    ]
    assert lines(caplog) == expected
    now = outages.ONE_LINE_IN_S
    outages.report("The database", OperationalError("disk full"))
    assert lines(caplog) == [*expected, expected[1]]


def test_reasons_without_end_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1_000):
        outages.report("The database", OperationalError("x" * number))
    assert len(outages._logged_at) <= outages.MOST_REASONS
