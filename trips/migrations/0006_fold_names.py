import time

from django.db import migrations, transaction
from django.db.models import Q

from trips import names

MOST_AT_ONCE = 200  # under one lock, for which a join does not wait long
WORKS_S = PAUSES_S = 0.1  # who waits for SQLite's only lock asks for it ten times a second


def fold_names(apps, schema_editor):
    """Gives a key to names and options that have none.

    Some of a trip at a time, under its lock: joins go on meanwhile, also on servers of the release
    before.
    """
    trips, members, options = (apps.get_model("trips", name) for name in ("Trip", "Member", "Option"))
    without = Q(pk__in=members.objects.filter(folded_name="").values("trip")) | Q(
        pk__in=options.objects.filter(folded_text="").values("poll__trip")
    )
    began = time.monotonic()
    for pk in list(trips.objects.filter(without).values_list("pk", flat=True)):
        while fold_some(trips.objects.filter(pk=pk)):
            if time.monotonic() - began > WORKS_S:
                time.sleep(PAUSES_S)
                began = time.monotonic()


def fold_some(trip):
    """How many names and options of a trip it gave a key to."""
    with transaction.atomic():
        return sum(
            # Who is in comes first, and so gets the key of two who count as one.
            fold(row.members.order_by("state", "joined_at"), "name")
            + sum(fold(poll.options.all(), "text") for poll in row.polls.all())
            for row in trip.select_for_update()
        )


def fold(rows, field):
    """Each row that has none gets a key, and one of its own where another has it already."""
    column = f"folded_{field}"
    without = list(rows.filter(**{column: ""})[:MOST_AT_ONCE])
    taken = set(rows.values_list(column, flat=True)) if without else set()
    for row in without:
        key = names.key(getattr(row, field))
        setattr(row, column, f"{key}\n{row.pk}" if key in taken else key)
        taken.add(getattr(row, column))
    rows.model.objects.bulk_update(without, [column])
    return len(without)


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ("trips", "0005_names"),
    ]

    operations = [
        migrations.RunPython(fold_names, migrations.RunPython.noop, elidable=True),
    ]
