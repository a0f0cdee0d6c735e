"""How the body of a call is read: JSON that all decoders read alike."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class StrictParser(Parser):
    """JSON after RFC 8259, without what decoders disagree on: no doubled names, no NaN."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Raises ValueError or RecursionError for anything but one object of moderate depth."""
        text = request.body.decode("utf-8")
        body = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return body


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice")
    return members


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON")
