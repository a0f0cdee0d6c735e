"""Ends what the tests have started, however they end themselves: also when they are killed (-9)."""

import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

ENDS_WITHIN_S = 30


class Guard:
    """A process that waits for our end, or for `close`, and then leaves nothing behind."""

    def __init__(self, *folders: Path) -> None:
        command = [sys.executable, __file__, *map(str, folders)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, text=True, start_new_session=True
        )

    def watch(self, pid: int) -> None:
        """Takes one more process, with its children, into its care."""
        assert self._process.stdin
        print(pid, file=self._process.stdin, flush=True)

    def close(self) -> None:
        """Kills what is still there and removes the folders."""
        self._process.communicate(timeout=ENDS_WITHIN_S)


def freeze(parent: psutil.Process) -> list[psutil.Process]:
    """Stops a process and then its children, so that there will be no more of them; gives all."""
    family = [parent]
    with suppress(psutil.NoSuchProcess):
        parent.suspend()
        family += parent.children(recursive=True)
    for child in family[1:]:
        with suppress(psutil.NoSuchProcess):
            child.suspend()
    return family


def thaw(parent: psutil.Process) -> None:
    """Lets a process and its children go on that were frozen."""
    for process in (*parent.children(recursive=True), parent):
        process.resume()


def kill(parent: psutil.Process) -> None:
    """Ends a process and its children in one moment, as if the power had gone."""
    family = freeze(parent)
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    deadline = time.monotonic() + ENDS_WITHIN_S
    while any(map(is_alive, family)) and time.monotonic() < deadline:
        time.sleep(0.01)


def is_alive(process: psutil.Process) -> bool:
    """Whether it still does something; who has died waits for its parent, as a zombie."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def main() -> None:
    watched: list[psutil.Process] = []
    for line in sys.stdin:
        with suppress(psutil.NoSuchProcess):
            watched.append(psutil.Process(int(line)))
    for process in watched:
        kill(process)
    for folder in sys.argv[1:]:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
