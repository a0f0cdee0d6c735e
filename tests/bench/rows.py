"""What rows cost in PostgreSQL: bytes of each table, and the log and the updates of joins.

`python -m tests.bench.rows` makes a real trip of ten with a poll in which all vote, copies it very
often with keys of its own, and prints what a row takes; then clients run the statements of a join,
on many trips and on one. `--trips` and `--seconds` make it shorter. `docs/scale.md` builds on it.
"""

import argparse
import re
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg import sql

from tests.parts import Postgres
from tests.server import Server

MEMBERS = 10
TABLES = [
    "trip",
    "invitation",
    "member",
    "heldkey",
    "event",
    "poll",
    "option",
    "ballot",
    "choice",
    "firstanswer",
]
FAR = 1_000  # between the numbers of one copy and those of the next
CSRF = "a" * 32

# The statements of a join, on the trip whose number is :number.
JOIN = """
BEGIN;
SELECT id AS trip, seq FROM trips_trip WHERE id = (SELECT id FROM numbered WHERE n = :number)
    FOR UPDATE \\gset
INSERT INTO trips_member (id, name, name_key, folded_name, is_admin, state, joined_at, key_digest,
        key_version, phone_sealed, phone_digest, trip_id)
    VALUES (left(md5(random()::text), 12), 'Friend', md5(random()::text), md5(random()::text),
        false, 'in', now(), encode(sha256(random()::text::bytea), 'hex'), 1,
        repeat(md5(random()::text), 4), encode(sha256(random()::text::bytea), 'hex'), ':trip');
INSERT INTO trips_event (trip_id, seq, type, at, data, is_news)
    SELECT ':trip', :seq + 1, type, now(), data, true FROM joined;
INSERT INTO trips_firstanswer (key_digest, call_digest, sealed, at, caller, trip_id)
    VALUES (encode(sha256(random()::text::bytea), 'hex'), md5(random()::text),
        repeat(md5(random()::text), 35), now(), '', ':trip');
UPDATE trips_trip SET seq = :seq + 1, member_count = least(member_count + 1, 4000)
    WHERE id = ':trip';
COMMIT;
"""
READY = """
CREATE TABLE numbered AS SELECT row_number() OVER () AS n, id FROM trips_trip;
ALTER TABLE numbered ADD PRIMARY KEY (n);
CREATE TABLE joined AS
    SELECT type, data FROM trips_event WHERE type = 'MEMBER_JOINED' LIMIT 1;
SELECT setval(pg_get_serial_sequence('trips_event', 'id'), max(id)) FROM trips_event;
SELECT setval(pg_get_serial_sequence('trips_firstanswer', 'id'), max(id)) FROM trips_firstanswer;
SET session_replication_role = DEFAULT;
VACUUM ANALYZE;
"""
UPDATES = """
SELECT n_tup_upd, n_tup_hot_upd, pg_current_wal_insert_lsn() - '0/0'::pg_lsn
FROM pg_stat_user_tables WHERE relname = 'trips_trip'
"""

