"""Build the events of a trip: one function for each makes its type and data.

No event holds what only some viewers may see. The shapes are those of `wire.shapes`, `wire.people`
and `wire.polls`; every number is absolute, so that a frame that comes twice changes nothing. Which
clients know an event stands here too; `activity` tells which are news, `rights` whom they concern.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from trips.models import Member, Message, Poll, Trip
from trips.wire.people import member
from trips.wire.polls import poll
from trips.wire.shapes import TripFields, message
from trips.wire.values import described

Data = dict[str, Any]

MEMBER_JOINED = "MEMBER_JOINED"
MEMBER_REMOVED = "MEMBER_REMOVED"
MEMBER_LEFT = "MEMBER_LEFT"
MEMBER_RESTORED = "MEMBER_RESTORED"
MEMBER_RENAMED = "MEMBER_RENAMED"
MEMBER_ROLE_CHANGED = "MEMBER_ROLE_CHANGED"
TRIP_UPDATED = "TRIP_UPDATED"
TRIP_CLOSED = "TRIP_CLOSED"
INVITATION_REPLACED = "INVITATION_REPLACED"
POLL_OPENED = "POLL_OPENED"
POLL_CHANGED = "POLL_CHANGED"
POLL_CLOSED = "POLL_CLOSED"
POLL_REOPENED = "POLL_REOPENED"
POLL_DELETED = "POLL_DELETED"
MESSAGE_POSTED = "MESSAGE_POSTED"
MESSAGE_DELETED = "MESSAGE_DELETED"
WAITLIST_CHANGED = "WAITLIST_CHANGED"
# Outside the log:
RESET = "RESET"
HEARTBEAT = "HEARTBEAT"

IN_THE_LOG = (
    MEMBER_JOINED,
    MEMBER_REMOVED,
    MEMBER_LEFT,
    MEMBER_RESTORED,
    MEMBER_RENAMED,
    MEMBER_ROLE_CHANGED,
    TRIP_UPDATED,
    TRIP_CLOSED,
    INVITATION_REPLACED,
    POLL_OPENED,
    POLL_CHANGED,
    POLL_CLOSED,
    POLL_REOPENED,
    POLL_DELETED,
    MESSAGE_POSTED,
    MESSAGE_DELETED,
    WAITLIST_CHANGED,
)

EventType = Annotated[
    str,
    described(enum=[*IN_THE_LOG, RESET, HEARTBEAT]),
]


class NewEvent(NamedTuple):
    """An event before the log has numbered it."""

    type: str
    data: Data


def joined(trip: Trip, who: Member) -> NewEvent:
    """Build the event that `who` has joined. `trip` must already count them."""
    return NewEvent(MEMBER_JOINED, {"member": member(who), **_progress(trip)})


def promoted(trip: Trip, who: Member) -> NewEvent:
    """Build the event that `who`, who waited for a place, has got one.

    `trip` must already count them, and not among those who wait.
    """
    waits = {"promoted": True, "waitingCount": trip.waiting_count}
    return NewEvent(MEMBER_JOINED, {"member": member(who), **waits, **_progress(trip)})


def waitlist_changed(trip: Trip) -> NewEvent:
    """Build the event that somebody waits for a place, or no longer does: how many, not who."""
    return NewEvent(WAITLIST_CHANGED, {"waitingCount": trip.waiting_count})


def restored(trip: Trip, who: Member) -> NewEvent:
    """Build the event that `who` is a member again after a removal."""
    return NewEvent(MEMBER_RESTORED, {"member": member(who), **_progress(trip)})


def left(trip: Trip, who: Member) -> NewEvent:
    """Build the event that `who` has left by themselves."""
    return NewEvent(MEMBER_LEFT, _departure(trip, who))


def removed(trip: Trip, who: Member) -> NewEvent:
    """Build the event that the organiser has removed `who`."""
    return NewEvent(MEMBER_REMOVED, _departure(trip, who))


def renamed(who: Member, before: str) -> NewEvent:
    """Build the event that `who` has a new name; `before` is their old one."""
    return NewEvent(MEMBER_RENAMED, {"member": member(who), "before": {"name": before}})


def role_changed(who: Member, organised: bool, founder_id: str, before: str) -> NewEvent:
    """Build the event that `who` has another role, and who is the founder now.

    `organised`: whether they were an organiser; `before` is the id of the founder until now.
    """
    was: Data = {} if organised == who.is_organiser else {"isAdmin": organised}
    if founder_id != before:
        was["founderId"] = before
    data = {"member": member(who), "founderId": founder_id, "before": was}
    return NewEvent(MEMBER_ROLE_CHANGED, data)


def updated(before: TripFields, after: TripFields) -> NewEvent | None:
    """Build the event that the trip's fields have changed, or None if none has.

    Its data holds all fields, and the old values of those that changed.
    """
    changed = {name: value for name, value in before.items() if value != after.get(name)}
    return NewEvent(TRIP_UPDATED, {"trip": after, "before": changed}) if changed else None


def changed_unseen() -> NewEvent:
    """Build the event for a change that not every viewer may see: clients refetch what they may."""
    return NewEvent(TRIP_UPDATED, {})


def key_replaced(who: Member) -> NewEvent:
    """Build the event that `who` has a new key, which ends connections opened with the old one."""
    return NewEvent(TRIP_UPDATED, {"memberId": who.id})


def hidden(*, is_hidden: bool) -> NewEvent:
    """Build the event that staff have hidden the trip, which ends all connections, or show it."""
    return NewEvent(TRIP_UPDATED, {"isHidden": is_hidden})


def closed(trip_fields: TripFields) -> NewEvent:
    """Build the event that nobody can join any more.

    The trip was closed or cancelled, or its deadline or last day has passed.
    """
    return NewEvent(TRIP_CLOSED, {"trip": trip_fields})


def invitation_replaced() -> NewEvent:
    """Build the event that the shared link has ended, without the new token, which is secret."""
    return NewEvent(INVITATION_REPLACED, {})


def poll_opened(row: Poll, now: datetime) -> NewEvent:
    """Build the event that a poll was opened: the whole poll.

    Here as below, with the counts that everybody may see at `now`.
    """
    return NewEvent(POLL_OPENED, {"poll": poll(row, now)})


def poll_reopened(row: Poll, now: datetime) -> NewEvent:
    """Build the event that a closed poll takes votes again: the whole poll."""
    return NewEvent(POLL_REOPENED, {"poll": poll(row, now)})


def poll_edited(row: Poll, now: datetime) -> NewEvent:
    """Build the event that the organiser has changed a poll's question or rules: the whole poll."""
    return NewEvent(POLL_CHANGED, {"poll": poll(row, now)})


