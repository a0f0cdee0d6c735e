"""Run Django in a few long-lived threads, each with its kept database connection.

A request takes one hop into a thread and one out: its body is read before, and the whole answer is
sent after. More threads would hold more connections, and compete for the interpreter.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar, copy_context
from io import BytesIO
from queue import SimpleQueue
from typing import Any
from weakref import WeakValueDictionary

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGISendCallable,
    HTTPScope,
    Scope,
)
from django.core import signals
from django.core.handlers.asgi import ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from socialcart import connections
from socialcart.sentence import Header, say

THREADS = 8
OF_ONE_TRIP = 4  # its changes wait for each other anyway; the other threads are for other trips
MOST_UNFINISHED = 1_000  # requests that are run or wait for a thread
CHANGE_WAITS_S = 10.0  # for its turn: for a thread, and for those who change the same
READ_WAITS_S = 2.5  # for a thread
BUSY = b"We are catching our breath. Nothing was lost; try again in a moment."
RETRY_AFTER: Header = (b"retry-after", b"2")

Answer = tuple[int, list[Header], bytes]
Namer = Callable[[str, bytes], str]

_came_at: ContextVar[float] = ContextVar("came_at")


def came_at() -> float:
    """Return when the request of this thread came, by time.monotonic(); outside of one, now."""
    return _came_at.get(time.monotonic())


def waits_for_s() -> float:
    """Return how many seconds the change of this thread may still wait for its turn."""
    return max(0.0, came_at() + CHANGE_WAITS_S - time.monotonic())


class Busy(Exception):
    """A request has waited for a thread for too long, or there are too many."""


class Handler(BaseHandler):
    """Django's request handler, for a body that has been read and an answer that is sent whole."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware()

    def answer(self, scope: HTTPScope, body: bytes) -> Answer:
        """Handle one request in the thread that calls, as Django's own handlers do."""
        connections.check()
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        response: HttpResponseBase
        try:
            request = ASGIRequest(scope, BytesIO(body))
        except UnicodeDecodeError:
            response = HttpResponseBadRequest()
        else:
            response = self.get_response(request)
        try:
            return response.status_code, _headers(response), b"".join(response)
        finally:
            response.close()  # which sends request_finished


def _headers(response: HttpResponseBase) -> list[Header]:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    cookies = (each.output(header="").strip() for each in response.cookies.values())
    return [*headers, *((b"Set-Cookie", each.encode("ascii")) for each in cookies)]


class Threads:
    """An ASGI application that runs Django in THREADS threads, which the first request starts.

    `names` names the trip that a request may change, by its path and body, or returns "": of those
    with one name, OF_ONE_TRIP are run at a time, in the order in which they came. A request that
    has come whole is handled whole, also if its client hangs up: a tap that has reached the server
    must count. Answers 503 to what is too much.
    """

    def __init__(self, handler: Handler, names: Namer) -> None:
        self._handler, self._names = handler, names
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lines: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._unfinished = 0

    async def __call__(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        assert scope["type"] == "http"
        body = await _whole(receive)
        if body is None:
            return
        _came_at.set(time.monotonic())
        try:
            status, headers, content = await self._answer(scope, body)
        except Busy:
            return await say(scope, send, 503, BUSY, RETRY_AFTER)
        await send(
            {"type": "http.response.start", "status": status, "headers": headers, "trailers": False}
        )
        await send({"type": "http.response.body", "body": content, "more_body": False})

    def stop(self) -> None:
        """End the threads once they have handled what was handed to them."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        self._threads = []

    async def _answer(self, scope: HTTPScope, body: bytes) -> Answer:
        if self._unfinished >= MOST_UNFINISHED:
            raise Busy
        self._unfinished += 1
        try:
            name = self._names(scope["path"], body) if scope["method"] == "POST" else ""
            if not name:
                return await self._in_thread(scope, body)
            line = self._lines.setdefault(name, asyncio.Semaphore(OF_ONE_TRIP))
            async with asyncio.timeout(CHANGE_WAITS_S):
                await line.acquire()
            try:
                return await self._in_thread(scope, body)
            finally:
                line.release()
        except TimeoutError:
            raise Busy from None
        finally:
            self._unfinished -= 1

    def _in_thread(self, scope: HTTPScope, body: bytes) -> "asyncio.Future[Answer]":
        """Hand the request to the next free thread."""
        loop, context = asyncio.get_running_loop(), copy_context()
        until = came_at() + (CHANGE_WAITS_S if scope["method"] == "POST" else READ_WAITS_S)
        answered: asyncio.Future[Answer] = loop.create_future()

        def settle(way: Callable[[Any], None], outcome: object) -> None:
            if not answered.cancelled():
                way(outcome)

        def tell(way: Callable[[Any], None], outcome: object) -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(settle, way, outcome)

        def run() -> None:
            try:
                if time.monotonic() > until:
                    raise Busy
                outcome = context.run(self._handler.answer, scope, body)
            except BaseException as failure:
                tell(answered.set_exception, failure)
            else:
                tell(answered.set_result, outcome)

        if not self._threads:
            self._start()
        self._jobs.put(run)
        return answered

    def _start(self) -> None:
        self._threads = [
            threading.Thread(target=self._work, name=f"requests-{number}", daemon=True)
            for number in range(THREADS)
        ]
        for thread in self._threads:
            thread.start()

    def _work(self) -> None:
        while run := self._jobs.get():
            run()
        connection.close()


async def _whole(receive: ASGIReceiveCallable) -> bytes | None:
    """Read a request's body, or return None if its client hangs up before it has come whole."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)
