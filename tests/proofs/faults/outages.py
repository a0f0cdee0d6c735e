"""Faults of PostgreSQL, Redis and what lies between: away, frozen, empty, locked, full, lossy."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress

import psycopg

from tests.proofs.faults.guests import OK, Guests
from tests.proofs.faults.trial import USUAL_LAG_S, Trial

BACK_WITHIN_S = 5.0
REFUSES_WITHIN_S = 4.0
HELD_S = 7.0  # long enough for the second who waits to be refused too
OTHERS_PER_S = 5.0
BURSTS, BURST = 5, 40


async def redis_killed(trial: Trial) -> None:
    await _without_redis(trial, trial.system.redis.kill, trial.system.redis.start)


async def redis_frozen(trial: Trial) -> None:
    await _without_redis(trial, trial.system.redis.freeze, trial.system.redis.thaw)


async def redis_flushed(trial: Trial) -> None:
    await _without_redis(trial, trial.system.redis.flush, trial.system.redis.flush)


async def _without_redis(
    trial: Trial, strike: Callable[[], object], mend: Callable[[], object]
) -> None:
    usual = await trial.stretch(4)
    await asyncio.to_thread(strike)
    meanwhile = await trial.stretch(4)
    await asyncio.to_thread(mend)
    trial.expect_as_fast(meanwhile, usual)
    await trial.expect_equal()
    await trial.stretch(BACK_WITHIN_S)
    rings_again, _ = await trial.stretch(2)
    trial.expect_at_most(
        trial.worst_lag_s(rings_again), USUAL_LAG_S, "once it was back, a hub lagged"
    )


async def postgres_restarted(trial: Trial) -> None:
    """It is away for longer than a try waits."""
    await _without_postgres(trial, trial.system.postgres.stop, away_s=18)
    trial.expect(trial.guests.outcomes()["503"] > 0, "nobody was told to come back")


async def postgres_killed(trial: Trial) -> None:
    await _without_postgres(trial, trial.system.postgres.kill, away_s=3)


async def _without_postgres(trial: Trial, strike: Callable[[], object], away_s: float) -> None:
    await trial.stretch(3)
    await asyncio.to_thread(strike)
    await trial.stretch(away_s, least=away_s)
    await asyncio.to_thread(trial.system.postgres.start)
    await _is_as_before(trial)


async def connections_taken(trial: Trial) -> None:
    """Somebody else holds every connection that PostgreSQL has, and the servers lose theirs."""
    await trial.stretch(3)
    with ExitStack() as held:
        await asyncio.to_thread(_take_all_connections, trial.system.database, held)
        await trial.stretch(6, least=6)  # longer than a try waits for one
        busy = trial.guests.outcomes()["503"]
    trial.expect(busy > 0, "nobody was told to come back: the fault did not strike")
    await _is_as_before(trial)


async def _is_as_before(trial: Trial) -> None:
    """In time, every try to join succeeds again."""
    await trial.stretch(BACK_WITHIN_S, least=BACK_WITHIN_S)
    back, _ = await trial.stretch(3)
    failed = set(trial.guests.outcomes(back)) - {OK}
    trial.expect(not failed, f"{BACK_WITHIN_S:g} s after its return somebody met {failed}")


def _take_all_connections(database: str, held: ExitStack) -> None:
    ours = [held.enter_context(psycopg.connect(database, autocommit=True))]
    for _ in range(3):  # the servers reach for theirs at the same time
        with suppress(psycopg.OperationalError):
            while True:
                ours.append(held.enter_context(psycopg.connect(database, autocommit=True)))
        ours[0].execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> ALL(%s)",
            [[connection.info.backend_pid for connection in ours]],
        )


async def row_locked(trial: Trial) -> None:
    """Somebody holds the lock of the trip's row; the others are those of another trip."""
    others = await _others(trial)
    async with trial.meanwhile([others.arrive(OTHERS_PER_S)]):
        usual = await trial.stretch(3)
        async with row_held(trial):
            meanwhile = await trial.stretch(HELD_S, least=HELD_S)
        await trial.stretch(3)
    await others.leave()
    refused_s = trial.guests.took_s(0, outcome="503")
    trial.expect(bool(refused_s), "nobody was told to come back")
    trial.expect_at_most(max(refused_s, default=0), REFUSES_WITHIN_S, "the last 503 came after")
    trial.expect(set(others.outcomes()) == {OK}, f"on another trip: {dict(others.outcomes())}")
    trial.expect_as_fast(meanwhile, usual, others)


async def _others(trial: Trial) -> Guests:
    planned = await asyncio.to_thread(trial.system.left.plan, title="Hampi")
    return Guests(trial.system.doors, planned["tripId"])


@asynccontextmanager
async def row_held(trial: Trial) -> AsyncIterator[None]:
    """Somebody holds the trip's row meanwhile."""
    async with await psycopg.AsyncConnection.connect(trial.system.database) as connection:
        trip_id = trial.planned["trip"]["id"]
        await connection.execute("SELECT FROM trips_trip WHERE id = %s FOR UPDATE", [trip_id])
        yield


async def lossy_layer(trial: Trial) -> None:
    """The channel layer loses six messages of ten; the last of a burst has none to follow it."""
    for _ in range(BURSTS):
        trial.guests.come(BURST)
        await trial.stretch(5, least=USUAL_LAG_S)  # a lost one must not be healed by the next burst
