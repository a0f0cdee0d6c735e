"""Receivers of a trip's events outside of its pages, and how far in its log they have been told."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trips import keys
from trips.models.people import Member
from trips.models.trip import Trip

LONGEST_EMAIL = 254  # RFC 3696, erratum 1690


class Receiver(models.Model):
    """One address that is sent the events of a trip, or of all trips.

    Its address and its secret are stored encrypted: they are credentials of somebody else's site,
    or the e-mail address of a member and the secret in the links of their mails, or where a push
    service takes what it hands to a member's browser, and the keys that it is encrypted with.
    """

    class Kind(models.TextChoices):
        """By which door the events leave."""

        WEBHOOK = "webhook"
        EMAIL = "email"
        PUSH = "push"

    id = models.CharField(
        _("ID"), primary_key=True, max_length=22, default=keys.new_id, editable=False
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WEBHOOK, editable=False)
    name = models.CharField(_("name"), max_length=60)
    # None for all trips. Without a constraint: the release before knows no such rows.
    trip = models.ForeignKey(
        Trip,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="receivers",
        db_constraint=False,
        db_index=False,
        verbose_name=_("trip"),
    )
    address_encrypted = models.TextField(editable=False)
    secret_encrypted = models.TextField(editable=False)
    event_types = models.JSONField(_("events"), default=list, blank=True)  # empty for all
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Since when nothing was taken, while that is so; and since when nothing is sent any more.
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True, editable=False)
    off_since = models.DateTimeField(_("off since"), null=True, blank=True, editable=False)
    last_failure = models.CharField(_("last failure"), max_length=60, blank=True, editable=False)
    # Of a member, who is told in their language, with links to the site where they asked.
    member = models.ForeignKey(
        Member,
        models.CASCADE,
        null=True,
        editable=False,
        related_name="receivers",
        db_constraint=False,
        db_index=False,
    )
    language = models.CharField(max_length=20, default="", db_default="", editable=False)
    site = models.CharField(max_length=300, default="", db_default="", editable=False)
    # Of what finds the row: the secret in the links of mails, the address of a browser.
    secret_digest = models.CharField(max_length=64, default="", db_default="", editable=False)
    # The digest of the browser's id, as in HeldKey: it is told while it holds the member's key.
    browser = models.CharField(max_length=64, default="", db_default="", editable=False)
    # The digest of the recovery code that was last sent to a founder's e-mail address.
    way_back_digest = models.CharField(max_length=64, default="", db_default="", editable=False)
    # None until the link in the first mail was used: until then it has no cursor.
    confirmed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "id"]
        verbose_name, verbose_name_plural = _("webhook endpoint"), _("webhook endpoints")
        indexes = [
            models.Index("trip", name="receiver_by_trip"),
            models.Index("member", name="receiver_by_member"),
            models.Index("browser", name="receiver_by_browser"),
        ]
        constraints = [
            models.UniqueConstraint(
                "secret_digest", condition=~Q(secret_digest=""), name="receiver_secret_is_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where it is sent to. Raises keys.Unreadable."""
        return keys.decrypt(self.address_encrypted)

    @property
    def secret(self) -> str:
        """What it is signed with. Raises keys.Unreadable."""
        return keys.decrypt(self.secret_encrypted)

    def wants(self, event_type: str) -> bool:
        """Return whether events of this type are sent to it."""
        return not self.event_types or event_type in self.event_types


class DeliveryCursor(models.Model):
    """How far in the log of one trip a receiver has been told.

    A process that delivers holds a lease on the row; when it dies, the lease runs out.
    """

    receiver = models.ForeignKey(
        Receiver,
        models.CASCADE,
        related_name="cursors",
        db_index=False,
        verbose_name=_("webhook endpoint"),
    )  # found by the constraint below
    trip = models.ForeignKey(
        Trip,
        models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("trip"),
    )
    # The position after the last event that was taken.
    epoch = models.CharField(max_length=8)
    seq = models.PositiveBigIntegerField(_("sent up to"))
    reminder = models.PositiveBigIntegerField(default=0, db_default=0)  # id of the last one taken
    # Since when the log or the reminders are known to be beyond it; None while they are not.
    behind_since = models.DateTimeField(_("behind since"), null=True)
    failures = models.PositiveIntegerField(_("failures"), default=0)  # in a row
    next_try_at = models.DateTimeField(_("next try at"), default=timezone.now)
    lease = models.CharField(max_length=32, default="")
    leased_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("delivery"), _("deliveries")
        constraints = [models.UniqueConstraint("receiver", "trip", name="delivery_cursor_is_one")]
        indexes = [
            models.Index("trip", name="delivery_cursor_by_trip"),
            models.Index(
                "next_try_at",
                condition=Q(behind_since__isnull=False),
                name="delivery_cursor_behind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receiver_id} · {self.epoch}.{self.seq}"


class Reminder(models.Model):
    """That a deadline comes near, written once for each moment on which it was set.

    It goes to members alone, in the order of the ids: those of a trip are given under its lock.
    """

    trip = models.ForeignKey(
        Trip, models.CASCADE, related_name="reminders", db_constraint=False, db_index=False
    )  # found by the constraint below
    poll_id = models.CharField(max_length=22, blank=True)  # empty for the deadline for joining
    ends_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("reminder"), _("reminders")
        constraints = [
            models.UniqueConstraint("trip", "poll_id", "ends_at", name="reminder_is_one")
        ]

    def __str__(self) -> str:
        return f"{self.poll_id or self.trip_id} ends at {self.ends_at}"
