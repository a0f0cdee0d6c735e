"""An answer of one sentence, where there is no page for it."""

from asgiref.typing import ASGISendCallable

Header = tuple[bytes, bytes]
CLOSING: Header = (b"connection", b"close")


async def say(send: ASGISendCallable, status: int, sentence: bytes, *more: Header) -> None:
    """Answers with the sentence and with `more` headers."""
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(sentence)),
        *more,
    ]
    await send(
        {"type": "http.response.start", "status": status, "headers": headers, "trailers": False}
    )
    await send({"type": "http.response.body", "body": sentence, "more_body": False})
