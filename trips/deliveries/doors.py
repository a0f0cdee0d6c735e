"""What the deliverer asks of a door: the way on which the news leaves, one for each kind."""

from datetime import timedelta
from enum import Enum
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext_noop

from trips.models import DeliveryCursor

TIMEOUT_S = 5.0  # for all of one delivery


class Outcome(Enum):
    """What became of a delivery."""

    TAKEN = "taken"
    FAILED = "failed"
    REFUSED = "refused"  # this one message, for ever: it is passed over
    GONE = "gone"  # nobody wants it any more (RFC 9110, 15.5.11)


class Answer(NamedTuple):
    """The outcome, and why in a few words for staff, which hold nothing that was sent.

    `status` is that of HTTP, `retry_after_s` how long the other side wants to be left alone.
    """

    outcome: Outcome
    reason: str = ""
    status: int = 0
    retry_after_s: float = 0.0


# Why staff are told that nothing came; trips/admin/failures.py says it in their language.
NO_CONNECTION = Answer(Outcome.FAILED, gettext_noop("no connection"))
NOT_ALLOWED = Answer(Outcome.FAILED, gettext_noop("address not allowed"))
TOO_LATE = Answer(Outcome.FAILED, f"no answer in {TIMEOUT_S:g} s")


class Message(NamedTuple):
    """What is sent at once, and where in the log the cursor stands once it was taken.

    Without content nothing is sent: nobody wants to be told of those events.
    """

    epoch: str
    seq: int
    content: Any
    reminder: int | None = None  # the id of the last one in it, if it can hold any


class Door(Protocol):
    """One way out. It is made on the deliverer's loop."""

    most_at_once: int  # deliveries of one process
    rest: timedelta  # between two messages to one cursor; what happens meanwhile is joined
    forgets_gone: bool  # else a receiver that is gone stays, turned off

    def next(self, cursor: DeliveryCursor) -> list[Message]:
        """Read what is to be sent after a cursor, in order; nothing at the head of the log.

        Raises Trip.DoesNotExist, and Receiver.DoesNotExist for one that may be told no more.
        """

    def pack(self, cursor: DeliveryCursor, content: Any) -> Any:
        """Build what `send` takes, right before it is sent. Raises keys.Unreadable."""

    async def send(self, parcel: Any) -> Answer:
        """Send what was packed, and tell what became of it within TIMEOUT_S."""

    async def close(self) -> None:
        """End what is open."""
