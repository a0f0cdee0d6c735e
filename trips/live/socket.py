"""Serve the live feed over WebSockets."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from channels.routing import URLRouter
from django.urls import path, re_path

from trips import wire
from trips.live.follow import follow
from trips.live.scope import is_same_origin, query
from trips.wire import Encoded

logger = logging.getLogger(__name__)

RESTART = 1012  # RFC 6455's registry: "Service Restart", come back
REFUSED = 4000  # and the HTTP status


class TripConsumer(AsyncConsumer):
    """The WebSocket of one watcher."""

    channel_layer_alias = ""  # takes no channel: with Redis down it could not even connect
    following: "asyncio.Task[None] | None" = None
    is_closed = False  # by us; the server refuses what is still being sent

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Handle an ASGI message: connect, receive or disconnect.

        Channels' own `dispatch` would also clean up database connections, which queues in one
        thread.
        """
        if message["type"] == "websocket.connect":
            await self._connect()
        elif message["type"] == "websocket.receive":
            await self._close(REFUSED + 400)  # watchers only listen
        else:
            await self._end()

    async def _connect(self) -> None:
        if not is_same_origin(self.scope):
            return await self._close(REFUSED + 403)
        await self.base_send({"type": "websocket.accept"})
        self.following = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        ref = self.scope["url_route"]["kwargs"]["ref"]
        code = RESTART
        try:
            await follow(self.scope, ref, query(self.scope, "after"), self._send)
        except wire.Refusal as refusal:
            code = REFUSED + refusal.status
        except OSError:
            return  # the client is gone; its disconnect follows
        except Exception:
            if not self.is_closed:
                logger.exception("a socket broke")
        finally:
            await self._close(code)

    async def _send(self, batch: Sequence[Encoded]) -> None:
        for frame in batch:
            await self.base_send({"type": "websocket.send", "text": frame.text})

    async def _close(self, code: int) -> None:
        self.is_closed = True
        with suppress(OSError, RuntimeError):  # closed already
            await self.base_send({"type": "websocket.close", "code": code})

    async def _end(self) -> None:
        if self.following:
            self.following.cancel()
            await asyncio.gather(self.following, return_exceptions=True)
        raise StopConsumer


class NoSuchDoor(AsyncConsumer):
    """The consumer of every other address, which refuses the handshake."""

    channel_layer_alias = ""

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Refuse the handshake with code 4404."""
        if message["type"] == "websocket.connect":
            await self.base_send({"type": "websocket.close", "code": REFUSED + 404})
        else:
            raise StopConsumer


sockets = URLRouter(
    [
        path("ws/trips/<str:ref>", TripConsumer.as_asgi()),
        re_path("", NoSuchDoor.as_asgi()),
    ]
)
