"""PgBouncer in transaction mode between a server and PostgreSQL, as README's section has it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.parts import PgBouncer, Postgres
from tests.parts.pgbouncer import SESSIONS, as_readme_says
from tests.server import Server, until

pytestmark = pytest.mark.once

FRIENDS = 30
ALTER_ROLE = re.compile(r"ALTER ROLE [^;]+;")


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres(durable=False) as running:
        yield running


@pytest.fixture(scope="module")
def bounded(postgres: Postgres) -> str:
    """A database whose role has the bounds that README gives it."""
    database = postgres.database()
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute(
            as_readme_says("sql").replace(" SET ", f" IN DATABASE {owner.info.dbname} SET ")
        )
    return database


@pytest.fixture(scope="module")
def pooled(
    postgres: Postgres, bounded: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server that reaches PostgreSQL only through PgBouncer."""
    with PgBouncer(postgres, bounded) as pooler:
        with Server(tmp_path_factory.mktemp("pooled"), DATABASE_URL=pooler.url) as running:
            yield running


def test_without_bounds_no_server_starts_and_it_says_what_to_run(
    postgres: Postgres, tmp_path: Path
) -> None:
    database = postgres.database()
    with PgBouncer(postgres, database, "pool_mode = transaction") as strict:
        line = Server(tmp_path, DATABASE_URL=strict.url).why_not()
        assert "ignore_startup_parameters = options" in line
    with PgBouncer(postgres, database) as pooler:
        line = Server(tmp_path, DATABASE_URL=pooler.url).why_not()
    assert ALTER_ROLE.findall(line) == ALTER_ROLE.findall(as_readme_says("sql"))


def test_a_crowd_joins_on_two_sessions_and_nothing_is_missed(pooled: Server) -> None:
    trip = pooled.plan()
    with ThreadPoolExecutor(FRIENDS) as crowd:
        joined = list(
            crowd.map(lambda number: pooled.join(trip, f"Friend {number}"), range(FRIENDS))
        )
    assert len({each["memberId"] for each in joined}) == FRIENDS
    state = httpx.get(
        f"{pooled.url}/api/social-cart/join", params={"tripId": trip["tripId"]}
    ).json()
    assert state["trip"]["seq"] == state["trip"]["memberCount"] == FRIENDS + 1
    pooled.manage("rotate_keys")
    pooled.manage("tidy")
    assert "ERROR" not in pooled.log.read_text()


def test_who_waits_for_a_row_or_for_a_session_is_told_to_come_back(
    pooled: Server, bounded: str
) -> None:
    trip = pooled.plan()
    with psycopg.connect(bounded) as holder:
        holder.execute("SELECT FROM trips_trip FOR UPDATE")
        stuck = pooled.call("join", invitation_token=trip["tripId"], guest_name="Asha")
    with ExitStack() as taken:
        for _ in range(SESSIONS):
            taker = taken.enter_context(psycopg.connect(pooled.environ["DATABASE_URL"]))
            taker.execute("SELECT 1")
        alone = pooled.call("join", invitation_token=trip["tripId"], guest_name="Asha")
    assert [each.status_code for each in (stuck, alone)] == [503, 503]
    assert {each.headers["retry-after"] for each in (stuck, alone)} == {"2"}
    pooled.join(trip, "Asha")


def test_it_finds_postgresql_again_soon_after_a_restart(postgres: Postgres, pooled: Server) -> None:
    trip = pooled.plan()

    def taps() -> int:
        return pooled.call("join", invitation_token=trip["tripId"], guest_name="Dev").status_code

    postgres.stop()
    assert taps() == 503
    postgres.start()
    until(lambda: taps() in (200, 409), within_s=10)  # PgBouncer's own default is to wait for 15 s
