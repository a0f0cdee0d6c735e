"""Let one process at a time move a cursor, by a lease that runs out when the process dies."""

import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from trips import clock, keys
from trips.change import committed
from trips.deliveries.doors import TIMEOUT_S
from trips.models import DeliveryCursor, Receiver

LEASE_S = 12.0  # for one delivery and its move, which renews it
MOST_OF_ONE = 8  # cursors of one receiver at a time: a slow one leaves room for the others
FIRST_PAUSE_S = 1.0  # after a failure; doubled with each further one
LONGEST_PAUSE_S = 6 * 3600.0
GIVES_UP_AFTER = timedelta(days=3)  # in which a receiver has taken nothing


@dataclass
class Lease:
    """A cursor that this process alone may move, for LEASE_S from the last move on."""

    cursor: DeliveryCursor
    key: str
    _ends: float  # by time.monotonic(): the clock of the machine may be set

    def may_send(self, epoch: str) -> bool:
        """Return whether an event that was read from the log of this epoch may be sent now.

        Not if the lease may run out before that is over; nor once the cursor is another's or was
        set back, the receiver was turned off, or the trip hidden, restored or taken a name out of.
        """
        is_valid = time.monotonic() < self._ends - TIMEOUT_S
        is_as_read = self._own.filter(
            trip__epoch=epoch, trip__hidden_at=None, receiver__off_since=None
        )
        return is_valid and is_as_read.exists()

    def move(
        self,
        epoch: str,
        seq: int,
        reminder: int | None = None,
        *,
        is_at_head: bool,
        was_taken: bool = False,
    ) -> bool:
        """Move the cursor behind what was taken or is not wanted, and renew the lease.

        `reminder` is the id of the last reminder in it, if there was one. At the head of the log
        it gives the lease back. Returns False, and changes nothing, if the cursor is another's by
        now, or was set back.
        """
        now = clock.now()
        reminder = self.cursor.reminder if reminder is None else reminder
        moved = {
            "epoch": epoch,
            "seq": seq,
            "reminder": reminder,
            "failures": 0,
            "behind_since": None if is_at_head else now,
            "leased_until": None if is_at_head else now + timedelta(seconds=LEASE_S),
        }
        ends = time.monotonic() + LEASE_S
        if not committed(lambda: self._own.update(**moved)):
            return False
        self._ends = ends
        self.cursor.epoch, self.cursor.seq, self.cursor.reminder = epoch, seq, reminder
        if was_taken and (self.cursor.receiver.failing_since or self.cursor.failures):
            Receiver.objects.filter(pk=self.cursor.receiver_id).update(failing_since=None)
            self.cursor.failures, self.cursor.receiver.failing_since = 0, None
        return True

    def rest(self, pause: timedelta) -> None:
        """Give the lease back after a move; what happens in the pause is joined into one."""
        committed(lambda: self._own.update(leased_until=None, next_try_at=clock.now() + pause))

    def back_off(self, reason: str, at_least_s: float = 0.0) -> None:
        """Give the lease back after a failure; the next try is later with each in a row.

        It comes not before `at_least_s`, which the other side wants, up to LONGEST_PAUSE_S.
        A receiver that took nothing for GIVES_UP_AFTER is sent nothing any more.
        """
        now = clock.now()
        pause_s = FIRST_PAUSE_S * 2.0 ** min(self.cursor.failures, 20) * random.uniform(0.5, 1.0)
        pause_s = min(LONGEST_PAUSE_S, max(pause_s, at_least_s))
        next_try_at = now + timedelta(seconds=pause_s)
        given_back = {"leased_until": None, "failures": F("failures") + 1}
        receiver = Receiver.objects.filter(pk=self.cursor.receiver_id)

        def change() -> None:
            self._own.update(**given_back, next_try_at=next_try_at)
            receiver.update(last_failure=reason)
            receiver.filter(failing_since=None).update(failing_since=now)
            receiver.filter(failing_since__lt=now - GIVES_UP_AFTER, off_since=None).update(
                off_since=now
            )

        committed(change)

    def turn_off(self, reason: str) -> None:
        """Send the receiver nothing any more: it is gone."""
        receiver = Receiver.objects.filter(pk=self.cursor.receiver_id, off_since=None)
        committed(lambda: receiver.update(off_since=clock.now(), last_failure=reason))
        self.give_back()

    def forget(self) -> None:
        """Delete the receiver, which is gone, unless it has given another address meanwhile."""
        receiver = self.cursor.receiver
        same = Receiver.objects.filter(pk=receiver.pk, address_encrypted=receiver.address_encrypted)
        committed(same.delete)
        self.give_back()

    def note(self, reason: str) -> None:
        """Note for staff that a message was refused."""
        receiver = Receiver.objects.filter(pk=self.cursor.receiver_id)
        committed(lambda: receiver.update(last_failure=reason))

    def give_back(self) -> None:
        """Let any process take the cursor."""
        committed(lambda: self._own.update(leased_until=None))

    @property
    def _own(self) -> QuerySet[DeliveryCursor]:
        return DeliveryCursor.objects.filter(pk=self.cursor.pk, lease=self.key)


