"""The event log of a trip: record and read events, and the state that they add up to."""

import functools
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from trips import clock, shared, wire
from trips.models import Event, Member, Poll, Trip
from trips.wire import events

T = TypeVar("T")

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
    event = Event.objects.create(
        trip=trip,
        seq=trip.seq,
        type=new.type,
        at=clock.now(),
        data=new.data,
        is_news=events.is_news(*new),
    )
    return wire.frame(trip.epoch, event)


def news(trip: Trip) -> QuerySet[Event]:
    """Select the newest events that the activity list shows; votes are not among them."""
    shown = trip.events.filter(is_news=True, seq__lte=trip.seq).exclude(events.IS_NO_NEWS)
    return shown.order_by("-seq")[:MOST_NEWS]


def after(trip_id: str, seq: int, most: int) -> list[wire.Frame]:
    """Read the frames of the events after `seq`, in order, at most `most`."""
    rows = Event.objects.filter(trip=trip_id, seq__gt=seq).select_related("trip")[:most]
    return [wire.frame(event.trip.epoch, event) for event in rows]


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


def positions(trip_ids: list[str]) -> dict[str, tuple[str, int]]:
    """Return (epoch, seq) of each of these trips that exists, in one query."""
    rows = Trip.objects.filter(pk__in=trip_ids).values_list("id", "epoch", "seq")
    return {trip_id: (epoch, seq) for trip_id, epoch, seq in rows}


def changed_at(trip: Trip) -> datetime:
    """Return when a trip, as this object was read, was last changed."""
    newest = trip.events.filter(seq__lte=trip.seq).last()
    return newest.at if newest else trip.created_at


def members_of(trip: Trip, most: int | None = None) -> list[Member]:
    """List the present members in the order in which they joined, at most the first `most`."""
    return list(trip.members.filter(state=Member.State.IN)[:most])


@dataclass(frozen=True, slots=True)
class State:
    """A trip, its members (or the first of them) and its polls, all read at the same seq."""

    at: datetime
    trip: Trip
    members: list[Member]
    polls: list[Poll]

    def shape(self) -> wire.Snapshot:
        """Make the snapshot that a RESET and a page hold."""
        return wire.snapshot(self.trip, self.members, self.polls, self.at)

    def valid_until(self) -> datetime:
        """Return the next moment at which the time alone changes the state: a deadline, an end."""
        trip, closing = self.trip, [poll.closes_at for poll in self.polls]
        moments = [trip.join_by, trip.ends_at, *closing, datetime.max.replace(tzinfo=UTC)]
        return min(each for each in moments if each and each > self.at)


def polls_of(trip: Trip) -> list[Poll]:
    """List a trip's polls with their options, in the order in which they were opened."""
    polls = list(trip.polls.prefetch_related("options"))
    for poll in polls:
        poll.trip = trip
    return polls


def state_of(trip_id: str, most: int | None = None, *, with_polls: bool = True) -> State:
    """Read a trip, at most `most` of its members, and its polls, as they are at one seq.

    If an event came in between, or a poll has just closed, it reads again under the lock of the
    row. Raises Trip.DoesNotExist.
    """
    now, read = clock.now(), functools.partial(_read, most=most, with_polls=with_polls)
    state = read(Trip.objects.get(pk=trip_id), now)
    same = Trip.objects.filter(pk=trip_id, seq=state.trip.seq, epoch=state.trip.epoch)
    if same.exists() and not any(_has_just_closed(poll, now) for poll in state.polls):
        return state
    with transaction.atomic():  # once more, while changes wait
        return read(Trip.objects.select_for_update().get(pk=trip_id), now)


def poll_of(trip_id: str, poll_id: str, now: datetime) -> Poll | None:
    """Read one poll of a trip with its options, or None.

    If it has just closed it waits for the lock of the trip's row: a vote that was in time may not
    be committed yet.
    """
    rows = Poll.objects.filter(trip=trip_id, pk=poll_id).select_related("trip")
    poll = rows.prefetch_related("options").first()
    if poll is None or not _has_just_closed(poll, now):
        return poll
    with transaction.atomic():
        Trip.objects.select_for_update().get(pk=trip_id)
        return rows.prefetch_related("options").first()


def whole(trip_id: str) -> wire.Encoded:
    """Return the whole state of a trip as an encoded RESET, cached for each seq.

    Raises Trip.DoesNotExist, and OperationalError if it takes too long.
    """

    def encoded() -> shared.Entry[wire.Encoded]:
        state = state_of(trip_id)
        reset = wire.encode(wire.reset(state.shape(), state.at))
        return shared.Entry(reset, reset.size, state.valid_until())

    return cached_per_seq(trip_id, "whole", encoded)


def cached_per_seq(trip_id: str, what: Hashable, make: Callable[[], shared.Entry[T]]) -> T:
    """Return what `make` makes, cached in this process until the trip's next event.

    `what` names it; it must be the same for everybody who gets it. Raises Trip.DoesNotExist, what
    `make` raises, and OperationalError if it takes too long.
    """
    position = Trip.objects.values_list("epoch", "seq").get(pk=trip_id)  # before the state is read
    return shared.store.get((trip_id, position, what), make)


def _read(trip: Trip, now: datetime, most: int | None, with_polls: bool) -> State:
    return State(now, trip, members_of(trip, most), polls_of(trip) if with_polls else [])


def _has_just_closed(poll: Poll, now: datetime) -> bool:
    """Return whether a vote that was in time may not be committed yet."""
    return poll.closes_at is not None and now - IN_FLIGHT < poll.closes_at <= now
