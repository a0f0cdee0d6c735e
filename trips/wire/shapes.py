"""The shapes of a trip and of who is in, as pages, API and RESET tell them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from typing_extensions import TypedDict

from trips import clock, money
from trips.models import JoinRequest, Member, Poll, Trip
from trips.wire.polls import PollShape, poll
from trips.wire.values import (
    Capacity,
    Count,
    Currency,
    EndedAt,
    Epoch,
    FirstDay,
    Id,
    Initials,
    Kind,
    LastDay,
    Moment,
    Name,
    Percent,
    Required,
    Seq,
    Status,
    Sum,
    Title,
    Unlocked,
    Zone,
    moment,
)

Data = dict[str, Any]


class MemberShape(TypedDict):
    id: Id
    name: Name
    avatar: Initials
    isAdmin: bool
    joinedAt: Moment


class Facts(TypedDict):
    """The trip's own row."""

    id: Id
    name: Title
    startDate: FirstDay | None
    endDate: LastDay | None
    timeZone: Zone
    requiredMembers: Required
    memberCount: Count
    isDiscountUnlocked: Unlocked
    status: Status
    capacity: Capacity | None
    joinBy: Moment | None
    pricePerPerson: Sum | None
    currency: Currency
    discountPercent: Percent | None
    closedAt: EndedAt
    cancelledAt: EndedAt


class Standing(Facts):
    """The trip's own row, and where its log stands."""

    epoch: Epoch
    seq: Seq


class Snapshot(Standing):
    """The whole state that the frames up to `seq` add up to."""

    members: list[MemberShape]
    polls: list[PollShape]


class RequestShape(TypedDict):
    id: Id
    name: Name
    kind: Kind
    askedAt: Moment
    looksLike: list[str]  # names of others who are in, which people may take for this one


def member(row: Member) -> MemberShape:
    return {
        "id": row.id,
        "name": row.name,
        "avatar": row.avatar,
        "isAdmin": row.is_admin,
        "joinedAt": moment(row.joined_at),
    }


def facts(trip: Trip, at: datetime | None = None) -> Facts:
    """The trip's row as it stands at a moment, by default now."""
    return {
        "id": trip.id,
        "name": trip.title,
        "startDate": trip.starts_on.isoformat() if trip.starts_on else None,
        "endDate": trip.ends_on.isoformat() if trip.ends_on else None,
        "timeZone": trip.time_zone,
        "requiredMembers": trip.required_members,
        "memberCount": trip.member_count,
        "isDiscountUnlocked": trip.is_unlocked,
        "status": trip.status_at(at or clock.now()).value,
        "capacity": trip.capacity,
        "joinBy": moment(trip.join_by) if trip.join_by else None,
        "pricePerPerson": _price(trip),
        "currency": trip.currency,
        "discountPercent": trip.discount_percent,
        "closedAt": moment(trip.closed_at) if trip.closed_at else None,
        "cancelledAt": moment(trip.cancelled_at) if trip.cancelled_at else None,
    }


def _price(trip: Trip) -> str | None:
    amount = trip.price_per_person
    return None if amount is None else money.plain(amount, trip.currency)


def standing(trip: Trip) -> Standing:
    return {**facts(trip), "epoch": trip.epoch, "seq": trip.seq}


def snapshot(
    trip: Trip, members: Iterable[Member], polls: Iterable[Poll] = (), at: datetime | None = None
) -> Snapshot:
    """All of it, with the counts of polls that are public at a moment, by default now."""
    now = at or clock.now()
    return {
        **standing(trip),
        "members": [member(row) for row in members],
        "polls": [poll(row, now) for row in polls],
    }


def update(before: Facts, after: Facts) -> Data:
    """Data of TRIP_UPDATED: the row, and the old values of what changed; {} where nothing did."""
    changed = {name: value for name, value in before.items() if value != after.get(name)}
    return {"trip": after, "before": changed} if changed else {}


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


def renaming(who: Member, before: str) -> Data:
    """Data of MEMBER_RENAMED; `before` is the name until now."""
    return {"member": member(who), "before": {"name": before}}


def request(row: JoinRequest, looks_like: list[str]) -> RequestShape:
    return {
        "id": row.id,
        "name": row.member.name,
        "kind": row.kind,
        "askedAt": moment(row.asked_at),
        "looksLike": looks_like,
    }
