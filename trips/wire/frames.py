"""Build and encode the frames of the live feed: one text, the same for all watchers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sys import getsizeof
from typing import Any

from typing_extensions import TypedDict

from trips import clock
from trips.models import Event
from trips.wire.events import FIRST, HEARTBEAT, RESET, Data, EventType, came_with
from trips.wire.rights import revalidates
from trips.wire.shapes import Snapshot
from trips.wire.values import Epoch, Moment, Seq, moment


class Frame(TypedDict):
    """One event of a trip's feed.

    `seq` counts 1, 2, 3 … per trip; `epoch` is 8 hex digits; `at` ISO 8601 in UTC.
    """

    seq: Seq
    epoch: Epoch
    type: EventType
    at: Moment
    data: Data


def frame(epoch: str, event: Event) -> Frame:
    """Build the frame of a logged event."""
    return {
        "seq": event.seq,
        "epoch": epoch,
        "type": event.type,
        "at": moment(event.at),
        "data": event.data,
    }


def reset(state: Snapshot, at: datetime) -> Frame:
    """Build a RESET frame: the whole state of a trip as it stood at `at`."""
    return {
        "seq": state["seq"],
        "epoch": state["epoch"],
        "type": RESET,
        "at": moment(at),
        "data": {"trip": state},
    }


@dataclass(frozen=True, slots=True)
class Encoded:
    """A frame as text and as server-sent event, encoded once for all watchers."""

    epoch: str
    seq: int
    text: str
    sse: bytes
    revalidates: str | None  # whose right to watch must be checked again
    at: str
    came_with: int = FIRST  # the first client version that knows it

    def age_s(self) -> float:
        """Return the seconds since the event; 0 where another server's clock is ahead."""
        return max(0.0, (clock.now() - datetime.fromisoformat(self.at)).total_seconds())

    @property
    def size(self) -> int:
        """The bytes that the frame takes in memory."""
        return getsizeof(self.text) + len(self.sse)

    def message(self, trip_id: str) -> Data:
        """Pack the frame into a channel layer message, which the previous release can also read."""
        frame = [self.epoch, self.seq, self.text, self.sse, self.revalidates, self.at]
        return {"type": "frame", "trip": trip_id, "frame": frame, "came_with": self.came_with}

    @classmethod
    def of(cls, message: Data) -> "Encoded":
        """Unpack a frame from a message of the channel layer."""
        frame = [*message["frame"], message.get("came_with", FIRST)]
        return cls(*frame)


def encode(event: Frame) -> Encoded:
    """Encode a frame of the log, or a RESET, for all watchers."""
    text = _json(event)
    sse = f"id: {event['epoch']}.{event['seq']}\ndata: {text}\n\n".encode()
    rules = event["type"], event["data"]
    whose, number = revalidates(*rules), came_with(*rules)
    return Encoded(event["epoch"], event["seq"], text, sse, whose, event["at"], number)


def trip_in(reset: Encoded) -> str:
    """Return the whole state in a RESET, as JSON text."""
    return reset.text.partition(_BEFORE_TRIP)[2][:-2]


_BEFORE_TRIP = '"data":{"trip":'


def heartbeat(epoch: str, seq: int, at: datetime) -> Encoded:
    """Build a heartbeat with the head of the log and the time.

    It is a HEARTBEAT frame on a socket, and two comments on a stream.
    """
    frame: Frame = {"seq": seq, "epoch": epoch, "type": HEARTBEAT, "at": moment(at), "data": {}}
    comment = f": heartbeat {epoch}.{seq}\n: at {frame['at']}\n\n".encode()
    return Encoded(epoch, seq, _json(frame), comment, None, frame["at"])


def _json(shape: Mapping[str, Any]) -> str:
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
