"""Choose what of a trip's events concerns a member who is not looking, and say it in a line each.

The words are those of the hub's activity.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from trips import log, wire
from trips.models import Event, Member, Message, Trip
from trips.wire import events
from trips.words import Line, Piece, sentences
from trips.words.catalogue import name, pieces
from trips.words.news import Polls, line

DATES = {"startDate", "endDate", "startTime", "endTime"}
ARRIVALS = {events.MEMBER_JOINED, events.MEMBER_RESTORED}


def lines(me: Member, some: Sequence[Event]) -> list[Line]:
    """Say what of the events concerns a member, as it is true by now; in the active language.

    Who waits for a place is told of that, and of the end of the trip. Raises Trip.DoesNotExist.
    """
    state = log.state_of(me.trip_id, 0)
    polls = {poll.id: wire.poll(poll, state.at) for poll in state.polls}
    written = Message.objects.filter(trip=me.trip_id, deleted_at=None).exclude(author=me.id)
    telling = _Telling(me, state.trip, polls, set(written.values_list("number", flat=True)))
    said = [each for event in some for each in telling.of(event)]
    if me.is_organiser and any(event.type == events.WAITLIST_CHANGED for event in some):
        said += [pieces("in_line", n=state.trip.waiting_count)] if state.trip.waiting_count else []
    return said


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
        elif self._concerns(event):
            told = line(event.type, data, self.polls)
            is_message = event.type == events.MESSAGE_POSTED
            yield sentences(told, [name(data["message"]["text"])]) if is_message else told
        if self.me.is_in and self.trip.is_unlocked and _completes(event):
            yield pieces("unlocked")

    def _concerns(self, event: Event) -> bool:
        data = event.data
        if event.type == events.TRIP_CLOSED:
            return bool(data["trip"]["cancelledAt"])
        if not self.me.is_in:
            return False
        if event.type in ARRIVALS:
            return self.me.is_organiser
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
