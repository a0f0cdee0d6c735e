"""Parse request bodies as JSON that every decoder reads alike."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class StrictParser(Parser):
    """A parser of JSON (RFC 8259) without what decoders disagree on: repeated names and NaN."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Parse a request's body as one JSON object. Raises ValueError or RecursionError."""
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
