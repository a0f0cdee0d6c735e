"""Give a trip an emoji as its cover."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0022_messages'),
    ]

    operations = [
        migrations.AddField(
            model_name='trip',
            name='cover',
            field=models.CharField(blank=True, db_default='', default='', max_length=24),
        ),
    ]
