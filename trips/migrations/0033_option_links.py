"""Web addresses of the options of a poll."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0032_shown_voters'),
    ]

    operations = [
        migrations.AddField(
            model_name='poll',
            name='links',
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
    ]
