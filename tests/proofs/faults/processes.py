"""Faults of our own processes: killed, replaced, frozen, and with a clock of their own."""

import asyncio
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

import httpx

from tests.proofs.faults.outages import row_held
from tests.proofs.faults.released import Released, open_hub, open_hubs
from tests.proofs.faults.trial import Trial
from tests.server import Server

LEAST_SPREAD_S = 2.0
HUBS_OPENED = 4  # by turns each server gives the page, or is asked for files of the other's
FROZEN_S = 22.0  # longer than a guest waits for an answer
LEAST_STUCK_S, FREE_WITHIN_S = 5.0, 15.0


async def killed(trial: Trial) -> None:
    left = trial.system.left
    await trial.stretch(3)
    await asyncio.to_thread(left.kill)
    await trial.stretch(1)
    await asyncio.to_thread(left.start)
    await trial.stretch(5)


async def replaced(trial: Trial) -> None:
    """A rolling restart: one after the other ends in its own time."""
    for server in trial.system.servers:
        await trial.stretch(2)
        await asyncio.to_thread(server.kill, signal.SIGTERM)
        await asyncio.to_thread(server.start)
    await trial.stretch(3)
    waits_s = [wait_s for hub in trial.hubs for wait_s in hub.waits_s]
    trial.expect(
        max(waits_s, default=0) - min(waits_s, default=0) > LEAST_SPREAD_S,
        "streams were told to come back at the same moment",
    )


async def upgraded(trial: Trial) -> None:
    """From the release before to this one: migrated under load, then one server after the other.

    Pages of both are open meanwhile, and are told what the release before does not know.
    """
    system = trial.system
    assert isinstance(system, Released)
    trip, organiser = trial.planned["tripId"], trial.planned["adminId"]
    seen: Counter[str] = Counter()
    hub = partial(open_hub, system.nginx, trial.planned["trip"]["id"], organiser, seen)
    async with trial.meanwhile([open_hubs(hub)]):
        await trial.stretch(2, least=1)
        await asyncio.to_thread(system.migrate)
        await trial.stretch(2, least=1)
        for name, server in (("Benny", system.left), ("Benjamin", system.right)):
            await asyncio.to_thread(server.kill, signal.SIGTERM)
            await asyncio.to_thread(server.start)
            for _ in range(HUBS_OPENED):
                await hub()
            await trial.stretch(2)
            body = {"tripId": trip, "adminId": organiser, "name": name}
            renamed = await asyncio.to_thread(partial(server.call, "rename-member", **body))
            trial.expect(renamed.is_success, "nobody could be renamed")
            await trial.stretch(3, least=1)
    trial.expect({"page 200", "file 200"} == {*seen} - {"file 503"}, f"a page met {dict(seen)}")


async def frozen(trial: Trial) -> None:
    """The left server stands still, with its port open, as PostgreSQL gives it the trip's row.

    Half of the guests and hubs are on it; the other half wait for the row.
    """
    left = trial.system.left
    await trial.stretch(3)
    async with row_held(trial):
        await trial.stretch(1, least=1)  # both wait in line for it
        await asyncio.to_thread(left.freeze)
    struck = time.monotonic()
    await trial.stretch(FROZEN_S, least=FROZEN_S)
    joined_at = sorted(guest.answered_at for guest in trial.guests.joined)
    moments = [struck, *(at for at in joined_at if at > struck), time.monotonic()]
    stuck_s = max(after - before for before, after in pairwise(moments))
    await asyncio.to_thread(left.thaw)
    trial.expect(stuck_s > LEAST_STUCK_S, "the row was not stuck: the fault did not strike")
    trial.expect_at_most(stuck_s, FREE_WITHIN_S, "the row was stuck for")
    await trial.stretch(3)


async def clock_ahead(trial: Trial) -> None:
    """The right server's clock is 90 s ahead."""
    await trial.stretch(5)
    left, right = trial.system.servers
    for issuer, other in ((left, right), (right, left)):
        trial.expect(_is_let_in(issuer, other), "a token of one server is refused by the other")
    trial.expect(_join_before_the_deadline(left, right), "the servers disagree about a deadline")
    await trial.stretch(3)


def _is_let_in(issuer: Server, other: Server) -> bool:
    planned = issuer.plan()
    return httpx.post(
        f"{other.url}/api/social-cart/me",
        json={"tripId": planned["tripId"]},
        headers={"Authorization": f"Bearer {planned['token']}"},
    ).is_success


def _join_before_the_deadline(left: Server, right: Server) -> bool:
    """Whether both let somebody in before the deadline has come by the database's clock."""
    deadline = datetime.now(UTC) + timedelta(seconds=75)
    planned = left.plan(joinBy=deadline.isoformat())
    token = planned["tripId"]
    joined = [
        server.call("join", invitation_token=token, guest_name=name)
        for server, name in ((right, "Asha"), (left, "Chloé"))
    ]
    return all(answer.is_success for answer in joined)
