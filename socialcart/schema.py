"""Check that the database has every table and column that this release needs."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from socialcart.outages import NotFit

MOST_NAMED = 3


class Unmigrated(NotFit):
    """The database lacks migrations; the message says which, and what to run."""

    said = b"migrations missing\n"

    def __init__(self, missing: list[str]) -> None:
        named = ", ".join(missing[:MOST_NAMED] + ["…"] * (len(missing) > MOST_NAMED))
        super().__init__(
            f"The database lacks migrations ({named}): run `python manage.py migrate` first."
        )


def must_be_migrated(own: BaseDatabaseWrapper) -> None:
    """Check that every migration of this release has been applied.

    Raises Unmigrated, or another django.db.Error when the database does not answer. Newer
    migrations are fine: the servers of the next release are being started.
    """
    needed = MigrationLoader(None).disk_migrations.keys()
    if missing := sorted(needed - _applied(own)):
        raise Unmigrated([f"{app}.{name}" for app, name in missing])


def _applied(own: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    with own.cursor() as cursor:
        if "django_migrations" not in own.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())
