"""What Python calls the organiser's mark; its column keeps the name, and so does the schema."""

from django.db import migrations, models
from django.db.models import Q

FIELD = models.BooleanField(db_column="is_admin", default=False, editable=False)


class Migration(migrations.Migration):
    dependencies = [("trips", "0014_names_of_encrypted_fields")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("member", "trip_has_one_organiser"),
                migrations.RemoveConstraint("member", "member_organiser_stays"),
                migrations.AlterField("member", "is_admin", FIELD),
                migrations.RenameField("member", "is_admin", "is_organiser"),
                migrations.AddConstraint(
                    "member",
                    models.UniqueConstraint(
                        "trip", condition=Q(is_organiser=True), name="trip_has_one_organiser"
                    ),
                ),
                migrations.AddConstraint(
                    "member",
                    models.CheckConstraint(
                        name="member_organiser_stays",
                        condition=Q(is_organiser=False) | Q(state="in"),
                    ),
                ),
            ]
        )
    ]
