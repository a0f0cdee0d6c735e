"""The shapes of a trip and of who is in, as pages, API and RESET tell them."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from typing_extensions import TypedDict

from trips import clock, money
from trips.models import JoinRequest, Member, Poll, Trip
from trips.wire.columns import column
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
    written,
)


class MemberShape(TypedDict):
    """Show a member to everybody.

    `avatar` is one or two letters; `joinedAt` ISO 8601 in UTC.
    """

    id: Id
    name: Name
    avatar: Initials
    isAdmin: bool
    joinedAt: Moment


class TripFields(TypedDict):
    """The trip's own row."""

    # A field that stands here is in every page's state, answer and event that tells of a trip.

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


class TripHead(TripFields):
    """The trip's own row, and where its log stands."""

    epoch: Epoch
    seq: Seq


class Snapshot(TripHead):
    """The whole state that the frames up to `seq` add up to."""

    members: list[MemberShape]
    polls: list[PollShape]


class RequestShape(TypedDict):
    """Show the organiser who asks to get in.

    `kind` is `claim` or `return`; `askedAt` ISO 8601 in UTC.
    """

    id: Id
    name: Name
    kind: Kind
    askedAt: Moment
    looksLike: list[str]  # names of others who are in, which people may take for this one


def member(row: Member) -> MemberShape:
    """Make the shape of a member."""
    return {
        "id": row.id,
        "name": row.name,
        "avatar": row.avatar,
        "isAdmin": row.is_organiser,
        "joinedAt": moment(row.joined_at),
    }


def trip_fields(trip: Trip, at: datetime | None = None) -> TripFields:
    """The trip's row as it stands at a moment, by default now: each field as its column says it.

    Days are ISO dates, moments ISO 8601 in UTC with microseconds, the price a decimal string.
    """
    otherwise = {
        "name": trip.title,
        "status": trip.status_at(at or clock.now()).value,
        "pricePerPerson": _price(trip),
    }
    return cast(
        TripFields,
        {
            name: otherwise[name] if name in otherwise else written(getattr(trip, column(name)))
            for name in TripFields.__annotations__
        },
    )


def _price(trip: Trip) -> str | None:
    amount = trip.price_per_person
    return None if amount is None else money.for_programs(amount, trip.currency)


def trip_head(trip: Trip) -> TripHead:
    """Make the shape of a trip with the position of its last event, `epoch` and `seq`."""
    return {**trip_fields(trip), "epoch": trip.epoch, "seq": trip.seq}


def snapshot(
    trip: Trip, members: Iterable[Member], polls: Iterable[Poll] = (), at: datetime | None = None
) -> Snapshot:
    """All of it, with the counts of polls that are public at a moment, by default now."""
    now = at or clock.now()
    return {
        **trip_head(trip),
        "members": [member(row) for row in members],
        "polls": [poll(row, now) for row in polls],
    }


def request(row: JoinRequest, looks_like: list[str]) -> RequestShape:
    """Make the shape of a request, with the name of the member it is about."""
    return {
        "id": row.id,
        "name": row.member.name,
        "kind": row.kind,
        "askedAt": moment(row.asked_at),
        "looksLike": looks_like,
    }
