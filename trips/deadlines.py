"""Record passed deadlines in the log: joining a trip is over, a trip or a poll has ended.

A status follows from the time when it is read, whether or not this runs: these events only notify
open pages, and fill the activity list. Every process of every server looks for passed deadlines; a
unique row decides which of them writes.
"""

import asyncio
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice

from django.db import connection
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce

from socialcart import outages
from trips import ballots, clock, feed, wire
from trips.change import verb
from trips.models import PassedDeadline, Poll, Trip
from trips.wire import events

EVERY_S = 3.0
NEWS_FOR = timedelta(days=1)  # what passed longer ago, while no server ran, is not recorded
MOST_AT_ONCE = 100
MOST_LOOKED_UP = 5_000  # ends at a time: a statement takes only so many values

_written: set[tuple[str, datetime]] = set()  # ends, by trip, that need not be looked up again
_thread = ThreadPoolExecutor(1, thread_name_prefix="deadlines")


class Watch:
    """The background task that records passed deadlines every few seconds."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the task on the running loop; `stop` ends it."""
        self._task = asyncio.create_task(_look_for_ever())

    async def stop(self) -> None:
        """End the task and wait until it is over."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


watch = Watch()


async def _look_for_ever() -> None:
    """Record due deadlines for ever; report a failure, e.g. of the database, and go on."""
    while True:
        try:
            await asyncio.get_running_loop().run_in_executor(_thread, _look)
        except Exception as failure:
            outages.report("The watch on deadlines", failure)
        await asyncio.sleep(EVERY_S * random.uniform(0.75, 1.25))


def _look() -> None:
    try:
        write_due()
    finally:
        connection.close()


def write_due() -> None:
    """Record every due deadline. If some fail, raise the first failure after the others."""
    failures = []
    for trip_id, poll_id in due(clock.ask()):
        try:
            write(trip_id, None, poll_id)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]


def due(now: datetime) -> list[tuple[str, str]]:
    """Find passed deadlines that are not recorded: (trip id, poll id or "")."""
    recently = (now - NEWS_FOR, now)
    of_trip = PassedDeadline.objects.filter(
        trip=OuterRef("pk"), poll=None, due_at=OuterRef("join_by")
    )
    of_poll = PassedDeadline.objects.filter(poll=OuterRef("pk"), due_at=OuterRef("closes_at"))
    open_trips = Trip.objects.filter(join_by__range=recently, closed_at=None, cancelled_at=None)
    open_polls = Poll.objects.filter(
        closes_at__range=recently, closed_at=None, trip__cancelled_at=None
    ).order_by()
    trips = open_trips.exclude(Exists(of_trip)).values_list("pk", Value(""))
    polls = open_polls.exclude(Exists(of_poll)).values_list("trip", "pk")
    return [*trips.union(polls, all=True)[:MOST_AT_ONCE], *_ended(now)]


def _ended(now: datetime) -> Iterator[tuple[str, str]]:
    """Find trips whose last day has ended in their time zone and that had no deadline."""
    last_day = Coalesce("ends_on", "starts_on")
    days = (now.date() - NEWS_FOR - timedelta(days=1), now.date())
    open_trips = Trip.objects.filter(join_by=None, closed_at=None, cancelled_at=None)
    recent = open_trips.alias(last=last_day).filter(last__range=days)
    ended = {
        (trip_id, at)
        for trip_id, day, zone in recent.values_list("pk", last_day, "time_zone")
        if now - NEWS_FOR < (at := _end_of(day, zone)) <= now
    }
    _written.intersection_update(ended)
    unknown = set(islice(ended - _written, MOST_LOOKED_UP))
    if unknown:
        passed = PassedDeadline.objects.filter(trip__in={pk for pk, _ in unknown}, poll=None)
        _written.update(unknown.intersection(passed.values_list("trip", "due_at")))
    return ((trip_id, "") for trip_id, _ in unknown - _written)


@lru_cache(1_000)
def _end_of(day: date, zone: str) -> datetime:
    """Return when the last day of a trip ends, as `Trip.ends_at` does."""
    at = Trip(ends_on=day, time_zone=zone).ends_at
    assert at
    return at


@verb
def write(trip: Trip, poll_id: str) -> dict[str, bool]:
    """Record once that the trip was closed by the time, or that its poll `poll_id` was.

    Raises Refusal `not_found`.
    """
    if poll_id:
        _end_poll(trip, trip.polls.filter(pk=poll_id).first())
    elif (at := _closed_itself_at(trip, clock.now())) and _is_first(trip, None, at):
        feed.announce(trip, events.closed(wire.trip_fields(trip)))
    return {"success": True}


def _closed_itself_at(trip: Trip, now: datetime) -> datetime | None:
    """Return when the trip's deadline, or without one its last day, has passed, or None."""
    at = trip.join_by or trip.ends_at
    return at if at and at <= now and not (trip.closed_at or trip.cancelled_at) else None


def _end_poll(trip: Trip, poll: Poll | None) -> None:
    if poll is None or poll.closes_at is None or not poll.is_past_deadline(clock.now()):
        return
    if _is_first(trip, poll, poll.closes_at):
        poll.trip = trip  # the locked row
        ballots.announce(trip, poll, events.poll_ended)


def _is_first(trip: Trip, poll: Poll | None, due_at: datetime) -> bool:
    _, is_new = PassedDeadline.objects.get_or_create(trip=trip, poll=poll, due_at=due_at)
    return is_new
