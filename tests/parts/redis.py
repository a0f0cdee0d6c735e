"""A private Redis."""

from contextlib import suppress
from itertools import count

import redis

from tests.parts.part import Part

DATABASES = 10_000


class Redis(Part):
    """Keeps nothing: after a restart it is empty."""

    package = "redis-server"

    def __init__(self) -> None:
        super().__init__()
        self._numbers = count(1)

    @property
    def url(self) -> str:
        return self._url_of(0)

    def database(self) -> str:
        """The address of a part of it that is empty, and nobody else's."""
        return self._url_of(next(self._numbers))  # channels are common to all of them

    def command(self) -> list[str]:
        where = ["--bind", "127.0.0.1", "--port", str(self.port)]
        keeps_nothing = ["--save", "", "--appendonly", "no"]
        return [
            self.program("redis-server"),
            *where,
            *keeps_nothing,
            "--databases",
            str(DATABASES),
        ]

    def answers(self) -> bool:
        with suppress(redis.ConnectionError, redis.TimeoutError):
            return bool(self._client().ping())
        return False

    def flush(self) -> None:
        """Takes every key out of every database."""
        self._client().flushall()

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_timeout=5, socket_connect_timeout=5)

    def _url_of(self, number: int) -> str:
        return f"redis://127.0.0.1:{self.port}/{number}"
