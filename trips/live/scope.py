"""Read an ASGI scope: query, headers, client address, origin."""

import functools
import re
from typing import Any, cast
from urllib.parse import parse_qs

from asgiref.typing import HTTPScope, WebSocketScope

from socialcart.protocols import LENT, Requests, Sockets
from trips import wire
from trips.wire import events

_NUMBER = re.compile("[1-9][0-9]{0,3}")


def header(scope: HTTPScope | WebSocketScope, name: bytes) -> str:
    """Return a header's value, or ""."""
    return next((v.decode("latin-1") for k, v in scope["headers"] if k == name), "")


def query(scope: HTTPScope | WebSocketScope, name: str) -> str:
    """Return a query parameter's first value, or "". Raises Refusal for over 20 parameters."""
    try:
        values = _parsed(scope["query_string"])
    except ValueError as too_many:
        raise wire.Refusal("bad_request") from too_many
    return values.get(name, [""])[0]


@functools.lru_cache(16)  # each parameter is asked for by itself
def _parsed(query_string: bytes) -> dict[str, list[str]]:
    return parse_qs(query_string.decode("latin-1"), max_num_fields=20)


def frames(scope: HTTPScope | WebSocketScope) -> int:
    """Return the number of the client version that is watching, by the parameter `frames`.

    Pages of the first release do not send it. Raises Refusal for anything but a number.
    """
    number = query(scope, "frames") or str(events.FIRST)
    if not _NUMBER.fullmatch(number):
        raise wire.Refusal("bad_request")
    return int(number)


def address(scope: HTTPScope | WebSocketScope) -> str:
    """Return the client's address, as `socialcart.guard` has set it."""
    return scope["client"][0] if scope["client"] else ""


def is_same_origin(scope: WebSocketScope) -> bool:
    """Return whether the connecting page is ours: scheme, host and port.

    A client that is no browser sends no Origin, and passes.
    """
    scheme = "https" if scope["scheme"] == "wss" else "http"
    ours = f"{scheme}://{header(scope, b'host')}".lower().encode("latin-1")
    origins = [value.lower() for name, value in scope["headers"] if name == b"origin"]
    return origins in ([], [ours])


def lent(scope: HTTPScope | WebSocketScope) -> Requests | Sockets | None:
    """Return the connection itself, if the server lends it."""
    extension: Any = (scope.get("extensions") or {}).get(LENT, {})
    return cast(Requests | Sockets | None, extension.get(LENT))
