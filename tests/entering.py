"""What staff, a crowd and a deliverer do: in `manage.py shell` beside a server, or in a test."""

import asyncio
from collections.abc import Callable
from typing import Any

from tests.server import until
from trips import keys, membership, planning
from trips.deliveries import follow
from trips.deliveries.deliverer import Deliverer
from trips.forms import Guest, Terms
from trips.models import Receiver


def enter(url: str, secret: str, trip_id: str = "", **more: Any) -> Receiver:
    """Enters an endpoint, which follows one trip from now on, or all."""
    receiver = Receiver.objects.create(
        name="Shop",
        trip_id=trip_id or None,
        address_encrypted=keys.encrypt(url),
        secret_encrypted=keys.encrypt(secret),
        **more,
    )
    if receiver.trip:
        follow(receiver, receiver.trip)
    return receiver


def write(trips: int, events: int) -> None:
    """Plan trips and let guests join; runs in a process of its own beside the servers."""
    ids = [
        planning.plan(None, Terms(f"Trip {n}", 5), Guest("Ben"))["trip"]["id"] for n in range(trips)
    ]
    for number in range(events - 1):
        for trip_id in ids:
            membership.join(trip_id, None, Guest(f"Guest {number}"))


def delivers(until_true: Callable[[], bool]) -> None:
    """A deliverer runs until that is so."""

    async def run() -> None:
        one = Deliverer()
        await one.start()
        try:
            await asyncio.to_thread(until, until_true)
        finally:
            await one.stop()

    asyncio.run(run())
