"""Answer with one sentence where there is no page: as text, or as the API's JSON refusal."""

import json

from asgiref.typing import ASGISendCallable, HTTPScope

Header = tuple[bytes, bytes]
CLOSING: Header = (b"connection", b"close")
CALLS = "/api/"  # its callers read JSON
CODES = {
    400: "bad_request",
    408: "too_slow",
    413: "too_large",
    415: "unsupported_media_type",
    500: "failed",
    503: "busy",
}


async def say(
    scope: HTTPScope, send: ASGISendCallable, status: int, sentence: bytes, *more: Header
) -> None:
    """Send a whole answer: `sentence` with `status` and any `more` headers.

    Under /api/ it is a JSON refusal, elsewhere plain text.
    """
    kind, body = b"text/plain; charset=utf-8", sentence
    if scope["path"].startswith(CALLS) and status in CODES:
        kind, body = b"application/json", _shape(CODES[status], sentence)
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), *more]
    await send(
        {"type": "http.response.start", "status": status, "headers": headers, "trailers": False}
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _shape(code: str, sentence: bytes) -> bytes:
    shape = {"success": False, "error": code, "message": sentence.decode(), "fields": {}}
    return json.dumps(shape).encode()
