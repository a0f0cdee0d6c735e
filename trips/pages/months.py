"""Prepare months of days to choose from, as a calendar of the reader's language shows them."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from babel.dates import get_day_names, get_month_names

from trips import languages, words

LEAST_MONTHS, MOST_MONTHS, OPEN_MONTHS = 6, 18, 2


def weekdays() -> list[str]:
    """Return the shortest names that tell the days of a week apart, from its first one."""
    locale = languages.locale_of(languages.active())
    letters, short = (get_day_names(each, "stand-alone", locale) for each in ("narrow", "short"))
    names = letters if len({*letters.values()}) == len(letters) else short
    first = languages.first_weekday(languages.active())
    return [names[(first + by) % 7].rstrip(".") for by in range(7)]


def months(today: date, until: date, chosen: Collection[str]) -> list[dict[str, Any]]:
    """Return the months from that of `today` to some after `until`, 6 to 18, with their days.

    `chosen` are days as ISO 8601. The first months are open, and those with a day that is chosen.
    Of the first one, weeks that are over are left out.
    """
    locale = languages.locale_of(languages.active())
    first_weekday = languages.first_weekday(languages.active())
    found: list[dict[str, Any]] = []
    for first in _firsts(today, until):
        begin = max(first, today - _since_week_began(today, first_weekday))
        days = [_day(day, today, chosen) for day in _days_from(begin)]
        is_open = len(found) < OPEN_MONTHS or any(day["is_chosen"] for day in days)
        blanks = range(_since_week_began(begin, first_weekday).days)
        names = get_month_names("wide", "stand-alone", locale)
        name = words.say("month_of_year", month=names[first.month], year=f"{first.year}")
        found.append({"name": name, "blanks": blanks, "days": days, "is_open": is_open})
    return found


def _firsts(today: date, until: date) -> Iterator[date]:
    """Yield the first day of each month."""
    ahead = (until.year - today.year) * 12 + until.month - today.month + 2
    for by in range(min(max(ahead, LEAST_MONTHS), MOST_MONTHS)):
        years, month = divmod(today.month - 1 + by, 12)
        yield date(today.year + years, month + 1, 1)


def _since_week_began(day: date, first_weekday: int) -> timedelta:
    return timedelta(days=(day.weekday() - first_weekday) % 7)


def _days_from(begin: date) -> Iterator[date]:
    """Yield the days from `begin` to the end of its month."""
    day = begin
    while day.month == begin.month:
        yield day
        day += timedelta(days=1)


def _day(day: date, today: date, chosen: Collection[str]) -> dict[str, Any]:
    return {
        "value": f"{day}",
        "number": day.day,
        "name": words.day(day),
        "is_over": day < today,
        "is_chosen": f"{day}" in chosen,
    }
