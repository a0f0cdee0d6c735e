"""The language of the current reader, and Unicode's data for a language."""

from babel.core import Locale, get_global
from babel.localedata import exists
from django.conf import settings
from django.utils.translation import get_language, to_locale


def active() -> str:
    """Return the code of the current language, e.g. "ar"."""
    return get_language() or settings.LANGUAGE_CODE


def locale_of(language: str) -> Locale:
    """Return Unicode's data for a language; English for "en-xa", the test language."""
    name = to_locale(language)
    return Locale.parse(name if exists(name) else name.partition("_")[0])


def first_weekday(language: str) -> int:
    """Return the first day of a week, 0 for Monday, where most speak the language (UTS 35)."""
    return Locale.parse(with_territory(language)).first_week_day


def with_territory(language: str) -> str:
    """Return a language with the land where most speak it, as link previews want it: "ar_EG"."""
    name = locale_of(language).language
    territory = get_global("likely_subtags").get(name, name).split("_")[-1]
    return f"{name}_{territory}" if territory.isupper() else name
