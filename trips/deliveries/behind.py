"""Find the cursors that the log has moved past.

Every event has an id that grows, but one with a lower id may be committed later. So each look
begins with the newest id of IN_FLIGHT before. Beside it, a sweep goes slice by slice through all
trips, and finds what nobody looked for while no process delivered.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet

from trips import clock
from trips.change import committed
from trips.log import IN_FLIGHT
from trips.models import DeliveryCursor, Event, Receiver, Reminder, Trip
from trips.slices import slices

MOST_AT_ONCE = 1_000  # trips: a statement takes only so many values
BEFORE_THE_START = 10_000  # events that a new process looks through


class Look:
    """What one process has seen of the log, and how far its sweep is."""

    def __init__(self) -> None:
        self._marks: list[tuple[datetime, int]] = []  # the newest id, and when it was read
        self._sweep: Iterator[QuerySet[Trip]] = iter(())

    def mark(self) -> None:
        """Mark the cursors of trips that have moved, and those of the next slice of all trips."""
        moved = self._moved_trips()
        for start in range(0, len(moved), MOST_AT_ONCE):
            mark(moved[start : start + MOST_AT_ONCE])
        some = next(self._sweep, None)
        if some is None:
            self._sweep = slices(Trip.objects.all())
        else:
            mark(list(some.values_list("pk", flat=True)))

    def _moved_trips(self) -> list[str]:
        """List the trips that have an event which was not, or may not have been, there before."""
        now = clock.ask()
        newest = Event.objects.aggregate(newest=Max("id"))["newest"] or 0
        while len(self._marks) > 1 and self._marks[1][0] < now - IN_FLIGHT:
            del self._marks[0]
        since = self._marks[0][1] if self._marks else newest - BEFORE_THE_START
        self._marks.append((now, newest))
        new = Event.objects.filter(id__gt=since).order_by()
        return list(new.values_list("trip", flat=True).distinct())


def mark(trip_ids: Sequence[str]) -> None:
    """Mark the cursors of these trips that the log, or for members a reminder, has moved past."""
    for receiver in Receiver.objects.filter(trip=None):
        _follow(receiver, trip_ids)
    trip = Trip.objects.filter(pk=OuterRef("trip"))
    has_moved = Exists(trip.filter(Q(seq__gt=OuterRef("seq")) | ~Q(epoch=OuterRef("epoch"))))
    reminders = Reminder.objects.filter(trip=OuterRef("trip"), pk__gt=OuterRef("reminder"))
    is_reminded = Exists(reminders) & ~Q(receiver__kind=Receiver.Kind.WEBHOOK)
    cursors = DeliveryCursor.objects.filter(trip__in=trip_ids, behind_since=None)
    found = list(cursors.filter(has_moved | is_reminded).values_list("pk", flat=True))
    if found:
        committed(lambda: cursors.filter(pk__in=found).update(behind_since=clock.now()))


def _follow(receiver: Receiver, trip_ids: Sequence[str]) -> None:
    """Give a receiver of all trips its cursors on trips that changed since it exists."""
    since = Event.objects.filter(at__gte=receiver.created_at)
    is_new = Exists(since.filter(trip=OuterRef("pk"), seq=OuterRef("seq")))
    is_followed = Exists(receiver.cursors.filter(trip=OuterRef("pk")))
    trips = Trip.objects.filter(is_new, ~is_followed, pk__in=trip_ids)
    if not (unfollowed := list(trips.values_list("pk", flat=True))):
        return
    # All processes in one order: two that wait for each other's rows would fail.
    events = since.filter(trip__in=unfollowed).order_by("trip").values("trip")
    firsts = events.annotate(first=Min("seq")).values_list("trip", F("trip__epoch"), "first")
    now = clock.now()
    new = [
        DeliveryCursor(
            receiver=receiver, trip_id=trip_id, epoch=epoch, seq=first - 1, next_try_at=now
        )
        for trip_id, epoch, first in firsts
    ]
    # Another process may be faster.
    committed(lambda: DeliveryCursor.objects.bulk_create(new, ignore_conflicts=True))
