"""How many wait for a place on a full trip, who are members in a state of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0027_calendars'),
    ]

    operations = [
        migrations.AddField(
            model_name='trip',
            name='waiting_count',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AlterField(
            model_name='member',
            name='state',
            field=models.CharField(choices=[('in', 'In'), ('waiting', 'Waiting'), ('left', 'Left'), ('removed', 'Removed')], default='in', editable=False, max_length=7),
        ),
    ]
