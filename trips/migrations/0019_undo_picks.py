"""Note when an option was picked, so that it can be undone for ten minutes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0018_drop_pattern_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='poll',
            name='picked_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
