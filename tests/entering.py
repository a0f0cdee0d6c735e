"""What staff, a crowd and a deliverer do: in `manage.py shell` beside a server, or in a test."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from tests.server import until
from trips import clock, keys, membership, planning
from trips.deliveries import devices, follow
from trips.deliveries.deliverer import Deliverer
from trips.forms import Guest, Subscription, Terms
from trips.models import HeldKey, Member, Receiver, Trip

DATES = {"startDate": "2030-12-12", "endDate": "2030-12-15"}


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


def follows(member: Member) -> Receiver:
    """A member has asked for the news by e-mail two days ago, and confirmed their address."""
    at, trip = clock.ask() - timedelta(days=2), Trip.objects.get(pk=member.trip_id)
    receiver = Receiver.objects.create(
        kind=Receiver.Kind.EMAIL,
        trip=trip,
        member=member,
        address_encrypted=keys.encrypt(f"{member.pk}@mail.example"),
        secret_encrypted=keys.encrypt(member.pk),
        secret_digest=keys.digest(member.pk),
        site="http://testserver",
        language="en",
        created_at=at,
        confirmed_at=at,
    )
    follow(receiver, trip)
    return receiver


def move_dates(trip_id: str) -> None:
    """All members of a trip have asked for the news; then its dates change."""
    for member in Trip.objects.get(pk=trip_id).members.all():
        follows(member)
    planning.update(trip_id, None, DATES)


def move_dates_of_devices(trip_id: str, given: Sequence[Mapping[str, str]]) -> None:
    """Members of a trip have the news on these devices; then its dates change."""
    turn_on(trip_id, given)
    planning.update(trip_id, None, DATES)


def turn_on(trip_id: str, given: Sequence[Mapping[str, str]]) -> None:
    """The first members of a trip turn the news on, each on a device that holds their key."""
    members = Trip.objects.get(pk=trip_id).members.order_by("joined_at", "pk")
    for at, (member, each) in enumerate(zip(members, given, strict=False)):
        browser = keys.new_key()
        HeldKey.objects.create(
            browser=keys.digest(browser),
            trip_id=trip_id,
            key_digest=member.key_digest,
            key_encrypted=keys.encrypt_with("key", browser),
        )
        client = f"10.0.1.{at}"  # devices are limited by address
        subscription = Subscription(**each)
        devices.turn_on(member, subscription, browser=browser, language="en", client=client)


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
