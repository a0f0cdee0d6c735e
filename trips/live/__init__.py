"""The live doors, WebSocket and server-sent events: one way to follow a trip, two framings.

`follow` is what both share, `socket` and `stream` frame it, `head` reads the head of a connection.
"""

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable

from trips.feed import process
from trips.live.socket import sockets
from trips.live.stream import events

EVENTS_PATH = "/api/social-cart/events"

__all__ = ["EVENTS_PATH", "events", "lifespan", "sockets"]


async def lifespan(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """The feed lives as long as the server."""
    while (await receive())["type"] == "lifespan.startup":
        await process.start()
        await send({"type": "lifespan.startup.complete"})
    await process.stop()
    await send({"type": "lifespan.shutdown.complete"})
