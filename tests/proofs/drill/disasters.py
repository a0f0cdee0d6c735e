"""What is destroyed, once the servers are dead."""

import os
import shutil
from pathlib import Path

import psycopg

from tests.proofs.drill.place import Place

LATER = "CREATE TABLE trips_of_a_later_release (trip varchar REFERENCES trips_trip (id))"


def folder_lost(place: Place) -> None:
    """Data and keys are gone."""
    for server in place.servers:
        shutil.rmtree(server.data_dir)


def file_damaged(place: Place) -> None:
    """What SQLite has not yet written back lies beside it, and is of no use any more."""
    (server,) = place.servers
    assert _log_beside(server.database).stat().st_size
    server.database.write_bytes(os.urandom(server.database.stat().st_size))


def database_dropped(place: Place) -> None:
    """The folders of the servers are gone with it."""
    folder_lost(place)
    database = place.servers[0].environ["DATABASE_URL"]
    where, _, name = database.rpartition("/")
    with psycopg.connect(f"{where}/postgres", autocommit=True) as owner:
        owner.execute(f"DROP DATABASE {name}")


def rows_deleted(place: Place) -> None:
    """Somebody has deleted all trips, where a later release has made a table of its own."""
    with psycopg.connect(place.servers[0].environ["DATABASE_URL"]) as owner:
        owner.execute(LATER)
        owner.execute("TRUNCATE trips_trip CASCADE")


def _log_beside(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")
