"""What organisers write to everybody on a trip."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trips import names
from trips.models.trip import Trip

LONGEST_MESSAGE = 500


class Message(models.Model):
    """A message to all. One that was taken back keeps its row, which counts, but not its text."""

    # Without a constraint: the release before knows no such rows, and deletes trips.
    trip = models.ForeignKey(
        Trip,
        models.CASCADE,
        related_name="messages",
        db_constraint=False,
        db_index=False,
        verbose_name=_("trip"),
    )
    number = models.PositiveIntegerField(_("number"))  # counts 1, 2, 3 … in each trip
    text = models.CharField(_("text"), max_length=LONGEST_MESSAGE, blank=True)
    author = models.CharField(max_length=22)  # a member's id
    author_name = models.CharField(_("author"), max_length=names.LONGEST)  # as it was then
    posted_at = models.DateTimeField(_("posted at"))
    deleted_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("message"), _("messages")
        ordering = ["trip", "number"]
        constraints = [
            models.UniqueConstraint("trip", "number", name="message_number_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.trip} · {self.number}"
