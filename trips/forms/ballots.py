"""The form for voting in a poll."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from trips.forms.fields import WholeField
from trips.forms.sentences import Worded
from trips.models import LAST_OPTIONS_VERSION

ANSWER = "answer-"


@dataclass(frozen=True, slots=True)
class Vote:
    """The options that a member chose, and which version of the list they chose from."""

    options: tuple[str, ...]  # ids
    options_version: int
    maybes: tuple[str, ...] = ()  # ids of dates that do if need be


class ChosenField(Worded):
    """A field for the ids of the chosen options; gives a tuple without duplicates.

    Whether none is enough depends on the poll.
    """

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(each) for each in value or []))


class VoteForm(forms.Form):
    """A vote. Whether the options exist is checked later, under the lock of the trip's row."""

    options = ChosenField()
    maybes = ChosenField()
    optionsVersion = WholeField(min_value=1, max_value=LAST_OPTIONS_VERSION)

    def vote(self) -> Vote:
        """Return the vote of a valid form."""
        data = self.cleaned_data
        return Vote(data["options"], data["optionsVersion"], data["maybes"])


def answers_in(posted: QueryDict) -> dict[str, list[str]]:
    """Return the ids of the dates with yes, and with "if need be", of a posted ballot.

    It holds an answer for each date: `answer-<id>` is "yes", "maybe" or "no".
    """
    given = {name.removeprefix(ANSWER): answer for name, answer in posted.items()}
    of_dates = {each: given[each] for each in given if f"{ANSWER}{each}" in posted}
    return {
        "options": [each for each, answer in of_dates.items() if answer == "yes"],
        "maybes": [each for each, answer in of_dates.items() if answer == "maybe"],
    }
