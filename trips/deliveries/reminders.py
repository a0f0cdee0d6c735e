"""Write down, once, that a deadline comes near, so that members are reminded of it.

What is near is a question to the database, which every process that delivers asks: so nothing is
skipped while none of them ran. Whom it concerns `member_news` decides, when it is sent.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from trips import zones
from trips.change import committed
from trips.models import DeliveryCursor, Poll, Receiver, Reminder, Trip

BEFORE_DEADLINE = timedelta(hours=24)
BEFORE_POLL_CLOSES = timedelta(hours=1)
NIGHT_BEGINS, NIGHT_ENDS = 22, 8  # hours, in the time zone of the trip
TIME_TO_ACT = timedelta(hours=1)  # what ends sooner after the night cannot wait for its end
MOST_AT_ONCE = 100


def write_due(now: datetime) -> list[str]:
    """Write at most MOST_AT_ONCE reminders that are due; return the ids of their trips.

    What is locked by another change is left to the next call.
    """
    found = list(islice(due(now), MOST_AT_ONCE))

    def change() -> list[str]:
        skips = connection.features.has_select_for_update_skip_locked
        trips = Trip.objects.filter(pk__in={each.trip_id for each in found})
        # Under the lock of its trip an id is committed before the next one is given.
        locked = list(trips.select_for_update(skip_locked=skips).values_list("pk", flat=True))
        mine = [each for each in found if each.trip_id in locked]
        Reminder.objects.bulk_create(mine, ignore_conflicts=True)  # another process was first
        return locked

    return committed(change) if found else []


def due(now: datetime) -> Iterator[Reminder]:
    """Find what is near, not written yet, and need not wait for the end of the night."""
    for reminder, zone in [*_of_trips(now), *_of_polls(now)]:
        if _may_be_told(now, reminder.ends_at, zone):
            yield reminder


def _of_trips(now: datetime) -> Iterator[tuple[Reminder, str]]:
    """Find trips that can soon be joined no more, and lack members for a step; with their zones."""
    written = Reminder.objects.filter(trip=OuterRef("pk"), poll_id="", ends_at=OuterRef("join_by"))
    near = Trip.objects.filter(
        Q(is_unlocked=False) | ~Q(further_steps=[]),
        _has_readers("pk"),
        ~Exists(written),
        join_by__range=(now, now + BEFORE_DEADLINE),
        closed_at=None,
        cancelled_at=None,
        hidden_at=None,
    )
    for trip_id, ends_at, zone in near.values_list("pk", "join_by", "time_zone"):
        if ends_at:
            due_at = ends_at - BEFORE_DEADLINE
            yield Reminder(trip_id=trip_id, ends_at=ends_at, due_at=due_at), zone


def _of_polls(now: datetime) -> Iterator[tuple[Reminder, str]]:
    """Find polls that close soon, and were not opened just now; with the zones of their trips."""
    written = Reminder.objects.filter(
        trip=OuterRef("trip"), poll_id=OuterRef("pk"), ends_at=OuterRef("closes_at")
    )
    near = Poll.objects.filter(
        _has_readers("trip"),
        ~Exists(written),
        closes_at__range=(now, now + BEFORE_POLL_CLOSES),
        closes_at__gt=F("opened_at") + BEFORE_POLL_CLOSES,
        closed_at=None,
        trip__cancelled_at=None,
        trip__hidden_at=None,
    )
    for poll in near.order_by().select_related("trip"):
        if poll.closes_at:
            reminder = Reminder(trip_id=poll.trip_id, poll_id=poll.pk, ends_at=poll.closes_at)
            reminder.due_at = poll.closes_at - BEFORE_POLL_CLOSES
            yield reminder, poll.trip.time_zone


def _has_readers(trip: str) -> Exists:
    """Ask whether news of a trip goes to any member; `trip` is the column with its id."""
    of_members = DeliveryCursor.objects.exclude(receiver__kind=Receiver.Kind.WEBHOOK)
    return Exists(of_members.filter(trip=OuterRef(trip)))


def _may_be_told(now: datetime, ends_at: datetime, zone: str) -> bool:
    """Return whether it is day in the time zone, or its end comes too soon after the night."""
    local = now.astimezone(zones.of(zone))
    if NIGHT_ENDS <= local.hour < NIGHT_BEGINS:
        return True
    morning = local.replace(hour=NIGHT_ENDS, minute=0, second=0, microsecond=0)
    if local.hour >= NIGHT_BEGINS:
        morning += timedelta(days=1)
    return ends_at < morning + TIME_TO_ACT
