from django.db import migrations


def leave_out_ballots(apps, schema_editor):
    """Marks what has no line in the activity, so that a long row of ballots hides nothing."""
    events = apps.get_model("trips", "Event").objects
    events.filter(type="POLL_CHANGED").exclude(data__poll__has_key="pickedOptionId").update(
        is_news=False
    )
    events.filter(type="TRIP_UPDATED").exclude(data__has_key="trip").update(is_news=False)


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0011_news'),
    ]

    operations = [
        migrations.RunPython(leave_out_ballots, migrations.RunPython.noop, elidable=True),
    ]
