"""A trip and the links that invite to it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from trips import clock, keys, zones

LEAST_REQUIRED, MOST_REQUIRED = 2, 500
MOST_MEMBERS = 5_000


class Trip(models.Model):
    """A group trip. Its row is the lock under which everything of the trip changes."""

    class Status(models.TextChoices):
        """Say how a trip stands; it is decided when it is read."""

        RECRUITING = "recruiting", "Open"
        UNLOCKED = "unlocked"
        CLOSED = "closed"
        CANCELLED = "cancelled"

    id = models.CharField(primary_key=True, max_length=22, default=keys.new_id, editable=False)
    title = models.CharField(max_length=80)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    required_members = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    join_by = models.DateTimeField(null=True, blank=True)
    price_per_person = models.DecimalField(max_digits=11, decimal_places=3, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    discount_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # What gives the organiser the trip back; ends with use, and with the organiser's key.
    recovery_digest = models.CharField(
        max_length=64, null=True, blank=True, unique=True, editable=False
    )
    recovery_made_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Kept on the row, under its lock, so that no page or join has to count.
    member_count = models.PositiveSmallIntegerField(default=0, editable=False)
    is_unlocked = models.BooleanField(default=False, editable=False)
    # Of what is handed on: the invitation's text and preview, the calendar entry.
    language = models.CharField(max_length=16, default="en", db_default="en", editable=False)
    epoch = models.CharField(max_length=16, default=keys.new_epoch, editable=False)
    seq = models.PositiveBigIntegerField(default=0, editable=False)
    was_changed_in_silence = False  # by this change: something that no event may tell
    bytes_recorded = 0  # by this change

    class Meta:
        indexes = [
            models.Index(
                fields=["join_by"],
                condition=Q(closed_at=None, cancelled_at=None),
                name="trip_by_deadline",
            ),
            models.Index(
                Coalesce("ends_on", "starts_on"),
                condition=Q(closed_at=None, cancelled_at=None),
                name="trip_by_last_day",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="trip_required_members_in_range",
                condition=Q(required_members__range=(LEAST_REQUIRED, MOST_REQUIRED)),
            ),
            models.CheckConstraint(
                name="trip_capacity_holds",
                condition=Q(member_count__lte=MOST_MEMBERS)
                & (
                    Q(capacity=None)
                    | Q(capacity__lte=MOST_MEMBERS)
                    & Q(capacity__gte=F("required_members"))
                    & Q(capacity__gte=F("member_count"))
                ),
            ),
            models.CheckConstraint(
                name="trip_unlocked_follows_the_count",
                condition=Q(is_unlocked=True, member_count__gte=F("required_members"))
                | Q(is_unlocked=False, member_count__lt=F("required_members")),
            ),
            models.CheckConstraint(
                name="trip_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="trip_discount_is_a_percentage",
                condition=Q(discount_percent=None) | Q(discount_percent__range=(1, 100)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def status_at(self, now: datetime) -> "Trip.Status":
        """The state at a moment: decided when it is read, never by a timer having run."""
        if self.cancelled_at:
            return self.Status.CANCELLED
        if self.closed_at or (self.join_by and self.join_by <= now) or self.has_ended_at(now):
            return self.Status.CLOSED
        return self.Status.UNLOCKED if self.is_unlocked else self.Status.RECRUITING

    @property
    def status(self) -> "Trip.Status":
        """The status at this moment, by the clock of the database."""
        return self.status_at(clock.now())

    @property
    def is_open(self) -> bool:
        """Whether it still takes members, if there is room."""
        return self.status in (self.Status.RECRUITING, self.Status.UNLOCKED)

    @property
    def is_past_deadline(self) -> bool:
        """Whether its deadline has closed it, and not the organiser."""
        has_passed = self.join_by is not None and self.join_by <= clock.now()
        return has_passed and not (self.closed_at or self.cancelled_at)

    @property
    def takes(self) -> int:
        """The most people that it takes."""
        return self.capacity or MOST_MEMBERS

    @property
    def last_day(self) -> date | None:
        """The day after which it is over; None without dates."""
        return self.ends_on or self.starts_on

    @property
    def ends_at(self) -> datetime | None:
        """When its last day ends by the clocks of its time zone; None without dates."""
        if self.last_day is None:
            return None
        return datetime.combine(self.last_day + timedelta(days=1), time.min, self.zone)

    def has_ended_at(self, now: datetime) -> bool:
        """Whether its last day has ended by the clocks of its time zone."""
        return self.last_day is not None and self.last_day < now.astimezone(self.zone).date()

    @property
    def has_ended(self) -> bool:
        """Whether the last day of the trip is over, in its own time zone."""
        return self.has_ended_at(clock.now())

    @property
    def is_full(self) -> bool:
        """Whether nobody more is taken."""
        return self.member_count >= self.takes

    @property
    def has_room(self) -> bool:
        """Whether one can join now."""
        return self.is_open and not self.is_full

    @property
    def missing(self) -> int:
        """How many more unlock the discount."""
        return max(0, self.required_members - self.member_count)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its times are told."""
        return zones.of(self.time_zone)

    def adjust_count(self, change: int) -> None:
        """Moves the count by `change` and lets the flag follow. Only under the row's lock."""
        self.member_count += change
        self.is_unlocked = self.member_count >= self.required_members


class Invitation(models.Model):
    """The shareable link of a trip. A replaced one stays, so that it can say so."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    token_encrypted = models.TextField(editable=False, db_column="sealed")
    created_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "trip", condition=Q(replaced_at=None), name="invitation_one_is_current"
            )
        ]

    def __str__(self) -> str:
        return f"invitation of {self.created_at:%Y-%m-%d}"

    def still_invites(self) -> bool:
        """Whether nobody has replaced it since this row was read."""
        return Invitation.objects.filter(pk=self.pk, replaced_at=None).exists()
