"""What holds after every fault: answers, rows, log and every client's state tell the same."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import psycopg
from psycopg.rows import dict_row

from tests.fold import State, fold
from tests.proofs.faults.guests import JOIN, WALKS_AWAY, Guest
from tests.proofs.faults.watchers import Watcher

Row = dict[str, Any]


@dataclass
class Findings:
    """What was lost and what is too much, one entry each, and whatever else is wrong."""

    lost: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def compare(self, what: str, is_there: Iterable[str], should_be: Iterable[str]) -> None:
        there, should = Counter(is_there), Counter(should_be)
        self.lost += [f"{what} lacks {each}" for each in (should - there).elements()]
        self.extra += [f"{what} has {each}" for each in (there - should).elements()]

    def expect(self, holds: bool, sentence: str) -> None:
        if not holds:
            self.wrong.append(sentence)


@dataclass(frozen=True)
class Kept:
    """What the database holds of a trip."""

    trip: Row
    members: list[Row]
    frames: list[State]


def kept(database: str, trip_id: str) -> Kept:
    """Reads PostgreSQL by its URL, or the file of an SQLite database."""
    rows = _of_postgresql if "://" in database else _of_sqlite
    trip, members, events = rows(database, [each.format(trip_id) for each in KEPT])
    epoch = trip[0]["epoch"]
    frames = [{**event, "at": event["at"].isoformat(), "epoch": epoch} for event in events]
    return Kept(trip[0], members, frames)


KEPT = (
    "SELECT * FROM trips_trip WHERE id = '{}'",
    "SELECT id, name, is_admin AS is_founder FROM trips_member"
    " WHERE trip_id = '{}' AND state = 'in'",
    "SELECT seq, type, at, data FROM trips_event WHERE trip_id = '{}' ORDER BY seq",
)


def _of_postgresql(database: str, queries: list[str]) -> list[list[Row]]:
    with psycopg.connect(database, row_factory=dict_row) as connection:
        return [connection.execute(query.encode()).fetchall() for query in queries]


def _of_sqlite(database: str, queries: list[str]) -> list[list[Row]]:
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        trip, members, events = (
            [dict(row) for row in connection.execute(query)] for query in queries
        )
    for event in events:
        event["at"] = datetime.fromisoformat(event["at"]).replace(tzinfo=UTC)
        event["data"] = json.loads(event["data"])
    return [trip, members, events]


def check(
    findings: Findings,
    planned: Row,
    held: Kept,
    guests: Sequence[Guest],
    watchers: Sequence[Watcher],
    doors: Sequence[str],
) -> None:
    """Looks at everything once all is quiet."""
    _answers_are_kept(findings, planned, held, guests)
    _row_agrees(findings, held)
    seqs = [frame["seq"] for frame in held.frames]
    findings.compare("the log", map(str, seqs), map(str, range(1, held.trip["seq"] + 1)))
    ids = [member["id"] for member in held.members]
    for watcher in watchers:
        _shows(findings, watcher, ids)
    if not findings.lost and not findings.extra:
        _all_agree(findings, _folded(planned["trip"], held.frames), planned, watchers, doors)


def _answers_are_kept(
    findings: Findings, planned: Row, held: Kept, guests: Sequence[Guest]
) -> None:
    answered = [guest.answers[0]["memberId"] for guest in guests if guest.answers]
    ids = {member["id"] for member in held.members}
    findings.lost += [f"no row for {each}" for each in answered if each not in ids]
    may_be_in = {guest.name for guest in guests if not guest.refusal}
    [planner] = planned["trip"]["members"]
    names = [member["name"] for member in held.members if member["id"] != planner["id"]]
    walked_away = {guest.name for guest in guests if guest.habit == WALKS_AWAY}
    findings.lost += [f"the tap of {name}" for name in walked_away - set(names)]
    findings.extra += [f"{name} is in" for name in names if name not in may_be_in]
    for guest in guests:
        same = all(answer == guest.answers[0] for answer in guest.answers)
        findings.expect(same, "a repeat got another answer")
        findings.expect(not guest.waits, "a guest never got an answer")


def _row_agrees(findings: Findings, held: Kept) -> None:
    trip, members = held.trip, len(held.members)
    findings.expect(trip["member_count"] == members, "the count is not that of the rows")
    is_unlocked = members >= trip["required_members"]
    findings.expect(trip["is_unlocked"] == is_unlocked, "the flag does not follow the rows")
    founders = sum(member["is_founder"] for member in held.members)
    findings.expect(founders == 1, f"{founders} of those who are in are the founder")


def _shows(findings: Findings, watcher: Watcher, ids: list[str]) -> None:
    findings.compare("a hub", [member["id"] for member in watcher.state["members"]], ids)
    findings.extra += ["a frame came twice"] * watcher.doubles
    findings.expect(not watcher.gaps, "a hub was told a gap")
    findings.expect(not watcher.ended, f"a hub was {watcher.ended}")


def _all_agree(
    findings: Findings,
    state: State,
    planned: Row,
    watchers: Sequence[Watcher],
    doors: Sequence[str],
) -> None:
    told = planned["trip"]  # the release before tells less
    state = _only(state, told)
    for door in doors:
        answer = httpx.get(f"{door}{JOIN}", params={"tripId": planned["tripId"]}, trust_env=False)
        shown = answer.json().get("trip", {})
        findings.expect(_only(shown, told) == state, "a server tells another state")
    for watcher in watchers:
        findings.expect(_only(watcher.state, told) == state, "a hub shows another state")


def _only(state: State, told: State) -> State:
    """The fields that `told` has, too, of the trip and of each member."""
    of_member = told["members"][0].keys()
    members = [{name: each.get(name) for name in of_member} for each in state.get("members", [])]
    return {name: value for name, value in state.items() if name in told} | {"members": members}


def _folded(state: State, frames: Iterable[State]) -> State:
    """The log as a client reads it, which begins after the organiser has joined."""
    for frame in frames:
        state = fold(state, frame) if frame["seq"] > 1 else state
    return state
