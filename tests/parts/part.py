"""A process of our own, which tests may stop, kill, freeze, thaw and start again."""

import functools
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from typing import Self

import psutil

from tests.parts import guard

STARTS_WITHIN_S = 60
STOPS_WITHIN_S = 30
PORTS = range(10_000, 32_000)  # below those that clients get: after a stop it is still free
BLOCK = 500

_held = socket.socket()


class Part(ABC):
    """Use it as a context manager: nothing of it is left afterwards."""

    package: str  # where its program comes from
    user: str | None = None  # whose process it is; None: our own

    def __init__(self) -> None:
        self.port = free_port()
        self.process: psutil.Popen | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Where it is, as the environment of a server tells it."""

    @abstractmethod
    def command(self) -> list[str]:
        """What runs it in the foreground."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it is ready for work."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix=f"{type(self).__name__.lower()}-"))
        self._guard = guard.Guard(self.folder)
        try:
            if self.user:
                shutil.chown(self.folder, self.user)
            self.start()
        except BaseException:
            self._guard.close()
            raise
        return self

    def __exit__(self, *failure: object) -> None:
        self.kill()
        self._guard.close()

    def start(self) -> None:
        """Starts it and waits until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = psutil.Popen(
                self.command(),
                cwd=self.folder,
                user=self.user,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._guard.watch(self.process.pid)
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.02)

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Ends it in its own time, which is bounded."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(STOPS_WITHIN_S)
            self.process = None

    def kill(self) -> None:
        """Ends it at once (-9)."""
        if self.process is not None:
            guard.kill(self.process)
            self.process.wait(STOPS_WITHIN_S)
            self.process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def freeze(self) -> None:
        """It keeps its connections and does nothing any more, until `thaw`."""
        assert self.process is not None
        guard.freeze(self.process)

    def thaw(self) -> None:
        assert self.process is not None
        guard.thaw(self.process)

    def program(self, name: str, *folders: str) -> str:
        """Where a program is. Raises FileNotFoundError, which says what to install."""
        for folder in folders:
            if found := shutil.which(name, path=folder):
                return found
        if found := shutil.which(name):
            return found
        raise FileNotFoundError(f"The tests need {name}: apt-get install {self.package}")


def free_port() -> int:
    """One that nobody has, in the block of this process: those beside it take none of them."""
    for port in islice(_block(), BLOCK):
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


@functools.cache
def _block() -> Iterator[int]:
    """Its ports again and again; its first one is held, which keeps others out."""
    for first in random.sample(PORTS[::BLOCK], len(PORTS[::BLOCK])):
        with suppress(OSError):
            _held.bind(("127.0.0.1", first))
            return cycle(range(first + 1, first + BLOCK))
    raise RuntimeError("no block of ports is free")
