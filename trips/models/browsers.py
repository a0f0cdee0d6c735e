"""The keys that a browser holds to trips."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trips.models.trip import Trip


class HeldKey(models.Model):
    """A member's key that a browser holds to one trip.

    There is no row for the browser itself: it is the set of rows with its digest.
    """

    browser = models.CharField(max_length=64)  # a digest of the id in its cookie
    # Without a constraint: the release before knows no such rows, and deletes trips.
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="+", db_constraint=False)
    key_digest = models.CharField(max_length=64, db_index=True)
    # Encrypted with the id in the cookie, which is not stored: neither a dump of the database nor
    # the keys in the settings decrypt it.
    key_encrypted = models.TextField(db_column="key_locked")
    # The number of the newest message that was marked as read here.
    read_messages = models.PositiveIntegerField(default=0, db_default=0)
    seen_at = models.DateTimeField(
        default=timezone.now
    )  # updated at most every old_cookies.SEEN_EVERY

    class Meta:
        verbose_name, verbose_name_plural = _("held key"), _("held keys")
        constraints = [
            models.UniqueConstraint(fields=["browser", "trip"], name="browser_holds_one_key")
        ]

    def __str__(self) -> str:
        return f"key to {self.trip_id}"
