"""The door to members' devices: what has happened since the last push, in a few words (RFC 8030).

A push service that a browser has chosen hands it on. It cannot read it (RFC 8291), and knows by a
signature that it comes from us (RFC 8292).
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parseaddr
from hashlib import sha256
from urllib.parse import urlsplit

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from socialcart import outages, vapid
from trips import clock
from trips.change import committed
from trips.deliveries import backlog, devices, member_news
from trips.deliveries.doors import Answer, Message, Outcome
from trips.deliveries.posting import Poster
from trips.forms import Subscription
from trips.models import DeliveryCursor, Receiver
from trips.words import Line, text_of

Post = tuple[str, Mapping[str, str], bytes]  # to which address, its headers and body
Push = Mapping[str, str]  # what the service worker reads

MOST_LINES = 3  # the newest
LONGEST_LINE = 120  # characters: what is longer is cut off by phones, too
REST = timedelta(minutes=1)
KEPT_FOR = timedelta(days=3)  # by a push service, until the device can be reached
TOKEN_LIFE = timedelta(hours=12)  # RFC 8292 allows a day
# What services answer (RFC 8030, 5 and 7.3); any other failure is tried again.
OUTCOMES = {
    400: Outcome.REFUSED,
    404: Outcome.GONE,
    410: Outcome.GONE,
    413: Outcome.REFUSED,
}
NOT_OUR_KEY = {401, 403}


class KeyRefused(Exception):
    """A push service does not take VAPID_KEY."""


class Pushes:
    """The door to devices: a push at once, the next one after a rest."""

    most_at_once = 32
    rest = REST
    forgets_gone = True

    def __init__(self) -> None:
        self._poster = Poster()

    def next(self, cursor: DeliveryCursor) -> list[Message]:
        """Write the next push. A device that is no longer a member's gets none, and is forgotten.

        Raises Receiver.DoesNotExist, Trip.DoesNotExist.
        """
        receiver = cursor.receiver
        if not devices.may_tell(receiver):
            committed(receiver.delete)
            raise Receiver.DoesNotExist
        assert receiver.member
        trip = receiver.member.trip
        unread = backlog.unread(cursor, trip)
        if unread is None:
            return []
        events, due, epoch, seq, reminder = unread
        with override(receiver.language):
            said, is_passing = member_news.in_short(receiver.member, events)
            reminded = member_news.reminded(receiver, due)
            is_passing = is_passing and not reminded
            about = "arrivals" if is_passing else f"{epoch}.{seq}.{reminder}"
            said += reminded
            push = _push(receiver, trip.title, said, about) if said else None
        return [Message(epoch, seq, push, reminder)]

    def pack(self, cursor: DeliveryCursor, content: Push) -> Post:
        """Encrypt and sign a push. Raises keys.Unreadable."""
        to = devices.subscription_of(cursor.receiver)
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return to.endpoint, headers_of(to, content["tag"]), encrypted(body, to)

    async def send(self, parcel: Post) -> Answer:
        """Post a push. Raises nothing."""
        answer = await self._poster.post(*parcel)
        if answer.status in NOT_OUR_KEY:
            host = urlsplit(parcel[0]).hostname
            outages.report("Web Push", KeyRefused(f"{host} refuses VAPID_KEY: {answer.reason}"))
        return answer._replace(outcome=OUTCOMES.get(answer.status, answer.outcome))

    async def close(self) -> None:
        """Close all connections."""
        await self._poster.close()


def public_key() -> str:
    """Return the key that browsers ask a push service with, in base64url; "" without one."""
    if not settings.VAPID_KEY:
        return ""
    key = vapid.private_key(settings.VAPID_KEY).public_key()
    return _base64(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def headers_of(to: Subscription, tag: str) -> Mapping[str, str]:
    """Build the headers of a push: an undelivered one with the same tag is replaced by it."""
    return {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "User-Agent": "SocialCart",
        "TTL": f"{KEPT_FOR.total_seconds():.0f}",
        "Urgency": "low" if tag.endswith(".arrivals") else "normal",
        "Topic": _base64(sha256(tag.encode()).digest())[:32],  # as long as it may be
        "Authorization": f"vapid t={_token(to.endpoint)}, k={public_key()}",
    }


def encrypted(body: bytes, to: Subscription) -> bytes:
    """Encrypt a body so that the browser alone can read it (RFC 8291)."""
    return bytes(
        http_ece.encrypt(
            body,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=to.public_key,
            auth_secret=to.secret,
            version="aes128gcm",
        )
    )


def _token(endpoint: str) -> str:
    """Sign who we are, for the push service of an endpoint alone (RFC 8292)."""
    service = urlsplit(endpoint)
    claims = {
        "aud": f"{service.scheme}://{service.netloc}",
        "exp": int((clock.now() + TOKEN_LIFE).timestamp()),
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
    }
    return jwt.encode(claims, vapid.private_key(settings.VAPID_KEY), algorithm="ES256")


def _push(receiver: Receiver, title: str, said: list[Line], about: str) -> Push:
    """Write what is shown, in the active language."""
    lines = [_shortened(text_of(line)) for line in said[-MOST_LINES:]]
    if len(said) > MOST_LINES:
        lines.append(gettext("There is more on the trip's page."))
    return {
        "title": title,
        "body": "\n".join(lines),
        "url": reverse("hub", args=[receiver.trip_id]),
        "tag": f"{receiver.trip_id}.{about}",
    }


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"


def _base64(some: bytes) -> str:
    return urlsafe_b64encode(some).decode().rstrip("=")
