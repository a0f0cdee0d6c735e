"""The events: one function for each, which gives its type and its data.

No event holds what only some viewers may see. What follows from a type stands here too: whether
the activity has a line of it, whose right to watch may have ended, which watchers know it. Shapes
are those of `wire.shapes` and `wire.polls`; every number is absolute, so that a frame that comes
twice changes nothing.
"""

from datetime import datetime
from typing import Annotated, Any, NamedTuple

from django.db.models import Q

from trips.models import Member, Poll, Trip
from trips.wire.polls import poll
from trips.wire.shapes import TripFields, member
from trips.wire.values import described

Data = dict[str, Any]

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


class NewEvent(NamedTuple):
    """An event before it has its number in the log."""

    type: str
    data: Data


def joined(trip: Trip, who: Member) -> NewEvent:
    """`who` has joined `trip`, whose count says so already."""
    return NewEvent(MEMBER_JOINED, {"member": member(who), **_count(trip)})


def restored(trip: Trip, who: Member) -> NewEvent:
    """`who` is let back in after a removal."""
    return NewEvent(MEMBER_RESTORED, {"member": member(who), **_count(trip)})


def left(trip: Trip, who: Member) -> NewEvent:
    """`who` has left by themselves."""
    return NewEvent(MEMBER_LEFT, _departure(trip, who))


def removed(trip: Trip, who: Member) -> NewEvent:
    """The organiser has removed `who`."""
    return NewEvent(MEMBER_REMOVED, _departure(trip, who))


def renamed(who: Member, before: str) -> NewEvent:
    """`who` has another name; `before` is the one until now."""
    return NewEvent(MEMBER_RENAMED, {"member": member(who), "before": {"name": before}})


def updated(before: TripFields, after: TripFields) -> NewEvent | None:
    """The trip's row has changed: all of it, and the old values of what changed; else None."""
    changed = {name: value for name, value in before.items() if value != after.get(name)}
    return NewEvent(TRIP_UPDATED, {"trip": after, "before": changed}) if changed else None


def changed_unseen() -> NewEvent:
    """Something has changed that not every viewer may see: who may, asks for it."""
    return NewEvent(TRIP_UPDATED, {})


def key_replaced(who: Member) -> NewEvent:
    """`who` has another key: what the old one opened is closed."""
    return NewEvent(TRIP_UPDATED, {"memberId": who.id})


def closed(trip_fields: TripFields) -> NewEvent:
    """Nobody can join any more: closed, cancelled, past its deadline or its last day."""
    return NewEvent(TRIP_CLOSED, {"trip": trip_fields})


def invitation_replaced() -> NewEvent:
    """The old link has ended. The new token is not told: its organiser hands it on."""
    return NewEvent(INVITATION_REPLACED, {})


def poll_opened(row: Poll, now: datetime) -> NewEvent:
    """A new poll, whole; its counts where all may see them at `now`, as in all that follow."""
    return NewEvent(POLL_OPENED, {"poll": poll(row, now)})


def poll_reopened(row: Poll, now: datetime) -> NewEvent:
    """A closed poll takes votes again: the whole poll."""
    return NewEvent(POLL_REOPENED, {"poll": poll(row, now)})


def poll_edited(row: Poll, now: datetime) -> NewEvent:
    """The organiser has changed what it asks: the whole poll."""
    return NewEvent(POLL_CHANGED, {"poll": poll(row, now)})


def poll_counted(row: Poll, now: datetime) -> NewEvent:
    """A ballot was cast, changed or taken back: the counts alone."""
    return NewEvent(POLL_CHANGED, _changed(row, now))


def poll_extended(row: Poll, now: datetime) -> NewEvent:
    """An option was added: the options, and their version."""
    return NewEvent(POLL_CHANGED, _changed(row, now, "options", "optionsVersion"))


def poll_picked(row: Poll, now: datetime) -> NewEvent:
    """The organiser has decided a tie."""
    return NewEvent(POLL_CHANGED, _changed(row, now, "pickedOptionId"))


def poll_closed(row: Poll, now: datetime) -> NewEvent:
    """The organiser has closed it."""
    return NewEvent(POLL_CLOSED, _changed(row, now, "closedAt"))


def poll_ended(row: Poll, now: datetime) -> NewEvent:
    """It has closed by itself, at its time."""
    return NewEvent(POLL_CLOSED, _changed(row, now, "closesAt"))


def poll_deleted(row: Poll) -> NewEvent:
    """It is gone. Its question is told, as nothing else says it any more."""
    return NewEvent(POLL_DELETED, {"pollId": row.id, "question": row.question})


def _count(trip: Trip) -> Data:
    """What every change of the members tells."""
    return {
        "memberCount": trip.member_count,
        "requiredMembers": trip.required_members,
        "isDiscountUnlocked": trip.is_unlocked,
    }


def _departure(trip: Trip, who: Member) -> Data:
    return {"memberId": who.id, "member": member(who), **_count(trip)}


def _changed(row: Poll, now: datetime, *names: str) -> Data:
    """The counts that all may see, and the named facts of the poll's shape."""
    whole = dict(poll(row, now))
    shown = ["id", "version", "votedCount", *names]
    if whole["tally"] is not None:
        shown.append("tally")
    return {"poll": {name: whole[name] for name in shown}}


def changes_terms(event_type: str, data: Data) -> bool:
    """Tells the three that are called TRIP_UPDATED apart: whether it is of what all see.

    Else it says "look again" (`changed_unseen`), or ends a key (`key_replaced`).
    """
    return event_type == TRIP_UPDATED and "trip" in data


def is_news(event_type: str, data: Data) -> bool:
    """Whether the activity has a line of it: not of a ballot, nor of a "look again"."""
    if event_type == TRIP_UPDATED:
        return changes_terms(event_type, data)
    return event_type != POLL_CHANGED or "pickedOptionId" in data["poll"]


# `is_news` asked of the database: servers of an older release do not mark what they write.
IS_NO_NEWS = (Q(type=TRIP_UPDATED) & ~Q(data__has_key="trip")) | (
    Q(type=POLL_CHANGED) & ~Q(data__poll__has_key="pickedOptionId")
)


EVERYBODY = "everybody"
GUESTS = "guests"


def revalidates(event_type: str, data: Data) -> str | None:
    """Whose right to watch is asked for again: a member's id, GUESTS, EVERYBODY or nobody's."""
    if event_type == RESET:
        return EVERYBODY
    if event_type == INVITATION_REPLACED:
        return GUESTS
    member_id: str | None = data.get("memberId")
    return member_id


# What a watcher knows, by the number that its address says in `frames`. Pages of the first release
# say none; a frame that came later they would pass over, and show what is not true any more.
FIRST, NEWEST = 1, 2
_CAME_WITH = {MEMBER_RENAMED: 2, POLL_REOPENED: 2, POLL_DELETED: 2}  # raise it in trip.js too


def came_with(event_type: str, data: Data) -> int:
    """The least number of a watcher who knows it."""
    is_edited = event_type == POLL_CHANGED and "question" in data["poll"]
    return 2 if is_edited else _CAME_WITH.get(event_type, FIRST)


def types_after(knows: int) -> list[str]:
    """The types that a watcher who knows just these frames passes over."""
    return [event_type for event_type, number in _CAME_WITH.items() if number > knows]
