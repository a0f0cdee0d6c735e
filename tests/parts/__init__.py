"""The real parts, each private to one run: to be killed, frozen and flushed.

`part` is what all have in common; `postgres`, `pgbouncer`, `redis` and `nginx` are they; `guard`
clears up behind tests that were killed themselves.
"""

from tests.parts.nginx import Nginx
from tests.parts.part import Part, free_port
from tests.parts.pgbouncer import PgBouncer
from tests.parts.postgres import Postgres, Standby
from tests.parts.redis import Redis

__all__ = ["Nginx", "Part", "PgBouncer", "Postgres", "Redis", "Standby", "free_port"]
