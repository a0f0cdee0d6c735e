"""Say of a trip what it is and where."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0019_undo_picks'),
    ]

    operations = [
        migrations.AddField(
            model_name='trip',
            name='description',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='trip',
            name='place',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
    ]
