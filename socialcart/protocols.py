"""What uvicorn answers by itself, where no application is asked: with our headers, and always."""

from http import HTTPStatus
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Response
from websockets.server import ServerProtocol

from socialcart.headers import of_no_page, with_headers
from socialcart.plain import CLOSING, say

MALFORMED = "The request is malformed."
REFUSED = "This connection is refused."
OVERLOADED = b"We are catching our breath. Nothing was lost; try again in a moment."
RETRY_S = 2


class Handshake(ServerProtocol):
    """Each refusal of a handshake is made here."""

    def reject(self, status: HTTPStatus | int, text: str) -> Response:
        response = super().reject(status, text or REFUSED)
        for name, value in of_no_page().items():
            response.headers[name.decode()] = value.decode()
        return response


class Sockets(WebSocketsSansIOProtocol):
    """A WebSocket; a handshake that cannot be read is refused, which uvicorn leaves hanging."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No extensions: compression takes 34 kB a socket.
        self.conn = Handshake(max_size=self.config.ws_max_size, logger=self.logger)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.handshake_initiated:  # it always comes whole
            answer = b"".join(self.conn.data_to_send()) or malformed()
            self.transport.write(answer)
            self.transport.close()


class Requests(HttpToolsProtocol):
    """HTTP; no request is answered without our headers."""

    def send_400_response(self, msg: str) -> None:
        self.transport.write(malformed())
        self.transport.close()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        asked: Any = app if app is self.app else overloaded
        super()._start_asgi_task(cycle, asked)


def malformed() -> bytes:
    """The answer to what is no request."""
    return Handshake().reject(HTTPStatus.BAD_REQUEST, MALFORMED).serialize()


@with_headers
async def overloaded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answers what comes over `limit_concurrency`."""
    await say(send, 503, OVERLOADED, (b"retry-after", b"%d" % RETRY_S), CLOSING)
