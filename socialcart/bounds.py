"""Check that PostgreSQL bounds its waits as the settings ask; a pooler in between may drop them."""

from django.conf import settings
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from socialcart.outages import NotFit

_REFUSED_BY_POOLER = "unsupported startup parameter: options"


class Unbounded(NotFit):
    """PostgreSQL would wait without end; the message says for what, and what to run."""

    said = b"waits without bound\n"


def must_be_bounded(own: BaseDatabaseWrapper) -> None:
    """Check that this connection's timeouts are no longer than DATABASE_BOUNDS asks.

    Raises Unbounded, or another django.db.Error when the database does not answer.
    """
    if own.vendor != "postgresql":
        return
    try:
        missing = _missing(own)
    except OperationalError as failure:
        if _REFUSED_BY_POOLER not in str(failure):
            raise
        raise Unbounded(
            "PgBouncer takes no options: set ignore_startup_parameters = options in its file, "
            'and see "PgBouncer" in README.md.'
        ) from failure
    if missing:
        wanted = [f"SET {name} = {settings.DATABASE_BOUNDS[name]};" for name in missing]
        run = " ".join(f"ALTER ROLE CURRENT_USER {each}" for each in wanted)
        raise Unbounded(
            f"PostgreSQL would wait without end: run {run} as the role that servers have, "
            "then let PgBouncer RECONNECT."
        )


def _missing(own: BaseDatabaseWrapper) -> list[str]:
    """List the DATABASE_BOUNDS that this connection lacks or exceeds."""
    with own.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting::int FROM pg_settings WHERE name = ANY(%s)",
            [list(settings.DATABASE_BOUNDS)],
        )
        found = dict(cursor.fetchall())
    return [name for name, most in settings.DATABASE_BOUNDS.items() if not 0 < found[name] <= most]
