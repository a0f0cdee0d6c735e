"""Who was counted in by whom, and whether they have used their link."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0028_waiting_list'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='brought_by',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=22),
        ),
        migrations.AddField(
            model_name='member',
            name='has_entered',
            field=models.BooleanField(db_default=True, default=True, editable=False),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(condition=models.Q(('brought_by', ''), _negated=True), fields=['trip', 'brought_by'], name='member_by_bringer'),
        ),
    ]
