"""Count what happened lately on all trips, for the first page of staff."""

from dataclasses import dataclass
from datetime import UTC, date, timedelta

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

from trips import clock
from trips.models import Event
from trips.wire import events

DAYS = 30  # as the page says
MOST_EVENTS = 50_000  # that are looked through: by their ids, without reading older ones


@dataclass(frozen=True, slots=True)
class Lately:
    """How many joined on each of the last DAYS days, and how many new trips are unlocked."""

    joins: dict[date, int]
    planned: int
    unlocked: int

    @property
    def joined(self) -> int:
        """How many joined on all of these days, organisers among them."""
        return sum(self.joins.values())

    @property
    def most(self) -> int:
        """How many joined on the day with the most; at least 1."""
        return max(1, *self.joins.values())

    @property
    def percent(self) -> int:
        """The share of unlocked trips among those that were planned on these days."""
        return round(100 * self.unlocked / self.planned) if self.planned else 0


def lately() -> Lately:
    """Count joins by day (in UTC), and of the trips that were planned how many are unlocked.

    By two queries, which read at most MOST_EVENTS events.
    """
    today = clock.now().astimezone(UTC).date()
    days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    joins = Event.objects.filter(pk__gt=newest - MOST_EVENTS, type=events.MEMBER_JOINED)
    rows = (
        joins.annotate(day=TruncDate("at", tzinfo=UTC))
        .filter(day__gte=days[0])
        .values("day")
        .annotate(
            joined=Count("pk"),
            planned=Count("pk", filter=Q(seq=1)),
            unlocked=Count("pk", filter=Q(seq=1, trip__is_unlocked=True)),
        )
        .order_by()
    )
    by_day = {row["day"]: row for row in rows}
    return Lately(
        {day: by_day[day]["joined"] if day in by_day else 0 for day in days},
        sum(row["planned"] for row in by_day.values()),
        sum(row["unlocked"] for row in by_day.values()),
    )
