"""Bound how long a client may take to read, and hold an answer that goes on for hours."""

import asyncio
from typing import Any

TAKES_WITHIN_S = 60.0  # in which a client must read what it was sent


class Bounded(asyncio.Protocol):
    """A connection that is aborted when its client reads nothing for TAKES_WITHIN_S."""

    transport: asyncio.Transport
    write_deadline: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        super().pause_writing()
        loop = asyncio.get_running_loop()
        self.write_deadline = loop.call_later(TAKES_WITHIN_S, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._let_stay()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._let_stay()

    def _let_stay(self) -> None:
        if self.write_deadline:
            self.write_deadline.cancel()


class Answer(Bounded):
    """A connection on which an answer goes on; of its request nothing is kept, which takes 10 kB.

    `writer` is the task that writes it: it is cancelled when the client leaves.
    """

    _room: "asyncio.Future[None] | None" = None  # is awaited where the client reads too slowly

    def __init__(
        self, transport: asyncio.Transport, connections: set[Any], writer: "asyncio.Task[None]"
    ) -> None:
        self.transport, self._connections, self._writer = transport, connections, writer
        transport.set_protocol(self)
        connections.add(self)

    def data_received(self, data: bytes) -> None:
        """Ignore what a client sends before it reads that the connection is going to close."""

    def pause_writing(self) -> None:
        super().pause_writing()
        self._room = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._room and not self._room.done():
            self._room.set_result(None)
        self._room = None

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._connections.discard(self)
        self._writer.cancel()

    def shutdown(self) -> None:
        """Let the writer end the answer, when uvicorn asks each connection to end."""

    async def write(self, chunk: bytes) -> None:
        """Write a chunk once there is room for it."""
        while self._room:
            await self._room
        self.transport.write(chunk)

    async def end(self, chunks: bytes) -> None:
        """Write the last chunks, and close the connection."""
        await self.write(chunks)
        self.transport.close()
