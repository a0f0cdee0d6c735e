"""Faults that people are: too many, too hasty, deaf, and all back at once."""

import asyncio
import itertools
import re
from collections import Counter
from contextlib import suppress

import httpx

from tests.bench.meter import memory_kb
from tests.proofs.faults.guests import JOIN, OK
from tests.proofs.faults.readers import that_never_read
from tests.proofs.faults.trial import PATIENCE_S, Trial
from tests.proofs.faults.watchers import position_of
from tests.server import Server

JOINERS, PLACES = 200, 10
ORGANISERS = 12
READERS = 50
MOST_GROWTH_KB = 2_500
LONG_TITLE = "🏖" * 70
UPDATES_PER_S = 20


async def nothing(trial: Trial) -> None:
    """What is usual."""
    await trial.stretch(8)


async def too_many(trial: Trial) -> None:
    trial.guests.come(JOINERS)
    await trial.guests.leave()
    outcomes = trial.guests.outcomes()
    expected = {OK: PLACES, "trip_full": JOINERS - PLACES}
    trial.expect(outcomes == expected, f"{PLACES} were to join, and {dict(outcomes)}")


async def step_down(trial: Trial) -> None:
    """All organisers step down at once, at both servers, as Ben hands the trip over to one."""
    trial.guests.come(ORGANISERS)
    await trial.guests.leave()
    joined = [guest.answers[0] for guest in trial.guests.joined]
    chosen = joined[0]["memberId"]
    ben = {name: trial.planned[name] for name in ("tripId", "adminId")}
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S) as client:

        async def call(door: str, name: str, **body: str) -> str:
            answer = await client.post(f"{door}/api/social-cart/{name}", json=body)
            return OK if answer.is_success else str(answer.json()["error"])

        doors = itertools.cycle(trial.system.doors)
        for each in joined:
            await call(next(doors), "make-organiser", **ben, memberId=each["memberId"])
        keys = [{"tripId": ben["tripId"], "memberKey": each["memberKey"]} for each in joined]
        acts = [call(next(doors), "step-down", **key) for key in keys]
        handing = call(next(doors), "hand-over", **ben, memberId=chosen)
        outcomes = Counter(await asyncio.gather(handing, *acts))
        answer = await client.get(f"{trial.system.doors[0]}{JOIN}", params=ben)
    state = answer.json()["trip"]
    remain = {each["id"] for each in state["members"] if each["isAdmin"]}
    expected = {chosen, trial.planned["trip"]["founderId"]}
    trial.expect((state["founderId"], remain) == (chosen, expected), f"{remain} organise")
    trial.expect(outcomes.keys() <= {OK, "hand_over_first"}, f"they met {dict(outcomes)}")


async def hasty(trial: Trial) -> None:
    """They hang up after sending, tap twice, and walk away; the guests' habits say it all."""
    await trial.stretch(8)


async def deaf_readers(trial: Trial) -> None:
    """They ask the left server for all that has happened; the right one has none of them."""
    left, right = trial.system.servers
    position = position_of(trial.planned["trip"])
    async with trial.meanwhile([_talk(trial, server) for server in (left, right)]):
        await trial.stretch(5)
        with that_never_read(READERS, left.url, trial.planned["tripId"], position):
            await trial.stretch(3)  # until what lies between is full
            before_kb = _memory_kb(left) - _memory_kb(right)
            await trial.stretch(10)
            grown_kb = _memory_kb(left) - _memory_kb(right) - before_kb
    trial.expect(grown_kb < MOST_GROWTH_KB, f"they cost {grown_kb} kB more all the time")


async def storm(trial: Trial) -> None:
    """Both servers are killed; a third of the hubs come back with a position nobody knows."""
    servers = trial.system.servers
    await trial.stretch(3)
    for server in servers:
        await asyncio.to_thread(server.kill)
    await asyncio.sleep(0.3)
    for hub in trial.hubs[::3]:
        hub.state = {**hub.state, "epoch": "0"}
    await asyncio.gather(*(asyncio.to_thread(server.start) for server in servers))
    await trial.until(lambda: all(hub.is_connected for hub in trial.hubs))
    await trial.stretch(3)
    for server in servers:
        snapshots = Counter(re.findall(r"snapshot of \S+ at \d+", trial.logged(server)))
        most = max(snapshots.values(), default=0)
        trial.expect(most > 0, "nobody needed a snapshot")
        trial.expect(most <= 1, f"the same snapshot was read {most} times")


async def _talk(trial: Trial, server: Server) -> None:
    """The organiser changes the title without end: heavy frames for all."""
    planned = trial.planned
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
        for number in itertools.count():  # a title that stays the same is no news
            title = f"{LONG_TITLE} {number}"
            body = {"tripId": planned["tripId"], "adminId": planned["adminId"], "tripName": title}
            with suppress(httpx.TransportError):
                await client.post("/api/social-cart/update", json=body)
            await asyncio.sleep(1 / UPDATES_PER_S)


def _memory_kb(server: Server) -> int:
    assert server.process
    return memory_kb(server.process.pid)
