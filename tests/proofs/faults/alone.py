"""One server on SQLite, whose writer commits together what waits."""

import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from tests.proofs.faults.system import System, tamper
from tests.server import Server


class Alone(System):
    """It has neither PostgreSQL nor Redis, nor another server beside it."""

    def mend(self) -> None:
        self.left.mend()

    async def tamper(self, left: Iterable[str], right: Iterable[str]) -> None:
        await tamper(self.left, left)

    def _start(self, stack: ExitStack) -> None:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self.left = stack.enter_context(Server(folder, **self.environ))
        self.servers = [self.left]
        self.database = str(self.left.database)
