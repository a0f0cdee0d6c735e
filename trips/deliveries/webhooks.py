"""Build what a webhook endpoint is sent, sign it as Standard Webhooks says, and send it.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import binascii
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import timedelta

from standardwebhooks.webhooks import Webhook

from trips import clock, wire
from trips.deliveries import backlog
from trips.deliveries.doors import Answer, Message
from trips.deliveries.posting import Poster
from trips.models import DeliveryCursor
from trips.wire import events

Post = tuple[str, Mapping[str, str], bytes]  # to which address, its headers and body

SECRET_BYTES = 32
PREFIX = "whsec_"


def new_secret() -> str:
    """Make a secret to sign with: "whsec_" and 32 random bytes in base64."""
    return f"{PREFIX}{b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def is_secret(text: str) -> bool:
    """Return whether a text is a secret as the standard wants it: 24 to 64 bytes in base64."""
    try:
        size = len(b64decode(text.removeprefix(PREFIX), validate=True))
    except (binascii.Error, ValueError):
        return False
    return text.startswith(PREFIX) and 24 <= size <= 64


def body_of(trip_id: str, frame: wire.Frame) -> str:
    """Encode the body of a delivery: the frame that hubs get, with the trip's own id."""
    shape = {"tripId": trip_id, **frame}
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":"))


def headers_of(trip_id: str, frame: wire.Frame, body: str, secret: str) -> Mapping[str, str]:
    """Build the signed headers; the id is "<tripId>.<epoch>.<seq>", however often it is sent."""
    message_id = f"{trip_id}.{frame['epoch']}.{frame['seq']}"
    now = clock.now()
    return {
        "Content-Type": "application/json",
        "User-Agent": "SocialCart",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, now, body),
    }


class Webhooks:
    """The door to endpoints: each wanted event in a POST of its own."""

    most_at_once = 64
    rest = timedelta(0)
    forgets_gone = False

    def __init__(self) -> None:
        self._poster = Poster()

    def next(self, cursor: DeliveryCursor) -> list[Message]:
        """Read the next frames that the endpoint wants. Raises Trip.DoesNotExist."""
        frames, wants = backlog.after(cursor), cursor.receiver.wants
        return [
            Message(frame["epoch"], frame["seq"], frame if is_wanted else None)
            for frame in frames
            if (is_wanted := frame["type"] == events.RESET or wants(frame["type"]))
            or frame is frames[-1]
        ]

    def pack(self, cursor: DeliveryCursor, content: wire.Frame) -> Post:
        """Encode and sign a frame. Raises keys.Unreadable."""
        body = body_of(cursor.trip_id, content)
        headers = headers_of(cursor.trip_id, content, body, cursor.receiver.secret)
        return cursor.receiver.address, headers, body.encode()

    async def send(self, parcel: Post) -> Answer:
        """Post a frame. Raises nothing."""
        return await self._poster.post(*parcel)

    async def close(self) -> None:
        """Close all connections."""
        await self._poster.close()
