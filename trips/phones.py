"""Phone numbers: read what people type, mask them for staff, and digest them to compare."""

import hashlib
import hmac
import re
import unicodedata

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext_lazy

LONGEST = 40
_ADVICE = gettext_lazy("Write the number with its country code, e.g. +91 98765 43210.")


def parse(raw: str, region: str | None = None) -> str:
    """Read a typed number into E.164; "" for blanks.

    A number without + or 00 is read as people dial it in `region` (ISO 3166, "IN"); without a
    region it is an error. Raises ValueError with a sentence for whoever typed it.
    """
    if len(raw) > LONGEST:
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
    """Replace a leading 00, in digits of any script, by the + for which it is dialled."""
    digits = "".join(str(unicodedata.decimal(character, character)) for character in raw)
    return re.sub(r"^[^\d+]*0[^\d+]*0", "+", digits)


def code_of(region: str | None) -> str:
    """Return the country code of a region (ISO 3166): "+91" for "IN"; "" if it has none."""
    code = phonenumbers.country_code_for_region(region or "")
    return f"+{code}" if code else ""


def country_code(e164: str) -> str:
    """Return the country code of a number: "+91"."""
    return f"+{phonenumbers.parse(e164).country_code}"


def mask(e164: str) -> str:
    """Hide a number but for its last two digits, for staff; "" for ""."""
    return f"•••• ••{e164[-2:]}" if e164 else ""


def digest(trip_id: str, e164: str) -> str:
    """Return an HMAC-SHA256 in hex that is equal only for equal numbers of one trip; "" for ""."""
    if not e164:
        return ""
    message = f"{trip_id}:{e164}".encode()
    return hmac.new(settings.PHONE_INDEX_KEY.encode(), message, hashlib.sha256).hexdigest()
