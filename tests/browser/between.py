"""What stands between browsers and us: a line that can be cut, a filter that holds events back."""

import asyncio
import re
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Literal

from tests.parts import free_port


class Between:
    """A proxy before a server. Plain answers pass; sockets and streams fare as it is told."""

    def __init__(
        self,
        port: int,
        socket: Literal["passes", "refused", "hangs"] = "passes",
        stream: Literal["passes", "head", "nothing"] = "passes",
    ) -> None:
        self._server_port = port
        self._socket, self._stream = socket, stream
        self._port = free_port()
        self._is_cut = False
        self._open: set[asyncio.StreamWriter] = set()
        self.url = f"http://127.0.0.1:{self._port}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Between":
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, *failure: object) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def cut(self) -> None:
        """Breaks every connection, and lets none come."""
        self._is_cut = True
        self._run(self._hang_up())

    def mend(self) -> None:
        self._is_cut = False

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", self._port)

    async def _hang_up(self) -> None:
        for answer in self._open:
            answer.transport.abort()

    def _run(self, work: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _meet(self, browser: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        self._open.add(answer)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                if not self._is_cut:
                    await self._pass_on(browser, answer)
        finally:
            self._open.discard(answer)
            answer.close()

    async def _pass_on(self, browser: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        head = await browser.readuntil(b"\r\n\r\n")
        is_socket = b"upgrade: websocket" in head.lower()
        if is_socket and self._socket != "passes":
            if self._socket == "hangs":
                await browser.read()
            return
        server, question = await asyncio.open_connection("127.0.0.1", self._server_port)
        idempotency_key = (
            re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head)[:-2] + b"Connection: close\r\n\r\n"
        )
        question.write(head if is_socket else idempotency_key)
        asking = asyncio.create_task(_pump(browser, question))
        try:
            if b"accept: text/event-stream" in head.lower() and self._stream != "passes":
                await self._hold_back(server, answer)
            await _pump(server, answer)
        finally:
            asking.cancel()
            question.close()

    async def _hold_back(self, server: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        if self._stream == "head":
            answer.write(await server.readuntil(b"\r\n\r\n"))
        while await server.read(65_536):
            pass


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
