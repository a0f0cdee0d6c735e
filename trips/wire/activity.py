"""Tell which events are news, which a trip's activity lists."""

from django.db.models import Q

from trips.wire.events import POLL_CHANGED, TRIP_UPDATED, WAITLIST_CHANGED, Data


def changes_terms(event_type: str, data: Data) -> bool:
    """Return whether a TRIP_UPDATED changes fields that everybody sees.

    Of the others, `changed_unseen` asks clients to refetch, `key_replaced` ends a key, and `hidden`
    ends all connections.
    """
    return event_type == TRIP_UPDATED and "trip" in data


def is_news(event_type: str, data: Data) -> bool:
    """Return whether the trip's activity lists this event.

    Ballots, refetches and the line of those who wait are left out.
    """
    if event_type == TRIP_UPDATED:
        return changes_terms(event_type, data)
    if event_type == WAITLIST_CHANGED:
        return False
    return event_type != POLL_CHANGED or "pickedOptionId" in data["poll"]


# The opposite of `is_news` as a query: servers of an older release do not mark their events.
IS_NO_NEWS = (Q(type=TRIP_UPDATED) & ~Q(data__has_key="trip")) | (
    Q(type=POLL_CHANGED) & ~Q(data__poll__has_key="pickedOptionId")
)
