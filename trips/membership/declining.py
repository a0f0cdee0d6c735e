"""The verbs by which somebody who was invited says "I can't make it", and takes it back."""

from trips import clock, feed, keys, throttle, wire
from trips.change import verb
from trips.models import Decline, Trip
from trips.statements import Param, compiled
from trips.wire import events

MOST_KEPT = 500  # answers of a trip; the oldest goes, so that nobody can keep others out
MOST_NAMED = 20  # of those who gave a name, the newest


@verb
def decline(trip: Trip, name: str, *, key: str = "", address: str = "") -> wire.DeclineResponse:
    """Keep the answer of somebody who cannot come; `name` is theirs or "".

    `key` is that of an answer given before, whose name changes then; the same again changes
    nothing. `address` is the client's, against which answers are counted as joins are.
    Raises Refusal `trip_closed`, `too_many`.
    """
    if not trip.is_open:
        raise wire.Refusal("trip_closed")
    said = declined_with(trip.id, key)
    if said and said.name == name:
        return {"success": True, "declineKey": key}
    if address:
        throttle.joined(address, trip.id)
    if said:
        said.name = name
        said.save(update_fields=["name"])
    else:
        key = _add(trip, name)
    feed.announce(trip, events.changed_unseen())
    return {"success": True, "declineKey": key}


@verb
def take_back_decline(trip: Trip, key: str) -> wire.DeclineResponse:
    """Delete the answer that has this key; where there is none, nothing changes."""
    forget_decline(trip, key)
    return {"success": True, "declineKey": ""}


def forget_decline(trip: Trip, key: str) -> None:
    """Delete the answer with this key, if there is one, under the lock of the trip's row."""
    if said := declined_with(trip.id, key):
        said.delete()
        trip.declined_count -= 1
        feed.announce(trip, events.changed_unseen())


def declined_with(trip_id: str, key: str) -> Decline | None:
    """Find the answer that has this key; "" finds none."""
    return _with_key.first(trip=trip_id, key=keys.digest(key)) if key else None


_with_key = compiled(Decline.objects.filter(trip=Param("trip"), key_digest=Param("key")).order_by())


def declined(trip: Trip) -> wire.DeclinedShape:
    """Return how many cannot come, and the newest names, for organisers."""
    named = _named.all(trip=trip.id) if trip.declined_count else []
    return {"count": trip.declined_count, "names": [name for (name,) in named]}


_named = compiled(
    Decline.objects.filter(trip=Param("trip")).exclude(name="").values_list("name")[:MOST_NAMED]
)


def _add(trip: Trip, name: str) -> str:
    """Save a new answer, in the place of the oldest if there are too many; return its key."""
    key = keys.new_key()
    if trip.declined_count >= MOST_KEPT:
        oldest = trip.declines.last()
        assert oldest, "they are counted"
        oldest.delete()
        trip.declined_count -= 1
    trip.declines.create(name=name, key_digest=keys.digest(key), said_at=clock.now())
    trip.declined_count += 1
    return key
