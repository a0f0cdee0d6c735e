"""How long ago something was, in the words in which static/js/ago.js goes on telling it."""

from datetime import datetime, timedelta

from django import template

from trips import clock

register = template.Library()

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@register.filter
def ago(at: datetime | str) -> str:
    """E.g. "5 min ago"; nothing for what a template does not know."""
    return in_words(clock.now() - at) if isinstance(at, datetime) else ""


@register.filter
def iso(at: datetime | str) -> str:
    """As the attribute of a <time>, which HTML allows no microseconds; nothing for no moment."""
    return at.isoformat(timespec="milliseconds") if isinstance(at, datetime) else ""


def in_words(passed: timedelta) -> str:
    if passed < MINUTE:
        return "just now"
    if passed < HOUR:
        return f"{passed // MINUTE} min ago"
    if passed < DAY:
        return f"{passed // HOUR} h ago"
    return "yesterday" if passed < 2 * DAY else f"{passed // DAY} days ago"
