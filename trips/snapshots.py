"""Read a trip as it stands: with its members, polls and messages, all at one seq of its log."""

import functools
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from django.db import transaction

from trips import cache, clock, log, wire
from trips.instances import prefetched
from trips.models import Member, Message, Option, Poll, Trip
from trips.statements import Param, compiled

T = TypeVar("T")

MOST_MESSAGES = 3  # that a hub shows: what was written since one looked, and no wall of text


def members_of(trip: Trip, most: int | None = None) -> list[Member]:
    """List the present members in the order in which they joined, at most the first `most`."""
    return [] if most == 0 else _members(most).all(trip=trip.id)


@functools.cache
def _members(most: int | None) -> compiled[Member]:
    return compiled(Member.objects.filter(trip=Param("trip"), state=Member.State.IN)[:most])


@dataclass(frozen=True, slots=True)
class State:
    """A trip, its members (or the first of them), polls and messages, all read at one seq."""

    at: datetime
    trip: Trip
    members: list[Member]
    polls: list[Poll]
    founder_id: str = ""  # so where no members were read
    messages: list[Message] = field(default_factory=list)

    def shape(self) -> wire.Snapshot:
        """Make the snapshot that a RESET and a page hold."""
        return wire.snapshot(
            self.trip, self.founder_id, self.members, self.polls, self.at, self.messages
        )

    def valid_until(self) -> datetime:
        """Return the next moment at which the time alone changes the state: a deadline, an end."""
        trip, polls = self.trip, self.polls
        moments = [trip.join_by, trip.ends_at, datetime.max.replace(tzinfo=UTC)]
        moments += [at for poll in polls for at in (poll.closes_at, poll.undoable_until())]
        return min(each for each in moments if each and each > self.at)


def polls_of(trip: Trip) -> list[Poll]:
    """List a trip's polls with their options, in the order in which they were opened."""
    polls = _polls.all(trip=trip.id)
    options = _options.all(trip=trip.id) if polls else []
    for poll in polls:
        poll.trip = trip
        prefetched(poll, "options", [each for each in options if each.poll_id == poll.id])
    return polls


_polls = compiled(Poll.objects.filter(trip=Param("trip")))
_options = compiled(Option.objects.filter(poll__trip=Param("trip")).order_by("number"))


def messages_of(trip: Trip) -> list[Message]:
    """List the newest MOST_MESSAGES messages that were not taken back, oldest first."""
    return _messages.all(trip=trip.id)[::-1] if trip.message_count else []


_messages = compiled(
    Message.objects.filter(trip=Param("trip"), deleted_at=None).order_by("-number")[:MOST_MESSAGES]
)


def state_of(
    trip_id: str, most: int | None = None, *, with_polls: bool = True, row: Trip | None = None
) -> State:
    """Read a trip, at most `most` of its members, and its polls, as they are at one seq.

    `row` is the trip, if it was read a moment ago.
    If an event came in between, or a poll has just closed, it reads again under the lock of the
    row. Raises Trip.DoesNotExist.
    """
    now, read = clock.now(), functools.partial(_read, most=most, with_polls=with_polls)
    state = read(row or _trip_called(trip_id), now)
    is_same = log.position(trip_id) == (state.trip.epoch, state.trip.seq)
    if is_same and not any(_has_just_closed(poll, now) for poll in state.polls):
        return state
    with transaction.atomic():  # once more, while changes wait
        return read(Trip.objects.select_for_update().get(pk=trip_id), now)


def _trip_called(trip_id: str) -> Trip:
    if row := _trip.first(trip=trip_id):
        return row
    raise Trip.DoesNotExist


_trip = compiled(Trip.objects.filter(pk=Param("trip")))


def poll_of(trip_id: str, poll_id: str, now: datetime) -> Poll | None:
    """Read one poll of a trip with its options, or None.

    If it has just closed it waits for the lock of the trip's row: a vote that was in time may not
    be committed yet.
    """
    poll = _read_poll(trip_id, poll_id)
    if poll is None or not _has_just_closed(poll, now):
        return poll
    with transaction.atomic():
        Trip.objects.select_for_update().get(pk=trip_id)
        return _read_poll(trip_id, poll_id)


def _read_poll(trip_id: str, poll_id: str) -> Poll | None:
    if poll := _poll.first(trip=trip_id, poll=poll_id):
        poll.fetch_options()
    return poll


_poll = compiled(
    Poll.objects.select_related("trip").filter(trip=Param("trip"), pk=Param("poll")).order_by()
)


def whole(trip_id: str) -> wire.Encoded:
    """Return the whole state of a trip as an encoded RESET, cached for each seq.

    Raises Trip.DoesNotExist, and OperationalError if it takes too long.
    """

    def encoded() -> cache.Entry[wire.Encoded]:
        state = state_of(trip_id)
        reset = wire.encode(wire.reset(state.shape(), state.at))
        return cache.Entry(reset, reset.size, state.valid_until())

    return cached_per_seq(trip_id, "whole", encoded)


def cached_per_seq(
    trip_id: str, what: Hashable, make: Callable[[], cache.Entry[T]], row: Trip | None = None
) -> T:
    """Return what `make` makes, cached in this process until the trip's next event.

    `what` names it; it must be the same for everybody who gets it. `row` is the trip, if it was
    read a moment ago. Raises Trip.DoesNotExist, what `make` raises, and OperationalError if it
    takes too long.
    """
    at = (row.epoch, row.seq) if row else log.position(trip_id)  # before the state is read
    return cache.store.get((trip_id, at, what), make)


def _read(trip: Trip, now: datetime, most: int | None, with_polls: bool) -> State:
    members = members_of(trip, most)
    polls = polls_of(trip) if with_polls else []
    founder_id = _founder_among(members) if members else ""
    return State(now, trip, members, polls, founder_id, messages_of(trip))


def _founder_among(members: list[Member]) -> str:
    """Return the id of the founder, by a query only if they are not among the first members."""
    if founder := next((each for each in members if each.is_founder), None):
        return founder.id
    [founder_id] = _founder.first(trip=members[0].trip_id) or [""]
    return founder_id


_founder = compiled(Member.objects.filter(trip=Param("trip"), is_founder=True).values_list("id"))


def _has_just_closed(poll: Poll, now: datetime) -> bool:
    """Return whether a vote that was in time may not be committed yet."""
    return poll.closes_at is not None and now - log.IN_FLIGHT < poll.closes_at <= now
