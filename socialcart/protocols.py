"""Bound what a connection may make uvicorn wait for, read or log."""

import asyncio
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets import http11

from socialcart.answers import Answer, Bounded
from socialcart.bodies import REQUEST_WITHIN_S
from socialcart.guard import MOST_HEADER_BYTES

MALFORMED = "The request is malformed."
# A handshake may bring as many cookies as any request. No argument of uvicorn sets this.
http11.MAX_LINE_LENGTH = MOST_HEADER_BYTES
MOST_CHUNK_BYTES = 512 * 1024  # asyncio hands over 256 kB at most, perhaps with bodies before
LENT = "socialcart.lent"  # an extension of the scope: the connection itself, for the live doors


class Messages(asyncio.Queue[Any]):
    """What a client has sent; the next message cancels `task`."""

    task: "asyncio.Task[Any] | None" = None

    def put_nowait(self, item: Any) -> None:
        super().put_nowait(item)
        if task := self.task:
            self.task = None  # what it does about the message is not to be cancelled
            task.cancel()


class Sockets(Bounded, WebSocketsSansIOProtocol):
    """A WebSocket connection that refuses an unreadable handshake, which uvicorn leaves hanging."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue: Messages = Messages()

    def cancel_at_a_message(self, task: "asyncio.Task[Any] | None") -> None:
        """Cancel a task when the client sends something or leaves, or has done so already."""
        self.queue.task = task
        if task and not self.queue.empty():
            task.cancel()

    async def send(self, message: Any) -> None:
        # uvicorn ignores that a client who is leaving is accepted, and blames us for what follows.
        if self.transport.is_closing() and not self.handshake_complete:
            raise ClientDisconnected
        await super().send(message)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.handshake_initiated:  # it always comes whole
            answer = b"".join(self.conn.data_to_send()) or refusal(HTTPStatus.BAD_REQUEST)
            self.transport.write(answer)
            self.transport.close()

    def handle_connect(self, event: http11.Request) -> None:
        super().handle_connect(event)
        if not self.handshake_complete:  # else it was refused
            self.scope["extensions"][LENT] = {LENT: self}

    def send_receive_event_to_app(self) -> None:
        # As text, uvicorn would decode it, and log a traceback for each that is not UTF-8.
        self.curr_msg_data_type = "bytes"
        super().send_receive_event_to_app()


class Parser(httptools.HttpRequestParser):
    """An HTTP parser that goes on reading when a client offers an upgrade that we decline.

    uvicorn's takes what follows such a head for the other protocol, and loses the body.
    """

    def __init__(self, connection: "Requests") -> None:
        super().__init__(connection)
        self._connection = connection

    def feed_data(self, data: Any) -> None:
        """Parse bytes as they arrive. Raises HttpParserUpgrade for a WebSocket handshake alone."""
        rest = memoryview(data)
        while True:
            try:
                return super().feed_data(rest)
            except httptools.HttpParserUpgrade as offer:
                if not self._connection.declines():
                    raise
                rest = rest[offer.args[0] :]
                super().feed_data(self._connection.head_without_upgrade())


class Requests(Bounded, HttpToolsProtocol):
    """An HTTP connection whose heads are bounded in size and time."""

    head_bytes: int | None = 0  # of the head so far; None while a body comes
    head_deadline: asyncio.TimerHandle

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parser = Parser(self)
        # As uvicorn's own parser: what follows the last request of a connection is no error.
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.head_deadline.cancel()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.head_bytes = 0
        self.head_deadline.cancel()
        self._wait_for_head()

    def on_headers_complete(self) -> None:
        self.head_bytes = None
        self.head_deadline.cancel()
        if not self.declines():
            self.scope["extensions"] = {}
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        if not self.declines():
            self.scope.setdefault("extensions", {})[LENT] = {LENT: self}
            super().on_message_complete()

    def keep(self, writer: "asyncio.Task[None]") -> Answer:
        """Leave the rest of an answer that has begun to a task. To uvicorn it looks finished.

        What the client has asked behind it is not answered: the head says that the connection ends.
        """
        was_lost = self.cycle.disconnected
        answer = Answer(self.transport, self.connections, writer)
        if self.flow.write_paused:
            answer.pause_writing()
        self.pipeline.clear()
        if not self.transport.is_closing():
            self.flow.resume_reading()  # or nothing tells that the client leaves
        self.running.disconnected = True
        self.running.scope["extensions"].clear()  # they hold each other
        self.connection_lost(ConnectionError("kept"))
        if was_lost:
            answer.connection_lost(None)
        return answer

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self.running = cycle  # uvicorn keeps the last, which may wait behind it
        super()._start_asgi_task(cycle, app)

    def declines(self) -> bool:
        """Return whether the head offers an upgrade that is to be ignored (RFC 9110, 7.8)."""
        is_offered = any(name == b"upgrade" for name, _ in self.headers)
        return is_offered and self.parser.should_upgrade() and not self._should_upgrade()

    def head_without_upgrade(self) -> bytes:
        """Rebuild the parsed head without its Upgrade header."""
        line = b"%s %s HTTP/%s" % (
            self.parser.get_method(),
            self.url,
            self.parser.get_http_version().encode(),
        )
        kept = [b"%s: %s" % (name, value) for name, value in self.headers if name != b"upgrade"]
        return b"\r\n".join([line, *kept, b"", b""])

    def data_received(self, data: bytes) -> None:
        if self.head_bytes is not None:
            self.head_bytes += len(data)
            if self.head_bytes > MOST_CHUNK_BYTES:
                return self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        super().data_received(data)

    def _should_upgrade(self) -> bool:
        """Return whether the request opens a WebSocket, which only a GET may (RFC 6455, 4.1)."""
        return self.parser.get_method() == b"GET" and super()._should_upgrade()

    def _wait_for_head(self) -> None:
        late = HTTPStatus.REQUEST_TIMEOUT
        self.head_deadline = self.loop.call_later(REQUEST_WITHIN_S, self._refuse, late)

    def _refuse(self, status: HTTPStatus) -> None:
        self.transport.write(refusal(status))
        self.transport.close()


def refusal(status: HTTPStatus) -> bytes:
    """Build a raw HTTP answer to bytes that are no request."""
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "content-type: text/plain; charset=utf-8",
        f"content-length: {len(MALFORMED)}",
        "connection: close",
    )
    return "\r\n".join([*head, "", MALFORMED]).encode()
