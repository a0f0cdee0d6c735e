"""Keep the live feed of this process. The log is the truth; the channel layer only notifies.

`trip` holds the recent frames of one trip and the cursors on them, `feeds` all watched trips and
the tasks that keep them true, `reading` queries the database from the loop, `position` parses a
place in the log, `limits` says how much is kept and how long is waited.
"""

from django.db import transaction

from trips import log, wire
from trips.feed.feeds import Feeds
from trips.models import Trip
from trips.wire import events

own_feeds = Feeds()  # of this process


def announce(trip: Trip, event: events.NewEvent) -> None:
    """Record an event in the log of `trip`, and publish it to all watchers after the commit.

    The caller holds the lock on the trip's row, and saves it.
    """
    trip_id, encoded = trip.id, wire.encode(log.record(trip, event))

    def publish() -> None:  # Django cannot report a failed callback that is a partial
        own_feeds.hand_over(trip_id, encoded)

    transaction.on_commit(publish, robust=True)
