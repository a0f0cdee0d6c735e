"""What follows from a trip's shape: how many are missing, what has ended, and why.

static/js/trip.js reckons the same in the browser.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from trips import zones
from trips.models import MOST_MEMBERS

TripFields = Mapping[str, Any]  # wire.TripFields, or a wire.Snapshot with members
OPEN = ("recruiting", "unlocked")


def missing(trip: TripFields) -> int:
    """Return how many more members unlock the discount, at least 0."""
    more: int = trip["requiredMembers"] - trip["memberCount"]
    return max(0, more)


def takes(trip: TripFields) -> int:
    """Return how many members a trip takes at most: its capacity, or the limit for all trips."""
    return trip["capacity"] or MOST_MEMBERS


def is_almost_unlocked(trip: TripFields) -> bool:
    """Return whether half the required members are in and at most 2, or a tenth, are missing."""
    count, required = int(trip["memberCount"]), int(trip["requiredMembers"])
    return missing(trip) <= max(2, required // 10) and count * 2 >= required


def has_ended(trip: TripFields, now: datetime) -> bool:
    """Return whether a trip's last day has ended by the clocks of its time zone."""
    last: str | None = trip["endDate"] or trip["startDate"]
    today = now.astimezone(zones.of(trip["timeZone"])).date()
    return last is not None and date.fromisoformat(last) < today


def has_line(trip: TripFields, now: datetime) -> bool:
    """Return whether a place that comes free goes to somebody who waits for it."""
    if not trip.get("waitingCount") or trip["status"] not in OPEN:
        return False
    today = now.astimezone(zones.of(trip["timeZone"])).date()
    return not trip["startDate"] or date.fromisoformat(trip["startDate"]) > today


def why_closed(trip: TripFields, now: datetime) -> str:
    """Return what closed a trip: "end", "organiser" or "deadline"; "" if open or cancelled."""
    if trip["status"] != "closed":
        return ""
    if has_ended(trip, now):
        return "end"
    return "organiser" if trip["closedAt"] else "deadline"
