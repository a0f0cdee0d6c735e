"""What the group votes on: a poll, its options, and who chose what."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from trips import keys
from trips.models.people import Member
from trips.models.trip import Trip

LEAST_OPTIONS, MOST_OPTIONS = 2, 20
LAST_OPTIONS_VERSION = 32_767  # as much as the column holds


class Poll(models.Model):
    """One question to the group. Its counts stand on the rows: nothing moves them once it closed.

    It changes only under the lock of its trip's row, like everything of the trip.
    """

    class Results(models.TextChoices):
        """Say when members see the counts: always, after voting, after closing."""

        ALWAYS = "always", "always"
        VOTED = "voted", "to those who have voted"
        CLOSED = "closed", "when the poll is closed"

    class State(models.TextChoices):
        """Say whether votes are taken: open, paused below the required number, or closed."""

        OPEN = "open"
        PAUSED = "paused"
        CLOSED = "closed"

    id = models.CharField(primary_key=True, max_length=22, default=keys.new_id, editable=False)
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="polls")
    question = models.CharField(max_length=140)
    most_choices = models.PositiveSmallIntegerField(default=1)
    results = models.CharField(max_length=6, choices=Results, default=Results.ALWAYS)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    picked = models.ForeignKey(
        "Option", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # Under the lock of the trip's row, so that nobody has to count.
    voted_count = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    options_version = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
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

    def closed_since(self, now: datetime) -> datetime | None:
        """When it closed, or None: decided when it is read, never by a timer having run."""
        if self.closes_at and self.closes_at <= (self.closed_at or now):
            return self.closes_at
        return self.closed_at

    def is_past_deadline(self, now: datetime) -> bool:
        """Whether its closing time has closed it, and not the organiser."""
        return self.closed_since(now) is not None and not self.closed_at

    def state_at(self, now: datetime) -> "Poll.State":
        """Paused while the group is not complete; it keeps its ballots."""
        if self.closed_since(now):
            return self.State.CLOSED
        is_complete = self.trip.is_unlocked and not self.trip.cancelled_at
        return self.State.OPEN if is_complete else self.State.PAUSED

    def shows_everybody(self, now: datetime) -> bool:
        """Whether the counts of its options are public; else they are in nothing that is shared."""
        return self.results == self.Results.ALWAYS or self.closed_since(now) is not None

    def shows_counts(self, ballot: "Ballot | None", now: datetime) -> bool:
        """Whether a member who cast this ballot, or none, may see the counts of its options."""
        after_voting = self.results == self.Results.VOTED and ballot is not None and ballot.counts
        return after_voting or self.shows_everybody(now)

    def ballot_of(self, member_id: str) -> "Ballot | None":
        """What a member chose."""
        return self.ballots.filter(member=member_id).prefetch_related("choices").first()

    def change_options(self) -> None:
        """Another version: votes out of an older one are refused. After the last, the first."""
        self.options_version = self.options_version % LAST_OPTIONS_VERSION + 1

    def leaders(self) -> list["Option"]:
        """The options with the most votes: the result, or more than one in a tie."""
        options = list(self.options.all())
        most = max(option.votes for option in options)
        return [option for option in options if option.votes == most]


class Option(models.Model):
    """One answer. Once somebody has voted it is neither changed nor taken away."""

    id = models.CharField(primary_key=True, max_length=22, default=keys.new_id, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=80)
    # As with a member's name: what names.key gives, and what release 1 reads.
    folded_text = models.CharField(max_length=220, default="", db_default="", editable=False)
    text_key = models.CharField(max_length=400, editable=False)
    votes = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
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
                name="option_number_in_range", condition=Q(number__range=(1, MOST_OPTIONS))
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Ballot(models.Model):
    """What one member chose. It counts while its member is in and the poll is not closed."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    member = models.ForeignKey(Member, models.CASCADE, related_name="ballots")
    counts = models.BooleanField(default=True, editable=False)
    cast_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint("poll", "member", name="ballot_one_a_member"),
        ]

    def __str__(self) -> str:
        return f"ballot of {self.member}"

    def chosen(self) -> set[str]:
        """The ids of the options on it."""
        return {choice.option_id for choice in self.choices.all()}

    def adjust_poll(self, change: int) -> None:
        """Adds it to the counts of its poll, or takes it out. Only under the trip's lock."""
        chosen = self.choices.values("option")
        Option.objects.filter(pk__in=chosen).update(votes=F("votes") + change)
        self.poll.voted_count += change


class Choice(models.Model):
    """One option on a ballot."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="choices")
    option = models.ForeignKey(Option, models.CASCADE, related_name="choices")
    is_only = models.BooleanField()  # as the poll says, so that the database can hold it to that

    class Meta:
        constraints = [
            models.UniqueConstraint("ballot", "option", name="choice_one_an_option"),
            models.UniqueConstraint(
                "ballot", condition=Q(is_only=True), name="choice_one_in_a_single_poll"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option}"