def poll_counted(row: Poll, now: datetime) -> NewEvent:
    """Build the event that a ballot was cast, changed or withdrawn: the counts alone."""
    return NewEvent(POLL_CHANGED, _changed(row, now))


def poll_extended(row: Poll, now: datetime) -> NewEvent:
    """Build the event that an option was added: all options, and their version."""
    return NewEvent(POLL_CHANGED, _changed(row, now, "options", "optionsVersion"))


def poll_picked(row: Poll, now: datetime) -> NewEvent:
    """Build the event that the organiser has picked an option, or has undone that."""
    return NewEvent(POLL_CHANGED, _changed(row, now, "pickedOptionId", "pickedAt"))


def poll_closed(row: Poll, now: datetime) -> NewEvent:
    """Build the event that the organiser has closed a poll."""
    return NewEvent(POLL_CLOSED, _changed(row, now, "closedAt"))


def poll_ended(row: Poll, now: datetime) -> NewEvent:
    """Build the event that a poll has closed at its time."""
    return NewEvent(POLL_CLOSED, _changed(row, now, "closesAt"))


def poll_deleted(row: Poll) -> NewEvent:
    """Build the event that a poll was deleted, with its question, which no row holds any more."""
    return NewEvent(POLL_DELETED, {"pollId": row.id, "question": row.question})


def message_posted(row: Message) -> NewEvent:
    """Build the event that an organiser has written to all."""
    return NewEvent(MESSAGE_POSTED, {"message": message(row)})


def message_deleted(row: Message, left: Iterable[Message]) -> NewEvent:
    """Build the event that a message was taken back, with the newest ones that are left."""
    data = {"number": row.number, "messages": [message(each) for each in left]}
    return NewEvent(MESSAGE_DELETED, data)


def _progress(trip: Trip) -> Data:
    """Build the counts that go with every change of the members."""
    return {
        "memberCount": trip.member_count,
        "requiredMembers": trip.required_members,
        "isDiscountUnlocked": trip.is_unlocked,
    }


def _departure(trip: Trip, who: Member) -> Data:
    return {"memberId": who.id, "member": member(who), **_progress(trip)}


def _changed(row: Poll, now: datetime, *names: str) -> Data:
    """Build the poll's version, the counts that all may see, and the named fields of its shape."""
    whole = dict(poll(row, now))
    shown = ["id", "version", "votedCount", *names]
    if whole["tally"] is not None:
        shown += ["tally", "maybes"]
    return {"poll": {name: whole[name] for name in shown}}


# Versions of the client, which sends its own as `frames` in the query. Pages of the first release
# send none; they would skip an event of a later version, and show what is not true any more.
FIRST, NEWEST = 1, 3
_CAME_WITH = {
    MEMBER_RENAMED: 2,
    POLL_REOPENED: 2,
    POLL_DELETED: 2,
    MEMBER_ROLE_CHANGED: 3,
    MESSAGE_POSTED: 3,
    MESSAGE_DELETED: 3,
    WAITLIST_CHANGED: 3,
}  # then raise NEWEST, and FRAMES in static/js/trip.js


def came_with(event_type: str, data: Data) -> int:
    """Return the number of the first client version that knows this event."""
    if event_type == POLL_CHANGED and "question" in data["poll"]:  # an edit
        return 2
    if event_type == POLL_CHANGED and data["poll"].get("pickedOptionId", "") is None:  # undone
        return 3
    return _CAME_WITH.get(event_type, FIRST)


def types_after(knows: int) -> list[str]:
    """List the event types that a client of version `knows` would skip."""
    return [event_type for event_type, number in _CAME_WITH.items() if number > knows]
