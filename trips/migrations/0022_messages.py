"""Messages of organisers to all, and which of them were read in a browser."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trips', '0021_organisers'),
    ]

    operations = [
        migrations.AddField(
            model_name='heldkey',
            name='read_messages',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='trip',
            name='message_count',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.CharField(blank=True, max_length=500)),
                ('author', models.CharField(max_length=22)),
                ('author_name', models.CharField(max_length=60)),
                ('posted_at', models.DateTimeField()),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('trip', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='trips.trip')),
            ],
            options={
                'ordering': ['trip', 'number'],
                'constraints': [models.UniqueConstraint(models.F('trip'), models.F('number'), name='message_number_is_unique')],
            },
        ),
    ]
