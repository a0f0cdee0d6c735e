"""A database of very many trips, each a copy of a real one with its founder and invitation."""

import hashlib
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from tests.bench import running
from tests.server import ROOT

DATABASE = "socialcart.sqlite3"
# What a copy has of its own, as SQL of its number n; all else is as in the real one.
OWN = {
    "trips_trip": {"id": "printf('trip%08d', n)"},
    "trips_invitation": {
        "id": "NULL",
        "trip_id": "printf('trip%08d', n)",
        "digest": "digest(printf('{token}', n))",
    },
    "trips_member": {
        "id": "printf('asha%08d', n)",
        "trip_id": "printf('trip%08d', n)",
        "key_digest": "digest(printf('key %d', n))",
    },
    "trips_event": {"id": "NULL", "trip_id": "printf('trip%08d', n)"},
}
TOKEN = "invitation%022d"


def invitation(number: int) -> str:
    """That of a trip, by its number from 1 on."""
    return TOKEN % number


def data_dir(trips: int, cache: Path) -> Path:
    """A folder for DATA_DIR with so many trips, made unless the cache has it."""
    folder = cache / f"trips-{trips}-{_digest()}"
    if not (folder / DATABASE).exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as making:
            with running.ours(data_dir=Path(making)) as server:
                server.plan()
            fill(Path(making) / DATABASE, trips)
            shutil.copytree(making, folder)
    return folder


def fill(database: Path, trips: int) -> None:
    """Copies the one trip of a database so often; no server may be running."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.create_function("digest", 1, _sha256, deterministic=True)
        connection.execute("PRAGMA foreign_keys = OFF")
        for table, own in OWN.items():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            values = [own.get(name, f'"{name}"').format(token=TOKEN) for name in columns]
            names = ", ".join(f'"{name}"' for name in columns)
            connection.execute(
                "WITH RECURSIVE numbers(n) AS "
                f"(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {trips}) "
                f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} "
                f"FROM numbers, (SELECT * FROM {table} LIMIT 1)"
            )
        connection.execute("ANALYZE")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _digest() -> str:
    """Of the schema: other migrations need another database."""
    migrations = sorted((ROOT / "trips" / "migrations").glob("*.py"))
    return hashlib.sha256(b"".join(each.read_bytes() for each in migrations)).hexdigest()[:12]
