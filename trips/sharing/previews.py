"""What link previews say of a trip, made once for each event of it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import translation

from trips import cache, clock, snapshots, wire, words
from trips.models import Trip
from trips.sharing.links import preview
from trips.sharing.picture import shown

YEARS_ARE_ASKED = timedelta(hours=1)  # days of this year stand without it
SIZE = 1_000  # in bytes, about


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """The texts of a link preview, and the digest of what its picture shows; nobody's name."""

    sentence: str
    in_short: str
    picture: str


def link_preview(trip: Trip) -> LinkPreview:
    """Return what a link preview says of a trip now, in the trip's language."""

    def make() -> cache.Entry[LinkPreview]:
        now = clock.now()
        until = snapshots.State(now, trip, [], []).valid_until()
        with translation.override(trip.language):
            in_short = words.in_short(wire.trip_fields(trip, now), now)
            made = LinkPreview(preview(trip), in_short, shown(trip).digest)
        return cache.Entry(made, SIZE, min(until, now + YEARS_ARE_ASKED))

    return snapshots.cached_per_seq(trip.id, "preview", make, trip)
