"""Watchers and guests in a process of their own: `crowd.c`, compiled once and told what to do."""

import hashlib
import itertools
import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.bench.running import Running

SOURCE = Path(__file__).with_name("crowd.c")
SOCKET = "/ws/trips/%s"
STREAM = "/api/social-cart/events?tripId=%s"
AT_ONCE = 50
MOST_GUESTS = 10_000  # as in crowd.c

_first_guests = itertools.count(0, MOST_GUESTS)


class Failed(RuntimeError):
    """A watcher or a guest got something else than it must."""


@dataclass(frozen=True)
class Told:
    """What the crowd saw during a command."""

    took_s: float
    cpu_s: float  # of the crowd itself
    frames: int
    answers: int = 0
    seconds: float = 0.0  # until the last answer
    answer_ms: Sequence[float] = ()  # median, 99 of a hundred, longest
    delay_ms: Sequence[float] = ()  # from the tap to the watcher
    longest_pause_s: float = 0.0  # between heartbeats

    @property
    def share(self) -> float:
        """Of a processor, that the crowd needed."""
        return self.cpu_s / self.took_s


class Crowd:
    """Watchers at one door of these trips, and guests. Use it as a context manager."""

    def __init__(
        self, running: Running, trips: Sequence[str], door: str = STREAM, flags: str = "k"
    ) -> None:
        """`flags` are those of crowd.c: m for guests with a mobile, k for an Idempotency-Key."""
        self._running, self._trips, self._door = running, trips, door
        self._flags = flags + "q" * running.sockets_are_quiet
        self._watchers = 0

    def __enter__(self) -> "Crowd":
        with tempfile.NamedTemporaryFile("w", suffix=".trips") as trips:
            trips.write("\n".join(self._trips))
            trips.flush()
            first = str(next(_first_guests))
            port = str(self._running.port)
            self._process = subprocess.Popen(
                [program(), port, trips.name, self._door, self._flags, first],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self._ask("beats 0")  # it has read the trips
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: object, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def connect(self, watchers: int) -> Told:
        """So many more connect, and each stands at the head. Raises Failed."""
        self._watchers += watchers
        return self._ask(f"connect {watchers} {AT_ONCE}")

    def join(self, guests: int, a_second: float = 0, connections: int = 8) -> Told:
        """So many join, evenly or as fast as they are answered; every watcher gets to know.

        Raises Failed.
        """
        told = self._ask(f"join {guests} {a_second} {connections}")
        if told.answers != guests or told.frames != guests * self._watchers:
            raise Failed(f"{guests} guests, {self._watchers} watchers, but: {told}")
        return told

    def expect(self, guests: int) -> None:
        """Every watcher is to know of so many guests of another crowd; `told` says when."""
        self._send(f"await {guests}")

    def told(self) -> Told:
        """The answer to `expect`. Raises Failed."""
        return self._answer()

    def await_beats(self, each: int) -> Told:
        """Every watcher has got so many heartbeats since the last time. Raises Failed."""
        return self._ask(f"beats {each}")

    def _ask(self, command: str) -> Told:
        self._send(command)
        return self._answer()

    def _send(self, command: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()

    def _answer(self) -> Told:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise Failed(f"the load client ended: {self._process.wait()}")
        told: dict[str, Any] = json.loads(line)
        if told.pop("failures") | bool(failure := told.pop("failure")):
            raise Failed(failure)
        return Told(**told)


@cache
def program() -> str:
    """Compiles crowd.c, unless that was done. Raises RuntimeError without a compiler."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    compiled = Path(tempfile.gettempdir()) / f"socialcart-crowd-{digest}"
    if not compiled.exists():
        if not shutil.which("cc"):
            raise RuntimeError("The load client needs a C compiler: apt-get install gcc libc6-dev")
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "crowd"
            subprocess.run(["cc", "-O2", "-Wall", "-o", made, SOURCE], check=True)
            shutil.move(made, compiled)
    return str(compiled)
