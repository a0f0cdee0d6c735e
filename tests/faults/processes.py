"""Faults of our own processes: killed, replaced, and with a clock of their own."""

import asyncio
import signal
from datetime import UTC, datetime, timedelta

import httpx

from tests.faults.trial import Trial
from tests.server import Server

LEAST_SPREAD_S = 2.0


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
    waits_s = [wait_s for hub in trial.hubs for wait_s in hub.told_to_wait_s]
    trial.expect(
        max(waits_s, default=0) - min(waits_s, default=0) > LEAST_SPREAD_S,
        "streams were told to come back at the same moment",
    )


async def clock_ahead(trial: Trial) -> None:
    """The right server's clock is 90 s ahead."""
    await trial.stretch(5)
    left, right = trial.system.servers
    for issuer, other in ((left, right), (right, left)):
        trial.expect(_is_let_in(issuer, other), "a token of one server is refused by the other")
    trial.expect(_joins_before_the_deadline(left, right), "a deadline is not each server's own")
    await trial.stretch(3)


def _is_let_in(issuer: Server, other: Server) -> bool:
    planned = issuer.plan()
    return httpx.post(
        f"{other.url}/api/social-cart/me",
        json={"tripId": planned["tripId"]},
        headers={"Authorization": f"Bearer {planned['token']}"},
    ).is_success


def _joins_before_the_deadline(left: Server, right: Server) -> bool:
    """Whether the server that is ahead refuses as the trip is closed, and the other one joins."""
    deadline = datetime.now(UTC) + timedelta(seconds=75)
    planned = left.plan(joinBy=deadline.isoformat())
    asha = {"invitation_token": planned["tripId"], "guest_name": "Asha"}
    refused, joined = right.call("join", **asha), left.call("join", **asha)
    return refused.json().get("error") == "trip_closed" and joined.is_success
