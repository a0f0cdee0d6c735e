"""Currencies (ISO 4217): which exist, how many decimals each has, how sums are written and read."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import regex
from babel.core import get_global
from babel.numbers import (
    format_decimal,
    get_currency_name,
    get_currency_symbol,
    get_territory_currencies,
)
from django.utils.translation import gettext as _

MOST = Decimal("99999999.99")
MOST_DECIMALS = 3
# Currencies whose minor unit is not a hundredth, after ISO 4217; CLDR's figures are for cash.
_WITHOUT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"
_DECIMALS = dict.fromkeys(_WITHOUT.split(), 0) | dict.fromkeys(_WITH_THREE.split(), 3)
_BY_LAKHS = frozenset({"BDT", "INR", "NPR", "PKR"})
# What people write with a sum besides its code and its sign in English, by the last word of the
# currency's name, or by its code.
_ALSO_WRITTEN = {
    "Dollar": "$",
    "Peso": "$",
    "Pound": "£",
    "Rupee": "Rs Re ₨",
    "Krona": "kr",
    "Krone": "kr",
    "Króna": "kr",
    "Franc": "Fr",
    "Dirham": "Dh Dhs",
    "Shilling": "Sh Shs",
    "AED": "د.إ",
    "BDT": "Tk ৳",
    "CNY": "¥ RMB 元",
    "CZK": "Kč",
    "GEL": "₾",
    "GHS": "₵",
    "HUF": "Ft",
    "IDR": "Rp",
    "JPY": "円",
    "KRW": "원",
    "KZT": "₸",
    "MYR": "RM",
    "NGN": "₦",
    "PLN": "zł",
    "RON": "lei",
    "RUB": "₽",
    "SAR": "SR ﷼",
    "SGD": "S$",
    "THB": "฿",
    "TRY": "₺ TL",
    "UAH": "₴",
    "USD": "US$",
    "ZAR": "R",
}
_MARK = r"([\p{L}\p{Sc}][\p{L}\p{M}\p{Sc}.]*)"
_NO_CENTS = "([/.,][-–—=]+)"  # "12,000/-"
_MARKED = regex.compile(rf"{_MARK}?\s*(.*?)\s*{_NO_CENTS}?\s*{_MARK}?", regex.DOTALL)
_DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))  # around Arabic and Hebrew signs
_LONGEST = 80


@cache
def currencies() -> dict[str, str]:
    """Map the ISO 4217 code of every currency that is legal tender today to its English name."""
    countries = get_global("territory_currencies")
    codes = {code for country in countries for code in get_territory_currencies(country)}
    return {code: get_currency_name(code, locale="en") for code in sorted(codes)}


def decimals(code: str) -> int:
    """Return how many decimals the sums in a currency have."""
    return _DECIMALS.get(code, 2)


def decimals_of(amount: Decimal) -> int:
    """Return how many decimals a sum needs: 1 for 12.50."""
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def for_programs(amount: Decimal, code: str) -> str:
    """Write a sum for programs, with its currency's decimals: "12000.00", "1000", "12.345"."""
    return digits(amount, decimals(code))


def digits(amount: Decimal, places: int) -> str:
    """Write a sum with so many decimals, or more where it needs more."""
    return f"{amount:.{max(places, decimals_of(amount))}f}"


def written(amount: Decimal, code: str) -> str:
    """Write a sum for people: "₹1,25,000", "€99.50", "KWD 12.345"."""
    pattern = "#,##,##0" if code in _BY_LAKHS else "#,##0"
    if needed := decimals_of(amount):
        pattern += "." + "0" * max(decimals(code), needed)
    return f"{_sign(code)}{format_decimal(amount, format=pattern, locale='en')}"


def _sign(code: str) -> str:
    """Return what stands before the digits: a currency's sign, or its code if it has none."""
    sign = get_currency_symbol(code, locale="en") if code else ""
    return (
        sign if not sign[-1:].isalpha() and not sign.endswith(".") else f"{code}\N{NO-BREAK SPACE}"
    )


def without_marks(text: str, code: str) -> str:
    """Remove the signs and codes of its currency from a typed sum: "₹12,000/-" → "12,000".

    Raises ValueError with a sentence if one of them means another currency.
    """
    digits, marks = _split(text)
    for mark in marks:
        if code and code not in _meant_by(mark):
            raise ValueError(
                _("“{mark}” is not {code}. Write the sum alone, or change the currency.").format(
                    mark=mark, code=code
                )
            )
    return digits if all(_meant_by(mark) for mark in marks) else text


def named(text: str) -> str:
    """Return the code of the currency whose sign or code stands in a typed sum, or ""."""
    _, marks = _split(text)
    meant = set[str].intersection(*map(_meant_by, marks)) if marks else set()
    return meant.pop() if len(meant) == 1 else ""


def _split(text: str) -> tuple[str, list[str]]:
    """Split a typed sum into its digits and the marks before and behind them.

    A dash for no cents, "12/-", becomes "٫0": that mark can only be a decimal one.
    """
    bare = text.translate(_DIRECTIONS).strip()
    found = _MARKED.fullmatch(bare) if len(bare) <= _LONGEST else None
    if found is None:
        return text, []
    before, digits, dash, behind = found.groups()
    return digits + "٫0" * bool(dash), [mark for mark in (before, behind) if mark]


def _meant_by(mark: str) -> set[str]:
    """Return the codes of the currencies that people write with this mark."""
    return _marks().get(mark.strip(".").casefold(), set())


@cache
def _marks() -> Mapping[str, set[str]]:
    codes = defaultdict(set)
    for code, name in currencies().items():
        word = name.rpartition(" ")[2]
        also = f"{_ALSO_WRITTEN.get(word, '')} {_ALSO_WRITTEN.get(code, '')}".split()
        sign = get_currency_symbol(code, locale="en")
        for mark in (code, sign, word, f"{word}s", *also):
            codes[mark.casefold()].add(code)
    return codes


def for_scripts() -> dict[str, object]:
    """Return what the browser's scripts need to write sums as `written` does."""
    signs = {code: _sign(code) for code in currencies()}
    return {
        "signs": {code: sign for code, sign in signs.items() if not sign.startswith(code)},
        "byLakhs": sorted(_BY_LAKHS),
    }
