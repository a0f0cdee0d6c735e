"""Do something for a client for as long as it sends nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from socialcart.protocols import Sockets

Message = TypeVar("Message")


async def while_silent(
    receive: Callable[[], Awaitable[Message]],
    following: Awaitable[None],
    connection: Any = None,
) -> Message | None:
    """Await `following`, but cancel it when the client sends something or leaves.

    Returns the message, or None if `following` ended first; raises what that raised. A connection
    that the server lends saves the task that waits for a message.
    """
    if not isinstance(connection, Sockets):
        return await _first(asyncio.ensure_future(receive()), asyncio.ensure_future(following))
    connection.cancel_at_a_message(asyncio.current_task())
    try:
        await following
    except asyncio.CancelledError:
        if connection.queue.empty():
            raise
        return await receive()
    finally:
        connection.cancel_at_a_message(None)
    return None


async def _first(
    heard: "asyncio.Future[Message]", followed: "asyncio.Future[None]"
) -> Message | None:
    both: list[asyncio.Future[Any]] = [heard, followed]
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not followed.done():
            return heard.result()
        followed.result()
        return None
    finally:
        for each in both:
            each.cancel()
        await asyncio.gather(*both, return_exceptions=True)
