"""What people report of a trip to the staff of the site."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from trips.models.trip import Trip

LONGEST_REPORT = 1_000


class Report(models.Model):
    """Why somebody thinks that staff should look at a trip. Who that is no column says."""

    class Reason(models.TextChoices):
        """What is wrong with the trip."""

        SPAM = "spam"
        OFFENSIVE = "offensive"
        MISLEADING = "misleading"
        PERSONAL_DATA = "personal_data"
        OTHER = "other"

    # Without a constraint: the release before knows no such rows, and deletes trips.
    trip = models.ForeignKey(
        Trip, models.CASCADE, related_name="reports", db_constraint=False, db_index=False
    )
    reason = models.CharField(max_length=16, choices=Reason)
    text = models.CharField(max_length=LONGEST_REPORT, blank=True)
    reported_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)  # None while it waits for staff
    handled_by = models.CharField(max_length=150, blank=True)  # a user name of staff

    class Meta:
        indexes = [
            models.Index("trip", condition=Q(handled_at=None), name="report_open_by_trip"),
            models.Index("handled_at", "reported_at", name="report_in_the_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.trip}: {self.get_reason_display()}"
