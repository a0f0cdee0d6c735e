"""What is true, by the rows that were committed: the log, its states, and who may watch."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.db import connection

from tests.fold import fold
from trips.models import Trip
from trips.wire import values

Position = tuple[str, int]
Frame = dict[str, Any]
NEW_EVENTS = (
    "SELECT seq, type, at, data FROM trips_event WHERE trip_id = %s AND seq > %s ORDER BY seq"
)


@dataclass
class Rights:
    """What opens the trip now, as those know who made the changes."""

    invitations: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)  # of members who are in, by their id
    founder: str = ""
    organisers: set[str] = field(default_factory=set)  # with the founder
    takes: int = 0
    line: dict[str, str] = field(default_factory=dict)  # keys of who waits, first who is next
    removed: dict[str, str] = field(default_factory=dict)  # keys of removed members, by their id
    browsers: dict[str, str] = field(default_factory=dict)  # keys by what a browser is known by

    def open_to(self, invitation: str, browser: str) -> bool:
        """Return whether an invitation, or what a browser holds, lets somebody watch."""
        current = [*self.keys.values(), *self.line.values()]
        return invitation in self.invitations or self.browsers.get(browser) in current

    def fill_places(self) -> None:
        """Give each free place to who waits longest."""
        while self.line and len(self.keys) < self.takes:
            first = next(iter(self.line))
            self.keys[first] = self.line.pop(first)

    def differ_from(self, state: dict[str, Any]) -> list[str]:
        """Say what a state of the trip tells otherwise of people: who is in, organises, waits."""
        members = state["members"]
        told = {
            "who is in": ({each["id"] for each in members}, set(self.keys)),
            "the count": (state["memberCount"], len(self.keys)),
            "the founder": (state["founderId"], self.founder),
            "who organises": ({each["id"] for each in members if each["isAdmin"]}, self.organisers),
            "how many wait": (state["waitingCount"], len(self.line)),
            "the places": (state["capacity"], self.takes),
        }
        return [what for what, (seen, so) in told.items() if seen != so]


class Truth:
    """The log of the trip as it was committed, and the state after each of its events."""

    def __init__(self, trip_id: str, state: dict[str, Any], rights: Rights) -> None:
        self.trip_id, self.rights = trip_id, rights
        self.head: Position = state["epoch"], state["seq"]
        self.states = {self.head: state}
        self.frames: dict[Position, Frame] = {}

    @property
    def state(self) -> dict[str, Any]:
        return self.states[self.head]

    def read_on(self) -> list[Frame]:
        """Read what was committed since. Raises AssertionError if the log has a gap."""
        epoch, seq = self.head
        new = list(self._events_after(epoch, seq))
        for frame in new:
            state = fold(self.state, frame)
            self.head = epoch, frame["seq"]
            self.frames[self.head], self.states[self.head] = frame, state
        return new

    def _events_after(self, epoch: str, seq: int) -> Iterator[Frame]:
        """Read the rows by SQL of our own, as the product's readers are on trial."""
        with connection.cursor() as cursor:
            cursor.execute(NEW_EVENTS, [self.trip_id, seq])
            for number, kind, at, data in cursor.fetchall():
                moment = values.moment(at.replace(tzinfo=UTC))
                told = {"type": kind, "at": moment, "data": json.loads(data)}
                yield {"seq": number, "epoch": epoch, **told}

    def copy(self) -> tuple[Position, Rights]:
        return self.head, copy.deepcopy(self.rights)

    def go_back(self, copied: tuple[Position, Rights]) -> None:
        """Follow the database back to a copy, under a new epoch."""
        before, rights = copied
        self.rights = copy.deepcopy(rights)
        trip = Trip.objects.get(pk=self.trip_id)
        self.head = trip.epoch, trip.seq
        assert (trip.epoch, trip.seq) != before
        self.states[self.head] = {**self.states[before], "epoch": trip.epoch}
