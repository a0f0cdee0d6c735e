"""Choose what concerns a member who is not looking, of events and reminders; a line for each.

The words are those of the hub's activity.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from trips import snapshots, wire
from trips.models import Event, Member, Message, Poll, Receiver, Reminder, Trip, ballot_of
from trips.wire import events
from trips.words import Line, Piece, filled, sentences
from trips.words import dates as on
from trips.words.catalogue import name, pieces
from trips.words.news import Polls, line
from trips.words.trip import MORE_UNLOCK, are_in, more_unlock

DATES = {"startDate", "endDate", "startTime", "endTime"}
MOST_NAMED = 2  # of who came, in short
ARRIVALS = {events.MEMBER_JOINED, events.MEMBER_RESTORED}


def lines(me: Member, some: Sequence[Event]) -> list[Line]:
    """Say what of the events concerns a member, as it is true by now; in the active language.

    Who waits for a place is told of that, and of the end of the trip. Raises Trip.DoesNotExist.
    """
    telling = _telling(me)
    return [each for event in some for each in telling.of(event)] + telling.line_of(some)


def in_short(me: Member, some: Sequence[Event]) -> tuple[list[Line], bool]:
    """Say the same in few lines: who came to an organiser in one, and last, with how many are in.

    Return whether that is all that is said: the next lines like it make these needless.
    """
    telling = _telling(me)
    came = [event for event in some if event.type in ARRIVALS and telling.concerns(event)]
    others = [each for event in some if event not in came for each in telling.of(event)]
    others += [pieces("unlocked")] if any(map(telling.is_unlocked_by, came)) else []
    passing = [telling.arrivals(came), *telling.line_of(some)] if came else telling.line_of(some)
    return others + passing, not others


def reminded(receiver: Receiver, due: Sequence[Reminder]) -> list[Line]:
    """Say what ends soon, to a member who can still do something about it; in a line each.

    They need not hear of what was due before they asked for the news: they have seen it on a page.
    Raises Trip.DoesNotExist.
    """
    due = [each for each in due if each.due_at > receiver.created_at]
    me = receiver.member
    if not due or not (me and me.is_in):
        return []
    state = snapshots.state_of(me.trip_id, 0)
    polls = {poll.id: poll for poll in state.polls}
    said = (
        _of_poll(me, polls.get(each.poll_id), each.ends_at, state.at)
        if each.poll_id
        else _of_deadline(state.trip, each.ends_at, state.at)
        for each in due
    )
    return [line for line in said if line]


def _of_poll(me: Member, poll: Poll | None, ends_at: datetime, now: datetime) -> Line:
    """Ask for a vote; nothing if the poll's end was moved, or they may or need not vote."""
    if poll is None or poll.closes_at != ends_at or poll.state_at(now) != Poll.State.OPEN:
        return []
    ballot = ballot_of(poll, me.id)
    if ballot and ballot.counts:
        return []
    asked = filled(gettext("“{poll}” is waiting for your vote."), {"poll": name(poll.question)})
    return sentences(asked, on.until(("closes", "closes_end"), ends_at, poll.trip.time_zone, now))


def _of_deadline(trip: Trip, ends_at: datetime, now: datetime) -> Line:
    """Say how many are missing; nothing if nobody is, or the deadline was moved."""
    missing = more_unlock(wire.trip_fields(trip), MORE_UNLOCK)
    if trip.join_by != ends_at or not missing:
        return []
    join_by = on.until(("join_by", "join_by_end"), ends_at, trip.time_zone, now)
    return sentences(gettext("Soon nobody can join any more."), missing, join_by)


def _telling(me: Member) -> "_Telling":
    state = snapshots.state_of(me.trip_id, 0)
    polls = {poll.id: wire.poll(poll, state.at) for poll in state.polls}
    written = Message.objects.filter(trip=me.trip_id, deleted_at=None).exclude(author=me.id)
    return _Telling(me, state.trip, polls, set(written.values_list("number", flat=True)))


@dataclass(frozen=True, slots=True)
class _Telling:
    me: Member
    trip: Trip
    polls: Polls
    numbers: set[int]  # of messages of others that stand

    def of(self, event: Event) -> Iterator[Line]:
        """Yield what an event tells the member."""
        data = event.data
        if event.type in ARRIVALS and data["member"]["id"] == self.me.id:
            if "promoted" in data:
                yield [Piece(gettext("A place came free, and it is yours: you are on the trip."))]
        elif self.concerns(event):
            told = line(event.type, data, self.polls)
            is_message = event.type == events.MESSAGE_POSTED
            yield sentences(told, [name(data["message"]["text"])]) if is_message else told
        if self.is_unlocked_by(event):
            yield pieces("unlocked")

    def is_unlocked_by(self, event: Event) -> bool:
        """Return whether an event brought whom the discount waited for, and it still holds."""
        return self.me.is_in and self.trip.is_unlocked and _completes(event)

    def arrivals(self, came: Sequence[Event]) -> Line:
        """Say who came, or how many, and how many are in."""
        named = [line(event.type, event.data, self.polls) for event in came]
        counted = [pieces("away_joined", n=len(came))]
        are = are_in(wire.trip_fields(self.trip))
        return sentences(*(named if len(came) <= MOST_NAMED else counted), are)

    def line_of(self, some: Sequence[Event]) -> list[Line]:
        """Tell an organiser how many wait for a place, if that has changed."""
        has_changed = any(event.type == events.WAITLIST_CHANGED for event in some)
        n = self.trip.waiting_count
        return [pieces("in_line", n=n)] if self.me.is_organiser and has_changed and n else []

    def concerns(self, event: Event) -> bool:
        """Return whether what an event tells is for the member, not counting their own coming."""
        data = event.data
        if event.type == events.TRIP_CLOSED:
            return bool(data["trip"]["cancelledAt"])
        if not self.me.is_in:
            return False
        if event.type in ARRIVALS:
            return self.me.is_organiser and data["member"]["id"] != self.me.id
        if event.type == events.MESSAGE_POSTED:
            return data["message"]["number"] in self.numbers
        if event.type == events.TRIP_UPDATED:
            before = data.get("before", {})
            return bool(DATES & before.keys()) or _unlocks(data)
        return event.type == events.POLL_OPENED and data["poll"]["id"] in self.polls


def _completes(event: Event) -> bool:
    """Return whether somebody's arrival unlocked the discount."""
    data = event.data
    return event.type in ARRIVALS and data["memberCount"] == data["requiredMembers"]


def _unlocks(data: events.Data) -> bool:
    """Return whether a change of the terms unlocked the discount, which its line says."""
    was_locked = data.get("before", {}).get("isDiscountUnlocked") is False
    return was_locked and bool(data["trip"]["isDiscountUnlocked"])
