"""Serve the live feed as server-sent events (WHATWG HTML, 9.2), and once as JSON for polling."""

import asyncio
import functools
import json
import logging
import random
from collections.abc import Awaitable, Sequence

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from django.utils.translation import gettext

from socialcart.answers import Answer
from socialcart.protocols import Requests
from trips import throttle, wire
from trips.live.follow import count, cursor_for, follow
from trips.live.scope import address, header, lent, query
from trips.live.silence import while_silent
from trips.wire import Encoded

EVENT_STREAM, JSON = b"text/event-stream", b"application/json"
Headers = Sequence[tuple[bytes, bytes]]

logger = logging.getLogger(__name__)


async def events(scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Stream a trip's events; with `Accept: application/json` answer what is pending, once."""
    try:
        if scope["method"] != "GET":
            raise wire.Refusal("method_not_allowed")
        ref = query(scope, "tripId")
        if not ref:
            raise wire.Refusal("invalid", tripId=gettext("Say which trip: its invitation token."))
        after = header(scope, b"last-event-id") or query(scope, "after")
        if header(scope, b"accept") == "application/json":
            await _answer_once(scope, ref, after, send)
        else:
            await _stream(scope, ref, after, receive, send)
    except wire.Refusal as refusal:
        await _refuse(send, refusal)


async def _answer_once(scope: HTTPScope, ref: str, after: str, send: ASGISendCallable) -> None:
    async with cursor_for(scope, ref, after) as (watcher, cursor):
        await count(throttle.polled, address(scope), watcher.member_id)
        frames = [cursor.feed.heartbeat(), *await cursor.pending()]
    body = '{"success":true,"frames":[' + ",".join(frame.text for frame in frames) + "]}"
    await _respond(send, 200, body.encode())


async def _stream(
    scope: HTTPScope, ref: str, after: str, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """Stream until the feed ends or the client leaves, whichever is first.

    Where the server lends its connection, this ends once the stream is open: a task goes on.
    """
    stream = Stream(scope, send)
    following = asyncio.create_task(stream.run(follow(scope, ref, after, stream.send, chunk)))
    try:
        await stream.opened
        if not stream.is_kept:
            # Raises what the guard has against the request's body.
            await while_silent(functools.partial(_departure, receive), following)
    finally:
        if not stream.is_kept:
            following.cancel()


def chunk(batch: Sequence[Encoded]) -> bytes:
    """Frame server-sent events as the server does, a chunk of the answer (RFC 9112, 7.1)."""
    return _chunk(_joined(batch))


def _chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


def _joined(batch: Sequence[Encoded]) -> bytes:
    return b"".join([frame.sse for frame in batch])


class Stream:
    """An event stream, which is opened by the first batch: until then it can be refused.

    `opened` is done then, or raises the refusal.
    """

    def __init__(self, scope: HTTPScope, send: ASGISendCallable) -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._scope, self._send = scope, send
        self._kept: Answer | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the server has left its connection to the stream."""
        return self._kept is not None

    async def run(self, following: Awaitable[None]) -> None:
        """Await what sends the batches, and end the stream with what it raises."""
        failure: Exception | None = None
        try:
            await following
        except Exception as why:
            failure = why
        await self.close(failure)

    async def send(self, batch: Sequence[Encoded]) -> None:
        """Write a batch of frames as server-sent events."""
        if not self.opened.done():
            await self._open()
        if self._kept:
            await self._kept.write(chunk(batch))
        else:
            await self._write(_joined(batch), more=True)

    async def close(self, failure: BaseException | None) -> None:
        """End the stream with the reason, numbered as a socket's close code, and when to reconnect.

        A stream that has not been opened is refused instead.
        """
        if not self.opened.done():  # the feed may end before its first frame
            return self.opened.set_exception(failure or wire.Refusal("busy"))
        why, patience = "", 1
        if isinstance(failure, wire.Refusal):
            why = f": closed {4000 + failure.status}\n"
            patience = 1 if failure.retry_after_s else 60  # a plain EventSource reconnects for ever
        elif failure:
            logger.error("a stream broke", exc_info=failure)
        retry_ms = random.randint(500, 5_000) * patience  # not all at once
        last = f"{why}retry: {retry_ms}\n\n".encode()
        if self._kept:
            await self._kept.end(_chunk(last) + _chunk(b""))
        else:
            await self._write(last, more=False)

    async def _open(self) -> None:
        """Send the head of the answer, and take over the connection if the server lends it."""
        headers = [(b"x-accel-buffering", b"no")]
        if lent(self._scope):
            headers.append((b"connection", b"close"))
        await _start(self._send, 200, EVENT_STREAM, headers)
        connection, writer = lent(self._scope), asyncio.current_task()
        if writer and isinstance(connection, Requests):
            self._kept = connection.keep(writer)
            del self._scope, self._send  # who waits for hours holds no headers
        self.opened.set_result(None)

    async def _write(self, body: bytes, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


async def _departure(receive: ASGIReceiveCallable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: ASGISendCallable, refusal: wire.Refusal) -> None:
    headers = [(b"retry-after", b"%d" % refusal.retry_after_s)] if refusal.retry_after_s else []
    if refusal.code == "method_not_allowed":
        headers.append((b"allow", b"GET"))
    await _respond(send, refusal.status, json.dumps(refusal.shape()).encode(), headers)


async def _respond(send: ASGISendCallable, status: int, body: bytes, headers: Headers = ()) -> None:
    await _start(send, status, JSON, [(b"content-length", b"%d" % len(body)), *headers])
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _start(send: ASGISendCallable, status: int, kind: bytes, more: Headers) -> None:
    headers = [
        (b"content-type", kind),
        (b"cache-control", b"no-store, no-transform"),
        *more,
    ]
    await send(
        {"type": "http.response.start", "status": status, "headers": headers, "trailers": False}
    )
