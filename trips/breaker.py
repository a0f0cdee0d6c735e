"""A circuit breaker: while a part is away, only one caller in a few seconds waits for it."""

import threading
import time


class Breaker:
    """Closed at first. After a failure it lets one through every `pause_s` seconds."""

    def __init__(self, pause_s: float) -> None:
        self._pause_s = pause_s
        self._next_look: float | None = None
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        """Whether this caller may try; if it says so, tell `well` or `failed`."""
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
        """Note a failure: for `pause` seconds no call goes through."""
        self._next_look = time.monotonic() + self._pause_s
