"""Answer API calls that are refused, malformed, or meet an outage: always with a refusal."""

import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from socialcart import outages
from trips import numbers, wire

REASONS = (  # by the beginning of pydantic's error type
    ("missing", "This call needs this field, and it is not there."),
    ("extra_forbidden", "This call knows no such field. Check how it is spelt, or leave it out."),
    ("string_type", "Write this as a text, in quotes."),
    ("string_", "This holds a sign that nobody can see. Leave it out."),
    ("int_", "Write this as a whole number, without quotes."),
    ("bool_", "Write true or false, without quotes."),
    ("decimal_|finite_", f"Write this as a sum of at most {numbers.LONGEST} digits, e.g. 99.50."),
    ("list_", "Write this as a list, in square brackets."),
)
ANY_REASON = "This is none that the call takes here; /api/social-cart/docs says what it takes."
MOST_WRONG_FIELDS = 20  # that an answer names


def refusal_response(refusal: wire.Refusal) -> HttpResponse:
    """Answer a call with a refusal as JSON, and with `Retry-After` where waiting helps."""
    response = JsonResponse(refusal.shape(), status=refusal.status)
    if refusal.retry_after_s:
        response["Retry-After"] = str(refusal.retry_after_s)
    return response


def unknown_call(request: HttpRequest, path: str) -> HttpResponse:
    """Refuse a path under /api/ that is no call."""
    return refusal_response(wire.Refusal("unknown_call"))


def on_unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    """Refuse a body that is no JSON object."""
    return refusal_response(wire.Refusal("bad_request"))


def on_wrong_types(request: HttpRequest, error: Any) -> HttpResponse:
    """Refuse a body with wrong fields, and say of each what is wrong."""
    wrongs = error.errors[:MOST_WRONG_FIELDS]
    fields = {_field(wrong["loc"]): _reason(wrong) for wrong in wrongs}
    return refusal_response(wire.Refusal("invalid", **fields))


def _field(location: tuple[str | int, ...]) -> str:
    """Return the field's own name, also where only one entry of its list is wrong."""
    names = takewhile(lambda part: isinstance(part, str), location)
    return str([*names][-1])


def _reason(wrong: Mapping[str, Any]) -> str:
    kind = wrong["type"]
    return next((said for kinds, said in REASONS if re.match(kinds, kind)), ANY_REASON)


def on_database_error(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer 503 while the database is away. Raises any other error of it."""
    if not outages.is_outage(error):
        raise error
    outages.report("The database", error)
    return refusal_response(wire.Refusal("busy"))
