import django.db.models.deletion
from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone


def know_what_has_passed(apps, schema_editor):
    """What passed before there was anybody to tell of it is no news now."""
    passed_deadline = apps.get_model('trips', 'PassedDeadline')
    now = timezone.now()
    recently = (now - timedelta(days=1), now)
    trips = apps.get_model('trips', 'Trip').objects.filter(join_by__range=recently)
    polls = apps.get_model('trips', 'Poll').objects.filter(closes_at__range=recently)
    passed_deadline.objects.bulk_create(
        passed_deadline(trip_id=trip, poll_id=poll, due_at=due_at)
        for trip, poll, due_at in [
            *((pk, None, join_by) for pk, join_by in trips.values_list('pk', 'join_by')),
            *polls.values_list('trip', 'pk', 'closes_at'),
        ]
    )


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0003_recovery_code'),
    ]

    operations = [
        migrations.CreateModel(
            name='PassedDeadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('poll', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='trips.poll')),
                ('trip', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='trips.trip')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(models.F('trip'), models.F('due_at'), condition=models.Q(('poll', None)), name='passed_deadline_of_a_trip'),
                    models.UniqueConstraint(models.F('poll'), models.F('due_at'), name='passed_deadline_of_a_poll'),
                ],
            },
        ),
        migrations.AddIndex(
            model_name='poll',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['closes_at'], name='poll_by_deadline'),
        ),
        migrations.AddIndex(
            model_name='trip',
            index=models.Index(condition=models.Q(('cancelled_at', None), ('closed_at', None)), fields=['join_by'], name='trip_by_deadline'),
        ),
        migrations.RunPython(know_what_has_passed, migrations.RunPython.noop),
    ]
