"""Currencies (ISO 4217): which exist, how many decimals each has, how sums are written and read."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex
from babel.core import Locale, get_global
from babel.localedata import exists
from babel.numbers import (
    format_decimal,
    get_currency_name,
    get_currency_symbol,
    get_territory_currencies,
)
from django.conf import settings
from django.utils.translation import gettext as _

from trips import languages, numbers

MOST = Decimal("99999999.99")
MOST_DECIMALS = 3
# Currencies whose minor unit is not a hundredth, after ISO 4217; CLDR's figures are for cash.
_WITHOUT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"
_DECIMALS = dict.fromkeys(_WITHOUT.split(), 0) | dict.fromkeys(_WITH_THREE.split(), 3)
_BY_LAKHS = frozenset({"BDT", "INR", "NPR", "PKR"})
# What people write with a sum besides its code and its signs, by the last word of the currency's
# name in English, or by its code.
_ALSO_WRITTEN = {
    "Dollar": "$ دولار डॉलर dólar dólares",
    "Peso": "$ بيزو",
    "Pound": "£ جنيه ليرة पाउंड libra libras livre livres Pfund",
    "Rupee": "Rs Re ₨ روبية रु रुपया रुपये रुपए rupia rupias roupie roupies Rupie Rupien",
    "Krona": "kr",
    "Krone": "kr",
    "Króna": "kr",
    "Franc": "Fr فرنك",
    "Dirham": "Dh Dhs درهم",
    "Dinar": "دينار",
    "Rial": "ريال",
    "Riyal": "ريال",
    "Shilling": "Sh Shs",
    "AED": "د.إ",
    "BDT": "Tk ৳",
    "BRL": "real reais",
    "CNY": "¥ RMB 元 يوان",
    "CZK": "Kč",
    "GEL": "₾",
    "GHS": "₵",
    "HUF": "Ft",
    "IDR": "Rp",
    "EUR": "يورو यूरो",
    "JPY": "円 ين",
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
    "TRY": "₺ TL ليرة",
    "UAH": "₴",
    "USD": "US$",
    "ZAR": "R",
}
_MARK = r"([\p{L}\p{Sc}][\p{L}\p{M}\p{Sc}.]*(?:\u202f\p{L}+)?)"  # also "F CFA"
_NO_CENTS = "([/.,][-–—=]+)"  # "12,000/-"
_MARKED = regex.compile(rf"{_MARK}?\s*(.*?)\s*{_NO_CENTS}?\s*{_MARK}?", regex.DOTALL)
DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))  # marks, around Arabic and Hebrew signs
_LONGEST = 80


def currencies() -> dict[str, str]:
    """Map the ISO 4217 code of every currency that is legal tender today to its name."""
    return _names(languages.active())


@cache
def _names(language: str) -> dict[str, str]:
    locale = languages.locale_of(language)
    countries = get_global("territory_currencies")
    codes = {code for country in countries for code in get_territory_currencies(country)}
    return {code: get_currency_name(code, locale=locale) for code in sorted(codes)}


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


def in_a_field(amount: Decimal, code: str) -> str:
    """Write a sum for a field of a form, in the active language: "12000.00", "12000,00".

    static/js/words/settings.js does the same in the browser.
    """
    return for_programs(amount, code).replace(".", numbers.decimal_mark())


def digits(amount: Decimal, places: int) -> str:
    """Write a sum with so many decimals, or more where it needs more."""
    return f"{amount:.{max(places, decimals_of(amount))}f}"


def written(amount: Decimal, code: str) -> str:
    """Write a sum for people, in the active language: "₹1,25,000", "€99.50", "KWD 12.345"."""
    style = _style(languages.active())
    is_grouped = len(f"{int(amount)}") >= numbers.thousands()["fromDigits"]
    pattern = "0" if not is_grouped else "#,##,##0" if code in style.by_lakhs else "#,##0"
    if needed := decimals_of(amount):
        pattern += "." + "0" * max(decimals(code), needed)
    sign = style.sign(code)
    around = style.with_code if sign == code else style.with_sign
    number = format_decimal(amount, format=pattern, locale=style.locale)
    return around.replace("#", number).replace("¤", sign).strip()


@dataclass(frozen=True)
class _Style:
    """How a language writes sums; "#" is the number and "¤" the sign, or the code."""

    locale: Locale
    with_sign: str
    with_code: str
    by_lakhs: frozenset[str]

    def sign(self, code: str) -> str:
        """Give the sign of a currency, or its code: letters at a number would be read with it."""
        sign = get_currency_symbol(code, locale=self.locale) if code else ""
        is_word = sign[-1:].isalpha() or sign.endswith(".")
        return code if is_word and "¤#" in self.with_sign else sign


@cache
def _style(language: str) -> _Style:
    locale = languages.locale_of(language)
    pattern = locale.currency_formats["standard"]
    with_sign = f"{pattern.prefix[0]}#{pattern.suffix[0]}"
    with_code = with_sign.replace("¤#", "¤\N{NO-BREAK SPACE}#").replace(
        "#¤", "#\N{NO-BREAK SPACE}¤"
    )
    return _Style(locale, with_sign, with_code, _by_lakhs(locale))


def _by_lakhs(locale: Locale) -> frozenset[str]:
    """Return the currencies whose sums a language groups as "1,25,000": all, some or none."""
    if locale.decimal_formats[None].grouping == (3, 2):
        return frozenset(_names("en"))
    return _BY_LAKHS if exists(f"{locale.language}_IN") else frozenset()


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
    bare = text.translate(DIRECTIONS).strip()
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
    locales = [languages.locale_of(each) for each in settings.WRITTEN_IN]
    for code, name in _names("en").items():
        word = name.rpartition(" ")[2]
        also = f"{_ALSO_WRITTEN.get(word, '')} {_ALSO_WRITTEN.get(code, '')}".split()
        signs = [get_currency_symbol(code, locale=locale) for locale in locales]
        for mark in (code, word, f"{word}s", *signs, *also):
            codes[mark.translate(DIRECTIONS).strip(".").casefold()].add(code)
    return codes


def for_scripts() -> dict[str, object]:
    """Return what the browser's scripts need to write sums as `written` does in this language."""
    style = _style(languages.active())
    signs = {code: style.sign(code) for code in currencies()}
    return {
        "withSign": style.with_sign,
        "withCode": style.with_code,
        "decimal": numbers.decimal_mark(),
        "signs": {code: sign for code, sign in signs.items() if sign != code},
        "byLakhs": sorted(style.by_lakhs),
    }
