"""List the activity of a trip for its hub: a line for each event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from trips import clock, log, membership, wire, words
from trips.models import Event, Member, Trip
from trips.wire import events
from trips.words.news import Polls, Questions, line


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the activity, and when it happened."""

    line: words.Line
    at: datetime
    restores: str  # the id of a member who can be let back in, or ""


def activity(trip: Trip, me: Member, polls: Iterable[wire.PollShape]) -> list[Item]:
    """List the last events that are news, newest first, and every removal that can be undone.

    `polls` are those of the trip as its members see them; only the organiser may undo.
    """
    restorable = _restorable(trip) if me.is_organiser else set()
    shown = list(log.news(trip))
    if restorable:
        removals = trip.events.filter(type=events.MEMBER_REMOVED, data__memberId__in=restorable)
        shown += removals.exclude(pk__in=[event.pk for event in shown]).order_by("-seq")
    known = {poll["id"]: poll for poll in polls}
    gone = {
        event.data["pollId"]: event.data["question"]
        for event in shown
        if event.type == events.POLL_DELETED
    }
    items = [_item(event, known, gone, restorable) for event in shown]
    return [item for item in items if item.line]


def _restorable(trip: Trip) -> set[str]:
    since = clock.now() - membership.UNDO_FOR
    removed = trip.members.filter(state=Member.State.REMOVED, ended_at__gt=since)
    return set(removed.values_list("id", flat=True))


def _item(event: Event, polls: Polls, gone: Questions, restorable: set[str]) -> Item:
    removed = event.data.get("memberId") if event.type == events.MEMBER_REMOVED else ""
    restores = removed if removed in restorable else ""
    return Item(line(event.type, event.data, polls, gone), event.at, restores)
