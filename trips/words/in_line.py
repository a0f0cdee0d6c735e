"""The words for somebody's place in line, with the ordinal of the reader's language.

Only the server says them: an open page asks it for its place.
"""

from django.utils.translation import gettext as _

from trips import languages


def place_in_line(place: int) -> str:
    """Say where somebody stands who waits: "You are 2nd in line"."""
    said = {
        # Translators: of who waits for a place on a trip. In English 1st, 21st …
        "one": _("You are {place}st in line"),
        # Translators: in English 2nd, 22nd …
        "two": _("You are {place}nd in line"),
        # Translators: in English 3rd, 23rd …
        "few": _("You are {place}rd in line"),
        # Translators: all others, in English 4th, 11th …
        "other": _("You are {place}th in line"),
    }
    return _by_ordinal(said, place)


def place_in_short(place: int) -> str:
    """Say where somebody stands who waits, beside the trip: "2nd in line"."""
    said = {
        # Translators: of who waits for a place on a trip. In English 1st, 21st …
        "one": _("{place}st in line"),
        # Translators: in English 2nd, 22nd …
        "two": _("{place}nd in line"),
        # Translators: in English 3rd, 23rd …
        "few": _("{place}rd in line"),
        # Translators: all others, in English 4th, 11th …
        "other": _("{place}th in line"),
    }
    return _by_ordinal(said, place)


def _by_ordinal(said: dict[str, str], place: int) -> str:
    """Choose by the ordinal of a number in the reader's language (Unicode's plural rules)."""
    form = languages.locale_of(languages.active()).ordinal_form(place)
    return said.get(form, said["other"]).format(place=place)
