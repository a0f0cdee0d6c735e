"""Serve the live feed as server-sent events (WHATWG HTML, 9.2), and once as JSON for polling."""

import asyncio
import json
import logging
import random
from collections.abc import Sequence

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from django.utils.translation import gettext

from trips import throttle, wire
from trips.live.follow import cursor_for, follow
from trips.live.scope import address, header, query
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
        await asyncio.to_thread(throttle.polled, address(scope), watcher.member_id)
        frames = [cursor.feed.heartbeat(), *await cursor.pending()]
    body = '{"success":true,"frames":[' + ",".join(frame.text for frame in frames) + "]}"
    await _respond(send, 200, body.encode())


async def _stream(
    scope: HTTPScope, ref: str, after: str, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """Stream until the feed ends or the client leaves, whichever is first."""
    stream = Stream(send)
    following = asyncio.create_task(follow(scope, ref, after, stream.send))
    leaving = asyncio.create_task(_departure(receive))
    try:
        await asyncio.wait({following, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if following.done():
            await stream.close(following.exception())
        else:
            leaving.result()  # raises what the guard has against the request's body
    finally:
        for task in (following, leaving):
            task.cancel()
        await asyncio.gather(following, leaving, return_exceptions=True)


class Stream:
    """An open event stream.

    Its head goes out with the first batch, so that a refusal can still be answered before.
    """

    def __init__(self, send: ASGISendCallable) -> None:
        self._send = send
        self._is_open = False

    async def send(self, batch: Sequence[Encoded]) -> None:
        """Write a batch of frames as server-sent events."""
        if not self._is_open:
            self._is_open = True
            await _start(self._send, 200, EVENT_STREAM, [(b"x-accel-buffering", b"no")])
        await self._write(b"".join([frame.sse for frame in batch]), more=True)

    async def close(self, failure: BaseException | None) -> None:
        """End the stream with the reason, numbered as a socket's close code, and when to reconnect.

        Raises `failure` itself if it came before the response had begun.
        """
        if not self._is_open:  # the feed may end before its first frame
            raise failure or wire.Refusal("busy")
        why, patience = "", 1
        if isinstance(failure, wire.Refusal):
            why = f": closed {4000 + failure.status}\n"
            patience = 1 if failure.retry_after_s else 60  # a plain EventSource reconnects for ever
        elif failure:
            logger.error("a stream broke", exc_info=failure)
        retry_ms = random.randint(500, 5_000) * patience  # not all at once
        await self._write(f"{why}retry: {retry_ms}\n\n".encode(), more=False)

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
