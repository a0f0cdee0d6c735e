"""Receive request bodies, bounded in size and time."""

import asyncio
from contextlib import suppress

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGIReceiveEvent,
)

MOST_BODY_BYTES = 64 * 1024
MOST_DRAINED_BYTES = 32 * 1024 * 1024  # of a body that was refused
REQUEST_WITHIN_S = 30  # its head, and then its body
TOO_LARGE = b"The request is too large: 64 kB at most. Nothing was changed; send less."


class BodyRefused(Exception):
    """A request body over its limit in bytes or seconds, with the status and text to answer."""

    def __init__(self, status: int, sentence: bytes, *, is_sent_on: bool = False) -> None:
        self.status, self.sentence, self.is_sent_on = status, sentence, is_sent_on


def capped(receive: ASGIReceiveCallable) -> ASGIReceiveCallable:
    """Wrap `receive` so that it raises BodyRefused for a body that is too large or too slow."""
    taken = 0
    deadline: float | None = asyncio.get_running_loop().time() + REQUEST_WITHIN_S

    async def receive_capped() -> ASGIReceiveEvent:
        nonlocal taken, deadline
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise BodyRefused(
                408, b"The request took too long. Nothing was changed; send it again."
            ) from None
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > MOST_BODY_BYTES:
                raise BodyRefused(413, TOO_LARGE, is_sent_on=message.get("more_body", False))
            if not message.get("more_body", False):
                deadline = None  # the next message is the client's hanging up
        return message

    return receive_capped


async def drain(receive: ASGIReceiveCallable) -> None:
    """Read and discard the rest of a refused body, within limits of size and time."""
    taken = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(REQUEST_WITHIN_S):
            while taken < MOST_DRAINED_BYTES:
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
                taken += len(message.get("body", b""))
