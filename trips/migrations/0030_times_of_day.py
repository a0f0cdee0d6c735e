"""Give a trip a time of day at which it starts and one at which it ends."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0029_brought'),
    ]

    operations = [
        migrations.AddField(
            model_name='poll',
            name='end_time_before',
            field=models.TimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='poll',
            name='start_time_before',
            field=models.TimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='trip',
            name='end_time',
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='trip',
            name='start_time',
            field=models.TimeField(blank=True, null=True),
        ),
    ]
