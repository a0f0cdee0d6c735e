"""Drop what PostgreSQL keeps to find rows by how a text begins: no query asks that.

Django makes such an index beside that of each key and digest. They took a tenth of what a join
costs the database. A server of the release before does not miss them.
"""

from django.db import migrations

PATTERN_INDEXES = """
    SELECT indexname FROM pg_indexes
    WHERE schemaname = current_schema() AND starts_with(tablename, 'trips_')
    AND right(indexname, 5) = '_like'
"""


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(PATTERN_INDEXES)
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"')


class Migration(migrations.Migration):
    atomic = False  # CONCURRENTLY: changes go on meanwhile

    dependencies = [("trips", "0017_find_names_by_index")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
