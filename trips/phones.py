"""Telephone numbers: how they are read, shown to staff, and compared without being readable."""

import hashlib
import hmac
import re
import unicodedata

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext_lazy

_LONGEST = 50
_ADVICE = gettext_lazy("Write the number with its country code, e.g. +91 98765 43210.")


def parse(raw: str, region: str | None = None) -> str:
    """The number in E.164; "" for blanks. Without + or 00 it is read as one dials it in a region.

    Raises ValueError with a sentence for whoever typed it; always so without a region.
    """
    if len(raw) > _LONGEST:
        raise ValueError(str(_ADVICE))
    if not raw.strip():
        return ""
    try:
        number = phonenumbers.parse(_with_plus(raw), region)
    except phonenumbers.NumberParseException:
        raise ValueError(str(_ADVICE)) from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise ValueError(str(_ADVICE))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _with_plus(raw: str) -> str:
    """00 is how most of the world dials a +, whatever digits it is typed in."""
    digits = "".join(str(unicodedata.decimal(character, character)) for character in raw)
    return re.sub(r"^[^\d+]*0[^\d+]*0", "+", digits)


def code_of(region: str | None) -> str:
    """What the numbers of a region begin with, "+91"; "" where there are none."""
    code = phonenumbers.country_code_for_region(region or "")
    return f"+{code}" if code else ""


def country_code(e164: str) -> str:
    """What it begins with: "+91"."""
    return f"+{phonenumbers.parse(e164).country_code}"


def mask(e164: str) -> str:
    """What staff see of a number, its last two digits; "" for ""."""
    return f"•••• ••{e164[-2:]}" if e164 else ""


def digest(trip_id: str, e164: str) -> str:
    """HMAC-SHA256 in hex: equal for equal numbers of one trip only; "" for ""."""
    if not e164:
        return ""
    message = f"{trip_id}:{e164}".encode()
    return hmac.new(settings.PHONE_INDEX_KEY.encode(), message, hashlib.sha256).hexdigest()
