"""The language that is being written in, and what Unicode knows of it."""

from babel.core import Locale
from babel.localedata import exists
from django.conf import settings
from django.utils.translation import get_language, to_locale


def active() -> str:
    """The code of the reader's language, e.g. "ar"."""
    return get_language() or settings.LANGUAGE_CODE


def locale_of(language: str) -> Locale:
    """What Unicode knows of a language; of "en-xa", which it does not know, what of English."""
    name = to_locale(language)
    return Locale.parse(name if exists(name) else name.partition("_")[0])
