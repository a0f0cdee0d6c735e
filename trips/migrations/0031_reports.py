"""Reports of trips to staff, who may hide a trip."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0030_times_of_day'),
    ]

    operations = [
        migrations.AddField(
            model_name='trip',
            name='hidden_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='trip',
            name='report_count',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('spam', 'Spam'), ('offensive', 'Offensive'), ('misleading', 'Misleading'), ('personal_data', 'Personal Data'), ('other', 'Other')], max_length=16)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('reported_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('handled_at', models.DateTimeField(blank=True, null=True)),
                ('handled_by', models.CharField(blank=True, max_length=150)),
                ('trip', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='trips.trip')),
            ],
            options={
                'indexes': [models.Index(models.F('trip'), condition=models.Q(('handled_at', None)), name='report_open_by_trip'), models.Index(models.F('handled_at'), models.F('reported_at'), name='report_in_the_queue')],
            },
        ),
    ]
