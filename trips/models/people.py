"""Who is in or was, and who asks to get in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from trips import keys, names
from trips.models.trip import Trip


class Member(models.Model):
    """Somebody who is in, or was. The organiser is the first."""

    class State(models.TextChoices):
        """Say whether a member is in, has left, or was removed."""

        IN = "in"
        LEFT = "left"
        REMOVED = "removed"

    id = models.CharField(primary_key=True, max_length=22, default=keys.new_id, editable=False)
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="members")
    name = models.CharField(max_length=60)
    # What names.key gives; empty where a server of release 1 wrote the row, until `tidy`.
    folded_name = models.CharField(max_length=220, default="", db_default="", editable=False)
    # Read by servers of release 1 alone: to be dropped once none runs any more.
    name_key = models.CharField(max_length=1100, editable=False)
    is_organiser = models.BooleanField(default=False, editable=False, db_column="is_admin")
    state = models.CharField(max_length=7, choices=State, default=State.IN, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    key_version = models.PositiveIntegerField(default=1, editable=False)
    phone_encrypted = models.TextField(blank=True, editable=False, db_column="phone_sealed")
    phone_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["joined_at", "id"]
        indexes = [
            models.Index(fields=["trip", "state", "joined_at", "id"], name="member_in_join_order")
        ]
        constraints = [
            models.UniqueConstraint(
                "trip",
                "folded_name",
                condition=Q(state="in") & ~Q(folded_name=""),
                name="member_folded_name_is_unique",
            ),
            models.UniqueConstraint(
                "trip", "name_key", condition=Q(state="in"), name="member_name_is_unique"
            ),
            models.UniqueConstraint(
                "trip",
                "phone_digest",
                condition=Q(state="in") & ~Q(phone_digest=""),
                name="member_phone_is_unique",
            ),
            models.UniqueConstraint(
                "trip", condition=Q(is_organiser=True), name="trip_has_one_organiser"
            ),
            models.CheckConstraint(
                name="member_organiser_stays", condition=Q(is_organiser=False) | Q(state="in")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in(self) -> bool:
        """Whether they count as a member now."""
        return self.state == self.State.IN

    def still_may(self) -> bool:
        """Whether they are in, and nobody has replaced their key since this row was read."""
        same_key = Member.objects.filter(pk=self.pk, key_version=self.key_version)
        return same_key.filter(state=self.State.IN).exists()

    @property
    def mobile(self) -> str:
        """The number; "" without one, and where none of our keys opens it."""
        try:
            return keys.decrypt(self.phone_encrypted) if self.phone_encrypted else ""
        except keys.Unreadable:
            return ""

    @property
    def avatar(self) -> str:
        """One or two letters to draw instead of a picture."""
        return names.initials(self.name)


class JoinRequest(models.Model):
    """Somebody who asks the organiser: "it's me", or to come back after a removal."""

    class Kind(models.TextChoices):
        """Say what is asked: to be who is on the list, or to come back."""

        CLAIM = "claim"
        RETURN = "return"

    class State(models.TextChoices):
        """Say how the organiser has answered, if so."""

        PENDING = "pending"
        LET_IN = "let_in"
        REFUSED = "refused"

    id = models.CharField(primary_key=True, max_length=22, default=keys.new_id, editable=False)
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="requests")
    member = models.ForeignKey(Member, models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=6, choices=Kind)
    state = models.CharField(max_length=7, choices=State, default=State.PENDING)
    key_digest = models.CharField(max_length=64, unique=True)
    # Digest of the address that asked, while nobody has answered; with the trip, so that no two
    # trips can be compared. Empty in rows of servers that do not know it.
    asked_from = models.CharField(max_length=64, default="", db_default="", editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} by {self.member}"
