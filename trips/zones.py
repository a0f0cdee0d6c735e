"""Time zones: which there are, by what name people know them, and what a browser may have meant."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trips import languages

UTC = "UTC"
_OF_ONE_MACHINE = {"localtime", "Factory", "posixrules"}
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?")
_NO_COUNTRY = {None, "ZZ", "001"}
_KNOWN_BY_CITY = {"HK", "MO"}  # whose names say how they are governed


@cache
def known() -> frozenset[str]:
    """Return every name of the IANA time zone database, obsolete ones too."""
    return frozenset(available_timezones() - _OF_ONE_MACHINE)


def of(name: object) -> ZoneInfo:
    """Return the zone of this IANA name, or UTC if the name is unknown."""
    return ZoneInfo(str(name) if name in known() else UTC)


def guessed(name: str) -> str:
    """Map what a browser reports as its time zone to an IANA name, or "" if nothing fits.

    Some browsers report an offset, "+05:30", for want of a name, and some "Etc/Unknown".
    """
    offset = _OFFSET.fullmatch(name)
    return _with_offset(offset) if offset else name if name in known() else ""


def _with_offset(given: re.Match[str]) -> str:
    """Find a zone that keeps this offset from UTC all year; "" if there is none."""
    ahead = timedelta(hours=int(given[2]), minutes=int(given[3] or 0))
    wanted = {-ahead if given[1] == "-" else ahead}
    now = timezone.now()
    half_a_year = (now, now + timedelta(days=182))
    if wanted == {timedelta()}:
        return UTC
    named_first = sorted(_rows(), key=lambda row: "(" not in row[1])  # "India (IST)"
    fixed = (row for row, _ in named_first if {_offset(row, at) for at in half_a_year} == wanted)
    return next(fixed, "")


def region(name: str) -> str | None:
    """Return the ISO 3166 code of a zone's country, e.g. "IN", or None if it has none."""
    country: str | None = get_global("zone_territories").get(_current(name))
    return None if country in _NO_COUNTRY else country


def country(name: str) -> str:
    """Return the name of a zone's country, e.g. "India", or "" if it has none."""
    territories = languages.locale_of(languages.active()).territories
    return str(territories.get(region(name) or "", ""))


def label(name: str) -> str:
    """Return the name that people know a zone by: "India time", "New York time", "UTC+5"."""
    return _label(name, languages.active()) if name in known() else name


@cache
def _label(name: str, language: str) -> str:
    """Name a zone in the active language, which `language` is: the cache keeps each apart."""
    return _without_place(name) or _("{place} time").format(place=_place(name))


def _place(name: str) -> str:
    """Name the country, or the city where the country has more than one zone."""
    where = region(name)
    if where not in _KNOWN_BY_CITY and len(get_global("territory_zones").get(where or "", ())) == 1:
        return country(name)
    locale = languages.locale_of(languages.active())
    return get_timezone_location(_current(name), locale=locale, return_city=True)


def choices(also: str = "") -> Iterator[tuple[str, str]]:
    """Yield (name, label) of the zones to choose from in a form, from west to east.

    Of zones whose clocks agree from now on there is one; `also` is added if it is not listed.
    """
    yield "", _("UTC, or choose yours")
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    listed = _listed(hour, languages.active())
    yield from listed
    if also in known() and also not in dict(listed):
        yield also, label(also)


@lru_cache(maxsize=len(settings.WRITTEN_IN))
def _listed(now: datetime, language: str) -> list[tuple[str, str]]:
    """List zones in the active language, which `language` is; the database describes in English."""
    rows = sorted(_rows(), key=lambda row: _offset(row[0], now))
    return [
        (name, f"{_written(_offset(name, now))} {where if language == 'en' else label(name)}")
        for name, where in rows
    ]


def for_scripts(language: str) -> dict[str, str]:
    """Return the label of each zone in a language by its name, for the browser's scripts."""
    with translation.override(language):
        return {name: label(name) for name in sorted(known())}


def _current(name: str) -> str:
    current: str = get_global("zone_aliases").get(name, name)
    return current


def _without_place(name: str) -> str:
    """Name a zone that is called after no place, "UTC+5" or "CST6CDT"; "" for any other."""
    current = _current(name)
    if current in ("Etc/UTC", "Etc/GMT"):
        return UTC
    hours = re.fullmatch(r"Etc/GMT([+-])(\d+)", current)
    if hours:  # POSIX counts them the other way round
        return f"UTC{'-' if hours[1] == '+' else '+'}{hours[2]}"
    return "" if "/" in current or region(name) else name


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    """Read (zone, where it holds) from IANA's list of zones that differ from now on."""
    table = (files("tzdata") / "zoneinfo" / "zonenow.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return tuple((row[2], row[3][0].upper() + row[3][1:]) for row in rows if row[2] in known())


def _offset(name: str, at: datetime) -> timedelta:
    return ZoneInfo(name).utcoffset(at.astimezone(ZoneInfo(name))) or timedelta()


def _written(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"UTC{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"
