"""`manage.py deliver`: deliver the events of trips in a process of its own, until SIGTERM."""

import asyncio
import signal
from typing import Any

from django.core.management.base import BaseCommand

from trips.deliveries import own_deliverer


class Command(BaseCommand):
    help = "Delivers the events of trips, beside the servers that do it anyway."

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(_until_ended())


async def _until_ended() -> None:
    ended = asyncio.Event()
    for sig in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sig, ended.set)
    await own_deliverer.start()
    await ended.wait()
    await own_deliverer.stop()
