"""A trip may have several organisers: the mark of its first is now that of its founder.

Its column keeps the name, and so does the schema; a new column marks the others.
"""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("trips", "0020_about")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("member", "trip_has_one_organiser"),
                migrations.RemoveConstraint("member", "member_organiser_stays"),
                migrations.RenameField("member", "is_organiser", "is_founder"),
                migrations.AddConstraint(
                    "member",
                    models.UniqueConstraint(
                        "trip", condition=Q(is_founder=True), name="trip_has_one_organiser"
                    ),
                ),
                migrations.AddConstraint(
                    "member",
                    models.CheckConstraint(
                        name="member_organiser_stays",
                        condition=Q(is_founder=False) | Q(state="in"),
                    ),
                ),
            ]
        ),
        migrations.AddField(
            "member",
            "made_organiser",
            models.BooleanField(default=False, db_default=False, editable=False),
        ),
    ]
