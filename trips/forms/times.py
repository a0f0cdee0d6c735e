"""The times of day at which a trip starts and ends: their field, and the rules for them.

A time that clocks show twice on its day means the first of the two, as in RFC 5545.
"""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext

from trips import localtimes
from trips.forms.moments import never_said
from trips.forms.sentences import NO_SUCH_TIME, Worded

START, END = TIMES = ("startTime", "endTime")


class TimeField(Worded, forms.TimeField):
    """A time of day by 24 hours: "07:30"."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    input_formats = ("%H:%M",)
    default_error_messages = NO_SUCH_TIME

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat("minutes") if isinstance(value, time) else value


def errors(
    first: date | None, last: date | None, start: time | None, end: time | None, zone: ZoneInfo
) -> dict[str, str]:
    """Say by field what is wrong with times on these days; nothing of those that can be.

    A time is wrong without its day, if its clocks skip it that day, and as an end that does not
    come after the start.
    """
    ends_on = last or first
    found = {START: _error(first, start, zone), END: _error(ends_on, end, zone)}
    if not any(found.values()) and _are_backwards(first, ends_on, start, end, zone):
        found[END] = gettext("This is not after the start. Choose a later time or last day.")
    return {name: sentence for name, sentence in found.items() if sentence}


def _are_backwards(
    first: date | None, last: date | None, start: time | None, end: time | None, zone: ZoneInfo
) -> bool:
    if not (first and last and start and end):
        return False
    return localtimes.moment(last, end, zone) <= localtimes.moment(first, start, zone)


def _error(day: date | None, at: time | None, zone: ZoneInfo) -> str:
    if at is None:
        return ""
    if day is None:
        return gettext("Give the first day too, or leave this time empty.")
    local = datetime.combine(day, at)
    return "" if localtimes.moments(local, zone) else never_said(local, zone)


def possible(
    first: date | None, last: date | None, start: time | None, end: time | None, zone: ZoneInfo
) -> tuple[time | None, time | None]:
    """Return the start and the end without what is wrong on these days."""
    wrong = errors(first, last, start, end, zone)
    return None if START in wrong else start, None if END in wrong else end
