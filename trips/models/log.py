"""The log of a trip, the answers kept for idempotency keys, and the deadlines it has recorded."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trips.models.polls import Poll
from trips.models.trip import Trip


class Event(models.Model):
    """One entry of a trip's log: `seq` counts 1, 2, 3 … without a gap."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="events", verbose_name=_("trip"))
    seq = models.PositiveBigIntegerField(_("number"))
    type = models.CharField(_("type"), max_length=32)
    at = models.DateTimeField(_("when"))
    data = models.JSONField(_("data"))
    # Whether the activity list has a line for it. The default is for rows of an older release,
    # whose value is found out when they are read.
    is_news = models.BooleanField(default=True, db_default=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("event"), _("events")
        ordering = ["trip", "seq"]
        indexes = [
            models.Index(fields=["trip", "-seq"], condition=Q(is_news=True), name="event_is_news")
        ]
        constraints = [models.UniqueConstraint("trip", "seq", name="event_seq_is_unique")]

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"


class FirstAnswer(models.Model):
    """The stored answer to a call with an idempotency key, so that its repeat changes nothing."""

    key_digest = models.CharField(max_length=64, unique=True)
    call_digest = models.CharField(max_length=64)
    answer_encrypted = models.TextField(db_column="sealed")  # it can hold a member's key
    at = models.DateTimeField(default=timezone.now)
    # Without a constraint: the release before knows no such column, and deletes trips.
    trip = models.ForeignKey(
        Trip, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    caller = models.CharField(max_length=22, default="", db_default="")  # a member's id; or a guest

    class Meta:
        verbose_name, verbose_name_plural = _("first answer"), _("first answers")
        indexes = [models.Index(fields=["trip", "caller", "id"], name="first_answer_by_caller")]

    def __str__(self) -> str:
        return f"answer of {self.at:%Y-%m-%d %H:%M}"


class PassedDeadline(models.Model):
    """A passed deadline that is in the log.

    Every process watches the deadlines; whoever inserts the unique row writes the event.
    """

    # Without constraints: the release before knows no such rows, and deletes trips.
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="+", db_constraint=False)
    poll = models.ForeignKey(
        Poll, models.CASCADE, null=True, related_name="+", db_constraint=False
    )  # None for the deadline or the end of the trip itself
    due_at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("a moment", "passed deadline")
        verbose_name_plural = pgettext_lazy("a moment", "passed deadlines")
        constraints = [
            models.UniqueConstraint(
                "trip", "due_at", condition=Q(poll=None), name="passed_deadline_of_a_trip"
            ),
            models.UniqueConstraint("poll", "due_at", name="passed_deadline_of_a_poll"),
        ]

    def __str__(self) -> str:
        return f"deadline of {self.due_at:%Y-%m-%d %H:%M}"
