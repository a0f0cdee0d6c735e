"""Ready means able: what a server cannot do /readyz says, and nobody gets a 500 instead."""

import functools
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import httpx
import psycopg
import pytest
from django.conf import settings as configured
from django.db import InternalError, connection
from django.test import Client

from socialcart.installation import new_keys
from tests.parts import Postgres, Standby
from tests.parts.pgbouncer import README
from tests.proofs import test_matrix as matrix
from tests.roles import World, undone
from tests.server import Server, until

ROLES = ("guest", "asks", "member", "organiser", "staff")
IN_SPITE = "-c default_transaction_read_only=off"
ROLE = "ALTER ROLE CURRENT_USER"
BREAK_OFF = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"


def says(server: Server, verdict: str) -> bool:
    return httpx.get(f"{server.url}/readyz", timeout=30).text == f"{verdict}\n"


def times_logged(server: Server, reason: str) -> int:
    return server.log.read_text().count(f"The database failed: {reason}")


def execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True, options=IN_SPITE) as own:
        for statement in statements:
            own.execute(statement)


def by_all_doors(server: Server, planned: dict[str, str]) -> list[httpx.Response]:
    """Changes by page, by call, by staff's door."""
    guest = {"guest_name": "Asha"}
    here = {"Origin": server.url}
    with httpx.Client(base_url=server.url, headers=here, timeout=30) as browser:
        browser.get("/admin/login/")
        sam = {"username": "sam", "password": "x", "csrfmiddlewaretoken": browser.cookies["csrf"]}
        return [
            server.call("join", invitation_token=planned["tripId"], guest_name="Asha"),
            server.call("create", tripName="Rome", requiredMembers=2, adminName="Mallory"),
            browser.post(f"/join/{planned['tripId']}", data=guest),
            browser.post("/admin/login/", data=sam),
        ]


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with Postgres(durable=False) as running:
        yield running


@pytest.mark.once
@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (
            ["ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()"],
            ["ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()"],
        ),
        # Here a session goes on as it began: those of the pool have to be given up.
        (
            [f"{ROLE} SET default_transaction_read_only = on", BREAK_OFF],
            [f"{ROLE} RESET default_transaction_read_only"],
        ),
    ],
    ids=["all of it", "each session from its start"],
)
def test_a_database_that_only_reads(
    postgres: Postgres, tmp_path: Path, broken: list[str], mended: list[str]
) -> None:
    with Server(tmp_path, DATABASE_URL=postgres.url) as server:
        planned = server.plan()
        until(lambda: says(server, "ready"))
        execute(postgres.url, *broken)
        until(lambda: says(server, "database only reads"))
        for _ in range(2):
            answers = by_all_doors(server, planned)
            assert [(each.status_code, each.headers["retry-after"]) for each in answers] == [
                (503, "2")
            ] * 4
            assert httpx.get(f"{server.url}/join/{planned['tripId']}").status_code == 200
        assert times_logged(server, "OnlyReads") == 1
        assert "Traceback" not in server.log.read_text()
        execute(postgres.url, *mended)
        until(lambda: says(server, "ready"))
        assert server.join(planned, "Asha")["success"]


