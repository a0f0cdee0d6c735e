"""The members' ballots in the polls of a trip."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trips.instances import prefetched
from trips.models.people import Member
from trips.models.polls import Option, Poll
from trips.statements import Param, compiled, update


class Ballot(models.Model):
    """The choices of one member in a poll. In an open poll it counts while its member is in."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots", verbose_name=_("poll"))
    member = models.ForeignKey(
        Member, models.CASCADE, related_name="ballots", verbose_name=_("member")
    )
    counts = models.BooleanField(_("counts"), default=True, editable=False)
    cast_at = models.DateTimeField(_("cast at"), default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("ballot"), _("ballots")
        constraints = [
            models.UniqueConstraint("poll", "member", name="ballot_one_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member}"

    def delete_with_choices(self) -> None:
        """Delete the ballot and its choices."""
        _choices.delete(ballot=self.pk)
        _ballot.delete(poll=self.poll_id, member=self.member_id)

    def chosen(self) -> set[str]:
        """Return the ids of the options on the ballot."""
        return {choice.option_id for choice in self.choices.all() if not choice.is_maybe}

    def maybes(self) -> set[str]:
        """Return the ids of the dates that do "if need be"."""
        return {choice.option_id for choice in self.choices.all() if choice.is_maybe}

    def adjust_poll(self, change: int) -> None:
        """Add the ballot to the counts of its poll (+1) or take it out (-1).

        Call it under the lock of the trip's row; the poll itself is not saved.
        """
        chosen, maybes = self.chosen(), self.maybes()
        for option in self.poll.options.all():  # as they were read under the lock
            if option.pk in chosen:
                option.votes += change
                update(option, ["votes"])
            elif option.pk in maybes:
                option.maybes += change
                update(option, ["maybes"])
        self.poll.voted_count += change


class Choice(models.Model):
    """One option on a ballot."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="choices")
    option = models.ForeignKey(Option, models.CASCADE, related_name="choices")
    is_only = models.BooleanField()  # of a single choice, copied for the constraint
    is_maybe = models.BooleanField(default=False, db_default=False)  # a date, "if need be"

    class Meta:
        verbose_name, verbose_name_plural = _("choice"), _("choices")
        constraints = [
            models.UniqueConstraint("ballot", "option", name="choice_one_an_option"),
            models.UniqueConstraint(
                "ballot", condition=Q(is_only=True), name="choice_one_in_a_single_poll"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option}"


_ballot = compiled(lambda: Ballot.objects.filter(poll=Param("poll"), member=Param("member")))
_choices = compiled(lambda: Choice.objects.filter(ballot=Param("ballot")))


def ballot_of(poll: Poll, member_id: str) -> Ballot | None:
    """Return a member's ballot in a poll, with its choices fetched, or None."""
    ballot = _ballot.first(poll=poll.pk, member=member_id)
    if ballot:
        ballot.poll = poll
        prefetched(ballot, "choices", _choices.all(ballot=ballot.pk))
    return ballot
