"""The usual questions of a group, to begin a poll with."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from trips.models import Trip
from trips.sharing import period

LABELS = {"dates": "Dates", "place": "Place to stay", "budget": "Budget"}


def preset(name: str, trip: Trip) -> dict[str, Any]:
    """What the form of a new poll begins with; {} for a name that is none."""
    if name not in LABELS:
        return {}
    question, options, most_choices = {"dates": _dates, "place": _place, "budget": _budget}[name](
        trip
    )
    return {"question": question, "options": "\n".join(options), "mostChoices": most_choices}


def _dates(trip: Trip) -> tuple[str, list[str], int]:
    """The trip's own days and a week to either side; without them the next weekends."""
    today = timezone.localdate(timezone=trip.zone)
    first = trip.starts_on or today + timedelta(days=(4 - today.weekday()) % 7 + 14)
    last = (trip.ends_on if trip.starts_on else None) or first + timedelta(days=2)
    weeks = [-7, 0, 7] if first - timedelta(days=7) > today else [0, 7, 14]
    shifts = [timedelta(days=days) for days in weeks]
    return "Which dates suit you?", [period(first + by, last + by) for by in shifts], 3


def _place(trip: Trip) -> tuple[str, list[str], int]:
    return "Where do we stay?", ["Hotel", "Holiday flat", "Hostel", "Camping"], 1


def _budget(trip: Trip) -> tuple[str, list[str], int]:
    money = f" {trip.currency}" if trip.currency else ""
    return "How much may it cost per person?", [f"Up to {n}{money}" for n in (100, 250, 500)], 1
