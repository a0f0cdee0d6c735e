"""Check every request in front of the application: size, path, headers, client address, https."""

import functools
import re
import unicodedata
from collections.abc import Awaitable
from email.message import Message
from typing import TypeVar
from urllib.parse import quote

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    ASGISendEvent,
    HTTPScope,
    Scope,
    WebSocketScope,
)
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from socialcart.addresses import canonical, is_among, of_client
from socialcart.bodies import MOST_BODY_BYTES, TOO_LARGE, BodyRefused, capped, drain
from socialcart.cookies import TOO_MANY_COOKIES, plain_cookies
from socialcart.sentence import CLOSING, Header, say

MOST_HEADERS = 100
MOST_HEADER_BYTES = 32 * 1024
MOST_PATH_BYTES = 2_048
GONE = ("0.0.0.0", 0)  # for a client that hung up early; what it sent still counts
LONGEST_KIND = 500  # of a Content-Type: parsing it takes quadratic time
MALFORMED = (
    b"This could not be read, so nothing was changed. Copy the whole link once more, then open it."
)

_LINE_ENDS = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"))
_PART = re.compile(r"(.*[\w-])?(.*)", re.DOTALL)  # of a path: up to its last letter, and the rest

Connection = TypeVar("Connection", HTTPScope, WebSocketScope)


