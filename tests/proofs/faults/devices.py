"""Faults of a push service, and of who pushes to members' devices."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence

import psycopg

from tests.proofs.faults.receivers import GUESTS, KILLS, forget_all, kill_one
from tests.proofs.faults.trial import Trial
from tests.push_service import Browser, PushService

GONE = {3: 404, 8: 410, 21: 404, 34: 410}  # which devices, and what the service says of them
PUSHES_AT_ONCE = 32  # of a server
LONGEST_ANSWER_S = 3.0  # before a lease runs out: nobody sends the same meanwhile
PUSHED_WITHIN_S = 90.0


async def failing_pushes(trial: Trial) -> None:
    """A service fails a third, some devices are gone, and who push are killed (-9) as they wait."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    gone: dict[str, int] = {}
    asked, waiting, at_once = Counter[str](), set[str](), Counter[str]()

    def answer(path: str) -> int:
        asked[path] += 1
        at_once[path] += path in waiting
        waiting.add(path)
        time.sleep(chance.uniform(0, LONGEST_ANSWER_S))
        waiting.discard(path)
        return gone.get(path) or (503 if chance.random() < 1 / 3 else 201)

    trial.guests.come(GUESTS)
    await trial.guests.leave()
    with PushService(answer) as service:
        everybody = [Browser(service, f"device-{at}") for at in range(GUESTS + 1)]
        gone |= {everybody[at].path: status for at, status in GONE.items()}
        told = [each for each in everybody if each.path not in gone]
        await asyncio.to_thread(_move_dates, trial, everybody)
        for _ in range(KILLS):
            await trial.until(lambda: bool(waiting))
            await asyncio.sleep(chance.uniform(0, LONGEST_ANSWER_S / 2))
            await kill_one(trial, chance)
        await trial.until(
            lambda: all(each.pushes() for each in told) and _devices(trial) == len(told),
            PUSHED_WITHIN_S,
        )
        trial.expect(_devices(trial) == len(told), f"not just those gone are dropped, seed {seed}")
        await asyncio.to_thread(forget_all, trial.system.database)
    await asyncio.to_thread(_check, trial, told, seed)
    trial.expect(not at_once.total(), f"{at_once.total()} came beside the same one, seed {seed}")
    trial.expect(
        all(asked[path] <= 1 + KILLS for path in gone), f"one gone was asked again, seed {seed}"
    )


def _check(trial: Trial, told: Sequence[Browser], seed: int) -> None:
    """Each has the news, and none oftener than who push were killed."""
    times = [len(each.pushes()) for each in told]
    missed = times.count(0)
    trial.expect(not missed, f"{missed} of {len(told)} devices have no news, seed {seed}")
    trial.expect(
        all(push["body"].startswith("Dates: now ") for each in told for push in each.shown()),
        f"a push lacks its news, seed {seed}",
    )
    trial.expect(max(times) <= 1 + KILLS, f"one was pushed to {max(times)} times, seed {seed}")
    twice = sum(times) - len(told) + missed
    trial.expect(twice <= KILLS * PUSHES_AT_ONCE, f"{twice} came twice, seed {seed}")


def _move_dates(trial: Trial, devices: Sequence[Browser]) -> None:
    trip, given = trial.planned["trip"]["id"], [each.given for each in devices]
    script = f"from tests.entering import move_dates_of_devices as move; move({trip!r}, {given!r})"
    trial.system.left.manage("shell", "--no-imports", "-c", script)


def _devices(trial: Trial) -> int:
    """How many are still sent something."""
    with psycopg.connect(trial.system.database) as connection:
        found = connection.execute(
            "SELECT count(*) FROM trips_receiver WHERE off_since IS NULL"
        ).fetchone()
    assert found
    return int(found[0])
