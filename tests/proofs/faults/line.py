"""Everybody races for the places of a full trip: some go, some wait, some come, some give up."""

import itertools
import time
from collections.abc import Sequence

import httpx
import psycopg

from tests.proofs.faults import invariant
from tests.proofs.faults.guests import PATIENT, Guest
from tests.proofs.faults.invariant import Kept
from tests.proofs.faults.taps import PATIENCE_S, Answer, Taps, all_at_once
from tests.proofs.faults.trial import Trial

PLACES = 11  # Ben's among them
WAIT, GIVE_UP, COME, BRING = 14, 4, 12, 6


async def race(trial: Trial) -> None:
    """Ten leave, twelve come, four give up, six are brought, at both servers; one is killed."""
    trial.guests.come(PLACES - 1)
    await trial.guests.leave()
    gone = [guest.answers[0] for guest in trial.guests.joined]
    link = trial.planned["tripId"]
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S) as client:
        taps = Taps(trial, client)

        async def waits(name: str) -> Answer:
            who = {"invitation_token": link, "guest_name": name, "another": True, "wait": True}
            return await taps.call("join", **who)

        async def goes(verb: str, who: Answer) -> Answer:
            key = {"tripId": link, "memberKey": who["memberKey"]}
            return await taps.call(verb, "not_in_line", **key)

        async def brings(name: str) -> Answer:
            ben = {"tripId": link, "adminId": trial.planned["adminId"]}
            return await taps.call("bring", "trip_full", **ben, name=name)

        line = [await waits(f"Waits {number}") for number in range(WAIT)]
        leaving = [goes("leave", who) for who in gone]
        coming = [waits(f"Comes {number}") for number in range(COME)]
        giving_up = [goes("leave-line", who) for who in line[-GIVE_UP:]]
        bringing = [brings(f"Friend {number}") for number in range(BRING)]
        answers = await all_at_once(trial, [*bringing, *leaving, *coming, *giving_up])
    brought, answers = answers[:BRING], answers[BRING:]
    is_past = any(each.get("success") for each in brought)
    trial.expect(not is_past, "somebody was brought past those who wait")
    come = answers[len(leaving) : -GIVE_UP]
    gave_up = [
        who
        for who, said in zip(line[-GIVE_UP:], answers[-GIVE_UP:], strict=True)
        if said.get("success")
    ]
    _check(
        trial,
        [who["memberId"] for who in line],
        [who["memberId"] for who in gave_up],
        [who["memberId"] for who in come],
    )
    trial.guests.everybody = [_as_guest(trial, who) for who in _who_are_in(trial, (*line, *come))]


def _check(trial: Trial, line: Sequence[str], gave_up: Sequence[str], come: Sequence[str]) -> None:
    """Never more than there are places, none free while somebody waits, and all in their order."""
    held, waiting = _held(trial), _waiting(trial)
    in_now = {member["id"] for member in held.members}
    trial.expect(len(in_now) == PLACES, f"{len(in_now)} are in, not {PLACES}")
    trial.expect(held.trip["waiting_count"] == len(waiting), "the line is not as long as counted")
    promoted = [
        frame["data"]["member"]["id"] for frame in held.frames if "promoted" in frame["data"]
    ]
    trial.expect(len(promoted) == PLACES - 1, f"{len(promoted)} places were given")
    for frame, following in itertools.pairwise(held.frames):
        is_given = frame["type"] != "MEMBER_LEFT" or "promoted" in following["data"]
        trial.expect(is_given, "a place was free while somebody waited")
    stayed = [each for each in line if each not in gave_up]
    queue = [*stayed, *(each for each in [*promoted, *waiting] if each not in line)]
    trial.expect([*promoted, *waiting] == queue, "somebody went past those who wait longer")
    everybody = {*stayed, *come}
    trial.findings.compare("the trip", [*promoted, *waiting], everybody)


def _held(trial: Trial) -> Kept:
    return invariant.kept(trial.system.database, trial.planned["trip"]["id"])


def _waiting(trial: Trial) -> list[str]:
    """The ids of those who wait, first who is next."""
    query = (
        "SELECT id FROM trips_member WHERE trip_id = %s AND state = 'waiting'"
        " ORDER BY joined_at, id"
    )
    with psycopg.connect(trial.system.database) as connection:
        rows = connection.execute(query, [trial.planned["trip"]["id"]]).fetchall()
    return [row[0] for row in rows]


def _who_are_in(trial: Trial, people: Sequence[Answer]) -> list[Answer]:
    in_now = {member["id"] for member in _held(trial).members}
    return [who for who in people if who.get("memberId") in in_now]


def _as_guest(trial: Trial, who: Answer) -> Guest:
    """So that what holds after every fault is looked at: they are in, and each hub shows them.

    Nobody is answered once they get a place: how long a hub lagged is counted from the first.
    """
    seen_at = [hub.seen_at.get(who["memberId"], time.monotonic()) for hub in trial.hubs]
    return Guest(who["member"]["name"], b"", {}, PATIENT, [who], min(seen_at))
