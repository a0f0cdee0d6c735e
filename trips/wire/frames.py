"""The frames of the feed: the text that all watchers get."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from sys import getsizeof
from typing import Any

from typing_extensions import TypedDict

from trips import clock
from trips.models import Event
from trips.wire.events import FIRST, HEARTBEAT, RESET, Data, EventType, came_with, revalidates
from trips.wire.shapes import Snapshot
from trips.wire.values import Epoch, Moment, Seq, moment


class Frame(TypedDict):
    """One event on the wire.

    `seq` counts 1, 2, 3 … per trip; `epoch` is 8 hex digits; `at` ISO 8601 in UTC.
    """

    seq: Seq
    epoch: Epoch
    type: EventType
    at: Moment
    data: Data


def frame(epoch: str, event: Event) -> Frame:
    """Make the frame of an event in the log."""
    return {
        "seq": event.seq,
        "epoch": epoch,
        "type": event.type,
        "at": moment(event.at),
        "data": event.data,
    }


def reset(state: Snapshot, at: datetime) -> Frame:
    """Make the RESET frame that holds a whole state as it stood at `at`."""
    return {
        "seq": state["seq"],
        "epoch": state["epoch"],
        "type": RESET,
        "at": moment(at),
        "data": {"trip": state},
    }


@dataclass(frozen=True, slots=True)
class Encoded:
    """A frame as the doors send it, encoded once for all watchers."""

    epoch: str
    seq: int
    text: str
    sse: bytes
    revalidates: str | None  # whose right to watch is asked for again, as trips.wire.events says
    at: str
    came_with: int = FIRST  # the least number of a watcher who knows it

    def age_s(self) -> float:
        """Seconds since the event; 0 where another server's clock is ahead of ours."""
        return max(0.0, (clock.now() - datetime.fromisoformat(self.at)).total_seconds())

    @property
    def size(self) -> int:
        """How many bytes it takes in memory."""
        return getsizeof(self.text) + len(self.sse)

    def message(self, trip_id: str) -> Data:
        """The frame as the channel layer carries it, also to servers of the release before."""
        *frame, came_with = astuple(self)
        return {"type": "frame", "trip": trip_id, "frame": frame, "came_with": came_with}

    @classmethod
    def of(cls, message: Data) -> "Encoded":
        """The frame out of a message of the channel layer."""
        frame = [*message["frame"], message.get("came_with", FIRST)]
        return cls(*frame)


def encode(event: Frame) -> Encoded:
    """A frame of the log, or a RESET."""
    text = _json(event)
    sse = f"id: {event['epoch']}.{event['seq']}\ndata: {text}\n\n".encode()
    rules = event["type"], event["data"]
    whose, number = revalidates(*rules), came_with(*rules)
    return Encoded(event["epoch"], event["seq"], text, sse, whose, event["at"], number)


def trip_in(reset: Encoded) -> str:
    """The whole state that a RESET holds, as JSON."""
    return reset.text.partition(_BEFORE_TRIP)[2][:-2]


_BEFORE_TRIP = '"data":{"trip":'


def heartbeat(epoch: str, seq: int, at: datetime) -> Encoded:
    """A HEARTBEAT frame on a socket, two comments on a stream; both carry the head and the time."""
    beat: Frame = {"seq": seq, "epoch": epoch, "type": HEARTBEAT, "at": moment(at), "data": {}}
    comment = f": heartbeat {epoch}.{seq}\n: at {beat['at']}\n\n".encode()
    return Encoded(epoch, seq, _json(beat), comment, None, beat["at"])


def _json(shape: Mapping[str, Any]) -> str:
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
