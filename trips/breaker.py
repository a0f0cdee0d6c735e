"""A circuit breaker: while another server is down, only one caller in a few seconds tries it."""

import threading
import time


class Breaker:
    """A circuit breaker; after a failure it lets one call through every `pause_s` seconds."""

    def __init__(self, pause_s: float) -> None:
        self._pause_s = pause_s
        self._next_look: float | None = None
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        """Return whether this caller may try; it then calls `well` or `failed`."""
        with self._lock:
            now = time.monotonic()
            if self._next_look is not None:
                if now < self._next_look:
                    return False
                self._next_look = now + self._pause_s
            return True

    def well(self) -> None:
        """Note a success: all calls go through again."""
        self._next_look = None

    def failed(self) -> None:
        """Note a failure: for `pause_s` seconds no call goes through."""
        self._next_look = time.monotonic() + self._pause_s
