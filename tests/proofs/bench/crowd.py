"""The process of the watchers, apart from the server's and from that of the guests."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from types import TracebackType

import uvloop

from tests.proofs.bench.watchers import SocketWatcher, StreamWatcher, Watcher

KINDS: dict[str, type[Watcher]] = {"WebSocket": SocketWatcher, "SSE": StreamWatcher}
AT_ONCE = 50
LOOK_EVERY_S, LOOKS = 0.01, 9_000


class Crowd:
    """Watchers of one address. Use it as a context manager: they hang up at its end."""

    def __init__(self, kind: str, port: int, address: str) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(
            target=_attend, args=(theirs, kind, port, address), daemon=True
        )

    def __enter__(self) -> "Crowd":
        self._process.start()
        self._pipe.recv()  # it runs
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: object, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()

    def connect(self, watchers: int) -> None:
        """So many connect, and each stands at the head. Raises RuntimeError."""
        self._ask(watchers, 0)

    def await_frames(self, frames: int) -> None:
        """Waits until each has got exactly so many, without a gap. Raises RuntimeError."""
        self._ask(0, frames)

    def _ask(self, watchers: int, frames: int) -> None:
        self._pipe.send((watchers, frames))
        if failures := self._pipe.recv():
            raise RuntimeError(f"watchers failed: {failures}")


def _attend(pipe: Connection, kind: str, port: int, address: str) -> None:
    uvloop.run(_obey(pipe, partial(KINDS[kind], address), port))


async def _obey(pipe: Connection, new_watcher: Callable[[], Watcher], port: int) -> None:
    loop = asyncio.get_running_loop()
    watchers: list[Watcher] = []
    pipe.send("running")
    while True:
        arriving, frames = await loop.run_in_executor(None, pipe.recv)
        while arriving > 0:
            few = [await _arrive(new_watcher, port) for _ in range(min(AT_ONCE, arriving))]
            await _until(few, _is_connected)
            watchers += few
            arriving -= len(few)
        await _until(watchers, partial(_has, frames))
        pipe.send(_failures(watchers, frames))


async def _arrive(new_watcher: Callable[[], Watcher], port: int) -> Watcher:
    loop = asyncio.get_running_loop()
    _, watcher = await loop.create_connection(new_watcher, "127.0.0.1", port)
    return watcher


def _is_connected(watcher: Watcher) -> bool:
    return watcher.is_connected


def _has(frames: int, watcher: Watcher) -> bool:
    return watcher.frames >= frames


async def _until(watchers: list[Watcher], done: Callable[[Watcher], bool]) -> None:
    for _ in range(LOOKS):
        if all(watcher.failure or done(watcher) for watcher in watchers):
            return
        await asyncio.sleep(LOOK_EVERY_S)


def _failures(watchers: list[Watcher], frames: int) -> Counter[str]:
    """What went wrong, and for how many."""
    return Counter(
        watcher.failure or f"{watcher.frames} frames instead of {frames}"
        for watcher in watchers
        if watcher.failure or not watcher.is_connected or watcher.frames != frames
    )
