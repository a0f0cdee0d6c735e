"""In which language a trip is told to those outside: that of who planned it."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0015_organiser'),
    ]

    operations = [
        migrations.AddField(
            model_name='trip',
            name='language',
            field=models.CharField(db_default='en', default='en', editable=False, max_length=16),
        ),
    ]
