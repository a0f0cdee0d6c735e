"""How telephone numbers are read, hidden and compared."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trips import phones

pytestmark = pytest.mark.once

ASHA = "+919876543210"
RAVI = "+447911123456"


@pytest.fixture(autouse=True)
def _index_key(settings: Any) -> None:
    settings.PHONE_INDEX_KEY = "a key for tests only"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+91 98765 43210", ASHA),
        (" (+91) 98765-43210 ", ASHA),
        ("+91.98765.43210", ASHA),
        ("\uff0b91 98765 43210", ASHA),
        ("+९१ ९८७६५ ४३२१०", ASHA),
        ("+٩١٩٨٧٦٥٤٣٢١٠", ASHA),
        ("\u202a+91 98765 43210\u202c", ASHA),  # as copied from an address book
        ("+44 7911 123456", RAVI),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_number_becomes_e164(typed: str, number: str) -> None:
    assert phones.parse(typed) == number


def test_a_national_number_needs_a_region() -> None:
    assert phones.parse("098765 43210", region="IN") == ASHA
    with pytest.raises(ValueError, match="country code"):
        phones.parse("098765 43210")


@pytest.mark.parametrize(
    "typed",
    [
        "98765 43210",
        "+91 98765",
        "+999 98765 43210",
        "+91 98765 43210 ext. 5",
        "+91 98765 43210 or +44 7911 123456",
        "call me",
        "+91\x0098765 43210",
        "+91 98765\u202e 43210",
        "\ud800",
        "+" + "1" * 5_000,
        " " * 5_000,
    ],
    ids=ascii,
)
def test_anything_else_is_refused_with_advice(typed: str) -> None:
    with pytest.raises(ValueError, match=r"Write the number with its country code, e\.g\. \+91"):
        phones.parse(typed)


def test_an_absurd_length_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phonenumbers.parse", pytest.fail)
    with pytest.raises(ValueError, match="country code"):
        phones.parse("+91 98765 43210" + "0" * 36)


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from("+0123456789 ()-;=x")))
def test_any_text_is_a_number_or_refused(raw: str) -> None:
    try:
        number = phones.parse(raw, region="IN")
    except ValueError:
        return
    assert number == phones.parse(number)


def test_staff_see_two_digits() -> None:
    assert phones.mask("+919876543242") == "•••• ••42"
    assert phones.mask("") == ""


def test_a_digest_tells_equal_numbers_of_one_trip() -> None:
    assert phones.digest("trip", ASHA) == phones.digest("trip", ASHA)
    assert phones.digest("trip", ASHA) != phones.digest("trip", RAVI)
    assert phones.digest("trip", ASHA) != phones.digest("another", ASHA)


def test_a_digest_needs_the_key(settings: Any) -> None:
    before = phones.digest("trip", ASHA)
    settings.PHONE_INDEX_KEY = "another key"
    assert phones.digest("trip", ASHA) != before


def test_a_digest_hides_the_number() -> None:
    digest = phones.digest("trip", ASHA)
    assert len(digest) == 64
    assert ASHA[1:] not in digest


def test_no_number_has_no_digest() -> None:
    assert phones.digest("trip", "") == ""
