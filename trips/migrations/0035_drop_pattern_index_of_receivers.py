"""Drop what PostgreSQL keeps to find receivers by how their id begins: no query asks that."""

from django.db import migrations

PATTERN_INDEXES = """
    SELECT indexname FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = 'trips_receiver'
    AND right(indexname, 5) = '_like'
"""


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(PATTERN_INDEXES)
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX IF EXISTS "{name}"')


class Migration(migrations.Migration):
    dependencies = [("trips", "0034_deliveries")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
