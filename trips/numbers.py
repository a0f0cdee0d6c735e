"""Write counts, and read numbers as people write them: digits of any script, with separators."""

import re
import unicodedata
from decimal import Decimal
from typing import TypedDict

from babel.numbers import get_decimal_symbol, get_group_symbol
from django.utils.translation import gettext as _

from trips import languages

LONGEST = 40
# Of CLDR's minimumGroupingDigits, which Babel does not know: "1000", but "10.000".
_FOUR_TOGETHER = frozenset({"bg", "es", "pl"})
_BY_THOUSANDS = re.compile(r"[1-9]\d{0,2}([ .,'])\d{3}(?:\1\d{3})*")
_BY_LAKHS = re.compile(r"[1-9]\d?([ ,])(?:\d{2}\1)*\d{3}")
_ALWAYS_BETWEEN = dict.fromkeys("’‘٬", "'")  # these separate thousands and nothing else
_MARK = re.compile("[.,٫](?=[^.,٫]*$)")  # the last character that may be the decimal mark


class Thousands(TypedDict):
    """What separates thousands, in numbers with so many digits or more."""

    between: str
    fromDigits: int


def written(number: int) -> str:
    """Write a count in the active language: "5,000", "5.000", "5000".

    static/js/words/catalogue.js does the same in the browser.
    """
    grouping = thousands()
    is_grouped = len(f"{number}") >= grouping["fromDigits"]
    return f"{number:,}".replace(",", grouping["between"] if is_grouped else "")


def thousands() -> Thousands:
    """Return how the active language separates thousands."""
    locale = languages.locale_of(languages.active())
    least = 5 if locale.language in _FOUR_TOGETHER else 4
    return {"between": get_group_symbol(locale), "fromDigits": least}


def decimal_mark() -> str:
    """Return what the active language writes before decimals: "." or ","."""
    return get_decimal_symbol(languages.locale_of(languages.active()))


def whole(text: str) -> int:
    """Read a whole number: "12", "12 000", "1,20,000", "१२". Raises ValueError with a sentence."""
    digits = _joined(_tidied(text))
    if digits is None:
        raise ValueError(_("Write a whole number in digits, e.g. 12."))
    return int(digits)


def amount(text: str, decimals: int) -> Decimal:
    """Read an amount in a currency with so many decimals: "1,20,000", "12.000,50", "١٢٫٥".

    Raises ValueError with a sentence, also if it could be two amounts: "1.234" in euros.
    """
    typed = _tidied(text)
    mark = _MARK.search(typed)
    if mark is None or not _is_decimal(typed, mark, decimals):
        digits, rest = _joined(typed), ""
    else:
        digits, rest = _joined(typed[: mark.start()] or "0"), typed[mark.end() :]
    if digits is None or (rest and not rest.isdigit()):
        raise ValueError(_("Write the amount in digits, e.g. 12000 or 99.50."))
    return Decimal(f"{digits}.{rest or 0}")


def _tidied(text: str) -> str:
    """Replace digits by ASCII ones, white space by blanks, apostrophes by one kind."""
    if len(text) > LONGEST:
        raise ValueError(_("This number is too long."))
    return "".join(_plain(character) for character in text.strip())


def _plain(character: str) -> str:
    if unicodedata.category(character) == "Zs":
        return " "
    digit = unicodedata.decimal(character, None)
    return _ALWAYS_BETWEEN.get(character, character) if digit is None else str(digit)


def _joined(text: str) -> str | None:
    """Remove separators of thousands or lakhs; return None if they are at odd places."""
    is_grouped = _BY_THOUSANDS.fullmatch(text) or _BY_LAKHS.fullmatch(text)
    if is_grouped or (text.isascii() and text.isdigit()):
        return re.sub(r"\D", "", text)
    return None


def _is_decimal(text: str, mark: re.Match[str], decimals: int) -> bool:
    """Return whether the last point or comma is the decimal mark. Raises ValueError if unsure."""
    before, after = text[: mark.start()], text[mark.end() :]
    if mark[0] in before or (len(after) == 3 and decimals == 0):
        return False
    if mark[0] == "٫" or len(after) != 3 or not before.isdigit() or not 0 < int(before) < 1000:
        return True
    if mark[0] in (".", decimal_mark()) and decimals == 3:
        return True
    if mark[0] == "," != decimal_mark() and decimals < 3:
        return False
    sentence = _("Is this {whole}, or {part} and a bit? Write only the digits.")
    raise ValueError(sentence.format(whole=f"{before}{after}", part=before))
