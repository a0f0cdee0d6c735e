"""The frames of the feed: every event name, and the text that all watchers get."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from sys import getsizeof
from typing import Annotated, Any

from typing_extensions import TypedDict

from trips import clock
from trips.models import Event
from trips.wire.shapes import Data, Snapshot
from trips.wire.values import Epoch, Moment, Seq, described, moment

MEMBER_JOINED = "MEMBER_JOINED"
MEMBER_REMOVED = "MEMBER_REMOVED"
MEMBER_LEFT = "MEMBER_LEFT"
MEMBER_RESTORED = "MEMBER_RESTORED"
MEMBER_RENAMED = "MEMBER_RENAMED"
TRIP_UPDATED = "TRIP_UPDATED"
TRIP_CLOSED = "TRIP_CLOSED"
INVITATION_REPLACED = "INVITATION_REPLACED"
POLL_OPENED = "POLL_OPENED"
POLL_CHANGED = "POLL_CHANGED"
POLL_CLOSED = "POLL_CLOSED"
POLL_REOPENED = "POLL_REOPENED"
POLL_DELETED = "POLL_DELETED"
# Outside the log:
RESET = "RESET"
HEARTBEAT = "HEARTBEAT"

# What a watcher knows, by the number that its address says in `frames`. Pages of the first release
# say none; a frame that came later they would pass over, and show what is not true any more.
FIRST, NEWEST = 1, 2
_CAME_WITH = {MEMBER_RENAMED: 2, POLL_REOPENED: 2, POLL_DELETED: 2}  # raise it in trip.js too


EventType = Annotated[
    str,
    described(
        enum=[
            MEMBER_JOINED,
            MEMBER_REMOVED,
            MEMBER_LEFT,
            MEMBER_RESTORED,
            MEMBER_RENAMED,
            TRIP_UPDATED,
            TRIP_CLOSED,
            INVITATION_REPLACED,
            POLL_OPENED,
            POLL_CHANGED,
            POLL_CLOSED,
            POLL_REOPENED,
            POLL_DELETED,
            RESET,
            HEARTBEAT,
        ]
    ),
]


class Frame(TypedDict):
    seq: Seq
    epoch: Epoch
    type: EventType
    at: Moment
    data: Data


def frame(epoch: str, event: Event) -> Frame:
    return {
        "seq": event.seq,
        "epoch": epoch,
        "type": event.type,
        "at": moment(event.at),
        "data": event.data,
    }


def reset(state: Snapshot, at: datetime) -> Frame:
    return {
        "seq": state["seq"],
        "epoch": state["epoch"],
        "type": RESET,
        "at": moment(at),
        "data": {"trip": state},
    }


def is_news(event_type: str, data: Data) -> bool:
    """Whether somebody who comes later is told of it: not of a ballot, nor of a "look again"."""
    if event_type == TRIP_UPDATED:
        return "trip" in data
    return event_type != POLL_CHANGED or "pickedOptionId" in data["poll"]


EVERYBODY = "everybody"
GUESTS = "guests"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A frame as the doors send it, encoded once for all watchers."""

    epoch: str
    seq: int
    text: str
    sse: bytes
    # Whose right to watch it may have ended: a member's id, GUESTS, EVERYBODY or nobody's.
    concerns: str | None
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
    concerns, came_with = _concerns(event), _came_with(event)
    return Encoded(event["epoch"], event["seq"], text, sse, concerns, event["at"], came_with)


def trip_in(reset: Encoded) -> str:
    """The whole state that a RESET holds, as JSON."""
    return reset.text.partition(_BEFORE_TRIP)[2][:-2]


_BEFORE_TRIP = '"data":{"trip":'


def heartbeat(epoch: str, seq: int, at: datetime) -> Encoded:
    """A HEARTBEAT frame on a socket, two comments on a stream; both carry the head and the time."""
    beat: Frame = {"seq": seq, "epoch": epoch, "type": HEARTBEAT, "at": moment(at), "data": {}}
    comment = f": heartbeat {epoch}.{seq}\n: at {beat['at']}\n\n".encode()
    return Encoded(epoch, seq, _json(beat), comment, None, beat["at"])


def types_after(knows: int) -> list[str]:
    """The types that a watcher who knows just these frames passes over."""
    return [event_type for event_type, number in _CAME_WITH.items() if number > knows]


def _came_with(event: Frame) -> int:
    is_edited = event["type"] == POLL_CHANGED and "question" in event["data"]["poll"]
    return 2 if is_edited else _CAME_WITH.get(event["type"], FIRST)


def _concerns(event: Frame) -> str | None:
    if event["type"] == RESET:
        return EVERYBODY
    if event["type"] == INVITATION_REPLACED:
        return GUESTS
    member_id: str | None = event["data"].get("memberId")
    return member_id


def _json(shape: Mapping[str, Any]) -> str:
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
