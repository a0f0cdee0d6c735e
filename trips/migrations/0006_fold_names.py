from django.db import migrations

from trips import housekeeping


def fold_names(apps, schema_editor):
    """A trip at a time: joins go on meanwhile, also on servers of the release before."""
    housekeeping.fold_names(*(apps.get_model("trips", name) for name in ("Trip", "Member", "Option")))


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ("trips", "0005_names"),
    ]

    operations = [
        migrations.RunPython(fold_names, migrations.RunPython.noop, elidable=True),
    ]
