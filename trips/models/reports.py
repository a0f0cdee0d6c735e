"""What people report of a trip to the staff of the site."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trips.models.trip import Trip

LONGEST_REPORT = 1_000


class Report(models.Model):
    """Why somebody thinks that staff should look at a trip. Who that is no column says."""

    class Reason(models.TextChoices):
        """What is wrong with the trip."""

        SPAM = "spam", pgettext_lazy("a report", "Spam")
        OFFENSIVE = "offensive", pgettext_lazy("a report", "Offensive")
        MISLEADING = "misleading", pgettext_lazy("a report", "Misleading")
        PERSONAL_DATA = "personal_data", pgettext_lazy("a report", "Personal data")
        OTHER = "other", pgettext_lazy("a report", "Other")

    # Without a constraint: the release before knows no such rows, and deletes trips.
    trip = models.ForeignKey(
        Trip,
        models.CASCADE,
        related_name="reports",
        db_constraint=False,
        db_index=False,
        verbose_name=_("trip"),
    )
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    text = models.CharField(_("text"), max_length=LONGEST_REPORT, blank=True)
    reported_at = models.DateTimeField(_("reported at"), default=timezone.now)
    # None while it waits for staff; by whom is a user name of staff.
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.CharField(_("handled by"), max_length=150, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("report"), _("reports")
        indexes = [
            models.Index("trip", condition=Q(handled_at=None), name="report_open_by_trip"),
            models.Index("handled_at", "reported_at", name="report_in_the_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.trip}"
