"""Taps that are sent again until they are answered, at two servers of which one is killed."""

import asyncio
import itertools
import random
import time
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

import httpx

from tests.proofs.faults.trial import Trial

WITHIN_S = 2.0  # all that is done, in no order, while a server dies
PATIENCE_S, PAUSE_S = 60.0, 0.5
Answer = dict[str, Any]

_numbers = itertools.count(1)


class Taps:
    """Taps of people who send the same again, by the other door, until they are answered."""

    def __init__(self, trial: Trial, client: httpx.AsyncClient) -> None:
        self._trial, self._client = trial, client
        self._doors = itertools.cycle(trial.system.doors)

    async def call(self, name: str, /, *refused: str, **body: object) -> Answer:
        """What it was answered: with success, or with one of the refusals that may be."""
        headers = {
            "Idempotency-Key": str(uuid4()),
            "X-Forwarded-For": f"10.9.{next(_numbers) % 250}.{random.randint(1, 250)}",
        }
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            url = f"{next(self._doors)}/api/social-cart/{name}"
            try:
                answer = await self._client.post(url, json=body, headers=headers)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code != 503:
                said: Answer = answer.json()
                is_fine = answer.is_success or said.get("error") in refused
                self._trial.expect(is_fine, f"{name} met {answer.status_code}")
                return said
            await asyncio.sleep(PAUSE_S)
        self._trial.expect(False, f"{name} was never answered")
        return {}


async def all_at_once(
    trial: Trial, acts: list[Coroutine[Any, Any, Answer]], within_s: float = WITHIN_S
) -> list[Answer]:
    """Their answers, in their order; the left server is killed meanwhile, and started again."""
    left = trial.system.left
    acting = asyncio.gather(*(_in_a_while(act, within_s) for act in acts))
    await asyncio.sleep(within_s / 3)
    await asyncio.to_thread(left.kill)
    await asyncio.to_thread(left.start)
    return await acting


async def _in_a_while(act: Coroutine[Any, Any, Answer], within_s: float) -> Answer:
    await asyncio.sleep(random.uniform(0, within_s))
    return await act
