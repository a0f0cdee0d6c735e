"""`manage.py serve`: the server as it is meant to run, uvicorn with bounds on everything."""

import os
from contextlib import suppress
from typing import Any

import uvicorn
from django.core.management import call_command
from django.core.management.base import BaseCommand

from socialcart.life import GRACE_S, NOTICE_S


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
            timeout_graceful_shutdown=GRACE_S - NOTICE_S - 2,
            limit_concurrency=10_000,
        )
        with suppress(KeyboardInterrupt):  # its way to say that it was asked to end
            uvicorn.Server(config).run()
