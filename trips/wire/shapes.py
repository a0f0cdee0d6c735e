"""Serialize a trip, its messages and its whole state, for pages, API and RESET frames."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from typing_extensions import TypedDict

from trips import clock, money
from trips.models import Member, Message, Poll, Trip, following, reached
from trips.wire.columns import column
from trips.wire.people import MemberShape, member
from trips.wire.polls import PollShape, poll
from trips.wire.values import (
    Capacity,
    Count,
    Cover,
    Currency,
    Description,
    EndedAt,
    EndTime,
    Epoch,
    FirstDay,
    Id,
    LastDay,
    MessageNumber,
    MessageText,
    Missing,
    Moment,
    Name,
    Percent,
    PercentNow,
    Place,
    Required,
    Seq,
    StartTime,
    Status,
    StepMembers,
    Sum,
    Title,
    Unlocked,
    Zone,
    moment,
    written,
)


class StepShape(TypedDict):
    """A step of the discount: so many members, and the percent that all of them save."""

    members: StepMembers
    percent: Percent


class NextStepShape(StepShape):
    """The next step of the discount, and how many members are missing."""

    missing: Missing


class TripFields(TypedDict):
    """The fields of a trip that everybody sees.

    Days are ISO dates, moments ISO 8601 in UTC with microseconds, the price a decimal string, times
    of day "07:30" by the clocks of the time zone.
    """

    # A field added here appears in every page, answer and event with a trip.

    id: Id
    name: Title
    description: Description
    place: Place
    cover: Cover
    startDate: FirstDay | None
    endDate: LastDay | None
    startTime: StartTime | None
    endTime: EndTime | None
    timeZone: Zone
    requiredMembers: Required
    memberCount: Count
    waitingCount: Count
    isDiscountUnlocked: Unlocked
    status: Status
    capacity: Capacity | None
    joinBy: Moment | None
    pricePerPerson: Sum | None
    currency: Currency
    discountPercent: Percent | None
    discountSteps: list[StepShape]  # the first among them; none without a percentage
    discountPercentNow: PercentNow
    nextStep: NextStepShape | None
    closedAt: EndedAt
    cancelledAt: EndedAt


class TripHead(TripFields):
    """A trip with the position of its last event, `epoch` and `seq`."""

    epoch: Epoch
    seq: Seq


class MessageShape(TypedDict):
    """A message of an organiser to all; `name` is the one that its author had then."""

    number: MessageNumber
    text: MessageText
    name: Name
    at: Moment


class Snapshot(TripHead):
    """The whole state of a trip: what all frames up to `seq` add up to."""

    founderId: Id
    members: list[MemberShape]
    polls: list[PollShape]
    messages: list[MessageShape]  # the newest three, oldest first


def trip_fields(trip: Trip, at: datetime | None = None) -> TripFields:
    """Serialize a trip's own fields as they stand at a moment, by default now.

    Days are ISO dates, moments ISO 8601 in UTC with microseconds, the price a decimal string.
    """
    otherwise = {
        "name": trip.title,
        "status": trip.status_at(at or clock.now()).value,
        "pricePerPerson": _price(trip),
        **_steps(trip),
        **({} if trip.starts_on else {"startTime": None, "endTime": None}),
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


def _steps(trip: Trip) -> dict[str, Any]:
    now, coming = reached(trip.steps, trip.member_count), following(trip.steps, trip.member_count)
    missing = coming and {"missing": coming.members - trip.member_count}
    return {
        "discountSteps": [step._asdict() for step in trip.steps],
        "discountPercentNow": now.percent if now else 0,
        "nextStep": coming and missing and {**coming._asdict(), **missing},
    }


def trip_head(trip: Trip) -> TripHead:
    """Serialize a trip with the position of its last event, `epoch` and `seq`."""
    return {**trip_fields(trip), "epoch": trip.epoch, "seq": trip.seq}


def snapshot(
    trip: Trip,
    founder_id: str,
    members: Iterable[Member],
    polls: Iterable[Poll] = (),
    at: datetime | None = None,
    messages: Iterable[Message] = (),
) -> Snapshot:
    """Serialize the whole state of a trip, with the poll counts that everybody may see.

    `at` is the moment, by default now.
    """
    now = at or clock.now()
    return {
        **trip_head(trip),
        "founderId": founder_id,
        "members": [member(row) for row in members],
        "polls": [poll(row, now) for row in polls],
        "messages": [message(row) for row in messages],
    }


def message(row: Message) -> MessageShape:
    """Serialize a message to all."""
    return {
        "number": row.number,
        "text": row.text,
        "name": row.author_name,
        "at": moment(row.posted_at),
    }
