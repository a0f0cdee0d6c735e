"""Watchers on bare sockets: cheap, so that the server is what is measured, and strict.

Each must get every frame once and in order; whatever else happens is its `failure`.
"""

import asyncio
from typing import cast

TEXT, CLOSE, PING, PONG = 0x81, 0x88, 0x89, 0x8A
NO_MASK = bytes(4)

UPGRADE = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


class Watcher(asyncio.Protocol):
    """Counts frames behind the head that the first heartbeat tells."""

    status = 200
    headers = ""

    def __init__(self, address: str) -> None:
        self.frames = 0
        self.head = -1
        self.failure = ""
        self._request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{self.headers}\r\n".encode()
        self._is_open = False
        self._unread = b""

    @property
    def is_connected(self) -> bool:
        """Whether it knows the head, so that from here on no gap escapes it."""
        return self.head >= 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        self.failure = self.failure or f"closed: {exc}"

    def data_received(self, data: bytes) -> None:
        data = self._unread + data if self._unread else data
        if not self._is_open:
            head, end, rest = data.partition(b"\r\n\r\n")
            if end and not head.startswith(b"HTTP/1.1 %d " % self.status):
                self.failure = data.decode(errors="replace")
                return self.transport.abort()
            self._is_open = bool(end)
            data = rest if end else data
        self._unread = self.read(data) if self._is_open else data

    def read(self, data: bytes) -> bytes:
        """Takes all whole messages; gives back what is left."""
        raise NotImplementedError

    def on_frame(self, seq: int) -> None:
        if seq != self.head + 1:
            self.failure = self.failure or f"frame {seq} after {self.head}"
        self.head = seq
        self.frames += 1

    def on_heartbeat(self, seq: int) -> None:
        if self.is_connected and seq != self.head:
            self.failure = self.failure or f"heartbeat {seq} at {self.head}"
        self.head = seq


class SocketWatcher(Watcher):
    """RFC 6455; the frames are JSON that begins with its seq."""

    status = 101
    headers = UPGRADE

    def read(self, data: bytes) -> bytes:
        at = 0
        while len(data) - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4]), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10]), at + 10
            if start + size > len(data):
                break
            self._on_message(data[at], data[start : start + size])
            at = start + size
        return data[at:]

    def _on_message(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            pong = bytes([PONG, 0x80 | len(payload)]) + NO_MASK + payload
            self.transport.write(pong)
        elif opcode != TEXT or not payload.startswith(b'{"seq":'):
            self.failure = self.failure or f"opcode {opcode}: {payload!r}"
        else:
            seq = int(payload[7 : payload.index(b",")])
            if b'"type":"HEARTBEAT"' in payload:
                self.on_heartbeat(seq)
            else:
                self.on_frame(seq)


class StreamWatcher(Watcher):
    """Server-sent events in a chunked body; a heartbeat is a comment that ends with its seq."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._events = b""

    def read(self, data: bytes) -> bytes:
        at = 0
        while (end := data.find(b"\r\n", at)) >= 0:
            size = int(data[at:end], 16)
            start = end + 2
            if start + size + 2 > len(data):
                break
            self._on_chunk(data[start : start + size])
            at = start + size + 2
        return data[at:]

    def _on_chunk(self, chunk: bytes) -> None:
        *events, self._events = (self._events + chunk).split(b"\n\n")
        for event in events:
            first, _, data = event.partition(b"\n")
            _, _, seq = first.rpartition(b".")
            if first.startswith(b": heartbeat "):
                self.on_heartbeat(int(seq))
            elif first.startswith(b"id: ") and data.startswith(b'data: {"seq":%s,' % seq):
                self.on_frame(int(seq))
            else:
                self.failure = self.failure or f"event {event!r}"
