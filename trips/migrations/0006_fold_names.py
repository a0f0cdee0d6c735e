from django.db import migrations, transaction
from django.db.models import Q

from trips import names


def fold_names(apps, schema_editor):
    """Gives a key to names and options that have none.

    A trip at a time, under its lock: joins go on meanwhile, also on servers of the release before.
    """
    trips, members, options = (apps.get_model("trips", name) for name in ("Trip", "Member", "Option"))
    without = Q(pk__in=members.objects.filter(folded_name="").values("trip")) | Q(
        pk__in=options.objects.filter(folded_text="").values("poll__trip")
    )
    for pk in list(trips.objects.filter(without).values_list("pk", flat=True)):
        with transaction.atomic():
            for trip in trips.objects.select_for_update().filter(pk=pk):
                # Who is in comes first, and so gets the key of two who count as one.
                fold(trip.members.order_by("state", "joined_at"), "name")
                for poll in trip.polls.all():
                    fold(poll.options.all(), "text")


def fold(rows, field):
    """Each row that has none gets a key, and one of its own where another has it already."""
    rows, column = list(rows), f"folded_{field}"
    taken = {getattr(row, column) for row in rows}
    for row in rows:
        if not getattr(row, column):
            key = names.key(getattr(row, field))
            setattr(row, column, f"{key}\n{row.pk}" if key in taken else key)
            taken.add(getattr(row, column))
            row.save(update_fields=[column])


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ("trips", "0005_names"),
    ]

    operations = [
        migrations.RunPython(fold_names, migrations.RunPython.noop, elidable=True),
    ]
