"""What the head of a connection says: its query, its headers, its client, its origin."""

import re
from urllib.parse import parse_qs

from asgiref.typing import HTTPScope, WebSocketScope

from trips import wire
from trips.wire import events

_NUMBER = re.compile("[1-9][0-9]{0,3}")


def header(scope: HTTPScope | WebSocketScope, name: bytes) -> str:
    """The value of a header, or ""."""
    return next((v.decode("latin-1") for k, v in scope["headers"] if k == name), "")


def query(scope: HTTPScope | WebSocketScope, name: str) -> str:
    """The first value of a query parameter, or "". Raises Refusal for too many parameters."""
    try:
        values = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=20)
    except ValueError as too_many:
        raise wire.Refusal("bad_request") from too_many
    return values.get(name, [""])[0]


def frames(scope: HTTPScope | WebSocketScope) -> int:
    """Which frames the client knows; pages of the first release do not say. Raises Refusal."""
    number = query(scope, "frames") or str(events.FIRST)
    if not _NUMBER.fullmatch(number):
        raise wire.Refusal("bad_request")
    return int(number)


def address(scope: HTTPScope | WebSocketScope) -> str:
    """The client's address, as the guard found it."""
    return scope["client"][0] if scope["client"] else ""


def is_same_origin(scope: WebSocketScope) -> bool:
    """Whether the page that connects is ours: scheme, host and port. No browser: no Origin."""
    scheme = "https" if scope["scheme"] == "wss" else "http"
    ours = f"{scheme}://{header(scope, b'host')}".lower().encode("latin-1")
    origins = [value.lower() for name, value in scope["headers"] if name == b"origin"]
    return origins in ([], [ours])
