"""The language of the current reader, and Unicode's data for a language."""

from babel.core import Locale
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
