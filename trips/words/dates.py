"""The words for days, moments and how long ago something was.

static/js/words/dates.js says the same in the browser.
"""

from datetime import date, datetime, time, timedelta
from functools import cache

from babel.dates import get_day_names, get_month_names

from trips import languages, localtimes, zones
from trips.words.catalogue import Line, Part, pieces, say, unfilled

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AGO = {  # the ids of five sentences, by what happened
    "": ("just_now", "minutes_ago", "hours_ago", "yesterday", "days_ago"),
    "joined": (
        "joined_just_now",
        "joined_minutes_ago",
        "joined_hours_ago",
        "joined_yesterday",
        "joined_days_ago",
    ),
    "code": (
        "code_just_now",
        "code_minutes_ago",
        "code_hours_ago",
        "code_yesterday",
        "code_days_ago",
    ),
}


def days(first: date, last: date, with_year: bool = True) -> str:
    """Write a span of days: "12–15 Dec 2026", or "12 Dec 2026" if it is a single day."""
    return span(first, last, "", "", with_year)


def span(first: date, last: date, start: str, end: str, with_year: bool = True) -> str:
    """Write a span of days with times of day, of which each may be "".

    "12 Dec, 07:30 – 15 Dec 2026, 21:00", or "12 Dec 2026, 07:30–21:00" if it is a single day. A
    year that both days share is written once: in front where the language begins with the year.
    """
    if first == last:
        return _within_a_day(_day(last, with_year), start, end)
    is_within_a_year = first.year == last.year
    if is_within_a_year and first.month == last.month and not (start or end):
        return _within_a_month(first, last, with_year)
    leads = _year_leads()
    begin = _day(first, with_year and (leads or not is_within_a_year))
    close = _day(last, with_year and not (leads and is_within_a_year))
    return say("days", first=_with_time(begin, start), last=_with_time(close, end))


def _within_a_day(day: str, start: str, end: str) -> str:
    if start and end:
        return say("day_times", date=day, start=start, end=end)
    return say("day_until", date=day, time=end) if end else _with_time(day, start)


def _within_a_month(first: date, last: date, with_year: bool) -> str:
    parts: dict[str, Part] = {
        "first": first.day,
        "last": last.day,
        "month": months()[last.month - 1],
    }
    if with_year:
        return _whole(say("days_of_month_year", **parts, year=f"{last.year}"))
    return _whole(say("days_of_month", **parts))


def _year_leads() -> bool:
    """Return whether a day begins with its year, as "2026年12月12日" does."""
    return unfilled("day_month_year").startswith("{year}")


def _with_time(day: str, time: str) -> str:
    return _whole(say("moment", date=day, time=time)) if time else day


def days_beside(first: date, last: date, today: date) -> str:
    """Write a span of days without its year if that is the year of `today`: "12–15 Dec"."""
    return days(first, last, with_year={first.year, last.year} != {today.year})


def moment(at: datetime, zone: str, now: datetime | None = None) -> str:
    """Write a moment by the clocks of a zone: "Friday 4 Dec, 20:00".

    Midnight is the end of a day: "the end of Friday 4 Dec". The year is left out if `now` is in
    it. A time that the clocks show twice says which it is: "Sunday 31 Oct, 02:30 (UTC+1)".
    """
    date, time = _day_and_time(at, zone, now)
    return say("moment", date=date, time=time) if time else say("moment_end", date=date)


def until(ids: tuple[str, str], at: datetime, zone: str, now: datetime | None = None) -> Line:
    """Fill in a sentence about a moment.

    `ids` are two sentences of the catalogue: for any time, and for the end of a day.
    """
    date, time = _day_and_time(at, zone, now)
    when = {"date": date, "zone": zones.label(zone)}
    return pieces(ids[0], **when, time=time) if time else pieces(ids[1], **when)


def day(date: date, *, with_year: bool = True) -> str:
    """Write a day with its weekday: "Friday 4 Dec 2026"."""
    return say("weekday_day", weekday=weekdays()[date.weekday()], date=_day(date, with_year))


def time_of_day(at: datetime, zone: str) -> str:
    """Write a time by the clocks of a zone: "20:00"; "02:30 (UTC+1)" if they show it twice."""
    local, which = at.astimezone(zones.of(zone)), localtimes.which(at, zones.of(zone))
    time = f"{local:%H:%M}"
    return say("time_of_two", time=time, offset=localtimes.offset(local)) if which else time


def clock_time(day: date, at: time, zone: str) -> str:
    """Write a time of day: "07:30"; "02:30 (UTC+2)", the first, if clocks show it twice."""
    return time_of_day(localtimes.moment(day, at, zones.of(zone)), zone)


def ago(passed: timedelta, what: str = "") -> str:
    """Write how long ago something was: "5 min ago".

    `what` is a key of AGO, for a whole sentence: "joined 5 min ago".
    """
    just_now, minutes, hours, yesterday, some_days = AGO[what]
    if passed < MINUTE:
        return say(just_now)
    if passed < HOUR:
        return say(minutes, n=passed // MINUTE)
    if passed < DAY:
        return say(hours, n=passed // HOUR)
    return say(yesterday) if passed < 2 * DAY else say(some_days, n=passed // DAY)


def ago_until(at: datetime, now: datetime) -> datetime:
    """Return until when `ago` says the same of a moment as now."""
    passed = now - at
    unit = MINUTE if passed < HOUR else HOUR if passed < DAY else DAY
    return at + (passed // unit + 1) * unit


def months() -> list[str]:
    """Return the short names of the months in the reader's language: "Jan" to "Dec"."""
    return _months(languages.active())


def weekdays() -> list[str]:
    """Return the names of the days of the week in the reader's language, from Monday."""
    return _weekdays(languages.active())


@cache
def _months(language: str) -> list[str]:
    names = get_month_names("abbreviated", locale=languages.locale_of(language))
    return [names[number] for number in range(1, 13)]


@cache
def _weekdays(language: str) -> list[str]:
    names = get_day_names("wide", locale=languages.locale_of(language))
    return [names[number] for number in range(7)]


def _day(date: date, with_year: bool) -> str:
    parts: dict[str, Part] = {"day": date.day, "month": months()[date.month - 1]}
    if with_year:
        return _whole(say("day_month_year", **parts, year=f"{date.year}"))
    return _whole(say("day_month", **parts))


def _whole(day: str) -> str:
    """Keep a day on one line."""
    return day.replace(" ", "\N{NO-BREAK SPACE}")


def _day_and_time(at: datetime, zone: str, now: datetime | None) -> tuple[str, str]:
    """Write the day and the time of a moment; for midnight the day before it, and no time."""
    local, which = at.astimezone(zones.of(zone)), localtimes.which(at, zones.of(zone))
    is_midnight = (local.hour, local.minute) == (0, 0) and which != localtimes.SECOND
    date = local.date() - timedelta(days=is_midnight)
    is_this_year = now is not None and date.year == now.astimezone(zones.of(zone)).year
    return day(date, with_year=not is_this_year), "" if is_midnight else time_of_day(at, zone)
