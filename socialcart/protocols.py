"""What uvicorn answers by itself, where no application is asked: with our headers, and always."""

import asyncio
from http import HTTPStatus
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets import http11
from websockets.http11 import Response
from websockets.server import ServerProtocol

from socialcart.guard import MOST_HEADER_BYTES, REQUEST_WITHIN_S
from socialcart.headers import of_no_page, with_headers
from socialcart.plain import CLOSING, say

MALFORMED = "The request is malformed."
REFUSED = "This connection is refused."
OVERLOADED = b"We are catching our breath. Nothing was lost; try again in a moment."
RETRY_S = 2
TAKES_WITHIN_S = 60.0  # what is written, but for the little that the transport holds back
# A handshake may bring as many cookies as any request; from outside that can be set by no argument.
http11.MAX_LINE_LENGTH = MOST_HEADER_BYTES
MOST_CHUNK_BYTES = 512 * 1024  # asyncio hands over 256 kB at most, perhaps with bodies before


class Handshake(ServerProtocol):
    """Each refusal of a handshake is made here."""

    def reject(self, status: HTTPStatus | int, text: str) -> Response:
        response = super().reject(status, text or REFUSED)
        for name, value in of_no_page().items():
            response.headers[name.decode()] = value.decode()
        return response


class Bounded(asyncio.Protocol):
    """A connection whose client is let go when it takes nothing of what it is sent."""

    transport: asyncio.Transport
    too_deaf: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        super().pause_writing()
        loop = asyncio.get_running_loop()
        self.too_deaf = loop.call_later(TAKES_WITHIN_S, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._let_stay()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._let_stay()

    def _let_stay(self) -> None:
        if self.too_deaf:
            self.too_deaf.cancel()


class Sockets(Bounded, WebSocketsSansIOProtocol):
    """A WebSocket; a handshake that cannot be read is refused, which uvicorn leaves hanging."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No extensions: compression takes 34 kB a socket.
        self.conn = Handshake(max_size=self.config.ws_max_size, logger=self.logger)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.handshake_initiated:  # it always comes whole
            answer = b"".join(self.conn.data_to_send()) or refusal(HTTPStatus.BAD_REQUEST)
            self.transport.write(answer)
            self.transport.close()

    def send_receive_event_to_app(self) -> None:
        self.curr_msg_data_type = "bytes"  # nobody reads what watchers say: it need not be text
        super().send_receive_event_to_app()


class Requests(Bounded, HttpToolsProtocol):
    """HTTP; no head is read or waited for without end, and each answer has our headers."""

    head_bytes: int | None = 0  # of the head that is coming; None where a body is
    too_slow: asyncio.TimerHandle

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.too_slow.cancel()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.head_bytes = 0
        self.too_slow.cancel()
        self._wait_for_head()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self.head_bytes = None
        self.too_slow.cancel()

    def data_received(self, data: bytes) -> None:
        if self.head_bytes is not None:
            self.head_bytes += len(data)
            if self.head_bytes > MOST_CHUNK_BYTES:
                return self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        super().data_received(data)

    def _unsupported_upgrade_warning(self) -> None:
        """Whatever else a client would rather speak is ignored (RFC 9110, 7.8), without a word."""

    def send_400_response(self, msg: str) -> None:
        self._refuse(HTTPStatus.BAD_REQUEST)

    def _wait_for_head(self) -> None:
        late = HTTPStatus.REQUEST_TIMEOUT
        self.too_slow = self.loop.call_later(REQUEST_WITHIN_S, self._refuse, late)

    def _refuse(self, status: HTTPStatus) -> None:
        self.transport.write(refusal(status))
        self.transport.close()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        asked: Any = app if app is self.app else overloaded
        super()._start_asgi_task(cycle, asked)


def refusal(status: HTTPStatus) -> bytes:
    """The answer to what is no request."""
    return Handshake().reject(status, MALFORMED).serialize()


@with_headers
async def overloaded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answers what comes over `limit_concurrency`."""
    assert scope["type"] == "http"
    await say(scope, send, 503, OVERLOADED, (b"retry-after", b"%d" % RETRY_S), CLOSING)
