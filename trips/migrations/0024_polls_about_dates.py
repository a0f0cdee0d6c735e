"""Polls about dates: days to choose from, and ballots that say if need be."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0023_cover'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='option',
            name='option_number_in_range',
        ),
        migrations.AddField(
            model_name='choice',
            name='is_maybe',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='option',
            name='ends_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='option',
            name='maybes',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='option',
            name='starts_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='poll',
            name='ends_on_before',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='poll',
            name='kind',
            field=models.CharField(choices=[('options', 'anything'), ('dates', 'dates')], db_default='options', default='options', editable=False, max_length=7),
        ),
        migrations.AddField(
            model_name='poll',
            name='starts_on_before',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.CheckConstraint(condition=models.Q(('number__range', (1, 40))), name='option_number_up_to_40'),
        ),
    ]
