"""Connect to Redis within a timeout that also covers the look-up of its host name."""

import socket
from concurrent.futures import Future
from threading import Thread

from redis import ConnectionPool


def pool(url: str, timeout_s: float) -> ConnectionPool:
    """Make a pool of connections to a Redis URL, each step of which takes `timeout_s` at most."""
    bounds = {"socket_timeout": timeout_s, "socket_connect_timeout": timeout_s}
    made: ConnectionPool = ConnectionPool.from_url(url, **bounds)
    made.connection_class = type("InTime", (_InTime, made.connection_class), {})
    return made


class _InTime:
    """A mixin for redis-py's connections that bounds the name look-up, which may hang for 30 s."""

    socket_connect_timeout: float

    def _connect(self) -> socket.socket:
        """Connect in a thread of its own; close a socket that comes late. Raises TimeoutError."""
        connecting: Future[socket.socket] = Future()

        def connect() -> None:
            try:
                connecting.set_result(super(_InTime, self)._connect())  # type: ignore[misc]
            except OSError as failure:
                connecting.set_exception(failure)

        Thread(target=connect, daemon=True).start()
        try:
            return connecting.result(self.socket_connect_timeout)
        except TimeoutError:
            connecting.add_done_callback(_close)
            raise


def _close(late: "Future[socket.socket]") -> None:
    if not late.exception():
        late.result().close()
