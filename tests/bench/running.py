"""A server under measurement, ours or a peer's, and how each is started."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.bench import meter
from tests.parts import free_port
from tests.server import Server

STARTS_WITHIN_S = 60
DEFAULT_LIMITS = {"API_RATE_LIMIT": "100", "STREAM_LIMIT": "200"}


@dataclass(frozen=True)
class Running:
    """A server that can be measured."""

    name: str
    port: int
    pids: tuple[int, ...]
    plan: Callable[[], str]  # one trip more; gives its invitation
    sockets_are_quiet: bool = False  # says nothing before the first frame

    def cpu_s(self) -> float:
        return meter.cpu_s(*self.pids)

    def memory_kb(self) -> int:
        return meter.memory_kb(*self.pids)


@contextmanager
def ours(environ: Mapping[str, str] = {}, data_dir: Path | None = None) -> Iterator[Running]:
    """`manage.py serve` at its default limits, by default with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        with Server(data_dir or Path(folder), **{**DEFAULT_LIMITS, **environ}) as server:
            with _log_shown(server):
                yield of(server)


def of(server: Server) -> Running:
    """One of our servers as it runs now, with its workers."""
    assert server.process

    def plan() -> str:
        return str(server.plan(capacity=5_000)["tripId"])

    pids = (server.process.pid, *(worker.pid for worker in server.workers()))
    return Running("ours", server.port, pids, plan)


@contextmanager
def peer(name: str, command: list[str], folder: Path, **environ: str) -> Iterator[Running]:
    """A peer, by the command that starts it; {port} stands for its port."""
    port = free_port()
    process = subprocess.Popen(
        [word.format(port=port) for word in command],
        cwd=folder,
        env=os.environ | environ,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(process, port)
        pids = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(True))]
        is_bun = name == "Bun"
        yield Running(name, port, tuple(pids), lambda: _plan(port), sockets_are_quiet=is_bun)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _plan(port: int) -> str:
    """A trip of a peer; those that keep nothing give the same for every trip, and take any."""
    body = {"name": "Goa", "requiredMembers": 5, "adminName": "Ben"}
    answer = httpx.post(f"http://127.0.0.1:{port}/api/social-cart/create", json=body, timeout=30)
    answer.raise_for_status()
    trip = str(answer.json()["tripId"])
    return trip if len(trip) > 1 else os.urandom(16).hex()


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.post(f"http://127.0.0.1:{port}/api/social-cart/create", json={})
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not start: {process.poll()}")


@contextmanager
def _log_shown(server: Server) -> Iterator[None]:
    try:
        yield
    except Exception as failure:
        failure.add_note(server.log.read_text()[-2_000:])
        raise
