"""Server and database of different releases: what is missing is named, what is newer is fine."""

import sqlite3
from pathlib import Path

import httpx
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.server import Server, until

pytestmark = pytest.mark.once

FUTURE = "INSERT INTO django_migrations (app, name, applied) VALUES ('trips', '9999_more', '2030')"


def run(server: Server, statement: str) -> None:
    with sqlite3.connect(server.database) as own:
        own.execute(statement)


def test_a_server_refuses_a_database_that_lacks_migrations_and_says_what_to_run(
    tmp_path: Path,
) -> None:
    line = Server(tmp_path, WORKERS="1").why_not()
    assert "lacks migrations" in line
    assert "manage.py migrate" in line


def says(server: Server, status: int, verdict: str) -> bool:
    answer = httpx.get(f"{server.url}/readyz")
    return (answer.status_code, answer.text) == (status, f"{verdict}\n")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it writes into SQLite's file")
def test_a_server_is_ready_on_a_newer_database_and_not_on_an_older_one(tmp_path: Path) -> None:
    ((_, newest),) = MigrationLoader(None).graph.leaf_nodes("trips")
    with Server(tmp_path) as server:
        run(server, FUTURE)
        run(server, f"UPDATE django_migrations SET app = 'x' WHERE name = '{newest}'")
        until(lambda: says(server, 503, "migrations missing"))
        assert f"trips.{newest}" in server.log.read_text()
        run(server, "UPDATE django_migrations SET app = 'trips' WHERE app = 'x'")
        until(lambda: says(server, 200, "ready"))
        run(server, "DROP TABLE django_migrations")
        until(lambda: says(server, 503, "migrations missing"))
