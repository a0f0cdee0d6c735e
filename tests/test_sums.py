"""Sums as people paste them: with the sign of their currency, its code, or a dash for no cents."""

import re
from contextlib import suppress
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from tests.filling import doors, form_of
from tests.spaces import plain
from tests.test_fields import GOA
from tests.test_pages import text_of
from trips import money, numbers, throttle
from trips.forms import AmountField
from trips.models import Trip

pytestmark = pytest.mark.once

PASTED = {
    "INR": [
        *("₹12,000", "₹ 12,000.00", "12,000/-", "₹12,000/-", "12000 INR", "inr 12000", "12000/="),
        *("Rs. 12,000", "Rs.12,000", "Rs 12000", "12,000 rupees", "12000₹", "INR 12,000 /-"),
        *("12,000 रुपये", "रु. 12000", "12000 Rupien", "12 000 roupies"),
    ],
    "EUR": [
        "€12,000",
        "12.000,00 €",
        "12.000,00\u00a0€",
        "12.000,- €",
        "12 000 euros",
        "12.000,-€",
    ],
    "USD": ["$12,000", "US$ 12,000", "USD 12,000.00", "12,000 dollars", "$ 12000 USD"],
    "CAD": ["$12,000", "CA$12,000", "12000 $"],
    "JPY": ["¥12.000", "12.000", "12,000円", "12000 yen"],
    "CHF": ["CHF 12'000.-", "12’000 Fr."],
    "BRL": ["R$ 12.000,00", "12000 reais"],
    "MXN": ["$12,000", "12,000 pesos"],
    "SEK": ["12 000 kr", "12 000 kr."],
    "AED": ["د.إ.\u200f ١٢٬٠٠٠", "Dhs 12,000"],
    "PLN": ["12 000 zł"],
    "KWD": ["KWD 12000.000", "12000 د.ك", "١٢٬٠٠٠ دينار"],
    "SAR": ["\u200f12,000 ر.س.\u200f", "12000 ريال"],
}


@pytest.mark.parametrize("code", PASTED)
@pytest.mark.parametrize("door", ["plan", "page", "staff"])
def test_a_sum_may_bring_the_sign_of_its_currency(
    trip: Trip, ben: Client, admin_client: Client, door: str, code: str
) -> None:
    who, page, action = doors(trip, ben, admin_client)[door]
    for text in PASTED[code]:
        sum_typed = {"pricePerPerson": text, "price_per_person": text, "currency": code}
        answer = who.post(page, form_of(who.get(page), action) | GOA | sum_typed)
        assert answer.status_code in (302, 303), (text, text_of(answer))
        made = Trip.objects.latest("created_at") if door == "plan" else trip
        made.refresh_from_db()
        assert [made.price_per_person, made.currency] == [12_000, code], text
        Trip.objects.update(price_per_person=None, currency="")
        throttle.forget()


@pytest.mark.parametrize("text", ["€12,000", "12,000 EUR", "US$12,000", "12,000 abc", "¥12,000/-"])
@pytest.mark.parametrize("door", ["plan", "page", "staff"])
def test_a_sum_that_brings_another_currency_is_refused_in_words(
    trip: Trip, ben: Client, admin_client: Client, door: str, text: str
) -> None:
    who, page, action = doors(trip, ben, admin_client)[door]
    sum_typed = {"pricePerPerson": text, "price_per_person": text, "currency": "INR"}
    answer = who.post(page, form_of(who.get(page), action) | GOA | sum_typed)
    assert answer.status_code == (200 if door == "staff" else 422)
    assert re.search("“(€|EUR|US\\$|abc|¥)” is not INR. Write the sum alone", text_of(answer))


@pytest.mark.parametrize(
    ("text", "code"), [("₹12,000", "INR"), ("12.000,00 €", "EUR"), ("12000 jpy", "JPY")]
)
@pytest.mark.parametrize("door", ["plan", "page", "staff"])
def test_a_sum_names_its_currency_where_none_is_chosen(
    trip: Trip, ben: Client, admin_client: Client, door: str, text: str, code: str
) -> None:
    who, page, action = doors(trip, ben, admin_client)[door]
    sum_typed = {"pricePerPerson": text, "price_per_person": text}
    asked = who.post(page, form_of(who.get(page), action) | GOA | dict.fromkeys(sum_typed, "$5"))
    assert "Say in which currency" in text_of(asked)
    assert who.post(page, form_of(who.get(page), action) | GOA | sum_typed).status_code < 400
    made = Trip.objects.latest("created_at")
    assert [made.price_per_person, made.currency] == [12_000, code]


@pytest.mark.parametrize("language", settings.WRITTEN_IN)
def test_a_sum_can_be_pasted_as_we_write_it(language: str) -> None:
    amount = Decimal("125")
    with translation.override(language):
        written = {code: money.written(amount, code) for code in money.currencies()}
    for code, text in written.items():
        assert numbers.amount(money.without_marks(text, code), money.decimals(code)) == amount


@pytest.mark.parametrize("language", settings.WRITTEN_IN)
def test_a_sum_in_a_field_is_written_and_read_as_the_language_does(language: str) -> None:
    mark = "," if language in ("de", "es", "fr", "pt-br") else "."
    with translation.override(language):
        for code, amount in (
            ("EUR", "99.50"),
            ("KWD", "234.500"),
            ("KWD", "1234.567"),
            ("JPY", "5"),
        ):
            field = AmountField()
            field.currency = code
            shown = field.prepare_value(Decimal(amount))
            assert shown == amount.replace(".", mark)
            assert field.clean(shown) == Decimal(amount)


def test_a_comma_for_decimals_is_never_one_for_thousands() -> None:
    """A field shows 1,234 dinars in German; in euros they are no 1234."""
    assert numbers.amount("1,234", 2) == 1234
    with translation.override("de"), pytest.raises(ValueError, match="1234"):
        numbers.amount("1,234", 2)


@pytest.mark.parametrize(
    ("language", "count", "dollars"),
    [
        ("en", "5,000", "$1,250,000"),
        ("hi", "5,000", "$12,50,000"),  # by lakhs, whatever the currency
        ("de", "5.000", "1.250.000 $"),
        ("es", "5000", "1.250.000 US$"),
        ("fr", "5\u202f000", "1\u202f250\u202f000 $US"),
    ],
)
def test_counts_and_sums_are_grouped_as_the_language_does(
    language: str, count: str, dollars: str
) -> None:
    with translation.override(language):
        written = money.written(Decimal(1_250_000), "USD")
        assert (numbers.written(5_000), plain(written)) == (count, dollars)


def test_of_a_sum_that_is_too_long_no_part_is_read() -> None:
    with pytest.raises(ValueError, match="too long"):
        numbers.amount(money.without_marks(f"12{' ' * 90}3 INR", "INR"), 2)


@given(text=some.text(max_size=90), code=some.sampled_from(["", "EUR", "JPY", "XYQ"]))
def test_no_text_breaks_the_reading_of_sums(text: str, code: str) -> None:
    assert money.named(text) in {"", *money.currencies()}
    with suppress(ValueError):
        assert numbers.amount(money.without_marks(text, code), money.decimals(code)) >= 0
