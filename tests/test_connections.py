"""A kept connection that leads nowhere any more is noticed before somebody is answered by it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import Error, InternalError, connection, transaction

from socialcart import connections
from tests.server import Server

on_postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no server")


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as running:
        yield running


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_what_postgresql_has_closed_is_opened_anew() -> None:
    connection.ensure_connection()
    before = connection.connection
    connections.check()
    assert connection.connection is before  # an idle one stays
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [before.info.backend_pid])
    time.sleep(0.2)
    connections.check()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_after_a_failover_every_thread_opens_its_own_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    monkeypatch.setattr(connections, "_dropped_at", connections._dropped_at - 10)
    connections.check()
    connection.ensure_connection()
    before = connection.connection
    connections.drop_all()
    with transaction.atomic():
        connections.check()
        assert connection.connection is before  # not in the middle of a change
    connections.check()
    assert connection.connection is None


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_session_that_only_reads_is_given_up_even_if_all_were_given_up_just_now() -> None:
    connections.drop_all()
    connections.check()
    with connection.cursor() as cursor, pytest.raises(InternalError):
        cursor.execute("SET default_transaction_read_only = on")
        cursor.execute("DELETE FROM trips_trip")
    connections.check()
    assert connection.connection is None
    connection.ensure_connection()
    connections.drop_all()  # as /readyz does, once the database takes changes again
    connections.check()
    assert connection.connection is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no file")
def test_a_database_put_in_the_place_of_another_is_the_one_that_is_written(mortal: Server) -> None:
    """Else who taps is told of success, and stands in a file that nobody finds any more."""
    trip = mortal.plan()
    copy = mortal.data_dir / "copy.sqlite3"
    with closing(sqlite3.connect(mortal.database)) as data, closing(sqlite3.connect(copy)) as into:
        data.backup(into)
    for beside in ("-wal", "-shm"):
        Path(f"{mortal.database}{beside}").unlink(missing_ok=True)
    copy.rename(mortal.database)
    for number in range(10):
        mortal.join(trip, f"Friend {number}")
    with closing(sqlite3.connect(mortal.database)) as data:
        assert data.execute("SELECT count(*) FROM trips_member").fetchone() == (11,)


@pytest.mark.django_db(transaction=True)
def test_a_kept_cursor_is_one_of_the_connection_that_is_open() -> None:
    first = connections.kept_cursor(connection)
    assert connections.kept_cursor(connection) is first
    connection.close()
    second = connections.kept_cursor(connection)
    assert second is not first
    assert second.execute("SELECT %s || 'a'", ["%s?"]).fetchall() == [("%s?a",)]


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_fails_fails_as_one_of_django_and_the_next_is_run() -> None:
    cursor = connections.kept_cursor(connection)
    with pytest.raises(Error), transaction.atomic():
        cursor.execute("SELECT nothing FROM nowhere", [])
    with transaction.atomic():
        cursor.execute("SELECT 1", [])
        assert cursor.fetchall() == [(1,)]
