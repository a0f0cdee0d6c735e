"""The usual questions of a group, to begin a poll with."""

from datetime import date, timedelta
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


def days_offered(trip: Trip) -> list[tuple[date, date]]:
    """The trip's own days and a week to either side, but no day that is over; else weekends."""
    today = timezone.localdate(timezone=trip.zone)
    first = trip.starts_on or today + timedelta(days=(4 - today.weekday()) % 7 + 14)
    last = (trip.ends_on if trip.starts_on else None) or first + timedelta(days=2)
    if first < today:  # later by whole weeks, so that the days of the week stay
        late = timedelta(weeks=-((first - today).days // 7))
        first, last = first + late, last + late
    weeks = [-1, 0, 1] if first - timedelta(weeks=1) > today else [0, 1, 2]
    return [(first + timedelta(weeks=by), last + timedelta(weeks=by)) for by in weeks]


def _dates(trip: Trip) -> tuple[str, list[str], int]:
    return "Which dates suit you?", [period(*days) for days in days_offered(trip)], 3


def _place(trip: Trip) -> tuple[str, list[str], int]:
    return "Where do we stay?", ["Hotel", "Holiday flat", "Hostel", "Camping"], 1


def _budget(trip: Trip) -> tuple[str, list[str], int]:
    money = f" {trip.currency}" if trip.currency else ""
    return "How much may it cost per person?", [f"Up to {n}{money}" for n in (100, 250, 500)], 1
