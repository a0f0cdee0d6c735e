"""The event log: an entry recorded in the transaction, the frames after a seq, the state itself."""

from django.db import transaction
from django.utils import timezone

from trips import wire
from trips.models import Event, Member, Trip


def record(trip: Trip, event_type: str, data: wire.Data) -> wire.Frame:
    """Writes the next entry of the log of `trip`, whose row the caller has locked and will save."""
    trip.seq += 1
    event = Event.objects.create(
        trip=trip, seq=trip.seq, type=event_type, at=timezone.now(), data=data
    )
    return wire.frame(trip.epoch, event)


def after(trip_id: str, seq: int, most: int) -> list[wire.Frame]:
    """The frames that follow `seq`, at most `most`."""
    events = Event.objects.filter(trip=trip_id, seq__gt=seq).select_related("trip")[:most]
    return [wire.frame(event.trip.epoch, event) for event in events]


def positions(trip_ids: list[str]) -> dict[str, tuple[str, int]]:
    """Epoch and seq of each of these trips that exists, in one query."""
    rows = Trip.objects.filter(pk__in=trip_ids).values_list("id", "epoch", "seq")
    return {trip_id: (epoch, seq) for trip_id, epoch, seq in rows}


def members_of(trip: Trip) -> list[Member]:
    """Who is in, in the order in which they joined."""
    return list(trip.members.filter(state=Member.State.IN))


def state_of(trip_id: str) -> tuple[Trip, list[Member]]:
    """The trip and its members at one and the same seq. Raises Trip.DoesNotExist."""
    trip = Trip.objects.get(pk=trip_id)
    members = members_of(trip)
    if Trip.objects.filter(pk=trip_id, seq=trip.seq, epoch=trip.epoch).exists():
        return trip, members
    with transaction.atomic():  # it changed while we read: once more, with everybody waiting
        trip = Trip.objects.select_for_update().get(pk=trip_id)
        return trip, members_of(trip)


def snapshot(trip_id: str) -> wire.Snapshot:
    """The state as it leaves the server. Raises Trip.DoesNotExist."""
    return wire.snapshot(*state_of(trip_id))
