"""The event log of a trip: record and read its events."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from trips import clock, wire
from trips.models import Event, Trip
from trips.statements import Param, compiled, insert
from trips.wire import activity, events

MOST_NEWS = 20  # events that a trip's page lists, and that are kept of each trip
IN_FLIGHT = timedelta(seconds=15)  # longer than any change can take
ROLL_OUT = timedelta(hours=1)  # servers of two releases may run at the same time for so long
MOST_PASSED_OVER = 500  # events that `was_passed_over` looks through


def record(trip: Trip, new: events.NewEvent) -> wire.Frame:
    """Write the next event of a trip's log, and return its frame.

    The caller holds the lock of the row and saves it.
    """
    trip.seq += 1
    trip.bytes_recorded += len(json.dumps(new.data))
    event = Event(
        trip=trip,
        seq=trip.seq,
        type=new.type,
        at=clock.now(),
        data=new.data,
        is_news=activity.is_news(*new),
    )
    insert(event)
    return wire.frame(trip.epoch, event)


def news(trip: Trip, after: int = 0) -> list[Event]:
    """Return the newest events after a seq that the activity shows; votes are not among them."""
    return _news.all(trip=trip.id, seq=trip.seq, after=after)


_of_trip = Event.objects.filter(trip=Param("trip"))
_news = compiled(
    _of_trip.filter(is_news=True, seq__gt=Param("after"), seq__lte=Param("seq"))
    .exclude(activity.IS_NO_NEWS)
    .order_by("-seq")[:MOST_NEWS]
)


def after(trip_id: str, seq: int, most: int) -> list[wire.Frame]:
    """Read the frames of the events after `seq`, in order, at most `most`."""
    rows = _after.all(trip=trip_id, seq=seq, last=seq + most)
    return [wire.frame(event.epoch, event) for event in rows]


_after = compiled(
    _of_trip.filter(seq__gt=Param("seq"), seq__lte=Param("last"))
    .annotate(epoch=F("trip__epoch"))
    .order_by("seq")
)


def was_passed_over(trip_id: str, seq: int, knows: int) -> bool:
    """Return whether a client at `seq` may have ignored an event that it did not understand.

    `knows` is the newest event version that it understands. While a release is rolled out, a server
    of the one before sends clients frames without regard to that.
    """
    types = events.types_after(knows)
    lately = Event.objects.filter(
        trip=trip_id, seq__range=(seq - MOST_PASSED_OVER, seq), at__gte=clock.now() - ROLL_OUT
    )
    return bool(types) and lately.filter(type__in=types).exists()


def position(trip_id: str) -> tuple[str, int]:
    """Return (epoch, seq) of a trip's log. Raises Trip.DoesNotExist."""
    if found := _position.first(trip=trip_id):
        return found
    raise Trip.DoesNotExist


_position = compiled(Trip.objects.filter(pk=Param("trip")).values_list("epoch", "seq"))


def elsewhere(heads: Mapping[str, str]) -> list[str]:
    """List the trips whose log is not at this "<epoch>.<seq>" by trip id, or is gone.

    The database compares, in one query: to read thousands of rows would take ten times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ELSEWHERE[connection.vendor], [json.dumps(heads)])
        return [trip_id for (trip_id,) in cursor.fetchall()]


_ELSEWHERE = {
    vendor: f"""
        SELECT head.key FROM {pairs} AS head
        LEFT JOIN {Trip._meta.db_table} AS trip ON trip.id = head.key
        WHERE trip.id IS NULL OR trip.epoch || '.' || trip.seq <> head.value"""
    for vendor, pairs in (
        ("sqlite", "json_each(%s)"),
        ("postgresql", "json_each_text(%s::json)"),
    )
}


def changed_at(trip: Trip) -> datetime:
    """Return when a trip, as this object was read, was last changed."""
    newest = trip.events.filter(seq__lte=trip.seq).last()
    return newest.at if newest else trip.created_at
