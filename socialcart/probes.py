"""Answer monitoring: /livez, /readyz and /metrics. In front of the guard, so any Host will do."""

import asyncio
import functools
import os
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    HTTPScope,
    Scope,
)
from django.conf import settings
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from prometheus_client import REGISTRY, CollectorRegistry, make_asgi_app
from prometheus_client.multiprocess import MultiProcessCollector

from socialcart import connections, outages
from socialcart.addresses import is_among
from socialcart.bounds import must_be_bounded
from socialcart.lifespan import Lifespan
from socialcart.outages import NotFit
from socialcart.schema import must_be_migrated
from socialcart.sentence import say
from socialcart.writing import must_take_changes

ANSWERS_WITHIN_S = 2.0
ASKS_EVERY_S = 1.0  # anybody may ask more often, and gets the same answer
READING = ("GET", "HEAD")

Verdict = tuple[int, bytes]
Check = Callable[[BaseDatabaseWrapper], object]  # raises django.db.Error, such as NotFit
READY, NO_DATABASE = (200, b"ready\n"), (503, b"no database\n")
SAID = {
    **dict.fromkeys(outages.READ_ONLY, b"database only reads\n"),
    **dict.fromkeys(outages.FULL_DISK, b"disk full\n"),
}


def with_probes(app: ASGI3Application, lifespan: Lifespan, *checks: Check) -> ASGI3Application:
    """Wrap `app` to answer /livez, /readyz and, for METRICS_READERS, /metrics.

    It is ready while the database takes changes and passes each of the `checks`.
    """
    database = Database(*checks)
    metrics = make_asgi_app(_registry())

    async def readyz() -> Verdict:
        if lifespan.is_ending:
            return 503, b"ending\n"
        return await database.verdict()

    verdicts = {"/livez": livez, "/readyz": readyz}

    async def answer(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "http" and (verdict := verdicts.get(scope["path"])):
            await _say(scope, send, verdict)
        elif scope["type"] == "http" and scope["path"] == "/metrics" and _may_read(scope):
            # The reader's headers and query are ignored: they need not even be text.
            await metrics({**scope, "headers": [], "query_string": b""}, receive, send)
        else:
            await app(scope, receive, send)

    return answer


async def livez() -> Verdict:
    """Answer 200, which proves that the event loop runs."""
    return 200, b"alive\n"


def _registry() -> CollectorRegistry:
    """Return the metrics of this process, or of all workers together where there are several."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together


def _may_read(scope: HTTPScope) -> bool:
    """Return whether the metrics may go to this client: a listed address, and through no proxy."""
    is_forwarded = any(name in (b"forwarded", b"x-forwarded-for") for name, _ in scope["headers"])
    peer = scope["client"]
    is_named = peer is not None and is_among(peer[0], settings.METRICS_READERS)
    return is_named and not is_forwarded and scope["method"] in READING


class Database:
    """The readiness of the database, asked one question at a time on a connection of its own.

    Outside the pool, because a busy pool is no reason to take a process out of service.
    """

    def __init__(self, *checks: Check) -> None:
        self._checks = checks
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="readiness")
        self._asked: asyncio.Future[Verdict] | None = None
        self._asked_at = 0.0
        self._is_fit = False  # once it is, it stays so until it fails

    async def verdict(self) -> Verdict:
        """Return the status and text of readiness, asking the database at most once a second.

        Answers 503 if the database has not answered within ANSWERS_WITHIN_S.
        """
        if self._asked is None or (self._asked.done() and self._is_old()):
            loop = asyncio.get_running_loop()
            self._asked_at = time.monotonic()
            self._asked = loop.run_in_executor(self._thread, self._ask)
        done, _ = await asyncio.wait({self._asked}, timeout=ANSWERS_WITHIN_S)
        return self._asked.result() if done else NO_DATABASE

    @functools.cached_property
    def _own(self) -> BaseDatabaseWrapper:
        """The connection that only the probe's thread uses."""
        return connection.copy()

    def _is_old(self) -> bool:
        return time.monotonic() - self._asked_at >= ASKS_EVERY_S

    def _ask(self) -> Verdict:
        with suppress(Error):
            return self._look()
        # The connection may be from before a restart of the database, or before a failover.
        self._own.close()
        self._is_fit = False
        try:
            return self._look()
        except Error as failure:
            self._own.close()
            outages.report("The database", failure)
            return 503, _said(failure)

    def _look(self) -> Verdict:
        """Run all checks. Raises django.db.Error for the first that fails."""
        must_take_changes(self._own)  # first: on a full disk SQLite does not even open
        if not self._is_fit:
            must_be_bounded(self._own)
            must_be_migrated(self._own)
            connections.drop_all()  # they may lead to an old primary
            self._is_fit = True
        with self._own.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        for check in self._checks:
            check(self._own)
        return READY


def _said(failure: Error) -> bytes:
    if isinstance(failure, NotFit):
        return failure.said
    code = outages.code(failure)
    return next((said for kind, said in SAID.items() if code.startswith(kind)), NO_DATABASE[1])


async def _say(
    scope: HTTPScope, send: ASGISendCallable, verdict: Callable[[], Awaitable[Verdict]]
) -> None:
    status, sentence = await verdict() if scope["method"] in READING else (405, b"only read\n")
    await say(
        scope, send, status, sentence, (b"cache-control", b"no-store"), (b"allow", b"GET, HEAD")
    )
