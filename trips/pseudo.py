"""A test language, "en-xa": English with accents, and longer.

On a page in it every sentence that is not marked for translation stands out, and every place
without room for longer words.
"""

import re
from gettext import NullTranslations

from django.utils.translation import trans_real

LANGUAGE = "en-xa"
_LETTERS = str.maketrans(
    "AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz",
    "ÅåÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž",
)
_KEPT = re.compile(r"(\{[^}]*\}|%\(\w+\)\w|%\w|<[^>]*>|&#?\w+;)")
_MORE = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_LONGER = 0.4


class Pseudo(NullTranslations):
    """A catalogue that needs no file: it puts accents on every message."""

    def gettext(self, message: str) -> str:
        return accented(message.rpartition(trans_real.CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def to_language(self) -> str:
        """Return the code of the language."""
        return LANGUAGE


def offer() -> None:
    """Give Django the catalogue of "en-xa"; settings.LANGUAGES decide whether it is used."""
    vars(trans_real)["_translations"][LANGUAGE] = Pseudo()


def accented(text: str) -> str:
    """Put accents on a text and lengthen it: "[Ĵöîñ {name} one two]".

    Placeholders and HTML stay as they are.
    """
    if not text.strip():
        return text
    parts = _KEPT.split(text)
    parts[::2] = [part.translate(_LETTERS) for part in parts[::2]]
    return f"[{''.join(parts)}{_more(sum(map(len, parts[::2])))}]"


def _more(length: int) -> str:
    more = ""
    for word in _MORE * (length // 50 + 1):
        if len(more) >= length * _LONGER:
            break
        more += f" {word}"
    return more
