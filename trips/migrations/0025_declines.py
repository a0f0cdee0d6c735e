"""Answers of invited people who cannot come."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0024_polls_about_dates'),
    ]

    operations = [
        migrations.AddField(
            model_name='trip',
            name='declined_count',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            name='Decline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=60)),
                ('key_digest', models.CharField(editable=False, max_length=64)),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('trip', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='declines', to='trips.trip')),
            ],
            options={
                'ordering': ['-said_at', '-id'],
                'indexes': [models.Index(models.F('trip'), models.F('said_at'), name='decline_by_trip')],
                'constraints': [models.UniqueConstraint(models.F('key_digest'), name='decline_key_is_unique')],
            },
        ),
    ]
