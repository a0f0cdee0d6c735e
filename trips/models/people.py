"""The members of a trip, present and past, and requests to the organiser."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trips import keys, names
from trips.models.trip import Trip
from trips.statements import Param, compiled


class Member(models.Model):
    """Somebody who is on a trip, was, or waits for a place.

    One is its founder; the founder and others organise it.
    """

    class State(models.TextChoices):
        """Whether a member is on the trip, has left, was removed, or waits for a place.

        Who waits does not count, and whose turn it is the column `joined_at` tells: since when they
        wait, until they get a place. Who leaves the line has left.
        """

        IN = "in", pgettext_lazy("a member", "In")
        WAITING = "waiting", pgettext_lazy("a member", "Waiting")
        LEFT = "left", pgettext_lazy("a member", "Left")
        REMOVED = "removed", pgettext_lazy("a member", "Removed")

    id = models.CharField(primary_key=True, max_length=22, default=keys.new_id, editable=False)
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="members", verbose_name=_("trip"))
    name = models.CharField(_("name"), max_length=names.LONGEST)
    # names.key of the name; empty in rows of release 1 until `manage.py tidy` has filled it.
    folded_name = models.CharField(max_length=220, default="", db_default="", editable=False)
    # Only servers of release 1 read it; drop it once none runs any more.
    name_key = models.CharField(max_length=1100, editable=False)
    is_founder = models.BooleanField(
        _("founder"), default=False, editable=False, db_column="is_admin"
    )
    # Not of the founder, who organises anyway: an older release knows that column alone.
    made_organiser = models.BooleanField(
        _("organiser"), default=False, db_default=False, editable=False
    )
    state = models.CharField(
        _("state"), max_length=7, choices=State, default=State.IN, editable=False
    )
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    key_version = models.PositiveIntegerField(default=1, editable=False)
    # Of the secret in the address of their calendar, which ends with the key.
    calendar_digest = models.CharField(
        max_length=64, default="", db_default="", blank=True, editable=False
    )
    # The id of the member who has counted them in, also once that one has gone; "" if they joined.
    brought_by = models.CharField(
        max_length=22, default="", db_default="", blank=True, editable=False
    )
    # Whether their key was used: until then, who brought them has it too. Who joins has it at once.
    has_entered = models.BooleanField(default=True, db_default=True, editable=False)
    phone_encrypted = models.TextField(blank=True, editable=False, db_column="phone_sealed")
    phone_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("member"), _("members")
        ordering = ["joined_at", "id"]
        indexes = [
            models.Index(fields=["trip", "state", "joined_at", "id"], name="member_in_join_order"),
            models.Index(fields=["trip", "name"], name="member_by_name"),
            models.Index(fields=["trip", "folded_name"], name="member_by_folded_name"),
            # Of few rows: see `naming`.
            models.Index(
                fields=["trip"],
                condition=Q(folded_name__contains="\n"),
                name="member_by_suffixed_name",
            ),
            models.Index(
                fields=["trip", "brought_by"],
                condition=~Q(brought_by=""),
                name="member_by_bringer",
            ),
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
                "calendar_digest",
                condition=~Q(calendar_digest=""),
                name="member_calendar_is_unique",
            ),
            models.UniqueConstraint(
                "trip", condition=Q(is_founder=True), name="trip_has_one_organiser"
            ),
            models.CheckConstraint(
                name="member_organiser_stays", condition=Q(is_founder=False) | Q(state="in")
            ),
        ]

    def __str__(self) -> str:
        return self.name or "-"

    @property
    def is_in(self) -> bool:
        """Whether the member is on the trip now."""
        return self.state == self.State.IN

    @property
    def waits(self) -> bool:
        """Whether somebody is not on the trip, and waits for a place."""
        return self.state == self.State.WAITING

    @property
    def is_current(self) -> bool:
        """Whether their key opens anything: they are in, or wait for a place."""
        return self.is_in or self.waits

    @property
    def is_organiser(self) -> bool:
        """Whether the member may do what only organisers may."""
        return self.is_founder or (self.made_organiser and self.is_in)

    def still_may(self) -> bool:
        """Ask the database whether the member may all that they might when this row was read.

        They are in, or wait for a place, or are gone as they were, with the same key, and have no
        lesser role.
        """
        now = _with_key.first(member=self.pk, version=self.key_version, state=self.state)
        if now is None:
            return False
        is_founder, made_organiser = now
        organises = is_founder or made_organiser
        return is_founder >= self.is_founder and organises >= self.is_organiser

    @property
    def mobile(self) -> str:
        """The phone number in E.164; "" if there is none or no key in the settings decrypts it."""
        try:
            return keys.decrypt(self.phone_encrypted) if self.phone_encrypted else ""
        except keys.Unreadable:
            return ""

    @property
    def avatar(self) -> str:
        """One or two initials, drawn instead of a picture."""
        return names.initials(self.name)


_with_key = compiled(
    Member.objects.filter(
        pk=Param("member"),
        key_version=Param("version"),
        state__in=[Member.State.IN, Member.State.WAITING, Param("state")],
    ).values_list("is_founder", "made_organiser")
)


class JoinRequest(models.Model):
    """A request to the organiser: "it's me" (I lost my key), or to come back after a removal."""

    class Kind(models.TextChoices):
        """What is asked: a new key for somebody on the list, or to come back."""

        CLAIM = "claim", pgettext_lazy("a request", "It’s me")
        RETURN = "return", pgettext_lazy("a request", "To come back")

    class State(models.TextChoices):
        """The organiser's answer, if there is one."""

        PENDING = "pending", pgettext_lazy("a request", "Pending")
        LET_IN = "let_in", pgettext_lazy("a request", "Let in")
        REFUSED = "refused", pgettext_lazy("a request", "Refused")

    id = models.CharField(primary_key=True, max_length=22, default=keys.new_id, editable=False)
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="requests", verbose_name=_("trip"))
    member = models.ForeignKey(
        Member, models.CASCADE, related_name="requests", verbose_name=_("member")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.PENDING)
    key_digest = models.CharField(max_length=64, unique=True)
    # Digest of trip and client address, while nobody has answered; of the trip too, so that an
    # address cannot be recognised on another trip. Empty in rows of older servers.
    asked_from = models.CharField(max_length=64, default="", db_default="", editable=False)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("join request"), _("join requests")
        ordering = ["asked_at", "id"]

    def __str__(self) -> str:
        return f"{self.member}"


class Decline(models.Model):
    """The answer "I can't make it" of somebody who was invited, for the organisers alone."""

    # Without a constraint: the release before knows no such rows, and deletes trips.
    trip = models.ForeignKey(
        Trip,
        models.CASCADE,
        related_name="declines",
        db_constraint=False,
        db_index=False,
        verbose_name=_("trip"),
    )
    name = models.CharField(_("name"), max_length=names.LONGEST, blank=True)  # "" if none was given
    key_digest = models.CharField(max_length=64, editable=False)
    said_at = models.DateTimeField(_("said at"), default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("decline"), _("declines")
        ordering = ["-said_at", "-id"]
        indexes = [models.Index("trip", "said_at", name="decline_by_trip")]
        constraints = [models.UniqueConstraint("key_digest", name="decline_key_is_unique")]

    def __str__(self) -> str:
        return self.name or "-"
