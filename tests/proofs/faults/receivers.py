"""Faults of who is sent the events, and of who sends them."""

import asyncio
import random
import time
from collections import Counter

import psycopg

from tests.post_office import PostOffice
from tests.proofs.faults.system import MAIL_PORT
from tests.proofs.faults.trial import Trial
from tests.receiving import Endpoint
from tests.server import Server

TRIPS, FEW_TRIPS = 100, 12
EVENTS = 100  # of each trip
# A pause is twice the one before, so a row of eight failures would alone take longer than this.
DELIVERED_WITHIN_S, FAILURES_IN_A_ROW = 240.0, 5
MOST_AT_ONCE = 64  # deliveries that a server has begun when it is killed
SLOW_S = 6.0  # longer than an answer is waited for
TOLD_WITHIN_S = 5.0
GUESTS = 40
KILLS = 6
MAILS_AT_ONCE = 8  # of a server
MAILED_WITHIN_S = 90.0

Log = dict[str, list[int]]  # the seqs of each trip


async def killed_deliverers(trial: Trial, trips: int = TRIPS) -> None:
    """A receiver fails a third of the time, and both who deliver are killed (-9) at random."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    failures = Counter[str]()

    def answer(event: str) -> int:
        fails = chance.random() < 1 / 3 and failures[event] < FAILURES_IN_A_ROW
        failures[event] += fails
        return 503 if fails else 204

    with Endpoint(answer) as shop:
        await asyncio.to_thread(_enter, trial.system.left, shop)
        writing = asyncio.create_task(asyncio.to_thread(_write, trial.system.left, trips))
        kills = 0
        while not writing.done():
            await asyncio.sleep(chance.uniform(3, 8))
            await kill_one(trial, chance)
            kills += 1
        await writing
        await trial.until(lambda: shop.taken_once >= trips * EVENTS, DELIVERED_WITHIN_S)
        await asyncio.to_thread(forget_all, trial.system.database)
    expected = {trip: list(range(1, EVENTS + 1)) for trip in shop.log}
    trial.expect(len(expected) == trips, f"{len(expected)} trips were told of, seed {seed}")
    _check(trial, shop, expected, f"seed {seed}, {kills} kills")
    twice = len(shop.taken) - shop.taken_once
    trial.expect(twice <= kills * MOST_AT_ONCE, f"{twice} were taken twice, seed {seed}")


async def failing_receivers(trial: Trial) -> None:
    """One is down, one slow, one hangs up without an answer; a fourth is told all the same."""
    states = {"down": 503, "slow": 204, "liar": 0}
    is_over = asyncio.Event()

    def slowly(_event: str) -> int:
        if not is_over.is_set():
            time.sleep(SLOW_S)
        return 204

    with (
        Endpoint() as good,
        Endpoint(lambda _: states["down"]) as down,
        Endpoint(slowly) as slow,
        Endpoint(lambda _: states["liar"]) as liar,
    ):
        everybody = (good, down, slow, liar)
        trip = trial.planned["trip"]["id"]
        for each in everybody:
            await asyncio.to_thread(_enter, trial.system.left, each, trip)
        trial.guests.come(GUESTS)
        await trial.guests.leave()
        took_s = await trial.until(lambda: good.taken_once == GUESTS)
        trial.expect_at_most(took_s, TOLD_WITHIN_S, "the good one was told after")
        trial.expect(not down.taken and not liar.taken, "one took what it refuses")
        states["down"] = states["liar"] = 204
        is_over.set()
        await trial.until(
            lambda: all(each.taken_once == GUESTS for each in everybody), DELIVERED_WITHIN_S
        )
        await asyncio.to_thread(forget_all, trial.system.database)
    expected = {trip: list(range(2, GUESTS + 2))}
    for each, name in zip(everybody, ("good", "down", "slow", "liar"), strict=True):
        _check(trial, each, expected, name)


async def failing_mails(trial: Trial) -> None:
    """A server of mails has no time for a third, and both who deliver are killed (-9) at random."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    trial.guests.come(GUESTS)
    await trial.guests.leave()
    trip, members = trial.planned["trip"]["id"], GUESTS + 1
    with PostOffice(
        lambda: "250 OK" if chance.random() > 1 / 3 else "451 later", port=MAIL_PORT
    ) as office:
        await asyncio.to_thread(_move_dates, trial.system.left, trip)
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.5, 2))
            await kill_one(trial, chance)
        await trial.until(
            lambda: len({mail["To"] for mail in office.came}) == members, MAILED_WITHIN_S
        )
        await asyncio.to_thread(forget_all, trial.system.database)
    trial.expect(
        all("* Dates: now " in text for text in office.texts()),
        f"a mail lacks its news, seed {seed}",
    )
    mailboxes, ids = ({mail[name] for mail in office.came} for name in ("To", "Message-ID"))
    trial.expect(
        len(mailboxes) == members, f"{len(mailboxes)} of {members} have a mail, seed {seed}"
    )
    trial.expect(len(ids) == members, f"{len(ids)} mails to {members}, seed {seed}")
    twice = len(office.came) - len(ids)
    trial.expect(twice <= KILLS * MAILS_AT_ONCE, f"{twice} came twice, seed {seed}")


async def kill_one(trial: Trial, chance: random.Random) -> None:
    """Kills (-9) one of who deliver, and starts it again."""
    server = chance.choice(trial.system.servers)
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)


def forget_all(database: str) -> None:
    """Other rows of the table have no receivers."""
    with psycopg.connect(database) as connection:
        connection.execute("DELETE FROM trips_deliverycursor")
        connection.execute("DELETE FROM trips_receiver")


def _check(trial: Trial, endpoint: Endpoint, expected: Log, what: str) -> None:
    """Nothing is missing, all in order, all signed."""
    found = {trip: list(seqs) for trip, seqs in endpoint.log.items()}
    for trip, seqs in expected.items():
        ids = [f"{trip}.{seq}" for seq in seqs]
        trial.findings.compare(what, [f"{trip}.{seq}" for seq in found.get(trip, [])], ids)
    trial.expect(found == expected, f"not in the order of the log: {what}")
    trial.expect(all(map(endpoint.verifies, endpoint.taken)), f"not signed: {what}")


def _enter(server: Server, endpoint: Endpoint, trip: str = "") -> None:
    """Enters an endpoint as staff do: of one trip, or of all."""
    server.manage(
        "shell",
        "--no-imports",
        "-c",
        f"from tests.entering import enter; enter({endpoint.url!r}, {endpoint.secret!r}, {trip!r})",
    )


def _move_dates(server: Server, trip: str) -> None:
    script = f"from tests.entering import move_dates; move_dates({trip!r})"
    server.manage("shell", "--no-imports", "-c", script)


def _write(server: Server, trips: int) -> None:
    script = f"from tests.entering import write; write({trips}, {EVENTS})"
    server.manage("shell", "--no-imports", "-c", script)
