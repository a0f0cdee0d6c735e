"""Where a drill takes place: servers with their data, and a folder like that of the code."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from socialcart.installation import MADE
from tests.cluster import Cluster
from tests.parts.postgres import DEBIANS
from tests.proofs.drill import readme
from tests.proofs.faults.invariant import Kept
from tests.server import ROOT, Server

COMMANDS_END_WITHIN_S = 60
GIVEN = ("DATA_DIR", "DATABASE_URL", "REDIS_URL", *MADE)
MODELS = ("trips.trip", "trips.member", "trips.event")


class Place:
    """One server on SQLite, or two on PostgreSQL and Redis."""

    def __init__(self, kind: str, folder: Path, servers: list[Server]) -> None:
        self.kind = kind
        self.servers = servers
        self.doors = [server.url for server in servers]
        self.keeps_keys = "FIELD_KEYS" not in servers[0].environ  # else they were set
        self._folder = folder
        for server in servers:
            server.log = folder / f"{server.port}.log"  # from the next start on: DATA_DIR may go
        for name, real in ((".venv", Path(sys.prefix)), ("manage.py", ROOT / "manage.py")):
            (folder / name).symlink_to(real)

    def run(self, name: str, without: str = "") -> None:
        """Runs a block of README, as it stands or without a command. Raises CalledProcessError."""
        commands = readme.left_out(without, name) if without else readme.blocks()[name]
        subprocess.run(
            ["sh", "-e", "-u", "-c", commands],
            cwd=self._folder,
            env=self._environ(),
            timeout=COMMANDS_END_WITHIN_S,
            check=True,
            capture_output=True,
            text=True,
        )

    def kill(self) -> None:
        """Ends every server at once (-9)."""
        for server in self.servers:
            server.kill()

    def start(self) -> None:
        with ThreadPoolExecutor() as at_once:
            list(at_once.map(Server.start, self.servers))

    def kept(self, trip_id: str) -> Kept:
        """What the database holds of a trip."""
        rows = json.loads(self.servers[0].manage("dumpdata", *MODELS))
        found = {model: list(_of_trip(rows, model, trip_id)) for model in MODELS}
        ((trip,), members, events) = (found[model] for model in MODELS)
        frames = sorted(events, key=lambda event: event["seq"])
        return Kept(
            trip,
            [member for member in members if member["state"] == "in"],
            [frame | {"epoch": trip["epoch"]} for frame in frames],
        )

    def _environ(self) -> dict[str, str]:
        own = self.servers[0].environ
        path = [os.environ["PATH"], *map(str, DEBIANS.glob("*/bin"))]
        return {"PATH": ":".join(path)} | {name: own[name] for name in GIVEN if name in own}


def _of_trip(rows: list[dict[str, Any]], model: str, trip_id: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        fields = row["fields"] | {"id": row["pk"]}
        if row["model"] == model and trip_id in (fields["id"], fields.get("trip")):
            yield fields


@contextmanager
def sqlite() -> Iterator[Place]:
    """With keys that the server has made, in the folder of its data."""
    with ExitStack() as stack:
        data, code = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
        yield Place("SQLite", code, [stack.enter_context(Server(data))])


@contextmanager
def postgresql() -> Iterator[Place]:
    """With keys that were set."""
    with Cluster() as cluster, tempfile.TemporaryDirectory() as code:
        yield Place("PostgreSQL", Path(code), cluster.servers)
