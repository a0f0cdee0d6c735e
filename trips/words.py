"""What a trip offers, in words; static/js/terms.js says the same of an open page.

A trip is told by its shape on the wire, as it stands or as it stood: of an event there is no row.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

Facts = Mapping[str, Any]


def dates(trip: Facts, *, with_year: bool = True) -> str:
    """The days of the trip: "12–15 Dec 2026", "30 Dec 2026 – 2 Jan 2027", or ""."""
    if not trip["startDate"]:
        return ""
    first = date.fromisoformat(trip["startDate"])
    last = date.fromisoformat(trip["endDate"] or trip["startDate"])
    year = " Y" if with_year else ""
    end = date_format(last, f"j M{year}")
    if first.year != last.year:
        return f"{date_format(first, f'j M{year}')} – {end}"
    if first.month != last.month:
        return f"{date_format(first, 'j M')} – {end}"
    return end if first == last else f"{first.day}–{end}"


def deadline(trip: Facts) -> str:
    """Until when one can join, by the clocks of the trip: "Friday 4 Dec, 20:00", or ""."""
    if not trip["joinBy"]:
        return ""
    at = datetime.fromisoformat(trip["joinBy"]).astimezone(ZoneInfo(trip["timeZone"]))
    return date_format(at, "l j M, H:i")


def price(trip: Facts) -> str:
    """What it costs: "INR 12,000 per person", or ""."""
    if trip["pricePerPerson"] is None:
        return ""
    amount = Decimal(trip["pricePerPerson"])
    digits = 0 if amount == amount.to_integral_value() else 2
    return f"{trip['currency']} {amount:,.{digits}f} per person"


def discount(trip: Facts) -> str:
    """What is unlocked: "12 % off" or "the group discount"."""
    return f"{trip['discountPercent']} % off" if trip["discountPercent"] else "the group discount"


def years(trip: Facts) -> set[str]:
    """The years in which the trip takes place."""
    return {day[:4] for day in (trip["startDate"], trip["endDate"]) if day}


def counted(trip: Facts) -> str:
    """ "3 of 5", or "6" where that is more than enough."""
    count, required = trip["memberCount"], trip["requiredMembers"]
    return f"{count}" if count > required else f"{count} of {required}"


def changes(was: Facts, trip: Facts) -> Iterator[tuple[str, str, str]]:
    """What of it has changed, but for its name: a label, and the words for it then and now."""
    with_year = len(years(was) | years(trip)) > 1
    told: dict[str, Callable[[Facts], str]] = {
        "Dates": lambda of: dates(of, with_year=with_year) or "no dates",
        "Time zone": lambda of: str(of["timeZone"]),
        "Deadline": lambda of: deadline(of) or "no deadline",
        "Members needed": lambda of: str(of["requiredMembers"]),
        "Places": lambda of: str(of["capacity"] or "no limit"),
        "Price": lambda of: price(of) or "no price",
        "Discount": discount,
    }
    for label, say in told.items():
        if say(was) != say(trip):
            yield label, say(was), say(trip)