def take(
    most: int, in_flight: Mapping[str, int], kind: Receiver.Kind = Receiver.Kind.WEBHOOK
) -> list[Lease]:
    """Lease at most `most` cursors of a kind that are behind and whose next try is due.

    `in_flight` is how many this process holds of each receiver: of none it takes more than
    MOST_OF_ONE. What another process takes at the same moment is skipped.
    """
    now = clock.ask()
    due = _due(kind, now)
    place = Window(RowNumber(), partition_by="receiver", order_by=["behind_since", "pk"])
    fair = due.annotate(place=place).filter(place__lte=MOST_OF_ONE).order_by("behind_since")
    wanted = _within(fair.values_list("pk", "receiver"), most, in_flight)
    if not wanted:
        return []
    ends = time.monotonic() + LEASE_S

    def change() -> list[Lease]:
        has_skip_locked = connection.features.has_select_for_update_skip_locked
        rows = due.filter(pk__in=wanted).select_for_update(
            skip_locked=has_skip_locked, of=("self",) if has_skip_locked else ()
        )
        leases = [Lease(row, keys.new_key(), ends) for row in rows.select_related("receiver")]
        for lease in leases:
            lease.cursor.lease = lease.key
            lease.cursor.leased_until = now + timedelta(seconds=LEASE_S)
        DeliveryCursor.objects.bulk_update(
            [lease.cursor for lease in leases], ["lease", "leased_until"]
        )
        return leases

    return committed(change)


def _due(kind: Receiver.Kind, now: datetime) -> QuerySet[DeliveryCursor]:
    """Select the cursors of a kind that are behind, that nobody moves, and whose next try is due.

    What lies further ahead than any of ours was written by a clock that was set back since.
    """
    is_free = Q(leased_until=None) | ~Q(
        leased_until__range=(now, now + 2 * timedelta(seconds=LEASE_S))
    )
    is_due = ~Q(next_try_at__range=(now, now + timedelta(seconds=LONGEST_PAUSE_S)))
    return DeliveryCursor.objects.filter(
        is_free,
        is_due,
        behind_since__isnull=False,
        receiver__kind=kind,
        receiver__off_since=None,
        trip__hidden_at=None,
    )


def longest_wait_s() -> float:
    """Return for how many seconds a receiver that is on has been behind; 0 if none is.

    One that rests between two messages is not counted.
    """
    behind = DeliveryCursor.objects.filter(
        Q(next_try_at__lte=clock.now()) | Q(failures__gt=0),
        behind_since__isnull=False,
        receiver__off_since=None,
        trip__hidden_at=None,
    )
    since = behind.aggregate(since=Min("behind_since"))["since"]
    return (clock.now() - since).total_seconds() if since else 0.0


def _within(
    rows: QuerySet[DeliveryCursor, tuple[int, str]], most: int, in_flight: Mapping[str, int]
) -> list[int]:
    """Choose cursors so that no receiver has more than MOST_OF_ONE."""
    chosen: list[int] = []
    held = Counter(in_flight)
    for pk, receiver_id in rows[: most + MOST_OF_ONE * len(in_flight)]:
        if held[receiver_id] < MOST_OF_ONE and len(chosen) < most:
            held[receiver_id] += 1
            chosen.append(pk)
    return chosen
