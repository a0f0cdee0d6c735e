"""The forms of ballots: a vote, and one more option to vote for."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trips.forms.fields import TextField, WholeField
from trips.forms.polls import LONGEST_OPTION
from trips.forms.sentences import Worded
from trips.models import LAST_OPTIONS_VERSION


@dataclass(frozen=True, slots=True)
class Vote:
    """What a member chose, out of which version of the options."""

    options: tuple[str, ...]  # ids
    options_version: int


class ChosenField(Worded):
    """The ids of the chosen options, each once."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(str(each) for each in value or []))
        if not chosen:
            raise forms.ValidationError(_("Choose at least one option."))
        return chosen


class OptionForm(forms.Form):
    """One more option."""

    text = TextField(
        label=_("One more option"),
        most=LONGEST_OPTION,
        error_messages={"required": _("Write what can be chosen.")},
    )


class VoteForm(forms.Form):
    """A ballot paper, filled in. Which options there are is decided under the trip's lock."""

    options = ChosenField()
    optionsVersion = WholeField(min_value=1, max_value=LAST_OPTIONS_VERSION)

    def vote(self) -> Vote:
        """Read the vote; the form is valid."""
        return Vote(self.cleaned_data["options"], self.cleaned_data["optionsVersion"])
