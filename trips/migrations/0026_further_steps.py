"""Steps of a discount beyond the first."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0025_declines'),
    ]

    operations = [
        migrations.AddField(
            model_name='trip',
            name='further_steps',
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
    ]
