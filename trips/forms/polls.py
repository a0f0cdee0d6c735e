"""The form that starts a poll."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from trips import clock
from trips.forms.fields import TextField, WholeField
from trips.forms.moments import MomentField, ZonedForm, this_century
from trips.forms.options import OptionsField
from trips.forms.sentences import Worded
from trips.models import LEAST_OPTIONS, LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS, Poll
from trips.wire.columns import column

# The columns of a poll by the API's field names; options have rows of their own.
COLUMNS = {
    name: column(name) for name in ("question", "mostChoices", "results", "showsVoters", "closesAt")
}


@dataclass(frozen=True, slots=True)
class PollTerms:
    """The question, options and rules of a new poll."""

    question: str
    options: tuple[str, ...]
    most_choices: int = 1
    results: str = Poll.Results.ALWAYS
    closes_at: datetime | None = None
    shows_voters: bool = False
    links: Mapping[str, str] = field(default_factory=dict)  # by the option's text


class ResultsField(Worded, forms.ChoiceField):
    """The choice when members see the counts."""


class YesNoField(Worded, forms.TypedChoiceField):
    """A choice of two as radio buttons, which browsers send whatever is chosen; none is no."""

    widget = forms.RadioSelect

    def __init__(self, *, no: StrOrPromise, yes: StrOrPromise, **options: Any) -> None:
        choices, initial = [(False, no), (True, yes)], False
        super().__init__(
            choices=choices, coerce=_is_yes, empty_value=False, initial=initial, **options
        )


def _is_yes(text: str) -> bool:
    return text == str(True)


class ClosingForm(ZonedForm):
    """A form with the closing time of a poll, read in the trip's time zone."""

    closesAt = MomentField(
        label=_("Closes at"),
        required=False,
        description="ISO 8601; null for never by itself. Without an offset meant in the trip's "
        "time zone; a time that its clocks show twice needs one",
        example="2026-12-20T20:00",
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        self._zone = zone
        super().__init__(*args, **kwargs)

    def zone(self) -> ZoneInfo:
        return self._zone

    def clean_closesAt(self) -> datetime | None:
        """Check that the poll takes votes for more than a minute from now."""
        at = this_century(self.cleaned_data["closesAt"])
        if at and at <= clock.now() + timedelta(minutes=1):
            raise forms.ValidationError(_("Choose a moment more than a minute away."))
        return at


class AskForm(ClosingForm):
    """What any poll has: its question, and who sees the answers."""

    question = TextField(
        label=_("What is left to decide?"),
        most=LONGEST_QUESTION,
        error_messages={"required": _("Ask the group something, e.g. “Which dates suit you?”.")},
        description=f"1 to {LONGEST_QUESTION} characters",
        example="Which dates?",
    )
    results = ResultsField(
        label=_("Who sees the votes while the poll is open?"),
        choices=[
            (Poll.Results.ALWAYS, _("Everybody")),
            (Poll.Results.VOTED, _("Those who have voted")),
            (Poll.Results.CLOSED, _("Nobody, until it is closed")),
        ],
        initial=Poll.Results.ALWAYS,
        widget=forms.RadioSelect,
        description="Who sees the counts while it is open: always, voted or closed",
        default=Poll.Results.ALWAYS.value,
    )
    showsVoters = YesNoField(
        label=_("Are names shown with the votes?"),
        no=_("No, only how many chose what"),
        yes=_("Yes, everybody sees who chose what"),
        required=False,
        description="Whether members see who chose what, where they see the counts; said on the "
        "ballot, and fixed once somebody has voted",
        default=False,
    )


class PollForm(AskForm):
    """The form that starts a poll."""

    field_order = ("question", "options", "mostChoices", "results", "showsVoters", "closesAt")
    options = OptionsField(
        label=_("Options"),
        help_text=format_lazy(
            _(
                "One a line, {least} to {most}; a line may end with a link, https://…. "
                "You can add more later."
            ),
            least=LEAST_OPTIONS,
            most=MOST_OPTIONS,
        ),
        description=f"{LEAST_OPTIONS} to {MOST_OPTIONS} texts of 1 to {LONGEST_OPTION} characters, "
        "no two alike, each a text or {text, url}; in a change a text keeps the link that it had",
        example=["5–7 Dec", {"text": "12–14 Dec", "url": "https://example.com/hut"}],
    )
    mostChoices = WholeField(
        label=_("How many may each person choose?"),
        min_value=1,
        max_value=MOST_OPTIONS,
        initial=1,
        description="How many each may choose",
        default=1,
    )

    def clean(self) -> None:
        super().clean()
        options, most = self.cleaned_data.get("options"), self.cleaned_data.get("mostChoices")
        if options and most and most > len(options):
            sentence = ngettext(
                "There is only {n} option.", "There are only {n} options.", len(options)
            )
            self.add_error("mostChoices", sentence.format(n=len(options)))

    def terms(self) -> PollTerms:
        """Return the terms of the poll, from a valid form."""
        data = self.cleaned_data
        columns = {column: data[name] for name, column in COLUMNS.items()}
        links = {text: url for text, url in data["options"] if url}
        return PollTerms(
            options=tuple(text for text, _url in data["options"]), links=links, **columns
        )
