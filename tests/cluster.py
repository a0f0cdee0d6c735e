"""Two real servers on one private PostgreSQL and Redis."""

import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from socialcart.installation import new_keys
from tests.parts import Nginx, Postgres, Redis
from tests.parts.nginx import NAME
from tests.server import Server

SIDES = ("left", "right")


class Cluster:
    """Use it as a context manager: nothing of it is left afterwards."""

    environ: dict[str, str] = {}

    def __init__(self, *, durable: bool = True) -> None:
        self.postgres = Postgres(durable=durable)
        self.redis = Redis()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._start(stack)
            self._running = stack.pop_all()
        return self

    def __exit__(self, *failure: object) -> None:
        self._running.close()

    @property
    def doors(self) -> list[str]:
        return [server.url for server in self.servers]

    def mend(self) -> None:
        """Brings back what somebody left broken."""
        for part in (self.postgres, self.redis):
            if part.process is None:
                part.start()
            part.thaw()
        for server in self.servers:
            server.mend()

    def _start(self, stack: ExitStack) -> None:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(self.postgres)
        stack.enter_context(self.redis)
        self.database = self.postgres.database()
        self.left, self.right = self.servers = [
            stack.enter_context(server) for server in self._servers(folder)
        ]

    def _servers(self, folder: Path) -> Iterable[Server]:
        shared = {
            **new_keys(),
            "DATABASE_URL": self.database,
            "REDIS_URL": self.redis.database(),
            **self.environ,
        }
        for side in SIDES:
            (folder / side).mkdir()
            yield Server(folder / side, **shared)


class Site(Cluster):
    """As in production: behind the nginx that we ship, under a name, each with two workers."""

    environ = {"ALLOWED_HOSTS": NAME, "WORKERS": "2"}

    def _start(self, stack: ExitStack) -> None:
        super()._start(stack)
        addresses = [f"127.0.0.1:{server.port}" for server in self.servers]
        self.nginx = stack.enter_context(Nginx(*addresses))
