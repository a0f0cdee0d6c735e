"""The words for what has changed of the terms of a trip.

static/js/words/terms.js says the same in the browser.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from trips import numbers, zones
from trips.words.catalogue import Part, name
from trips.words.discount import further, price
from trips.words.facts import TripFields
from trips.words.schedule import dates, ends_at, starts_at, years
from trips.words.trip import deadline

CHANGED = {  # ids of sentences: it became something else, it came, it went
    "description": ("description_became", "description_came", "description_went"),
    "place": ("place_became", "place_came", "place_went"),
    "cover": ("cover_became", "cover_came", "cover_went"),
    "dates": ("dates_became", "dates_came", "dates_went"),
    "start": ("start_became", "start_came", "start_went"),
    "end": ("end_became", "end_came", "end_went"),
    "zone": ("zone_became",),
    "deadline": ("deadline_became", "deadline_came", "deadline_went"),
    "required": ("required_became",),
    "capacity": ("capacity_became", "capacity_came", "capacity_went"),
    "price": ("price_became", "price_came", "price_went"),
    "discount": ("discount_became", "discount_came", "discount_went"),
    "steps": ("steps_became", "steps_came", "steps_went"),
}
TYPED = ("place",)  # in the words of whoever organises


def changes(was: TripFields, trip: TripFields) -> Iterator[tuple[str, Part, Part]]:
    """Yield (id of a sentence, old words, new words) for each changed field but the name."""
    with_year = len(years(was) | years(trip)) > 1
    words_for: dict[str, Callable[[TripFields], str]] = {
        "description": lambda of: str(of.get("description", "")),  # old events have none
        "place": lambda of: str(of.get("place", "")),
        "cover": lambda of: str(of.get("cover", "")),
        "dates": lambda of: dates(of, with_year=with_year),
        "start": starts_at,
        "end": ends_at,
        "zone": lambda of: zones.label(of["timeZone"]),
        "deadline": lambda of: deadline(of, _deadline_of(trip if of is was else was)),
        "required": lambda of: numbers.written(of["requiredMembers"]),
        "capacity": lambda of: numbers.written(of["capacity"]) if of["capacity"] else "",
        "price": price,
        "discount": lambda of: str(of["discountPercent"] or ""),
        "steps": further,
    }
    for field, words in words_for.items():
        old, new = words(was), words(trip)
        if old != new:
            as_part = name if field in TYPED else str
            yield CHANGED[field][0 if old and new else 1 if new else 2], as_part(old), as_part(new)


def _deadline_of(trip: TripFields) -> datetime | None:
    return datetime.fromisoformat(trip["joinBy"]) if trip["joinBy"] else None
