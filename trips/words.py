"""What is said of a trip, on pages and in what leaves the site. `terms.js` says the same.

A trip is told by its shape on the wire, as it stands or as it stood: of an event there is no row.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format

from trips import localtimes, money, zones
from trips.models import MOST_MEMBERS

TripFields = Mapping[str, Any]


def dates(trip: TripFields, *, with_year: bool = True) -> str:
    """The days of the trip: "12–15 Dec 2026", "30 Dec 2026 – 2 Jan 2027", or ""."""
    if not trip["startDate"]:
        return ""
    first = date.fromisoformat(trip["startDate"])
    return days(first, date.fromisoformat(trip["endDate"] or trip["startDate"]), with_year)


def days(first: date, last: date, with_year: bool = True) -> str:
    """A span of days: "12–15 Dec 2026", or "12 Dec 2026" where both are one."""
    year = " Y" if with_year else ""
    end = date_format(last, f"j M{year}")
    if first.year != last.year:
        return f"{date_format(first, f'j M{year}')} – {end}"
    if first.month != last.month:
        return f"{date_format(first, 'j M')} – {end}"
    return end if first == last else f"{first.day}–{end}"


def days_beside(first: date, last: date, today: date) -> str:
    """Without the year where that is this year's: "12–15 Dec"."""
    return days(first, last, with_year={first.year, last.year} != {today.year})


def deadline(trip: TripFields, now: datetime | None = None) -> str:
    """Until when one can join, by the clocks of the trip, or ""."""
    at = trip["joinBy"]
    return moment(datetime.fromisoformat(at), trip["timeZone"], now) if at else ""


def moment(at: datetime, zone: str, now: datetime | None = None) -> str:
    """ "Friday 4 Dec, 20:00"; midnight is the end of a day: "the end of Friday 4 Dec".

    By the clocks of the zone, with the year unless `now` is in it; of two that they show alike it
    says which: "Sunday 31 Oct, 02:30 (UTC+1)".
    """
    local, which = at.astimezone(zones.of(zone)), localtimes.which(at, zones.of(zone))
    is_midnight = (local.hour, local.minute) == (0, 0) and which != localtimes.SECOND
    date = local.date() - timedelta(days=is_midnight)
    is_this_year = now is not None and date.year == now.astimezone(zones.of(zone)).year
    written = day(date, with_year=not is_this_year)
    return f"the end of {written}" if is_midnight else f"{written}, {time_of_day(at, zone)}"


def day(date: date, *, with_year: bool = True) -> str:
    """ "Friday 4 Dec 2026"."""
    return date_format(date, "l j M Y" if with_year else "l j M")


def time_of_day(at: datetime, zone: str) -> str:
    """ "20:00", and of two that the clocks show alike which: "02:30 (UTC+1)"."""
    local, which = at.astimezone(zones.of(zone)), localtimes.which(at, zones.of(zone))
    return f"{local:%H:%M} ({localtimes.offset(local)})" if which else f"{local:%H:%M}"


def at_moment(at: datetime | None, zone: str, now: datetime) -> str:
    """A moment as it follows a verb: "Friday 4 Dec, 20:00", "at the end of Friday 4 Dec", or ""."""
    written = moment(at, zone, now) if at else ""
    return f"at {written}" if written.startswith("the end") else written


def price(trip: TripFields) -> str:
    """What it costs: "₹1,25,000 per person", or ""."""
    if trip["pricePerPerson"] is None:
        return ""
    return f"{money.written(Decimal(trip['pricePerPerson']), trip['currency'])} per person"


def discount(trip: TripFields) -> str:
    """What is unlocked: "12 % off" or "the group discount"."""
    return f"{trip['discountPercent']} % off" if trip["discountPercent"] else "the group discount"


def years(trip: TripFields) -> set[str]:
    """The years in which the trip takes place."""
    return {day[:4] for day in (trip["startDate"], trip["endDate"]) if day}


def counted(trip: TripFields) -> str:
    """ "3 of 5", or "6" where that is more than enough."""
    count, required = trip["memberCount"], trip["requiredMembers"]
    return f"{count}" if count > required else f"{count} of {required}"


def changes(was: TripFields, trip: TripFields) -> Iterator[tuple[str, str, str]]:
    """What of it has changed, but for its name: a label, and the words for it then and now."""
    with_year = len(years(was) | years(trip)) > 1
    told: dict[str, Callable[[TripFields], str]] = {
        "Dates": lambda of: dates(of, with_year=with_year) or "no dates",
        "Time zone": lambda of: zones.label(of["timeZone"]),
        "Deadline": lambda of: (
            deadline(of, _deadline_of(trip if of is was else was)) or "no deadline"
        ),
        "Members needed": lambda of: str(of["requiredMembers"]),
        "Places": lambda of: str(of["capacity"] or "no limit"),
        "Price": lambda of: price(of) or "no price",
        "Discount": discount,
    }
    for label, say in told.items():
        if say(was) != say(trip):
            yield label, say(was), say(trip)


def share_lead(trip: TripFields, now: datetime) -> str:
    """What the text of an invitation begins with: "Goa, 12–15 Dec"."""
    this_year = f"{now.astimezone(zones.of(trip['timeZone'])).year}"
    when = dates(trip, with_year=years(trip) != {this_year})
    return f"{trip['name']}, {when}" if when else trip["name"]


def share_tail(trip: TripFields, now: datetime, *, has_ended: bool) -> str:
    """What it ends with: until when to join, or why nobody can; "" where nothing is to say."""
    if trip["status"] == "cancelled":
        return "The trip was cancelled."
    if has_ended:
        return "The trip is over."
    if trip["status"] == "closed":
        return "Nobody can join any more."
    if trip["memberCount"] >= (trip["capacity"] or MOST_MEMBERS):
        return "All places are taken."
    if not trip["joinBy"]:
        return ""
    return f"Join by {deadline(trip, now)} ({zones.label(trip['timeZone'])}):"


def _deadline_of(trip: TripFields) -> datetime | None:
    return datetime.fromisoformat(trip["joinBy"]) if trip["joinBy"] else None
