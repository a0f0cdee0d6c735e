"""Run the product's scripts of all pages in one Node, in lock-step with the virtual clock."""

import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

SCRIPT = Path(__file__).with_name("pages.mjs")
Doing = list[Any]


class Node:
    """The process that runs `pages.mjs`; it does something only when it is told what happens."""

    def __enter__(self) -> "Node":
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(["node", str(SCRIPT)], stdin=pipe, stdout=pipe)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)

    def tell(self, now_s: float, page: int, act: str, what: Any = None) -> tuple[float, Any]:
        """Tell a page what happens at this moment.

        Returns in how many seconds of the clock its next timer is due, and what it has done.
        """
        assert self._process.stdin
        assert self._process.stdout
        line = json.dumps([now_s * 1000, page, act, what])
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()
        due_ms, done = json.loads(self._process.stdout.readline())
        return float("inf") if due_ms is None else due_ms / 1000, done