def guarded(app: ASGI3Application) -> ASGI3Application:
    """Wrap `app` in the checks that apply to every request and WebSocket handshake.

    Answers 400 for a malformed head, 413 or 408 for a body over its limit, 415 for a charset other
    than UTF-8, and 308 to https or to the path without invisible characters. Closes a bad handshake
    with 1008.
    """

    async def guard(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "lifespan":
            return await app(scope, receive, send)
        if scope["type"] == "http":
            return await _guard_http(app, scope, receive, send)
        true = _with_plain_cookies(_with_true_client(scope))
        is_plain = _without_unseen(scope["path"]) == scope["path"]
        is_open = true["scheme"] == "ws" and not settings.LOCAL
        if not _well_formed(scope) or not is_plain or is_open:
            return await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return await app(true, receive, send)

    return guard


async def _guard_http(
    app: ASGI3Application, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    if not _well_formed(scope):
        without = scope.copy()
        without["headers"] = [each for each in scope["headers"] if each[0] != b"cookie"]
        sentence = TOO_MANY_COOKIES if _well_formed(without) else MALFORMED
        return await _refuse(scope, receive, send, 400, sentence)
    if not _is_utf8(_header(scope, b"content-type").lower()):
        return await _refuse(scope, receive, send, 415, b"Send text as UTF-8. Nothing was changed.")
    if _declared_length(scope) > MOST_BODY_BYTES:
        return await _refuse(scope, receive, send, 413, TOO_LARGE)
    true = _with_plain_cookies(_with_true_client(scope))
    if true["scheme"] == "http" and not settings.LOCAL:
        where = (b"location", _https(scope))
        return await _refuse(scope, receive, send, 308, b"This site is read over https.", where)
    if (path := _without_unseen(scope["path"])) != scope["path"]:
        where = (b"location", _here(path, scope["query_string"]))
        return await _refuse(scope, receive, send, 308, b"The address is this one.", where)
    started = False

    def noting(message: ASGISendEvent) -> Awaitable[None]:
        nonlocal started
        started = True
        return send(message)

    try:
        await app(true, capped(receive), noting)
    except BodyRefused as refused:
        if not started:
            rest = receive if refused.is_sent_on else None
            await _refuse(scope, rest, send, refused.status, refused.sentence)


async def _refuse(
    scope: HTTPScope,
    receive: ASGIReceiveCallable | None,
    send: ASGISendCallable,
    status: int,
    sentence: bytes,
    *more: Header,
) -> None:
    """Answer with `status` and `sentence`, then drain the body from `receive` before closing.

    A client that sends before it reads would otherwise see a broken connection and no answer.
    """

    async def send_but_the_end(message: ASGISendEvent) -> None:
        if message["type"] == "http.response.body":
            message["more_body"] = True
        await send(message)

    await say(scope, send_but_the_end, status, sentence, *more, CLOSING)
    if receive is not None:
        await drain(receive)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _without_unseen(path: str) -> str:
    """Remove from a path the invisible characters that copying a link puts around or into it."""
    if path.isascii() and path.isprintable():
        return path  # as nearly all are
    seen = [char for char in path if unicodedata.category(char) != "Cf"]
    plain = "".join(" " if unicodedata.category(char) == "Zs" else char for char in seen)
    return "/".join(map(_without_line_ends, plain.split("/")))


def _without_line_ends(part: str) -> str:
    """Strip line ends around one segment of a path; within it they are an attack, and stay."""
    found = _PART.fullmatch(part)
    assert found
    begins, ends = found[1] or "", found[2]
    return begins.lstrip("".join(map(chr, _LINE_ENDS))) + ends.translate(_LINE_ENDS)


def _here(path: str, query: bytes) -> bytes:
    """Build an absolute path on this site; two leading slashes would name another host."""
    return quote(f"/{path.lstrip('/')}").encode() + (b"?" + query if query else b"")


def _https(scope: HTTPScope) -> bytes:
    """Build the https URL of this request."""
    path = scope.get("raw_path") or quote(scope["path"]).encode()
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    return b"https://" + _header(scope, b"host").encode("latin-1") + path + query


def _well_formed(scope: HTTPScope | WebSocketScope) -> bool:
    """Return whether path and headers are bounded, UTF-8, printable, and for a host of ours."""
    raw = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape")
    sizes = [len(name) + len(value) for name, value in scope["headers"]]
    if len(raw) > MOST_PATH_BYTES or len(sizes) > MOST_HEADERS or sum(sizes) > MOST_HEADER_BYTES:
        return False
    if not validate_host(split_domain_port(_header(scope, b"host"))[0], settings.ALLOWED_HOSTS):
        return False
    path = _without_unseen(scope["path"])
    return path.isprintable() and "�" not in path and not _has_surrogate(path)


def _is_utf8(kind: str) -> bool:
    """Return whether a Content-Type names no charset but UTF-8, and none in pieces (RFC 2231)."""
    return len(kind) <= LONGEST_KIND and "*" not in kind and _names_utf8(kind)


@functools.lru_cache(100)  # a few are nearly all, and each takes longer to parse than the rest
def _names_utf8(kind: str) -> bool:
    about = Message()
    about["content-type"] = kind
    return all(value == "utf-8" for name, value in about.get_params([]) if name == "charset")


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)


def _header(scope: HTTPScope | WebSocketScope, name: bytes) -> str:
    return b",".join(v for k, v in scope["headers"] if k == name).decode("latin-1")


def _declared_length(scope: HTTPScope) -> int:
    length = _header(scope, b"content-length")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0


def _with_plain_cookies(scope: Connection) -> Connection:
    plain = scope.copy()
    plain["headers"] = plain_cookies(scope["headers"])
    return plain


def _with_true_client(scope: Connection) -> Connection:
    """Return the scope with the client's address: the rightmost hop that is no trusted proxy."""
    peer = scope["client"] or GONE
    true = scope.copy()
    true.setdefault("scheme", "ws" if scope["type"] == "websocket" else "http")  # ASGI's default
    true["client"] = (of_client(peer[0]), peer[1])
    if not is_among(peer[0], settings.TRUSTED_PROXIES):
        return true
    if _header(scope, b"x-forwarded-proto") == "https":
        true["scheme"] = "wss" if scope["type"] == "websocket" else "https"
    for hop in reversed(_header(scope, b"x-forwarded-for").split(",")):
        if canonical(hop) is None:
            break
        true["client"] = (of_client(hop), 0)
        if not is_among(hop, settings.TRUSTED_PROXIES):
            break
    return true
