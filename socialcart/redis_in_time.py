"""Connections to Redis that wait for the name of its host no longer than for anything else."""

import socket
from concurrent.futures import Future
from threading import Thread

from redis import ConnectionPool


def pool(url: str, timeout_s: float) -> ConnectionPool:
    """Connections to this address, of which each step takes so long at most."""
    bounds = {"socket_timeout": timeout_s, "socket_connect_timeout": timeout_s}
    made: ConnectionPool = ConnectionPool.from_url(url, **bounds)
    made.connection_class = type("InTime", (_InTime, made.connection_class), {})
    return made


class _InTime:
    """The library's own bound leaves out the look-up: a resolver may hang for half a minute."""

    socket_connect_timeout: float

    def _connect(self) -> socket.socket:
        """Raises TimeoutError; what comes later is closed."""
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
