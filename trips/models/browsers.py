"""What a browser may open."""

from django.db import models
from django.utils import timezone

from trips.models.trip import Trip


class HeldKey(models.Model):
    """The key that a browser holds to a trip. A browser is nothing but the rows with its digest."""

    browser = models.CharField(max_length=64)  # a digest of the id in its cookie
    # Without a constraint: the release before knows no such rows, and deletes trips.
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="+", db_constraint=False)
    key_digest = models.CharField(max_length=64, db_index=True)
    # By that id, which stands nowhere here: neither a dump nor the field keys open it.
    key_encrypted = models.TextField(db_column="key_locked")
    seen_at = models.DateTimeField(default=timezone.now)  # about: see browsers.SEEN_EVERY

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["browser", "trip"], name="browser_holds_one_key")
        ]

    def __str__(self) -> str:
        return f"key to {self.trip_id}"
