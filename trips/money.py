"""Money as its currency is: which there are, with how many decimals, and how sums are written."""

from decimal import Decimal
from functools import cache

from babel.core import get_global
from babel.numbers import (
    format_decimal,
    get_currency_name,
    get_currency_symbol,
    get_territory_currencies,
)

MOST = Decimal("99999999.99")
MOST_DECIMALS = 3
# Whose minor unit is no hundredth, after ISO 4217; CLDR's figures are for cash.
_WITHOUT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"
_DECIMALS = dict.fromkeys(_WITHOUT.split(), 0) | dict.fromkeys(_WITH_THREE.split(), 3)
_BY_LAKHS = frozenset({"BDT", "INR", "NPR", "PKR"})


@cache
def currencies() -> dict[str, str]:
    """The currencies that are legal tender somewhere today, and their names, by code."""
    countries = get_global("territory_currencies")
    codes = {code for country in countries for code in get_territory_currencies(country)}
    return {code: get_currency_name(code, locale="en") for code in sorted(codes)}


def decimals(code: str) -> int:
    """How many decimals sums in a currency have."""
    return _DECIMALS.get(code, 2)


def decimals_of(amount: Decimal) -> int:
    """How many decimals a sum needs."""
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(amount: Decimal, code: str) -> str:
    """As programs read it, with the currency's decimals: "12000.00", "1000", "12.345"."""
    return digits(amount, decimals(code))


def digits(amount: Decimal, places: int) -> str:
    """With so many decimals, or more where the sum needs more."""
    return f"{amount:.{max(places, decimals_of(amount))}f}"


def written(amount: Decimal, code: str) -> str:
    """As people read it: "₹1,25,000", "€99.50", "KWD 12.345"."""
    pattern = "#,##,##0" if code in _BY_LAKHS else "#,##0"
    if needed := decimals_of(amount):
        pattern += "." + "0" * max(decimals(code), needed)
    return f"{_sign(code)}{format_decimal(amount, format=pattern, locale='en')}"


def _sign(code: str) -> str:
    """What stands before the digits: a sign, or the code where people know none."""
    sign = get_currency_symbol(code, locale="en") if code else ""
    return (
        sign if not sign[-1:].isalpha() and not sign.endswith(".") else f"{code}\N{NO-BREAK SPACE}"
    )


def for_scripts() -> dict[str, object]:
    """What a script needs to write sums in the same way."""
    signs = {code: _sign(code) for code in currencies()}
    return {
        "signs": {code: sign for code, sign in signs.items() if not sign.startswith(code)},
        "byLakhs": sorted(_BY_LAKHS),
    }
