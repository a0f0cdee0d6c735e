"""Let a receiver follow a trip, from now on or from an earlier event."""

from trips import clock
from trips.models import DeliveryCursor, Receiver, Trip


class BeyondTheLog(ValueError):
    """A seq behind which the log of the trip has no event."""


def follow(receiver: Receiver, trip: Trip) -> None:
    """Let a receiver be sent the events of a trip from now on; within a transaction.

    One that follows all trips needs no call: it is given a cursor at a trip's next event.
    """
    DeliveryCursor.objects.get_or_create(
        receiver=receiver, trip=trip, defaults={"epoch": trip.epoch, "seq": trip.seq}
    )


def turn_on(receiver: Receiver) -> None:
    """Send a receiver again what it has missed, at once, until it fails for days once more."""
    receiver.off_since = receiver.failing_since = None
    receiver.save(update_fields=["off_since", "failing_since"])
    receiver.cursors.update(failures=0, next_try_at=clock.now())


def turn_off(receiver: Receiver) -> None:
    """Send a receiver nothing until it is turned on."""
    receiver.off_since = clock.now()
    receiver.save(update_fields=["off_since"])


def redeliver(receiver: Receiver, trip: Trip, after: int) -> None:
    """Send a receiver the events of a trip again, from the one behind the seq `after` on.

    Where that one is kept no longer, the whole state is sent instead, as a RESET.
    Raises BeyondTheLog unless the trip has a later event.
    """
    if not 0 <= after < trip.seq:
        raise BeyondTheLog(after)
    DeliveryCursor.objects.update_or_create(
        receiver=receiver,
        trip=trip,
        defaults={
            "epoch": trip.epoch,
            "seq": after,
            "behind_since": clock.now(),
            "failures": 0,
            "next_try_at": clock.now(),
            "lease": "",  # whoever is just sending stops after that event
            "leased_until": None,
        },
    )
