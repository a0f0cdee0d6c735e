"""Whether a poll shows who voted what."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0031_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='poll',
            name='shows_voters',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
