"""The log of a trip, and the first answers to idempotency keys."""

from django.db import models
from django.utils import timezone

from trips.models.trip import Trip


class Event(models.Model):
    """One entry of a trip's log: `seq` counts 1, 2, 3 … without a gap."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=32)
    at = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        ordering = ["trip", "seq"]
        constraints = [models.UniqueConstraint("trip", "seq", name="event_seq_is_unique")]

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"


class FirstAnswer(models.Model):
    """What a call with an idempotency key was answered, so that its repeat changes nothing."""

    key_digest = models.CharField(max_length=64, unique=True)
    call_digest = models.CharField(max_length=64)
    sealed = models.TextField()  # it can hold a member's key
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"answer of {self.at:%Y-%m-%d %H:%M}"
