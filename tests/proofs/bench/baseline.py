"""What the figures stand beside: Channels as in its tutorial, a consumer with its own group
membership for each connection, under the server and the settings of `manage.py serve`.
"""

import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings

GROUP = "trip"
Send = Callable[[dict[str, Any]], Awaitable[None]]

head = 0


class Watcher(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()
        await self.send(text_data=_frame("HEARTBEAT", {}))

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def frame(self, event: dict[str, str]) -> None:
        await self.send(text_data=event["text"])


sockets = Watcher.as_asgi()


async def application(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """Sockets are watchers; any request is a join."""
    if scope["type"] == "websocket":
        await sockets(scope, receive, send)
    else:
        await _join()
        await send({"type": "http.response.start", "status": 200, "headers": [NO_BODY]})
        await send({"type": "http.response.body"})


NO_BODY = (b"content-length", b"0")


async def _join() -> None:
    global head
    head += 1
    message = {"type": "frame", "text": _frame("MEMBER_JOINED", JOINED)}
    await get_channel_layer().group_send(GROUP, message)


JOINED = {
    "member": {
        "id": "w7MZtBH3cHq5kGqGkq1Jqw",
        "name": "Guest 1234",
        "avatar": "G",
        "isAdmin": False,
        "joinedAt": "2026-11-22T15:04:05.123456Z",
    },
    "memberCount": 1234,
    "requiredMembers": 5,
    "isDiscountUnlocked": True,
}


def _frame(kind: str, data: dict[str, Any]) -> str:
    """As large as ours."""
    at = "2026-11-22T15:04:05.123456Z"
    frame = {"seq": head, "epoch": "7f3a5c1e", "type": kind, "at": at, "data": data}
    return json.dumps(frame, separators=(",", ":"))


def serve(port: int) -> None:
    memory = "channels.layers.InMemoryChannelLayer"
    settings.configure(CHANNEL_LAYERS={"default": {"BACKEND": memory}})
    uvicorn.run(
        application,
        port=port,
        lifespan="off",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        ws_per_message_deflate=False,
        ws_max_size=4_096,
        limit_concurrency=10_000,
    )


if __name__ == "__main__":
    serve(int(sys.argv[1]))
