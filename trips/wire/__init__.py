"""Every shape that leaves the server and every event name: all wire text. `refusals` says no."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any

from typing_extensions import TypedDict

from trips.models import Event, JoinRequest, Member, Trip
from trips.wire.refusals import Refusal as Refusal
from trips.wire.refusals import RefusalShape as RefusalShape

MEMBER_JOINED = "MEMBER_JOINED"
MEMBER_REMOVED = "MEMBER_REMOVED"
MEMBER_LEFT = "MEMBER_LEFT"
MEMBER_RESTORED = "MEMBER_RESTORED"
TRIP_UPDATED = "TRIP_UPDATED"
TRIP_CLOSED = "TRIP_CLOSED"
INVITATION_REPLACED = "INVITATION_REPLACED"
# Outside the log:
RESET = "RESET"
HEARTBEAT = "HEARTBEAT"

Data = dict[str, Any]


class MemberShape(TypedDict):
    id: str
    name: str
    avatar: str
    isAdmin: bool
    joinedAt: str


class Facts(TypedDict):
    """The trip's own row."""

    id: str
    name: str
    startDate: str | None
    endDate: str | None
    timeZone: str
    requiredMembers: int
    memberCount: int
    isDiscountUnlocked: bool
    status: str
    capacity: int | None
    joinBy: str | None
    pricePerPerson: str | None
    currency: str
    discountPercent: int | None
    closedAt: str | None
    cancelledAt: str | None


class Snapshot(Facts):
    """The whole state that the frames up to `seq` add up to."""

    epoch: str
    seq: int
    members: list[MemberShape]


class Frame(TypedDict):
    seq: int
    epoch: str
    type: str
    at: str
    data: Data


class RequestShape(TypedDict):
    id: str
    name: str
    kind: str
    askedAt: str


class RequestsAnswer(TypedDict):
    success: bool
    requests: list[RequestShape]


class TripAnswer(TypedDict):
    success: bool
    trip: Snapshot


class MeAnswer(TypedDict):
    success: bool
    member: MemberShape
    token: str
    trip: Facts


def moment(at: datetime) -> str:
    """ISO 8601 in UTC with microseconds, so that texts sort as the moments do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def member(row: Member) -> MemberShape:
    return {
        "id": row.id,
        "name": row.name,
        "avatar": row.avatar,
        "isAdmin": row.is_admin,
        "joinedAt": moment(row.joined_at),
    }


def facts(trip: Trip) -> Facts:
    return {
        "id": trip.id,
        "name": trip.title,
        "startDate": trip.starts_on.isoformat() if trip.starts_on else None,
        "endDate": trip.ends_on.isoformat() if trip.ends_on else None,
        "timeZone": trip.time_zone,
        "requiredMembers": trip.required_members,
        "memberCount": trip.member_count,
        "isDiscountUnlocked": trip.is_unlocked,
        "status": trip.status.value,
        "capacity": trip.capacity,
        "joinBy": moment(trip.join_by) if trip.join_by else None,
        "pricePerPerson": str(trip.price_per_person) if trip.price_per_person is not None else None,
        "currency": trip.currency,
        "discountPercent": trip.discount_percent,
        "closedAt": moment(trip.closed_at) if trip.closed_at else None,
        "cancelledAt": moment(trip.cancelled_at) if trip.cancelled_at else None,
    }


def snapshot(trip: Trip, members: Iterable[Member]) -> Snapshot:
    return {
        **facts(trip),
        "epoch": trip.epoch,
        "seq": trip.seq,
        "members": [member(row) for row in members],
    }


def count_of(trip: Trip) -> Data:
    """The part that every change of the members tells."""
    return {
        "memberCount": trip.member_count,
        "requiredMembers": trip.required_members,
        "isDiscountUnlocked": trip.is_unlocked,
    }


def arrival(trip: Trip, who: Member) -> Data:
    """Data of MEMBER_JOINED and MEMBER_RESTORED."""
    return {"member": member(who), **count_of(trip)}


def departure(trip: Trip, who: Member) -> Data:
    """Data of MEMBER_REMOVED and MEMBER_LEFT."""
    return {"memberId": who.id, "member": member(who), **count_of(trip)}


def request(row: JoinRequest) -> RequestShape:
    return {
        "id": row.id,
        "name": row.member.name,
        "kind": row.kind,
        "askedAt": moment(row.asked_at),
    }


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
    concerns: str | None = None

    def message(self, trip_id: str) -> Data:
        """The frame as the channel layer carries it."""
        return {"type": "frame", "trip": trip_id, "frame": [*astuple(self)]}

    @classmethod
    def of(cls, message: Data) -> "Encoded":
        """The frame out of a message of the channel layer."""
        return cls(*message["frame"])


def encode(event: Frame) -> Encoded:
    """A frame of the log, or a RESET."""
    text = _json(event)
    sse = f"id: {event['epoch']}.{event['seq']}\ndata: {text}\n\n".encode()
    return Encoded(event["epoch"], event["seq"], text, sse, _concerns(event))


def heartbeat(epoch: str, seq: int, at: datetime) -> Encoded:
    """A HEARTBEAT frame on a socket, a comment on a stream; both carry the head."""
    beat: Frame = {"seq": seq, "epoch": epoch, "type": HEARTBEAT, "at": moment(at), "data": {}}
    return Encoded(epoch, seq, _json(beat), f": heartbeat {epoch}.{seq}\n\n".encode())


def _concerns(event: Frame) -> str | None:
    if event["type"] == RESET:
        return EVERYBODY
    if event["type"] == INVITATION_REPLACED:
        return GUESTS
    member_id: str | None = event["data"].get("memberId")
    return member_id


def _json(shape: Mapping[str, Any]) -> str:
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
