"""Whether the database has the tables and columns that this release of the code needs."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from socialcart.outages import NotFit

MOST_NAMED = 3


class Unmigrated(NotFit):
    """The database lacks migrations; says which, and what to run."""

    said = b"migrations missing\n"

    def __init__(self, missing: list[str]) -> None:
        named = ", ".join(missing[:MOST_NAMED] + ["…"] * (len(missing) > MOST_NAMED))
        super().__init__(
            f"The database lacks migrations ({named}): run `python manage.py migrate` first."
        )


def must_be_migrated() -> None:
    """Raises Unmigrated, or another django.db.Error when the database does not answer.

    What is newer than this release is fine: the servers of the next one are being started.
    """
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    finally:
        connection.close()
    if plan:
        raise Unmigrated([f"{migration.app_label}.{migration.name}" for migration, _ in plan])
