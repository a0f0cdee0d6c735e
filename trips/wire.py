"""Every shape that leaves the server, every event name, every refusal: all wire text."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any

from typing_extensions import TypedDict

from trips.models import Event, JoinRequest, Member, Trip

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


class RefusalShape(TypedDict):
    success: bool
    error: str
    message: str
    fields: dict[str, str]


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


class Refusal(Exception):
    """A "no" for a person: a code, a status, a sentence, what was wrong with each field."""

    def __init__(self, code: str, **fields: str) -> None:
        super().__init__(code)
        self.code = code
        self.status, self.sentence = REFUSALS[code]
        self.fields = fields
        self.retry_after_s = BUSY_RETRY_S if code == "busy" else None

    @classmethod
    def too_many(cls, retry_after_s: int) -> "Refusal":
        refusal = cls("too_many")
        refusal.retry_after_s = retry_after_s
        return refusal

    def shape(self) -> RefusalShape:
        return {
            "success": False,
            "error": self.code,
            "message": self.sentence,
            "fields": self.fields,
        }


BUSY_RETRY_S = 2
REFUSALS: dict[str, tuple[int, str]] = {
    "bad_request": (400, "This request could not be read. Nothing was changed; check its form."),
    "bad_position": (400, "`after` is no position of this feed. Leave it out to start anew."),
    "cannot_remove_admin": (
        400,
        "The organiser cannot be removed or leave; cancel the trip instead.",
    ),
    "unauthorized": (
        403,
        "Only the organiser may do this. Open your organiser link and try again.",
    ),
    "not_a_member": (403, "You are not on this trip any more. Ask the organiser for the link."),
    "asked": (403, "The organiser was asked and has not let you in yet. Try again in a while."),
    "cross_site": (403, "This call came from another site, so nothing was changed."),
    "no_key": (
        404,
        "This browser has no key to this trip. Open your personal link or the invitation.",
    ),
    "not_found": (404, "We do not know this link. Check that it was copied whole."),
    "member_not_found": (404, "Nobody with this id is on the trip. Reload to see who is."),
    "request_not_found": (404, "This request was answered already. Reload to see who is in."),
    "method_not_allowed": (405, "This address is only read; use GET."),
    "already_joined": (409, "Somebody with these details is already in. Use your personal link."),
    "name_taken": (409, "Somebody of this name is already on the list. Is that you?"),
    "approval_required": (409, "The organiser has to let you in again. Ask, and keep this page."),
    "trip_full": (409, "This trip is full, so you were not added. Ask the organiser for a place."),
    "trip_closed": (409, "This trip takes nobody any more, so you were not added."),
    "too_many_requests": (409, "The organiser has many requests to answer. Try again later."),
    "undo_expired": (409, "This was too long ago to undo. They can join again with the link."),
    "invitation_replaced": (410, "This link was replaced. Ask the organiser for the new one."),
    "unsupported_media_type": (415, "Send the body as application/json. Nothing was changed."),
    "invalid": (422, "Please look at the marked fields. Nothing was lost."),
    "key_reused": (422, "This Idempotency-Key came with another request before. Use a new one."),
    "too_many": (429, "That was often. Nothing was lost; it works again in a moment."),
    "busy": (503, "We are catching our breath. Nothing was lost; try again in a moment."),
}
