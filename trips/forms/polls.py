"""The forms of polls: a question to the group, one more option, a vote."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from trips import names
from trips.forms.fields import MomentField, NumberInput, TextField, ZonedForm, this_century
from trips.models import LEAST_OPTIONS, MOST_OPTIONS, Poll

LONGEST_OPTION = 80


@dataclass(frozen=True, slots=True)
class PollTerms:
    """What a poll asks, and how it is decided."""

    question: str
    options: tuple[str, ...]
    most_choices: int = 1
    results: str = Poll.Results.ALWAYS
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """What a member chose, out of which version of the options."""

    options: tuple[str, ...]  # ids
    options_version: int


class OptionsField(forms.Field):
    """The options of a new poll: a list, or a text with one a line. Gives clean texts."""

    widget = forms.Textarea(attrs={"rows": "6"})

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = value.splitlines() if isinstance(value, str) else value or []
        texts = [str(line) for line in lines if str(line).strip()]
        if not LEAST_OPTIONS <= len(texts) <= MOST_OPTIONS:
            sentence = f"Write {LEAST_OPTIONS} to {MOST_OPTIONS} options, each on its own line."
            raise forms.ValidationError(sentence)
        try:
            clean = [names.clean(text, LONGEST_OPTION) for text in texts]
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        _refuse_twins(clean)
        return tuple(clean)


def _refuse_twins(texts: list[str]) -> None:
    seen: dict[str, str] = {}
    for text in texts:
        twin = seen.setdefault(names.key(text), text)
        if twin is not text:
            raise forms.ValidationError(f"“{twin}” and “{text}” look the same. Keep one.")


class ChosenField(forms.Field):
    """The ids of the chosen options, each once."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(str(each) for each in value or []))
        if not chosen:
            raise forms.ValidationError("Choose at least one option.")
        return chosen


class PollForm(ZonedForm):
    """The organiser's form. A time without an offset is meant in the trip's time zone."""

    question = TextField(
        label="What is left to decide?",
        most=140,
        error_messages={"required": "Ask the group something, e.g. “Which dates suit you?”."},
    )
    options = OptionsField(
        label="Options", help_text="One a line, 2 to 20. You can add more later."
    )
    mostChoices = forms.IntegerField(
        label="How many may each person choose?",
        min_value=1,
        max_value=MOST_OPTIONS,
        initial=1,
        widget=NumberInput,
    )
    results = forms.ChoiceField(
        label="Who sees the votes while the poll is open?",
        choices=[
            (Poll.Results.ALWAYS, "Everybody"),
            (Poll.Results.VOTED, "Those who have voted"),
            (Poll.Results.CLOSED, "Nobody, until it is closed"),
        ],
        initial=Poll.Results.ALWAYS,
        widget=forms.RadioSelect,
    )
    closesAt = MomentField(label="Closes at", required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        self._zone = zone
        super().__init__(*args, **kwargs)

    def zone(self) -> ZoneInfo:
        return self._zone

    def clean_closesAt(self) -> datetime | None:
        at = this_century(self.cleaned_data["closesAt"])
        if at and at <= timezone.now() + timedelta(minutes=1):
            raise forms.ValidationError("Choose a moment more than a minute away.")
        return at

    def clean(self) -> None:
        super().clean()
        options, most = self.cleaned_data.get("options"), self.cleaned_data.get("mostChoices")
        if options and most and most > len(options):
            self.add_error("mostChoices", f"There are only {len(options)} options.")

    def terms(self) -> PollTerms:
        data = self.cleaned_data
        return PollTerms(
            question=data["question"],
            options=data["options"],
            most_choices=data["mostChoices"],
            results=data["results"],
            closes_at=data["closesAt"],
        )


class OptionForm(forms.Form):
    """One more option."""

    text = TextField(
        label="One more option",
        most=LONGEST_OPTION,
        error_messages={"required": "Write what can be chosen."},
    )


class VoteForm(forms.Form):
    """A ballot paper, filled in. Which options there are is decided under the trip's lock."""

    options = ChosenField()
    optionsVersion = forms.IntegerField(min_value=1, max_value=MOST_OPTIONS)

    def vote(self) -> Vote:
        return Vote(self.cleaned_data["options"], self.cleaned_data["optionsVersion"])
