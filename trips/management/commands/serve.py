"""`manage.py serve`: run the server as it is meant to be, uvicorn with bounds on everything."""

import os
import socket
from contextlib import closing, suppress
from io import StringIO
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connection

from socialcart import outages
from socialcart.apps import why_not_here, why_not_together
from socialcart.bounds import must_be_bounded
from socialcart.collected import collect
from socialcart.lifespan import GRACE_S, NOTICE_S
from socialcart.outages import NotFit
from socialcart.protocols import Requests, Sockets
from socialcart.schema import must_be_migrated
from socialcart.workers import Workers
from trips import encryption


class Command(BaseCommand):
    help = "Serves pages, API and live feed, where HOST and PORT say, with WORKERS processes."
    requires_system_checks = ()  # they run in handle(): the first reason is one line

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="plan a trip if there is none")

    def handle(self, *args: Any, **options: Any) -> None:
        if problem := why_not_together() or why_not_here(settings.HOST):
            raise CommandError(problem)
        self.check()
        _must_be_fit()
        collect()
        with suppress(KeyboardInterrupt):  # uvicorn raises it when asked to end
            _serve(_config(), _demo() if options["demo"] else "")


def _must_be_fit() -> None:
    """Check that the database is fit to serve. Raises CommandError.

    A database that is away may come back: /readyz says when.
    """
    try:
        with closing(connection.copy()) as own:
            must_be_bounded(own)
            must_be_migrated(own)
            encryption.must_decrypt(own)
    except NotFit as lacking:
        raise CommandError(str(lacking)) from None
    except Error as failure:
        outages.report("The database", failure)


def _demo() -> str:
    """Plan a demo trip if there is no trip; return the lines that say where to open it."""
    lines = StringIO()
    call_command("demo", if_empty=True, stdout=lines)
    return lines.getvalue()


class Telling(uvicorn.Server):
    """A server that tells people where to open it, once it is open."""

    def __init__(self, config: uvicorn.Config, lines: str) -> None:
        super().__init__(config)
        self._lines = lines

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the port, then print the lines. Exits if it is taken."""
        await super().startup(sockets)
        print(self._lines, end="", flush=True)


def _serve(config: uvicorn.Config, lines: str) -> None:
    if config.workers == 1:
        Telling(config, lines).run()
        return
    print(lines, end="", flush=True)
    with TemporaryDirectory(prefix="socialcart-metrics-") as shared:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = shared  # where the workers' metrics are added up
        Workers(config, [config.bind_socket()]).run()


def _config() -> uvicorn.Config:
    return uvicorn.Config(
        "socialcart.asgi:application",
        host=settings.HOST,
        port=settings.PORT,
        http=Requests,
        ws=Sockets,
        workers=settings.WORKERS,
        timeout_worker_healthcheck=10,  # on a busy machine one takes some seconds to start
        lifespan="on",
        access_log=False,  # addresses of invitations are secrets
        log_config=None,
        proxy_headers=False,  # the guard reads them, from named proxies only
        server_header=False,
        ws_max_size=4_096,
        ws_per_message_deflate=False,  # it takes 34 kB a socket
        timeout_graceful_shutdown=GRACE_S - NOTICE_S - 2,
        limit_concurrency=10_000,
    )
