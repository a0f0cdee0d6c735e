"""Serve the live feed over WebSockets."""

import logging
import re
from collections.abc import Sequence
from contextlib import suppress

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, WebSocketScope
from websockets.frames import Frame, Opcode

from trips import wire
from trips.live.follow import follow
from trips.live.scope import is_same_origin, lent, query
from trips.live.silence import while_silent
from trips.wire import Encoded

logger = logging.getLogger(__name__)

SOCKETS_PATH = "/ws/trips/"  # and an invitation token or trip id
RESTART = 1012  # RFC 6455's registry: "Service Restart", come back
REFUSED = 4000  # and the HTTP status

_address = re.compile(f"/*{SOCKETS_PATH}([^/]+)")


def messages(batch: Sequence[Encoded]) -> bytes:
    """Frame texts as the server does: whole messages, unmasked (RFC 6455, 5.2)."""
    return b"".join(Frame(Opcode.TEXT, each.text.encode()).serialize(mask=False) for each in batch)


async def sockets(
    scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """Serve the WebSocket of one watcher; refuse the handshake at any other address."""
    await receive()  # that it connects
    address = _address.fullmatch(scope["path"])
    if not address:
        return await _close(send, REFUSED + 404)
    if not is_same_origin(scope):
        return await _close(send, REFUSED + 403)
    await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
    code = RESTART

    async def send_each(batch: Sequence[Encoded]) -> None:
        for frame in batch:
            await send({"type": "websocket.send", "text": frame.text, "bytes": None})

    try:
        following = follow(scope, address[1], query(scope, "after"), send_each, messages)
        message = await while_silent(receive, following, lent(scope))
        if message and message["type"] == "websocket.disconnect":
            return
        if message:
            code = REFUSED + 400  # watchers only listen
    except wire.Refusal as refusal:
        code = REFUSED + refusal.status
    except OSError:
        return  # the client is gone
    except Exception:
        logger.exception("a socket broke")
    await _close(send, code)


async def _close(send: ASGISendCallable, code: int) -> None:
    with suppress(OSError, RuntimeError):  # closed already
        await send({"type": "websocket.close", "code": code, "reason": None})
