"""The event log: entries, the frames after a seq, and the state that they add up to."""

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

MOST_NEWS = 20  # that a hub shows, and that are kept of each trip
IN_FLIGHT = timedelta(seconds=15)  # longer than any change can take
ROLL_OUT = timedelta(hours=1)  # as long may servers of two releases run
MOST_PASSED_OVER = 500  # entries that are looked through


def record(trip: Trip, new: events.NewEvent) -> wire.Frame:
    """Writes the next entry of the log of `trip`, whose row the caller has locked and will save."""
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
    """The newest entries that the activity tells, however many ballots came after them."""
    shown = trip.events.filter(is_news=True, seq__lte=trip.seq).exclude(events.IS_NO_NEWS)
    return shown.order_by("-seq")[:MOST_NEWS]


def after(trip_id: str, seq: int, most: int) -> list[wire.Frame]:
    """The frames that follow `seq`, at most `most`."""
    rows = Event.objects.filter(trip=trip_id, seq__gt=seq).select_related("trip")[:most]
    return [wire.frame(event.trip.epoch, event) for event in rows]


def was_passed_over(trip_id: str, seq: int, knows: int) -> bool:
    """Whether a watcher at `seq` may hold what is not true any more.

    While a release is rolled out, a server of the one before sends frames that they do not know.
    """
    types = events.types_after(knows)
    lately = Event.objects.filter(
        trip=trip_id, seq__range=(seq - MOST_PASSED_OVER, seq), at__gte=clock.now() - ROLL_OUT
    )
    return bool(types) and lately.filter(type__in=types).exists()


def positions(trip_ids: list[str]) -> dict[str, tuple[str, int]]:
    """Epoch and seq of each of these trips that exists, in one query."""
    rows = Trip.objects.filter(pk__in=trip_ids).values_list("id", "epoch", "seq")
    return {trip_id: (epoch, seq) for trip_id, epoch, seq in rows}


def changed_at(trip: Trip) -> datetime:
    """When the trip as it was read here changed last."""
    newest = trip.events.filter(seq__lte=trip.seq).last()
    return newest.at if newest else trip.created_at


def members_of(trip: Trip, most: int | None = None) -> list[Member]:
    """Who is in, in the order in which they joined; at most the first so many."""
    return list(trip.members.filter(state=Member.State.IN)[:most])


@dataclass(frozen=True, slots=True)
class State:
    """A trip, its members or the first of them, and its polls, at one and the same seq."""

    at: datetime
    trip: Trip
    members: list[Member]
    polls: list[Poll]

    def shape(self) -> wire.Snapshot:
        """Make the snapshot that a RESET and a page hold."""
        return wire.snapshot(self.trip, self.members, self.polls, self.at)

    def valid_until(self) -> datetime:
        """The next moment at which the clock alone changes something of it."""
        trip, closing = self.trip, [poll.closes_at for poll in self.polls]
        moments = [trip.join_by, trip.ends_at, *closing, datetime.max.replace(tzinfo=UTC)]
        return min(each for each in moments if each and each > self.at)


def polls_of(trip: Trip) -> list[Poll]:
    """The polls with their options, in the order in which they were opened."""
    polls = list(trip.polls.prefetch_related("options"))
    for poll in polls:
        poll.trip = trip
    return polls


def state_of(trip_id: str, most: int | None = None, *, with_polls: bool = True) -> State:
    """What stands now, with at most so many members. Raises Trip.DoesNotExist."""
    now, read = clock.now(), functools.partial(_read, most=most, with_polls=with_polls)
    state = read(Trip.objects.get(pk=trip_id), now)
    same = Trip.objects.filter(pk=trip_id, seq=state.trip.seq, epoch=state.trip.epoch)
    if same.exists() and not any(_has_just_closed(poll, now) for poll in state.polls):
        return state
    with transaction.atomic():  # once more, with every change waiting
        return read(Trip.objects.select_for_update().get(pk=trip_id), now)


def poll_of(trip_id: str, poll_id: str, now: datetime) -> Poll | None:
    """One poll of a trip with its options, as it stands at a moment that is not yet over."""
    rows = Poll.objects.filter(trip=trip_id, pk=poll_id).select_related("trip")
    poll = rows.prefetch_related("options").first()
    if poll is None or not _has_just_closed(poll, now):
        return poll
    with transaction.atomic():
        Trip.objects.select_for_update().get(pk=trip_id)
        return rows.prefetch_related("options").first()


def whole(trip_id: str) -> wire.Encoded:
    """The whole state in a RESET, of now; one for all who ask at one seq. As `once_a_seq`."""

    def encoded() -> shared.Entry[wire.Encoded]:
        state = state_of(trip_id)
        reset = wire.encode(wire.reset(state.shape(), state.at))
        return shared.Entry(reset, reset.size, state.valid_until())

    return cached_per_seq(trip_id, "whole", encoded)


def cached_per_seq(trip_id: str, what: Hashable, make: Callable[[], shared.Entry[T]]) -> T:
    """What is the same for all who may see it while nothing changes: made once, of now or later.

    Raises Trip.DoesNotExist, what `make` raises, and OperationalError as a store does.
    """
    position = Trip.objects.values_list("epoch", "seq").get(pk=trip_id)  # before the state is read
    return shared.store.get((trip_id, position, what), make)


def _read(trip: Trip, now: datetime, most: int | None, with_polls: bool) -> State:
    return State(now, trip, members_of(trip, most), polls_of(trip) if with_polls else [])


def _has_just_closed(poll: Poll, now: datetime) -> bool:
    """Whether a vote that was in time may not have been committed yet."""
    return poll.closes_at is not None and now - IN_FLIGHT < poll.closes_at <= now
