"""Suggest the usual questions of a group, to begin a poll with."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trips import clock, money, words
from trips.models import Trip

LABELS = {
    "dates": gettext_lazy("Dates"),
    "place": gettext_lazy("Place to stay"),
    "budget": gettext_lazy("Budget"),
}
SHARES = (Decimal("0.5"), Decimal(1), Decimal("1.5"))  # of the price


def preset(name: str, trip: Trip) -> dict[str, Any]:
    """Return the initial data of a poll form for a preset; {} for an unknown name."""
    if name not in LABELS:
        return {}
    question, options, most_choices = {"dates": _dates, "place": _place, "budget": _budget}[name](
        trip
    )
    return {"question": question, "options": "\n".join(options), "mostChoices": most_choices}


def days_offered(trip: Trip) -> list[tuple[date, date]]:
    """List three weeks to vote on: the trip's days and a week to either side, none of them over.

    Of a trip without days they are weekends.
    """
    today = timezone.localdate(clock.now(), trip.zone)
    first = trip.starts_on or today + timedelta(days=(4 - today.weekday()) % 7 + 14)
    last = (trip.ends_on if trip.starts_on else None) or first + timedelta(days=2)
    if first < today:  # move by whole weeks, to keep the days of the week
        late = timedelta(weeks=-((first - today).days // 7))
        first, last = first + late, last + late
    weeks = [-1, 0, 1] if first - timedelta(weeks=1) > today else [0, 1, 2]
    return [(first + timedelta(weeks=by), last + timedelta(weeks=by)) for by in weeks]


def _dates(trip: Trip) -> tuple[str, list[str], int]:
    today = timezone.localdate(clock.now(), trip.zone)
    options = [words.days_beside(*days, today) for days in days_offered(trip)]
    return _("Which dates suit you?"), options, 3


def _place(trip: Trip) -> tuple[str, list[str], int]:
    options = [_("Hotel"), _("Holiday flat"), _("Hostel"), _("Camping")]
    return _("Where do we stay?"), options, 1


def _budget(trip: Trip) -> tuple[str, list[str], int]:
    """Suggest sums around the trip's price; without one, words."""
    price = trip.price_per_person or Decimal(0)
    sums = sorted({_rounded(price * share, trip.currency) for share in SHARES if price})
    options = [
        _("Up to {sum}").format(sum=money.written(each, trip.currency).translate(money.DIRECTIONS))
        for each in sums  # as if typed: nobody types marks that are not seen
    ]
    if len(options) < 2:
        options = [_("As little as possible"), _("Something in between"), _("A bit of comfort")]
    return _("How much may it cost per person?"), options, 1


def _rounded(amount: Decimal, currency: str) -> Decimal:
    """Round to two significant digits, but not below the currency's smallest unit."""
    finest = Decimal(1).scaleb(max(amount.adjusted() - 1, -money.decimals(currency)))
    return max(amount.quantize(finest, ROUND_HALF_UP), finest)
