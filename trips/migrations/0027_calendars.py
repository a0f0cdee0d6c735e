"""The digest of the address of a member's calendar."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0026_further_steps'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='calendar_digest',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=64),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(models.F('calendar_digest'), condition=models.Q(('calendar_digest', ''), _negated=True), name='member_calendar_is_unique'),
        ),
    ]
