"""Where rate limits are counted: in this process, and in Redis for all processes."""

import threading
import time
from typing import Any, cast

from limits.storage import MemoryStorage, RedisStorage
from redis import ConnectionError as Disconnected
from redis.exceptions import NoScriptError

from socialcart import redis_in_time


class PurgingStorage(MemoryStorage):
    """MemoryStorage that deletes what it no longer needs, as it counts.

    The library starts a thread for it at nearly every call, which costs more than all else here.
    And after the clock was set back it would count entries of the future until they are over.
    """

    _most = _FEW = 1_000

    def __init__(self) -> None:
        super().__init__()
        self.timer.cancel()
        self.timer = cast(threading.Timer, threading.main_thread())  # it lives: none is started

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count one more entry in a moving window, and delete what is over."""
        if len(self.events) > self._most:
            self._forget_what_is_over()
        self._forget_what_is_to_come(key)
        is_counted = super().acquire_entry(key, limit, expiry, amount)
        del self.events.get(key, [])[limit:]  # more are never looked at
        return is_counted

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return when a moving window began, and how many entries it has."""
        self._forget_what_is_to_come(key)
        return super().get_moving_window(key, limit, expiry)

    def _forget_what_is_over(self) -> None:
        now = time.time()
        for key, entries in list(self.events.items()):
            if not entries or entries[0].expiry < now:  # the newest
                self.events.pop(key, None)
                self.locks.pop(key, None)
        self._most = max(self._FEW, 2 * len(self.events))

    def _forget_what_is_to_come(self, key: str) -> None:
        entries = self.events.get(key)
        if entries and entries[0].atime > time.time():
            del self.events[key]


class KeptRedisStorage(RedisStorage):
    """RedisStorage that keeps one connection, for one thread.

    For each command redis-py takes one from a pool, looks whether it has ended, and puts it back:
    that costs nearly twice what the command does.
    """

    def __init__(self, url: str, timeout_s: float) -> None:
        """Connect to a Redis URL. Raises RedisError."""
        pool = redis_in_time.pool(url, timeout_s)
        options: Any = {"connection_pool": pool, "single_connection_client": True}
        super().__init__(url, wrap_exceptions=True, **options)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count one more entry in a moving window. Raises StorageError."""
        kept: Any = self.storage.connection
        values = (self.prefixed_key(key), time.time(), limit, expiry, amount)
        try:
            kept.send_command("EVALSHA", self.lua_acquire_moving_window.sha, 1, *values)
            return bool(kept.read_response())
        except (Disconnected, NoScriptError):  # a Redis that was started anew
            return super().acquire_entry(key, limit, expiry, amount)
