"""Two real servers on one PostgreSQL and Redis, which all rows of the table share."""

import asyncio
from collections.abc import Iterable

from tests.cluster import Cluster
from tests.parts.part import free_port
from tests.proofs.faults.apps import TAMPERING
from tests.server import Server

MAIL_PORT = free_port()


class System(Cluster):
    """A cluster whose servers can be tampered with from within."""

    environ = {
        "DJANGO_SETTINGS_MODULE": "tests.proofs.faults.settings",
        "PRIVATE_RECEIVERS": "127.0.0.1",
        "EMAIL_URL": f"smtp://127.0.0.1:{MAIL_PORT}",
    }

    async def tamper(self, left: Iterable[str], right: Iterable[str]) -> None:
        """Restarts the servers that are not tampered with in just these ways."""
        await asyncio.gather(tamper(self.left, left), tamper(self.right, right))


async def tamper(server: Server, ways: Iterable[str]) -> None:
    """Restarts the server if it is not tampered with in just these ways."""
    wanted = ",".join(sorted(ways))
    if server.environ.get(TAMPERING, "") != wanted:
        server.environ[TAMPERING] = wanted
        await asyncio.to_thread(server.restart)
