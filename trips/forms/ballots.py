"""Forms for voting in a poll and for adding an option to it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trips.forms.fields import TextField, WholeField
from trips.forms.sentences import Worded
from trips.models import LAST_OPTIONS_VERSION, LONGEST_OPTION


@dataclass(frozen=True, slots=True)
class Vote:
    """The options that a member chose, and which version of the list they chose from."""

    options: tuple[str, ...]  # ids
    options_version: int


class ChosenField(Worded):
    """A field for the ids of the chosen options; gives a tuple without duplicates."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(str(each) for each in value or []))
        if not chosen:
            raise forms.ValidationError(_("Choose at least one option."))
        return chosen


class OptionForm(forms.Form):
    """The form that adds an option to a poll."""

    text = TextField(
        label=_("One more option"),
        most=LONGEST_OPTION,
        error_messages={"required": _("Write what can be chosen.")},
    )


class VoteForm(forms.Form):
    """A vote. Whether the options exist is checked later, under the lock of the trip's row."""

    options = ChosenField()
    optionsVersion = WholeField(min_value=1, max_value=LAST_OPTIONS_VERSION)

    def vote(self) -> Vote:
        """Return the vote of a valid form."""
        return Vote(self.cleaned_data["options"], self.cleaned_data["optionsVersion"])