@pytest.mark.once
def test_a_failover_needs_no_restart(postgres: Postgres, tmp_path: Path) -> None:
    with Standby(postgres) as standby:
        hosts = f"127.0.0.1:{postgres.port},127.0.0.1:{standby.port}"
        both = f"postgres://socialcart@{hosts}/postgres"
        with Server(tmp_path, DATABASE_URL=both) as server:
            planned = server.plan()
            until(lambda: standby.has_all_of(postgres))
            postgres.kill()
            until(lambda: says(server, "no database"))
            assert {each.status_code for each in by_all_doors(server, planned)[:2]} == {503}
            standby.promote()
            until(lambda: says(server, "ready"))
            assert server.join(planned, "Asha")["success"]


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Callable[[], None]]:
    """A disk of its own at the folder; gives what fills it. Skips where we may not mount one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=777", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")

    def fill() -> None:
        with (folder / "filler").open("ab", buffering=0) as filler:
            try:
                while filler.write(b"x" * 4096):
                    pass
            except OSError:
                pass

    try:
        yield fill
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fares_well_on_a_full_disk(server: Server, disk: Path, fill: Callable[[], None]) -> None:
    planned = server.plan(required=50)
    until(lambda: says(server, "ready"))
    fill()
    until(lambda: says(server, "disk full"))
    names = [f"{number} {'🙂' * 50}" for number in range(25)]
    answers = [
        server.call("join", invitation_token=planned["tripId"], guest_name=name) for name in names
    ]
    assert {each.status_code for each in answers} <= {200, 503}
    assert answers[-1].status_code == 503
    page = httpx.get(f"{server.url}/join/{planned['tripId']}", timeout=30)
    assert page.status_code in (200, 503)
    assert "Traceback" not in server.log.read_text()
    (disk / "filler").unlink()
    until(lambda: says(server, "ready"))
    joined = len([each for each in answers if each.status_code == 200])
    assert server.join(planned, "Asha")["trip"]["memberCount"] == joined + 2


@pytest.mark.once
def test_a_full_disk_under_sqlite(tmp_path: Path) -> None:
    with small_disk(tmp_path, "24m") as fill, Server(tmp_path) as server:
        fares_well_on_a_full_disk(server, tmp_path, fill)


@pytest.mark.once
def test_a_full_disk_under_postgresql(postgres: Postgres, tmp_path: Path) -> None:
    disk = postgres.folder / "disk"
    disk.mkdir()
    with small_disk(disk, "40m") as fill:
        (disk / "tables").mkdir()
        subprocess.run(["chown", f"{postgres.user}", str(disk / "tables")], check=True)
        execute(postgres.url, f"CREATE TABLESPACE small LOCATION '{disk}/tables'")
        execute(postgres.url, "CREATE DATABASE small TABLESPACE small")
        url = postgres.url.removesuffix("postgres") + "small"
        with Server(tmp_path, DATABASE_URL=url) as server:
            fares_well_on_a_full_disk(server, disk, fill)
        postgres.kill()


KEYS = ("FIELD_KEYS", "PHONE_INDEX_KEY")


@pytest.mark.once
def test_a_server_does_not_start_with_other_keys(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        server.plan(adminMobile="+919876543210")
        server.kill()
        right = dict(server.environ)
        for name in KEYS:
            server.environ = right | {name: new_keys()[name]}
            assert name in server.why_not()
        server.environ = right
        server.start()
        until(lambda: says(server, "ready"))


def test_keys_that_are_lost_for_good_can_be_done_without_as_readme_says(tmp_path: Path) -> None:
    statements = re.findall(r"`((?:UPDATE|DELETE) [^`]*)`", README.read_text())
    assert len(statements) == 5
    with Server(tmp_path) as server:
        planned = server.plan(adminMobile="+919876543210")
        server.kill()
        server.environ |= {name: new_keys()[name] for name in KEYS}
        server.execute(*statements)
        server.start()
        until(lambda: says(server, "ready"))
        assert server.join(planned, "Asha")["success"]
        again = server.call(
            "rotate-invitation", tripId=planned["tripId"], adminId=planned["adminId"]
        )
        assert again.status_code == 200


def test_data_of_other_keys_under_a_server_are_noticed_and_mended_without_a_restart(
    tmp_path: Path,
) -> None:
    with Server(tmp_path) as server:
        server.plan()
        until(lambda: says(server, "ready"))
        server.execute("UPDATE trips_invitation SET sealed = 'another:' || sealed")
        until(lambda: says(server, "keys do not fit"))
        assert times_logged(server, "WrongKeys: FIELD_KEYS lack the key another") == 1
        server.execute("UPDATE trips_invitation SET sealed = substr(sealed, 9)")
        until(lambda: says(server, "ready"))


def statuses(
    world: World, as_it_is: Callable[[], AbstractContextManager[object]] = nullcontext
) -> Iterator[tuple[str, int]]:
    """Of every address, for everybody who has a right to something."""
    for row in matrix.IN_PROCESS:
        for person in (world.roles[role] for role in ROLES if row.expected[role] != "-"):
            address, attempt = (
                matrix.filled(world, person, row)[0],
                matrix.tries(world, person, row)[-1],
            )
            for method in matrix.METHODS.get(row.method, (row.method,)):
                with undone(), as_it_is():
                    answer = matrix.request(world, person, method, address, row, attempt)
                yield str(row), answer.status_code


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who breaks a page gets the answer that a browser would."""
    quiet = functools.partial(Client, raise_request_exception=False)
    monkeypatch.setattr(matrix, "Client", quiet)


@pytest.mark.django_db
def test_with_other_keys_nobody_gets_a_500(
    world: World, answered: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, key in new_keys().items():
        monkeypatch.setattr(configured, name, [key] if name == "FIELD_KEYS" else key)
    found = list(statuses(world))
    assert [each for each in found if each[1] == 500] == []
    hubs = [status for row, status in found if row == "GET /trips/<trip_id>"]
    assert hubs.count(200) == 2


@pytest.mark.django_db
def test_where_nothing_can_be_written_nobody_gets_a_500(world: World, answered: None) -> None:
    only_reads = functools.partial(connection.execute_wrapper, refusing_to_write)
    found = list(statuses(world, only_reads))
    assert [each for each in found if each[1] == 500] == []
    assert [each for each in found if each[1] == 503] != []


def refusing_to_write(execute: Callable[..., object], sql: str, *more: object) -> object:
    """As PostgreSQL does; each try is in a savepoint, which ends it."""
    if matrix.CHANGES.match(sql):
        refused = InternalError("cannot execute in a read-only transaction")
        raise refused from psycopg.errors.ReadOnlySqlTransaction("only reads")
    return execute(sql, *more)
