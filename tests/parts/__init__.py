"""The real parts, PostgreSQL and Redis, each private to one run: to be killed, frozen and flushed.

`part` is what all have in common, `postgres` and `redis` are the two, `guard` clears up behind
tests that were killed themselves.
"""

from tests.parts.part import Part, free_port
from tests.parts.postgres import Postgres
from tests.parts.redis import Redis

__all__ = ["Part", "Postgres", "Redis", "free_port"]
