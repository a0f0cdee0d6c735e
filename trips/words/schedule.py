"""The words for when a trip takes place: its days, and its times of day.

static/js/words/schedule.js says the same in the browser.
"""

from datetime import date, time

from trips import zones
from trips.words import dates as on
from trips.words.catalogue import say
from trips.words.facts import TripFields


def dates(trip: TripFields, *, with_year: bool = True) -> str:
    """Write the days of a trip: "12–15 Dec 2026", "30 Dec 2026 – 2 Jan 2027", or ""."""
    if not trip["startDate"]:
        return ""
    first = date.fromisoformat(trip["startDate"])
    return on.days(first, date.fromisoformat(trip["endDate"] or trip["startDate"]), with_year)


def starts_at(trip: TripFields) -> str:
    """Write at what time a trip starts, by the clocks of its time zone: "07:30", or ""."""
    return _clock(trip, trip["startDate"], trip.get("startTime"))


def ends_at(trip: TripFields) -> str:
    """Write at what time a trip ends, by the clocks of its time zone: "21:00", or ""."""
    return _clock(trip, trip["endDate"] or trip["startDate"], trip.get("endTime"))


def _clock(trip: TripFields, day: str | None, at: str | None) -> str:
    """Write a time of a day; "" without the day, and in events of a release before."""
    if not trip["startDate"] or not day or not at:
        return ""
    return on.clock_time(date.fromisoformat(day), time.fromisoformat(at), trip["timeZone"])


def schedule(trip: TripFields, *, with_year: bool = True) -> str:
    """Write the days of a trip with its times: "12 Dec 2026, 07:30–21:00 (India time)", or ""."""
    begins, ends = starts_at(trip), ends_at(trip)
    if not begins and not ends:
        return dates(trip, with_year=with_year)
    first = date.fromisoformat(trip["startDate"])
    last = date.fromisoformat(trip["endDate"] or trip["startDate"])
    when = on.span(first, last, begins, ends, with_year)
    return say("in_zone", when=when, zone=zones.label(trip["timeZone"]))


def years(trip: TripFields) -> set[str]:
    """Return the years in which a trip begins and ends, e.g. {"2026", "2027"}."""
    return {day[:4] for day in (trip["startDate"], trip["endDate"]) if day}
