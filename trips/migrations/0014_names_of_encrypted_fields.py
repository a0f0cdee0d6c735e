"""What Python calls the encrypted columns; the columns themselves keep their names."""

from django.db import migrations, models

FIELDS = (
    ("firstanswer", "sealed", "answer_encrypted", models.TextField(db_column="sealed")),
    ("heldkey", "key_locked", "key_encrypted", models.TextField(db_column="key_locked")),
    (
        "invitation",
        "sealed",
        "token_encrypted",
        models.TextField(db_column="sealed", editable=False),
    ),
    (
        "member",
        "phone_sealed",
        "phone_encrypted",
        models.TextField(blank=True, db_column="phone_sealed", editable=False),
    ),
)


class Migration(migrations.Migration):
    dependencies = [("trips", "0013_first_answers_by_trip")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                operation
                for model, old, new, field in FIELDS
                for operation in (
                    migrations.AlterField(model, old, field),
                    migrations.RenameField(model, old, new),
                )
            ]
        )
    ]
