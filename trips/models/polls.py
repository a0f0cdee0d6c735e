"""Polls of a trip, about anything or about its dates, and their options."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trips import keys
from trips.instances import prefetched
from trips.models.trip import Trip
from trips.statements import Param, compiled

LEAST_OPTIONS, MOST_OPTIONS = 2, 20
MOST_DATES, LONGEST_DATE = 40, 60  # options of a poll about dates; days of one
LONGEST_QUESTION, LONGEST_OPTION, LONGEST_LINK = 140, 80, 200
UNDO_PICK_FOR = timedelta(minutes=10)  # static/js/polls.js knows it too
LAST_OPTIONS_VERSION = 32_767  # the largest value of the column


class Poll(models.Model):
    """One question to the group.

    The counts are columns, so that nothing changes them once the poll is closed. A poll changes
    only under the lock of its trip's row, like everything of the trip.
    """

    class Kind(models.TextChoices):
        """What is asked: anything, or which dates, where an answer may be "if need be"."""

        OPTIONS = "options", pgettext_lazy("a poll", "anything")
        DATES = "dates", pgettext_lazy("a poll", "dates")

    class Results(models.TextChoices):
        """When members see the counts: always, after voting, or after closing."""

        ALWAYS = "always", pgettext_lazy("results", "always")
        VOTED = "voted", pgettext_lazy("results", "to those who have voted")
        CLOSED = "closed", pgettext_lazy("results", "when the poll is closed")

    class State(models.TextChoices):
        """Whether votes are taken: open, paused below the required number of members, or closed."""

        OPEN = "open", pgettext_lazy("a poll", "Open")
        PAUSED = "paused", pgettext_lazy("a poll", "Paused")
        CLOSED = "closed", pgettext_lazy("a poll", "Closed")

    id = models.CharField(primary_key=True, max_length=22, default=keys.new_id, editable=False)
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="polls", verbose_name=_("trip"))
    kind = models.CharField(
        _("kind"),
        max_length=7,
        choices=Kind,
        default=Kind.OPTIONS,
        db_default=Kind.OPTIONS,
        editable=False,
    )
    question = models.CharField(_("question"), max_length=LONGEST_QUESTION)
    most_choices = models.PositiveSmallIntegerField(_("most choices"), default=1)
    results = models.CharField(_("results"), max_length=6, choices=Results, default=Results.ALWAYS)
    # Whether members see who voted what, where they see the counts; said before anybody votes.
    shows_voters = models.BooleanField(_("shows voters"), default=False, db_default=False)
    # Web addresses by the option's id. Not in rows of options: an older release writes those anew.
    links = models.JSONField(default=dict, db_default={}, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    picked = models.ForeignKey(
        "Option",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("picked option"),
    )
    picked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The days and times of the trip before a pick has set them.
    starts_on_before = models.DateField(null=True, blank=True, editable=False)
    ends_on_before = models.DateField(null=True, blank=True, editable=False)
    start_time_before = models.TimeField(null=True, blank=True, editable=False)
    end_time_before = models.TimeField(null=True, blank=True, editable=False)
    # Number of ballots that count; changed under the lock of the trip's row.
    voted_count = models.PositiveSmallIntegerField(_("ballots"), default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    options_version = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("poll"), _("polls")
        ordering = ["opened_at", "id"]
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(closed_at=None), name="poll_by_deadline")
        ]
        constraints = [
            models.CheckConstraint(
                name="poll_choices_in_range", condition=Q(most_choices__range=(1, MOST_OPTIONS))
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_about_dates(self) -> bool:
        """Whether it asks for dates: then it is open before the discount is unlocked too."""
        return self.kind == self.Kind.DATES

    def closed_since(self, now: datetime) -> datetime | None:
        """Return when the poll closed, or None if it is open at `now`.

        It follows from the columns, not from a timer that has run.
        """
        if self.closes_at and self.closes_at <= (self.closed_at or now):
            return self.closes_at
        return self.closed_at

    def undoable_until(self) -> datetime | None:
        """Return until when the pick can be undone, or None if nothing is picked.

        A pick by a server of a release before has no moment, and stands.
        """
        return self.picked_at + UNDO_PICK_FOR if self.picked_id and self.picked_at else None

    def is_past_deadline(self, now: datetime) -> bool:
        """Return whether the poll was closed by its closing time, not by the organiser."""
        return self.closed_since(now) is not None and not self.closed_at

    def state_at(self, now: datetime) -> "Poll.State":
        """Return the state at a moment: paused while too few are in; ballots are kept then."""
        if self.closed_since(now):
            return self.State.CLOSED
        is_enough = self.is_about_dates or self.trip.is_unlocked
        is_complete = is_enough and not self.trip.cancelled_at
        return self.State.OPEN if is_complete else self.State.PAUSED

    def shows_everybody(self, now: datetime) -> bool:
        """Return whether all members may see the counts; if not, no shared frame contains them."""
        return self.results == self.Results.ALWAYS or self.closed_since(now) is not None

    def shows_counts(self, has_voted: bool, now: datetime) -> bool:
        """Return whether a member who has voted, or has not, may see the counts."""
        after_voting = self.results == self.Results.VOTED and has_voted
        return after_voting or self.shows_everybody(now)

    def fetch_options(self) -> None:
        """Read the options as they are now, for all who ask this object for them."""
        prefetched(self, "options", _options.all(poll=self.pk))

    def change_options(self) -> None:
        """Raise the version of the options, so that votes on the older list are refused.

        After the last version comes 1 again. The row is not saved.
        """
        self.options_version = self.options_version % LAST_OPTIONS_VERSION + 1

    def leaders(self) -> list["Option"]:
        """Return the options with the most votes: one is the result, several are a tie."""
        options = list(self.options.all())
        most = max(option.votes for option in options)
        return [option for option in options if option.votes == most]


class Option(models.Model):
    """One answer to choose. Once somebody has voted it is neither changed nor deleted."""

    id = models.CharField(primary_key=True, max_length=22, default=keys.new_id, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options", verbose_name=_("poll"))
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("text"), max_length=LONGEST_OPTION)  # of dates as ISO 8601 has them
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # names.key of the text, and below it the column that release 1 reads instead.
    folded_text = models.CharField(max_length=220, default="", db_default="", editable=False)
    text_key = models.CharField(max_length=400, editable=False)
    votes = models.PositiveSmallIntegerField(default=0, editable=False)
    maybes = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("option"), _("options")
        ordering = ["poll", "number"]
        constraints = [
            models.UniqueConstraint("poll", "number", name="option_number_is_unique"),
            models.UniqueConstraint(
                "poll",
                "folded_text",
                condition=~Q(folded_text=""),
                name="option_folded_text_is_unique",
            ),
            models.UniqueConstraint("poll", "text_key", name="option_text_is_unique"),
            models.CheckConstraint(
                name="option_number_up_to_40", condition=Q(number__range=(1, MOST_DATES))
            ),
        ]

    def __str__(self) -> str:
        return self.text


_options = compiled(lambda: Option.objects.filter(poll=Param("poll")).order_by("number"))
