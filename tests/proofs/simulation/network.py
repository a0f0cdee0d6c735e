"""TCP between a client and a process: in order, with a latency, windows and readers that stall."""

import asyncio
import contextvars
from collections.abc import Callable
from random import Random
from typing import Any, Protocol

from tests.virtual_loop import OUTSIDE

Context = contextvars.Context


WHILE_PAUSED_BYTES = 256  # a ping, a reason to close


class Reader(Protocol):
    """The client's end: what happens to it."""

    def flooded(self) -> None: ...

    def received(self, data: bytes) -> None: ...

    def lost(self) -> None: ...


class Transport(asyncio.Transport):
    """The server's end of a connection, as asyncio would hand it to a protocol.

    What the window of the connection does not take waits in a buffer; above `high` bytes there the
    protocol is asked to pause.
    """

    def __init__(self, address: str, random: Random, window: int, high: int) -> None:
        super().__init__({"peername": (address, 40_000), "sockname": ("127.0.0.1", 8000)})
        self._loop = asyncio.get_running_loop()
        self._random, self._room = random, window
        self._high, self._low = high, high // 4
        self._buffer = bytearray()
        self._is_closing = self._is_lost = self._is_paused = False
        self._last_arrival = self._last_departure = 0.0
        self._unread: list[tuple[Callable[..., Any], Any]] = []  # by a client that has stalled
        self._to_server: list[bytes] = []  # while the protocol reads nothing
        self._reads = True
        self.is_stalled = False
        self.is_abandoned = False  # by a server that has ended without a word

    def begin(self, protocol: asyncio.Protocol, inside: Context, reader: Reader) -> None:
        """Connect a protocol, whose code runs in the context `inside`, and a reader."""
        self._protocol, self._inside, self._reader = protocol, inside, reader
        self._inside_call(protocol.connection_made, self)

    # The server's side, called by the protocol and by what writes straight.

    def write(self, data: Any) -> None:
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError("a transport takes bytes")
        if self._is_lost or not data:
            return
        if self._is_paused and len(data) > WHILE_PAUSED_BYTES:
            self._reader.flooded()
        self._buffer += data
        self._flush()
        if len(self._buffer) > self._high and not self._is_paused:
            self._is_paused = True
            self._protocol.pause_writing()

    def writelines(self, list_of_data: Any) -> None:
        self.write(b"".join(list_of_data))

    def get_write_buffer_size(self) -> int:
        return len(self._buffer)

    def get_write_buffer_limits(self) -> tuple[int, int]:
        return self._low, self._high

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self._high = 64 * 1024 if high is None else high
        self._low = self._high // 4 if low is None else low

    def can_write_eof(self) -> bool:
        return False

    def is_closing(self) -> bool:
        return self._is_closing

    def close(self) -> None:
        """End the connection when all that was written is sent."""
        if not self._is_closing:
            self._is_closing = True
            self._close_if_sent()

    def abort(self) -> None:
        """End the connection at once; what waits in the buffer is lost."""
        self._is_closing = True
        self._lose(None)

    def pause_reading(self) -> None:
        self._reads = False

    def resume_reading(self) -> None:
        self._reads = True
        while self._to_server and self._reads and not self._is_lost:
            self._protocol.data_received(self._to_server.pop(0))

    def is_reading(self) -> bool:
        return self._reads

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._protocol

    def set_protocol(self, protocol: Any) -> None:
        self._protocol = protocol

    # The client's side.

    def send(self, data: bytes) -> None:
        """Bring what the client sends to the server."""
        self._inside_call(self._deliver, data)

    def hang_up(self) -> None:
        """Tell the server that the client is gone."""
        self._inside_call(self._lose, ConnectionResetError("the client is gone"))

    def break_down(self) -> None:
        """Cut the connection: both ends learn of it."""
        self.hang_up()
        self._arrive(self._reader.lost)

    def stall(self) -> None:
        """Let the client read nothing more."""
        self.is_stalled = True

    def read_on(self) -> None:
        """Let the client read what has arrived meanwhile, and all that comes."""
        self.is_stalled = False
        unread, self._unread = self._unread, []
        for act, args in unread:
            act(*args)

    def _deliver(self, data: bytes) -> None:
        if self._is_lost or self._is_closing:
            return
        if self._reads:
            self._protocol.data_received(data)
        else:
            self._to_server.append(data)

    def _flush(self) -> None:
        """Send as much of the buffer as the window takes."""
        data = bytes(self._buffer[: self._room])
        if data:
            del self._buffer[: len(data)]
            self._room -= len(data)
            self._arrive(self._take, data)
        if self._is_paused and len(self._buffer) <= self._low:
            self._is_paused = False
            self._protocol.resume_writing()
        self._close_if_sent()

    def _take(self, data: bytes) -> None:
        self._inside_call(self._acknowledged, len(data))
        self._reader.received(data)

    def _acknowledged(self, count: int) -> None:
        self._room += count
        if not self._is_lost:
            self._flush()

    def _close_if_sent(self) -> None:
        if self._is_closing and not self._buffer and not self._is_lost:
            self._lose(None)

    def _lose(self, failure: Exception | None) -> None:
        if self._is_lost:
            return
        self._is_lost = self._is_closing = True
        self._buffer.clear()
        self._loop.call_soon(self._tell_lost, failure, context=self._inside)
        if failure is None:
            self._arrive(self._reader.lost)

    def _tell_lost(self, failure: Exception | None) -> None:
        self._protocol.connection_lost(failure)  # it may have been replaced meanwhile

    def _arrive(self, act: Callable[..., Any], *args: Any) -> None:
        """Let something happen at the client, in order, after a latency."""
        self._last_arrival = self._after(self._last_arrival)
        self._loop.call_at(self._last_arrival, self._meet, act, args, context=OUTSIDE)

    def _meet(self, act: Callable[..., Any], args: Any) -> None:
        if self.is_stalled:
            self._unread.append((act, args))
        else:
            act(*args)

    def _inside_call(self, act: Callable[..., Any], *args: Any) -> None:
        """Let something happen at the server, in order, after a latency."""
        self._last_departure = self._after(self._last_departure)
        self._loop.call_at(self._last_departure, act, *args, context=self._inside)

    def _after(self, last: float) -> float:
        return max(last + 1e-9, self._loop.time() + self._random.uniform(0.001, 0.02))
