"""Who watches a real server from outside: a stream as browsers read it, the address of a socket,
the headers that ask for one."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import websockets
from websockets.exceptions import ConnectionClosed

from tests.server import Server

UPGRADE = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


class EventSource:
    """A reader as a browser's: `onmessage` sees each event without a name, and its id."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self.lines = lines
        self.last_id = ""

    async def message(self, within_s: float = 5.0) -> dict[str, Any]:
        async with asyncio.timeout(within_s):
            data = ""
            async for line in self.lines:
                name, _, value = line.partition(": ")
                assert name != "event", "a plain onmessage would not see it"
                if name == "id":
                    self.last_id = value
                elif name == "data":
                    data += value
                elif not line and data:
                    frame: dict[str, Any] = json.loads(data)
                    return frame
        raise AssertionError("the stream ended")


@asynccontextmanager
async def event_source(server: Server, ref: str, **headers: str) -> AsyncIterator[EventSource]:
    address = f"{server.url}/api/social-cart/events?tripId={ref}"
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(timeout=10) as client:
        async with client.stream("GET", address, headers=headers) as answer:
            assert answer.headers["content-type"] == "text/event-stream"
            lines = answer.aiter_lines()
            assert (await anext(lines)).startswith(": heartbeat ")
            yield EventSource(lines)


def socket_url(server: Server, path: str) -> str:
    return f"ws://127.0.0.1:{server.port}{path}"


async def frame_of(connection: websockets.ClientConnection) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(await asyncio.wait_for(connection.recv(), 5))
    return frame


async def news_of(connection: websockets.ClientConnection) -> dict[str, Any]:
    """The next frame that is no heartbeat: one may come at any moment."""
    while (frame := await frame_of(connection))["type"] == "HEARTBEAT":
        pass
    return frame


async def close_code(url: str, **options: Any) -> int:
    """With which code the server ends this socket."""
    async with websockets.connect(url, **options) as connection:
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await asyncio.wait_for(connection.recv(), 5)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code
