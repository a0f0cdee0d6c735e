"""List the activity of a trip for its hub: a line for each event."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from trips import cache, clock, log, membership, snapshots, wire, words
from trips.models import Event, Member, Trip
from trips.statements import Param, compiled
from trips.wire import events
from trips.words.news import Polls, Questions, line

EVENT_BYTES = 2_000  # that an event takes in memory, about


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the activity, and when it happened."""

    line: words.Line
    at: datetime
    restores: str  # the id of a member who can be let back in, or ""


def activity(state: snapshots.State, restorable: Collection[str] = ()) -> list[Item]:
    """List the last events that are news, newest first, and the removals of who is `restorable`."""
    found = events_shown(state.trip, restorable)
    return [item for item in items(found, found, state, restorable) if item.line]


def events_shown(trip: Trip, restorable: Collection[str] = ()) -> list[Event]:
    """Return the events that the list may have a line for, newest first."""
    found = _news(trip)
    if restorable:
        removals = trip.events.filter(type=events.MEMBER_REMOVED, data__memberId__in=restorable)
        found += removals.exclude(pk__in=[event.pk for event in found]).order_by("-seq")
    return found


def _news(trip: Trip) -> list[Event]:
    """Return the last events that are news; only those are read that came since the last time."""
    name = ("news", trip.id, trip.epoch)
    seq, known = cache.store.last(name) or (0, [])
    if seq > trip.seq:
        return log.news(trip)
    found = [*log.news(trip, after=seq), *known][: log.MOST_NEWS] if seq < trip.seq else [*known]
    entry = cache.Entry((trip.seq, tuple(found)), EVENT_BYTES * len(found), cache.FOR_EVER)
    cache.store.keep(name, entry)
    return found


def is_about_poll(event: Event) -> bool:
    """Return whether the line of an event depends on how a poll is now; others never change."""
    return "poll" in event.data or event.type == events.POLL_DELETED


def items(
    some: Iterable[Event],
    shown: Iterable[Event],
    state: snapshots.State,
    restorable: Collection[str] = (),
) -> list[Item]:
    """Say what some of the events shown were; an empty line is for what is not worth one."""
    known = {poll.id: wire.poll(poll, state.at) for poll in state.polls}
    gone = {
        event.data["pollId"]: event.data["question"]
        for event in shown
        if event.type == events.POLL_DELETED
    }
    return [_item(event, known, gone, restorable) for event in some]


def restorable_ids(trip: Trip) -> set[str]:
    """Return the ids of the removed members whom the organiser can still let back in."""
    found = _removed.all(trip=trip.id, since=clock.now() - membership.UNDO_FOR)
    return {member_id for (member_id,) in found}


_removed = compiled(
    Member.objects.filter(
        trip=Param("trip"), state=Member.State.REMOVED, ended_at__gt=Param("since")
    )
    .order_by()
    .values_list("id")
)


def _item(event: Event, polls: Polls, gone: Questions, restorable: Collection[str]) -> Item:
    removed = event.data.get("memberId") if event.type == events.MEMBER_REMOVED else ""
    restores = removed if removed in restorable else ""
    return Item(line(event.type, event.data, polls, gone), event.at, restores)
