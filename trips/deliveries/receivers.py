"""Let a receiver follow a trip, from now on or from an earlier event."""

from trips import clock
from trips.change import committed
from trips.models import DeliveryCursor, Receiver, Trip


class BeyondTheLog(ValueError):
    """A seq behind which the log of the trip has no event."""


def follow(receiver: Receiver, trip: Trip) -> None:
    """Let a receiver be sent the events of a trip from now on; within a transaction.

    One that follows all trips needs no call: it is given a cursor at a trip's next event.
    """
    start = {"epoch": trip.epoch, "seq": trip.seq, "next_try_at": clock.now()}
    DeliveryCursor.objects.get_or_create(receiver=receiver, trip=trip, defaults=start)


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

    Where that one is kept no longer, the whole state is sent instead, as a RESET. What it has yet
    to be sent is not passed over: of two places it begins at the earlier one.
    Raises BeyondTheLog unless the trip has a later event.
    """
    if not 0 <= after < trip.seq:
        raise BeyondTheLog(after)

    def change() -> None:
        cursor, _ = DeliveryCursor.objects.select_for_update().get_or_create(
            receiver=receiver, trip=trip, defaults={"epoch": trip.epoch, "seq": after}
        )
        if cursor.epoch == trip.epoch:
            cursor.seq = min(cursor.seq, after)
        cursor.behind_since = cursor.next_try_at = clock.now()
        cursor.failures = 0
        cursor.lease, cursor.leased_until = "", None  # who is just sending stops after that event
        cursor.save()

    committed(change)
