"""`manage.py serve`: the server as it is meant to run, uvicorn with bounds on everything."""

import gc
import os
from typing import Any

import uvicorn
from django.core.management import call_command
from django.core.management.base import BaseCommand

from trips.feed import process

GRACE_S = 20


class Server(uvicorn.Server):
    """Ends the open streams before it waits for requests to finish."""

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()  # what is here now stays: collecting cost a sixth of every delivery
        gc.set_threshold(10_000, 10, 10)

    async def shutdown(self, sockets: Any = None) -> None:
        await process.stop()
        await super().shutdown(sockets)


class Command(BaseCommand):
    help = "Serves pages, API and live feed. HOST and PORT are read from the environment."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("collectstatic", interactive=False, verbosity=0)
        host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
        config = uvicorn.Config(
            "socialcart.asgi:application",
            host=host,
            port=port,
            lifespan="on",
            access_log=False,  # addresses of invitations are secrets
            log_config=None,
            proxy_headers=False,  # the guard reads them, from named proxies only
            server_header=False,
            ws_per_message_deflate=False,
            ws_max_size=4_096,
            timeout_graceful_shutdown=GRACE_S,
            limit_concurrency=10_000,
        )
        Server(config).run()
