"""How telephone numbers are read, hidden and compared."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from trips import keys, phones, wire, zones
from trips.models import Member, Trip

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


@pytest.mark.parametrize(
    ("typed", "zone", "number"),
    [
        ("0091 98765 43212", "Asia/Kolkata", "+919876543212"),
        ("98765 43210", "Asia/Kolkata", "+919876543210"),
        ("098765 43211", "Asia/Calcutta", "+919876543211"),
        ("91 98765 43219", "Asia/Kolkata", "+919876543219"),
        ("٠٠٩١ ٩٨٧٦٥ ٤٣٢١٢", "UTC", "+919876543212"),
        ("0 0 91 98765 43212", "UTC", "+919876543212"),
        ("+44 (0)7911 123456", "Asia/Kolkata", "+447911123456"),
        ("07911 123456", "Europe/London", "+447911123456"),
        ("(212) 555-2368", "America/New_York", "+12125552368"),
        ("0044 7911 123456", "America/New_York", "+447911123456"),
    ],
)
def test_a_number_is_read_as_one_dials_it_where_the_trip_takes_place(
    planned: wire.CreateResponse, typed: str, zone: str, number: str
) -> None:
    Trip.objects.update(time_zone=zone)
    joined = {"invitation_token": planned["tripId"], "guest_name": "Asha", "guest_mobile": typed}
    by_api = Client().post("/api/social-cart/join", joined, "application/json").json()
    asha = Member.objects.get(pk=by_api["memberId"])
    assert keys.decrypt(asha.phone_encrypted) == number
    plan = {"tripName": "Rome", "requiredMembers": "5", "adminName": "Ben", "timeZone": zone}
    assert Client().post("/", plan | {"adminMobile": typed}).status_code == 303
    ben = Member.objects.get(trip__title="Rome")
    assert keys.decrypt(ben.phone_encrypted) == number
    change = {"tripId": planned["tripId"], "memberKey": by_api["memberKey"], "mobile": typed}
    changed = Client().post("/api/social-cart/change-mobile", change, "application/json")
    assert changed.status_code == 200


@pytest.mark.parametrize("typed", ["98765 43210", "91 98765 43219", "00"])
def test_a_number_that_could_be_anywhere_is_refused_where_no_country_is(typed: str) -> None:
    with pytest.raises(ValueError, match="country code"):
        phones.parse(typed, zones.region("UTC"))


def test_who_gave_a_number_sees_once_how_it_was_read_and_nobody_else_does(
    planned: wire.CreateResponse, trip: Trip, ben: Client
) -> None:
    Trip.objects.update(time_zone="Asia/Kolkata")
    asha = Client()
    asked = asha.get(f"/join/{planned['tripId']}").content.decode()
    assert "Without + or 00 it is read as +91 (India)" in asked
    asha.post(f"/join/{planned['tripId']}", {"guest_name": "Asha", "guest_mobile": "98765 43210"})
    greeted, later = (asha.get(f"/trips/{trip.id}").content.decode() for _ in range(2))
    assert "+91 •••• ••10" in greeted
    for page in (later, ben.get(f"/trips/{trip.id}").content.decode()):
        assert "••10" not in page
    assert "43210" not in greeted
