"""A private PostgreSQL, and one that follows it."""

import os
import pwd
import signal
import subprocess
from contextlib import suppress
from itertools import count
from pathlib import Path

import psycopg

from tests.parts.part import Part

DEBIANS = Path("/usr/lib/postgresql")
OWNER = "socialcart"


def takes_connections(url: str) -> bool:
    """Whether somebody lets us into the database of this address."""
    with suppress(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2).close()
        return True
    return False


class Postgres(Part):
    """Trusts everybody on this machine; not `durable`, it is quick and may not be killed."""

    package = "postgresql"

    def __init__(self, *, durable: bool = True) -> None:
        super().__init__()
        self.durable = durable
        self.user = _somebody_else() if os.geteuid() == 0 else None
        self._numbers = count(1)

    @property
    def url(self) -> str:
        return self._url_of("postgres")

    def database(self) -> str:
        """The address of a part of it that is empty, and nobody else's."""
        name = f"{OWNER}_{next(self._numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url_of(name)

    def is_empty(self, url: str) -> bool:
        """Whether a database of ours has no table."""
        with psycopg.connect(url) as connection:
            tables = "SELECT FROM pg_tables WHERE schemaname = 'public'"
            return connection.execute(tables).fetchone() is None

    def fill(self, url: str, like: str) -> None:
        """Makes a database of ours a copy of another one, which nobody may have open."""
        name, template = (each.rpartition("/")[2] for each in (url, like))
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name}")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")

    def command(self) -> list[str]:
        on = "on" if self.durable else "off"
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": 250,  # 200 at once, and others beside them
            "fsync": on,
            "full_page_writes": on,
            "synchronous_commit": on,
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [self._binary("postgres"), "-D", "data", *options]

    def answers(self) -> bool:
        return takes_connections(self.url)

    def start(self) -> None:
        if not (self.folder / "data").exists():
            self._create()
        super().start()

    def _create(self) -> None:
        options = ["--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--no-sync"]
        command = [self._binary("initdb"), "--pgdata", "data", "--locale", "C.UTF-8", *options]
        subprocess.run(
            command, cwd=self.folder, user=self.user, check=True, capture_output=True, timeout=60
        )

    def stop(self, how: int = signal.SIGINT) -> None:
        """Does not wait for clients to go."""
        super().stop(how)

    def _url_of(self, database: str) -> str:
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{database}"

    def _binary(self, name: str) -> str:
        versions = sorted(DEBIANS.glob("*/bin"), key=lambda at: float(at.parent.name), reverse=True)
        return self.program(name, *map(str, versions))


class Standby(Postgres):
    """Follows another one, and only reads, until it is promoted."""

    def __init__(self, primary: Postgres) -> None:
        super().__init__(durable=False)
        self._primary = primary

    def has_all_of(self, primary: Postgres) -> bool:
        with psycopg.connect(primary.url) as its, psycopg.connect(self.url) as own:
            written = its.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
            row = own.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", written).fetchone()
            return row == (True,)

    def promote(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as own:
            own.execute("SELECT pg_promote()")

    def _create(self) -> None:
        options = ["--pgdata", "data", "--write-recovery-conf", "--checkpoint", "fast", "--no-sync"]
        command = [self._binary("pg_basebackup"), "--dbname", self._primary.url, *options]
        subprocess.run(
            command, cwd=self.folder, user=self.user, check=True, capture_output=True, timeout=60
        )


def _somebody_else() -> str:
    """PostgreSQL does not run as root."""
    names = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
