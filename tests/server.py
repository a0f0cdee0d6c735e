"""A real server process with a port and a database of its own, to be killed and restarted."""

import atexit
import fcntl
import functools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests import on
from tests.parts import free_port, guard

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN_S = 120  # in two seconds where nothing else runs


class Server:
    """`manage.py serve` in a process. Use it as a context manager."""

    def __init__(self, data_dir: Path, **environ: str) -> None:
        self.data_dir = data_dir
        self.code = ROOT
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._has_own_place = "DATABASE_URL" not in environ
        self.environ = {
            **os.environ,
            "DATA_DIR": str(data_dir),
            "PORT": str(self.port),
            "TRUSTED_PROXIES": "127.0.0.1",  # so that a test can come from an address of its own
            "API_RATE_LIMIT": "100000",
            **(on.own_place() if self._has_own_place else {}),
            **environ,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log = data_dir / "server.log"
        self.database = data_dir / "socialcart.sqlite3"

    def __enter__(self) -> "Server":
        self._guard = guard.Guard()
        self._lay_out()
        self.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.kill()
        self._guard.close()

    def _lay_out(self) -> None:
        """Gives it its tables and static files, where they are not there."""
        first = _first_start()
        if not self._has_own_place:
            self.manage("migrate", "--verbosity", "0")
        elif "DATABASE_URL" in self.environ:
            on.fill(self.environ["DATABASE_URL"], like=first.environ["DATABASE_URL"])
        elif not self.database.exists():
            shutil.copy(first.database, self.database)
        if self.code == ROOT and not (self.data_dir / "static").exists():
            shutil.copytree(first.data_dir / "static", self.data_dir / "static")
            shutil.copy(first.data_dir / "static.digest", self.data_dir)

    def manage(self, *command: str) -> str:
        """Runs a management command beside the server; gives what it printed."""
        ran = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=self.code,
            env=self.environ,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def execute(self, *statements: str) -> None:
        """Runs SQL in its database."""
        run = (
            f"from django.db import connection as c; [c.cursor().execute(s) for s in {statements}]"
        )
        self.manage("shell", "--no-imports", "-c", run)

    def start(self) -> None:
        with self.log.open("ab") as log:
            command = [sys.executable, "manage.py", "serve"]
            self.process = subprocess.Popen(
                command, cwd=self.code, env=self.environ, stdout=log, stderr=log
            )
        self._guard.watch(self.process.pid)
        deadline = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            try:
                httpx.get(f"{self.url}/enter")
                return
            except httpx.TransportError:
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"no answer in {STARTS_WITHIN_S} s: {self.log.read_text()}")

    def why_not(self) -> str:
        """The one line with which it does not start: it must end at once."""
        ran = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=self.code,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=STARTS_WITHIN_S,
        )
        assert ran.returncode != 0
        (line,) = ran.stderr.splitlines()
        return line

    def kill(self, how: int = signal.SIGKILL) -> None:
        """Ends it with its workers at once, or with SIGTERM in its own time."""
        if self.process is not None:
            if how == signal.SIGKILL and self.process.poll() is None:
                guard.kill(psutil.Process(self.process.pid))
            self.process.send_signal(how)
            self.process.wait(
                60
            )  # GRACE_S, and uvicorn's timeout_worker_healthcheck for each worker
            self.process = None

    def freeze(self) -> None:
        """It keeps what it holds and does nothing any more, with its workers, until `thaw`."""
        assert self.process
        guard.freeze(psutil.Process(self.process.pid))

    def thaw(self) -> None:
        assert self.process
        guard.thaw(psutil.Process(self.process.pid))

    def workers(self) -> set[psutil.Process]:
        """The processes that serve under this one's supervision."""
        assert self.process
        children = psutil.Process(self.process.pid).children()
        return {child for child in children if _is_worker(child)}

    def mend(self) -> None:
        """Starts it if somebody has ended it, and thaws it."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        self.thaw()

    def restart(self) -> None:
        """Killed (-9) and started again on the same port and database."""
        self.kill()
        self.start()

    def call(self, name: str, /, **body: Any) -> httpx.Response:
        """POSTs to a call of the JSON API."""
        return httpx.post(f"{self.url}/api/social-cart/{name}", json=body, timeout=30)

    def plan(self, required: int = 5, title: str = "Goa", **terms: Any) -> dict[str, Any]:
        """Ben plans a trip, from an address of its own: planning is limited by address."""
        body = {"tripName": title, "requiredMembers": required, "adminName": "Ben", **terms}
        headers = {"X-Forwarded-For": f"10.{os.urandom(1)[0]}.{os.urandom(1)[0]}.1"}
        answer = httpx.post(f"{self.url}/api/social-cart/create", json=body, headers=headers)
        answer.raise_for_status()
        planned: dict[str, Any] = answer.json()
        return planned

    def join(self, trip: dict[str, Any], name: str, **more: Any) -> dict[str, Any]:
        """Somebody joins a trip that `plan` gave."""
        answer = self.call("join", invitation_token=trip["tripId"], guest_name=name, **more)
        answer.raise_for_status()
        joined: dict[str, Any] = answer.json()
        return joined

    def ends_soon(self, table: str, row_id: str, column: str, in_s: float) -> None:
        """Writes a moment that is nearer than any form takes, behind everybody's back."""
        moment = (datetime.now(UTC) + timedelta(seconds=in_s)).strftime("%Y-%m-%d %H:%M:%S.%f")
        change = f"UPDATE trips_{table} SET {column} = ? WHERE id = ?"
        with closing(sqlite3.connect(self.database, timeout=10)) as database, database:
            assert database.execute(change, (moment, row_id)).rowcount == 1


@functools.cache
def _first_start() -> Server:
    """One that was never started, with what takes most of a first start: tables, static files.

    Each other one has a copy. They are made once in a run, by the commands that make them anywhere;
    tables of PostgreSQL once in each process of it, which has a PostgreSQL of its own.
    """
    server = Server(Path(os.environ.get(on.FIRST_START) or _folder_of_this_process()))
    with (server.data_dir / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if "DATABASE_URL" in server.environ or not server.database.exists():
            server.manage("migrate", "--verbosity", "0")
        if not (server.data_dir / "static.digest").exists():
            collect = "from socialcart.collected import collect; collect()"
            server.manage("shell", "--no-imports", "-c", collect)
    return server


def _folder_of_this_process() -> str:
    folder = tempfile.mkdtemp(prefix="first-start-")
    atexit.register(guard.Guard(Path(folder)).close)
    return folder


def _is_worker(child: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return any("spawn_main" in word for word in child.cmdline())
    return False


def until(is_so: Callable[[], bool], within_s: float = 30) -> None:
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)
