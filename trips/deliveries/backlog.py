"""Read what a cursor has yet to deliver: the events after it, or the whole state."""

from typing import NamedTuple

from trips import log, snapshots, wire
from trips.models import DeliveryCursor, Event, Reminder, Trip

MOST_AT_ONCE = 50  # events that are read at a time


class Unread(NamedTuple):
    """What a member was not sent yet, and where the cursor stands once they were."""

    events: list[Event]
    reminders: list[Reminder]
    epoch: str
    seq: int
    reminder: int


def after(cursor: DeliveryCursor) -> list[wire.Frame]:
    """Read the next frames of the log after a cursor, without a gap; none at its head.

    If the log has lost the next one, or was begun anew by a restore, it is one RESET.
    Raises Trip.DoesNotExist.
    """
    if log.position(cursor.trip_id) == (cursor.epoch, cursor.seq):
        return []
    frames = log.after(cursor.trip_id, cursor.seq, MOST_AT_ONCE)
    if frames and all(
        (frame["epoch"], frame["seq"]) == (cursor.epoch, seq)
        for seq, frame in enumerate(frames, cursor.seq + 1)
    ):
        return frames
    state = snapshots.state_of(cursor.trip_id)
    return [wire.reset(state.shape(), state.at)]


def unread(cursor: DeliveryCursor, trip: Trip) -> Unread | None:
    """Read what a member's cursor on a trip has yet to deliver; None at the head of the log.

    What the log has lost is passed over, and a new epoch changes nothing: both are for who shows
    the whole state.
    """
    events = list(trip.events.filter(seq__gt=cursor.seq).order_by("seq")[:MOST_AT_ONCE])
    due = list(trip.reminders.filter(pk__gt=cursor.reminder).order_by("pk"))
    seq = events[-1].seq if events else trip.seq
    reminder = due[-1].pk if due else cursor.reminder
    if (trip.epoch, seq, reminder) == (cursor.epoch, cursor.seq, cursor.reminder):
        return None
    return Unread(events, due, trip.epoch, seq, reminder)
