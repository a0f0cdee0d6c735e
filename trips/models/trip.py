"""Trips."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trips import clock, keys, money, names, zones
from trips.models.steps import Step, rising

LEAST_REQUIRED, MOST_REQUIRED = 2, 500
MOST_MEMBERS = 5_000
LONGEST_TITLE, LONGEST_ZONE = 80, 64
LONGEST_DESCRIPTION, LONGEST_PLACE = 500, 120
MOST_DIGITS = 11  # of a price, decimals among them


class Trip(models.Model):
    """A group trip. Its row is the lock under which everything of the trip changes."""

    class Status(models.TextChoices):
        """The status of a trip. No column holds it: it follows from the others and the time."""

        RECRUITING = "recruiting", pgettext_lazy("a trip", "Open")
        UNLOCKED = "unlocked", pgettext_lazy("a trip", "Unlocked")
        CLOSED = "closed", pgettext_lazy("a trip", "Closed")
        CANCELLED = "cancelled", pgettext_lazy("a trip", "Cancelled")

    id = models.CharField(
        _("ID"), primary_key=True, max_length=22, default=keys.new_id, editable=False
    )
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    description = models.TextField(_("description"), blank=True, default="", db_default="")
    cover = models.CharField(
        _("emoji"), max_length=names.LONGEST_EMOJI, blank=True, default="", db_default=""
    )
    place = models.CharField(
        _("place"), max_length=LONGEST_PLACE, blank=True, default="", db_default=""
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    # By the clocks of the time zone; without the days a time of a release before means nothing.
    start_time = models.TimeField(_("start time"), null=True, blank=True)
    end_time = models.TimeField(_("end time"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=LONGEST_ZONE, default="UTC")
    required_members = models.PositiveSmallIntegerField(_("required members"))
    capacity = models.PositiveSmallIntegerField(_("Maximum people"), null=True, blank=True)
    join_by = models.DateTimeField(_("join by"), null=True, blank=True)
    price_per_person = models.DecimalField(
        _("price per person"),
        max_digits=MOST_DIGITS,
        decimal_places=money.MOST_DECIMALS,
        null=True,
        blank=True,
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    discount_percent = models.PositiveSmallIntegerField(
        _("Group discount in %"), null=True, blank=True
    )
    # [members, percent] of each step beyond the first, which is the two columns above.
    further_steps = models.JSONField(
        _("Further discount steps"), default=list, db_default=[], blank=True
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    # By staff.
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    # Of the code that gives an organiser a new key; deleted when used, and with each new key.
    recovery_digest = models.CharField(
        max_length=64, null=True, blank=True, unique=True, editable=False
    )
    recovery_made_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Changed under the lock of this row, so that no page and no join has to count members.
    member_count = models.PositiveSmallIntegerField(default=0, editable=False)
    is_unlocked = models.BooleanField(default=False, editable=False)
    waiting_count = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    declined_count = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    # Of what leaves the site: the invitation's text and preview, the calendar entry.
    language = models.CharField(max_length=16, default="en", db_default="en", editable=False)
    # Of the newest message, taken back or not: a trip without any costs no query for them.
    message_count = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # How often it was reported to staff, also beyond the reports that are kept.
    report_count = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    epoch = models.CharField(max_length=16, default=keys.new_epoch, editable=False)
    seq = models.PositiveBigIntegerField(default=0, editable=False)
    # Not columns: what the change under way has done.
    was_changed_in_silence = (
        False  # without an event: somebody's number, of which nobody else may learn
    )
    bytes_recorded = 0  # of events

    class Meta:
        verbose_name, verbose_name_plural = _("trip"), _("trips")
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
        """Return the status at a moment. It follows from the columns, not from a timer."""
        if self.cancelled_at:
            return self.Status.CANCELLED
        if self.closed_at or (self.join_by and self.join_by <= now) or self.has_ended_at(now):
            return self.Status.CLOSED
        return self.Status.UNLOCKED if self.is_unlocked else self.Status.RECRUITING

    @property
    def status(self) -> "Trip.Status":
        """The status now, by the database's clock."""
        return self.status_at(clock.now())

    @property
    def is_open(self) -> bool:
        """Whether the trip is neither closed nor cancelled; it may be full."""
        return self.status in (self.Status.RECRUITING, self.Status.UNLOCKED)

    @property
    def is_past_deadline(self) -> bool:
        """Whether the deadline for joining has closed the trip, not the organiser."""
        has_passed = self.join_by is not None and self.join_by <= clock.now()
        return has_passed and not (self.closed_at or self.cancelled_at)

    @property
    def takes(self) -> int:
        """How many members the trip takes at most."""
        return self.capacity or MOST_MEMBERS

    @property
    def last_day(self) -> date | None:
        """The last day of the trip; None without dates."""
        return self.ends_on or self.starts_on

    @property
    def ends_at(self) -> datetime | None:
        """The end of the trip's last day in its time zone; None without dates."""
        if self.last_day is None:
            return None
        return datetime.combine(self.last_day + timedelta(days=1), time.min, self.zone)

    def has_ended_at(self, now: datetime) -> bool:
        """Return whether the trip's last day has ended at `now`, in its time zone."""
        return self.last_day is not None and self.last_day < now.astimezone(self.zone).date()

    @property
    def has_ended(self) -> bool:
        """Whether the trip's last day has ended, in its time zone."""
        return self.has_ended_at(clock.now())

    @property
    def is_full(self) -> bool:
        """Whether the trip has as many members as it takes."""
        return self.member_count >= self.takes

    @property
    def has_begun(self) -> bool:
        """Whether the trip's first day has begun, in its time zone."""
        today = clock.now().astimezone(self.zone).date()
        return self.starts_on is not None and self.starts_on <= today

    @property
    def has_line(self) -> bool:
        """Whether free places go to who waits: the trip is open and has not begun."""
        return self.is_open and not self.has_begun

    @property
    def has_room(self) -> bool:
        """Whether one can join now: the trip is open, and has a place for which nobody waits."""
        return self.is_open and not self.is_full and not (self.waiting_count and self.has_line)

    @property
    def missing(self) -> int:
        """How many more members unlock the discount, at least 0."""
        return max(0, self.required_members - self.member_count)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the discount, lowest first; none if it has no percentage."""
        if self.discount_percent is None:
            return ()
        return rising([(self.required_members, self.discount_percent), *self.further_steps])

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the trip's days and times."""
        return zones.of(self.time_zone)

    def adjust_count(self, change: int) -> None:
        """Add `change` to the number of members and set `is_unlocked` by it.

        Call it under the lock of the row, and save the row then.
        """
        self.member_count += change
        self.is_unlocked = self.member_count >= self.required_members
