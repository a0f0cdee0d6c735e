"""Speak HTTP and WebSocket as a browser does, by libraries that know nothing of the server's."""

from collections.abc import Callable, Iterator
from typing import Any

import h11
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.uri import parse_uri

from tests.proofs.simulation.network import Transport

HOST = "127.0.0.1:8000"
Event = tuple[Any, ...]
Tell = Callable[[Any], None]


class Broken(Exception):
    """The server's bytes are no HTTP or WebSocket."""


class Socket:
    """A WebSocket: what arrives becomes events for the page."""

    def __init__(self, path: str, cookie: str) -> None:
        self._conn = ClientProtocol(parse_uri(f"ws://{HOST}{path}"))
        request = self._conn.connect()
        request.headers["Origin"] = f"http://{HOST}"
        if cookie:
            request.headers["Cookie"] = cookie
        self._conn.send_request(request)

    def to_send(self) -> bytes:
        return b"".join(self._conn.data_to_send())

    def take(self, data: bytes) -> Iterator[Event]:
        self._conn.receive_data(data)
        for event in self._conn.events_received():
            if isinstance(event, Response):
                if event.status_code == 101:
                    yield ("open",)
            elif isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                if not event.fin:
                    raise Broken("the server cuts its messages up")
                yield "message", bytes(event.data).decode()
        failure = self._conn.parser_exc or self._conn.handshake_exc
        if failure and not isinstance(failure, EOFError) and "rejected" not in str(failure):
            raise Broken(f"no WebSocket: {failure!r}")

    def end(self) -> Event:
        received = self._conn.close_rcvd
        return "close", received.code if received else 1006

    def goodbye(self) -> bytes:
        if self._conn.state.name == "OPEN":
            self._conn.send_close(1000)
        return self.to_send()


class Request:
    """A GET request whose answer may be a stream."""

    def __init__(self, path: str, cookie: str, accept: str) -> None:
        self._conn = h11.Connection(h11.CLIENT)
        headers = [("Host", HOST), ("Accept", accept), *([("Cookie", cookie)] if cookie else [])]
        self._request: h11.Request | None = h11.Request(method="GET", target=path, headers=headers)
        self._is_complete = False

    def to_send(self) -> bytes:
        request, self._request = self._request, None
        if request is None:
            return b""
        return (self._conn.send(request) or b"") + (self._conn.send(h11.EndOfMessage()) or b"")

    def take(self, data: bytes) -> Iterator[Event]:
        try:
            self._conn.receive_data(data)
            while (event := self._conn.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
                if isinstance(event, h11.Response):
                    headers = {name.decode(): value.decode() for name, value in event.headers}
                    yield "head", event.status_code, headers
                elif isinstance(event, h11.Data):
                    yield "body", bytes(event.data).decode("latin-1")
                elif isinstance(event, h11.EndOfMessage):
                    self._is_complete = True
                    yield ("end",)
                elif isinstance(event, h11.ConnectionClosed):
                    return
        except h11.RemoteProtocolError as failure:
            raise Broken(f"no HTTP: {failure!r}") from failure

    def end(self) -> Event | None:
        return None if self._is_complete else ("broken",)

    def goodbye(self) -> bytes:
        return b""


class Connection:
    """One connection of a page: a transport, and what speaks over it."""

    def __init__(
        self, transport: Transport, speech: Socket | Request, tell: Tell, wrong: Tell
    ) -> None:
        self.transport, self._speech, self._tell, self._wrong = transport, speech, tell, wrong
        self.is_over = False

    def begin(self) -> None:
        self.transport.send(self._speech.to_send())

    def received(self, data: bytes) -> None:
        if self.is_over:
            return
        for event in self._speech.take(data):
            if not self.is_over:
                self._tell(event)
        if answer := self._speech.to_send():
            self.transport.send(answer)

    def flooded(self) -> None:
        self._wrong("more was written to a reader that takes nothing")

    def lost(self) -> None:
        if not self.is_over:
            self.is_over = True
            if event := self._speech.end():
                self._tell(event)

    def close(self) -> None:
        """The page wants no more of it."""
        if not self.is_over:
            self.is_over = True
            if last := self._speech.goodbye():
                self.transport.send(last)
            self.transport.hang_up()