Database = psycopg.Connection[tuple[Any, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rows", description=__doc__)
    parser.add_argument("--trips", type=int, default=100_000, help="copies of the trip (100000)")
    parser.add_argument("--seconds", type=int, default=10, help="of joins, each time (10)")
    options = parser.parse_args()
    with Postgres() as postgres, tempfile.TemporaryDirectory() as data_dir:
        url = postgres.database()
        with Server(Path(data_dir), DATABASE_URL=url) as server:
            _plan(server)
        with psycopg.connect(url, autocommit=True) as database:
            _copy(database, options.trips)
            print(_sizes(database, options.trips))
            _run(database, READY)
            for clients, numbers in (
                (1, "random(1, {trips})"),
                (8, "random(1, {trips})"),
                (32, "random(1, {trips})"),
                (8, "1"),
            ):
                numbers = numbers.format(trips=options.trips)
                print(_joins(database, url, clients, numbers, options.seconds))


def _plan(server: Server) -> None:
    """Guests join by the page, which keeps their keys as browsers do, and vote."""
    trip = server.plan(required=5, startsOn="2027-01-12", endsOn="2027-01-15")
    keys = [_joined(server, trip, number) for number in range(1, MEMBERS)]
    asked = _call(
        server,
        "open-poll",
        tripId=trip["tripId"],
        adminId=trip["adminId"],
        question="Which hotel shall we take?",
        options=["Sea view", "Old town", "By the river"],
    )
    for number, key in enumerate(keys):
        option = asked["poll"]["options"][number % 3]["id"]
        vote = {"pollId": asked["poll"]["id"], "options": [option], "optionsVersion": 1}
        _call(server, "vote", tripId=trip["tripId"], memberKey=key, **vote)


def _joined(server: Server, trip: dict[str, Any], number: int) -> str:
    cookie = f"trip-{trip['trip']['id']}"
    headers = {"X-Forwarded-For": f"10.9.9.{number}", "Origin": server.url}
    form = {
        "csrfmiddlewaretoken": CSRF,
        "guest_name": f"Friend {number}",
        "guest_mobile": f"+91 98765 432{number:02}",
        "key": uuid.uuid4().hex,
    }
    with httpx.Client(base_url=server.url, cookies={"csrf": CSRF}, headers=headers) as browser:
        assert browser.post(f"/join/{trip['tripId']}", data=form).status_code == 303
        return browser.cookies[cookie]


def _call(server: Server, name: str, **body: Any) -> dict[str, Any]:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    answer = httpx.post(f"{server.url}/api/social-cart/{name}", json=body, headers=headers)
    answer.raise_for_status()
    called: dict[str, Any] = answer.json()
    return called


def _copy(database: Database, trips: int) -> None:
    """Copies every row of the one trip, with ids, numbers and digests of its own."""
    database.execute("SET session_replication_role = replica")  # no foreign keys are looked up
    for table in TABLES:
        columns = database.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s",
            [f"trips_{table}"],
        ).fetchall()
        names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns)
        values = sql.SQL(", ").join(_own(name, kind) for name, kind in columns)
        into = sql.Identifier(f"trips_{table}")
        for statement in (
            sql.SQL("CREATE TEMP TABLE real AS SELECT * FROM {}").format(into),
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM generate_series(1, {}) AS n, real").format(
                into, names, values, trips - 1
            ),
            sql.SQL("DROP TABLE real"),
        ):
            database.execute(statement)


def _own(name: str, kind: str) -> sql.Composable:
    """What a copy has in this column, as SQL of its number n."""
    column = sql.Identifier(name)
    is_id = name in ("id", "caller") or name.endswith("_id")
    if kind == "bigint" and is_id:
        return sql.SQL("{} + n * {}").format(column, FAR)
    if "digest" in name or name == "browser":
        hashed = sql.SQL("encode(sha256(({} || n)::bytea), 'hex')").format(column)
    elif kind == "character varying" and is_id:
        hashed = sql.SQL("left(md5({} || n), 12)").format(column)
    else:
        return column
    return sql.SQL("CASE WHEN {0} IN ('') THEN {0} ELSE {1} END").format(column, hashed)


def _sizes(database: Database, trips: int) -> str:
    return "\n".join(_size(database, table, trips) for table in TABLES)


def _size(database: Database, table: str, trips: int) -> str:
    row = database.execute(
        sql.SQL(
            "SELECT count(*), pg_total_relation_size({0}), pg_indexes_size({0}) FROM {1}"
        ).format(f"trips_{table}", sql.Identifier(f"trips_{table}"))
    ).fetchone()
    assert row
    rows, size, indexes = row
    return (
        f"{table:<12}{rows:>10} rows of {size / rows:6.0f} bytes, {indexes / rows:4.0f} of them"
        f" indexes; {size / trips:7.0f} a trip"
    )


def _joins(database: Database, url: str, clients: int, numbers: str, seconds: int) -> str:
    """Clients join without a pause the trips of these numbers; gives what a join cost."""
    database.execute("CHECKPOINT")
    before = _updates(database)
    rate = _pgbench(url, f"\\set number {numbers}\n{JOIN}", clients, seconds)
    joins, heap_only, wal = (now - was for now, was in zip(_updates(database), before, strict=True))
    return (
        f"{clients:>2} clients on trip {numbers}: {rate:.0f} joins a"
        f" second, {wal / joins:.0f} bytes of log each, {heap_only / joins:.0%} heap-only"
    )


def _pgbench(url: str, script: str, clients: int, seconds: int) -> float:
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(script)
        file.flush()
        command = ["pgbench", "-n", "-f", file.name, "-c", str(clients), "-T", str(seconds), url]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
    (rate,) = re.findall(r"tps = ([\d.]+)", ran.stdout)
    return float(rate)


def _updates(database: Database) -> tuple[int, int, int]:
    database.execute("SELECT pg_sleep(1.5), pg_stat_clear_snapshot()")  # sessions report at leisure
    row = database.execute(UPDATES).fetchone()
    assert row
    return row[0], row[1], int(row[2])


def _run(database: Database, statements: str) -> None:
    for statement in filter(str.strip, statements.split(";")):
        database.execute(statement)


if __name__ == "__main__":
    main()
