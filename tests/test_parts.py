"""The real parts do what the tests ask of them, and leave nothing behind."""

import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from tests.parts import Part, Postgres, Redis
from tests.parts.guard import is_alive

pytestmark = pytest.mark.once

LEFT_BEHIND = """
import time
from tests.parts import {part}
with {part}() as part:
    part.freeze()
    print(part.process.pid, part.folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.fixture(scope="module")
def own_redis() -> Iterator[Redis]:
    with Redis() as running:
        yield running


def client_of(part: Redis) -> redis.Redis:
    return redis.Redis.from_url(part.database(), socket_timeout=1)


def test_what_postgres_has_committed_stands_after_a_kill(postgres: Postgres) -> None:
    url = postgres.database()
    with psycopg.connect(url) as before:
        before.execute("CREATE TABLE names AS SELECT 'Asha' AS name")
    postgres.kill()
    assert not postgres.answers()
    postgres.start()
    with psycopg.connect(url) as after:
        assert after.execute("SELECT name FROM names").fetchall() == [("Asha",)]


def test_a_frozen_postgres_answers_nobody_until_it_thaws(postgres: Postgres) -> None:
    with closing(psycopg.connect(postgres.url)) as held:
        postgres.freeze()
        assert not postgres.answers()
        held.pgconn.send_query(b"SELECT 1")
        assert select.select([held], [], [], 0.5) == ([], [], [])
        postgres.thaw()
        assert select.select([held], [], [], 10) == ([held], [], [])


def test_a_frozen_redis_answers_nobody_until_it_thaws(own_redis: Redis) -> None:
    client = client_of(own_redis)
    own_redis.freeze()
    with pytest.raises(redis.TimeoutError):
        client.ping()
    own_redis.thaw()
    assert client.ping()


def test_a_flushed_or_restarted_redis_is_empty(own_redis: Redis) -> None:
    client = client_of(own_redis)
    for empty in (own_redis.flush, own_redis.restart):
        client.set("name", "Asha")
        empty()
        assert client.get("name") is None


@pytest.mark.parametrize("part", [Postgres, Redis])
def test_of_a_part_nothing_is_left_when_the_tests_are_killed(part: type[Part], root: Path) -> None:
    tests = subprocess.Popen(
        [sys.executable, "-c", LEFT_BEHIND.format(part=part.__name__)],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert tests.stdout
    pid, folder = tests.stdout.readline().split()
    family = [psutil.Process(int(pid)), *psutil.Process(int(pid)).children()]
    tests.kill()
    tests.communicate()
    deadline = time.monotonic() + 20
    while Path(folder).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(folder).exists()
    assert not any(map(is_alive, family))
