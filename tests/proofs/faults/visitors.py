"""Somebody who opens the page of the invitation again and again: it may be away, never broken."""

import asyncio
from collections import Counter

import httpx

EVERY_S = 0.5


async def visit(door: str, invitation: str, outcomes: Counter[str]) -> None:
    """Looks at one server until cancelled; counts what went wrong."""
    async with httpx.AsyncClient(timeout=15, trust_env=False) as client:
        while True:
            outcomes.update(await _wrong(client, f"{door}/join/{invitation}"))
            await asyncio.sleep(EVERY_S)


async def _wrong(client: httpx.AsyncClient, url: str) -> list[str]:
    try:
        answer = await client.get(url)
    except httpx.TransportError:
        return []  # counted where guests meet it
    is_busy = answer.status_code == 503 and "Retry-After" in answer.headers
    return [] if is_busy or answer.status_code == 200 else [f"page {answer.status_code}"]
