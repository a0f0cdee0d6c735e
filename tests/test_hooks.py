"""What we hook into of uvicorn, whose insides may move: what is gone is missed by its name."""

import inspect
from typing import Any

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets import http11

from socialcart import protocols

OURS = {"declines", "head_without_offer", "_let_stay", "_refuse", "_wait_for_head", "__init__"}
OF_BOTH = ("transport", "connection_lost", "pause_writing", "resume_writing", "data_received")
HOOKED: dict[type[Any], tuple[str, ...]] = {
    HttpToolsProtocol: (
        *OF_BOTH,
        *("app", "headers", "loop", "parser", "url"),
        *("connection_made", "on_message_begin", "on_headers_complete", "on_message_complete"),
        *("send_400_response", "_should_upgrade", "_start_asgi_task"),
    ),
    WebSocketsSansIOProtocol: (
        *OF_BOTH,
        *("conn", "curr_msg_data_type", "handshake_initiated", "send_receive_event_to_app"),
    ),
}


@pytest.mark.parametrize(
    ("protocol", "name"),
    [(protocol, name) for protocol, names in HOOKED.items() for name in names],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_uvicorn_has_what_we_hook_into(protocol: type[Any], name: str) -> None:
    is_method = callable(getattr(protocol, name, None))
    assert is_method or f"self.{name}" in inspect.getsource(protocol)


@pytest.mark.parametrize("ours", [protocols.Requests, protocols.Sockets], ids=lambda c: c.__name__)
def test_we_hook_into_nothing_else(ours: type[Any]) -> None:
    defined = vars(ours).keys() | vars(protocols.Bounded).keys()
    methods = {name for name in defined if inspect.isfunction(getattr(ours, name))}
    assert methods - OURS <= set(HOOKED[ours.__mro__[2]])


def test_the_bound_of_a_handshakes_line_is_still_asked_for() -> None:
    assert "MAX_LINE_LENGTH" in inspect.getsource(http11.parse_line)
