"""Keep the drawn rows of a list, and draw again only what has changed of it."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from sys import getsizeof
from typing import NamedTuple, TypeVar

from django.utils.translation import get_language

from trips import cache, clock, words
from trips.models import Trip

# A list with words such as "2 min ago" is kept for a second, and for each row fifty times as long
# as drawing it takes. Scripts keep the words up to date.
LIST_HOLDS, ROW_HOLDS = timedelta(seconds=1), timedelta(milliseconds=1)
Rows = dict[str, bytes]  # as HTML, by what tells them apart
Row = TypeVar("Row")


class DrawnRow(NamedTuple):
    """A row as HTML, and the moment from which it says something else."""

    html: bytes
    until: datetime


def kept(trip: Trip, what: Hashable, draw: Callable[[], Rows]) -> Rows:
    """Return the rows that `draw` draws, kept until the trip's next event or for LIST_HOLDS.

    `what` names the list; it must be the same for everybody who gets it.
    """

    def made() -> cache.Entry[Rows]:
        rows = draw()
        size = sum(getsizeof(row) for row in rows.values())
        return cache.Entry(rows, size, clock.now() + LIST_HOLDS + len(rows) * ROW_HOLDS)

    return cache.store.get((trip.id, (trip.epoch, trip.seq), what, get_language()), made)


def redrawn(
    name: Hashable,
    wanted: Mapping[Hashable, tuple[Row, datetime]],
    draw: Callable[[Sequence[Row]], Iterable[bytes]],
) -> dict[Hashable, bytes]:
    """Draw those rows of a list that were not in it before, or whose words the time has changed.

    `wanted` holds each row, and the moment whose age it says, by a key that tells all that is drawn
    of it. Returns the HTML of each by its key.
    """
    now, name = clock.now(), (name, get_language())
    before: dict[Hashable, DrawnRow] = cache.store.last(name) or {}
    rows = {key: row for key, row in before.items() if key in wanted and now < row.until}
    new = [key for key in wanted if key not in rows]
    for key, html in zip(new, draw([wanted[key][0] for key in new]), strict=True):
        rows[key] = DrawnRow(html, words.ago_until(wanted[key][1], now))
    size = sum(getsizeof(row.html) for row in rows.values())
    cache.store.keep(name, cache.Entry(rows, size, cache.FOR_EVER))
    return {key: rows[key].html for key in wanted}
