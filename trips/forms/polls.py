"""Forms to start, edit and reopen a poll."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trips import clock, names, words
from trips.forms.fields import TextField, WholeField
from trips.forms.moments import MomentField, ZonedForm, this_century
from trips.forms.sentences import Worded
from trips.forms.shown import UNSEEN, Seen, ShownForm
from trips.models import LEAST_OPTIONS, LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS, Poll
from trips.wire.columns import column

# The columns of a poll by the API's field names; options have rows of their own.
COLUMNS = {name: column(name) for name in ("question", "mostChoices", "results", "closesAt")}


@dataclass(frozen=True, slots=True)
class PollTerms:
    """The question, options and rules of a new poll."""

    question: str
    options: tuple[str, ...]
    most_choices: int = 1
    results: str = Poll.Results.ALWAYS
    closes_at: datetime | None = None


class OptionsField(Worded):
    """The options of a poll: a list, or a text with one option a line. Gives clean texts."""

    widget = forms.Textarea(attrs={"rows": "6", "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = value.splitlines() if isinstance(value, str) else value or []
        texts = [str(line) for line in lines if str(line).strip()]
        if not LEAST_OPTIONS <= len(texts) <= MOST_OPTIONS:
            sentence = ngettext(
                "Write {least} to {n} option, each on its own line.",
                "Write {least} to {n} options, each on its own line.",
                MOST_OPTIONS,
            )
            raise forms.ValidationError(sentence.format(least=LEAST_OPTIONS, n=MOST_OPTIONS))
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
            raise forms.ValidationError(
                gettext("“{one}” and “{other}” look the same. Keep one.").format(
                    one=twin, other=text
                )
            )


class ResultsField(Worded, forms.ChoiceField):
    """The choice when members see the counts."""


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


class PollForm(ClosingForm):
    """The form that starts a poll."""

    field_order = ("question", "options", "mostChoices", "results", "closesAt")
    question = TextField(
        label=_("What is left to decide?"),
        most=LONGEST_QUESTION,
        error_messages={"required": _("Ask the group something, e.g. “Which dates suit you?”.")},
        description=f"1 to {LONGEST_QUESTION} characters",
        example="Which dates?",
    )
    options = OptionsField(
        label=_("Options"),
        help_text=format_lazy(
            _("One a line, {least} to {most}. You can add more later."),
            least=LEAST_OPTIONS,
            most=MOST_OPTIONS,
        ),
        description=f"{LEAST_OPTIONS} to {MOST_OPTIONS} texts of 1 to {LONGEST_OPTION} characters, "
        "no two alike",
        example=["5–7 Dec", "12–14 Dec"],
    )
    mostChoices = WholeField(
        label=_("How many may each person choose?"),
        min_value=1,
        max_value=MOST_OPTIONS,
        initial=1,
        description="How many each may choose",
        default=1,
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
        return PollTerms(options=data["options"], **columns)


class EditPollForm(ShownForm, PollForm):
    """The form that edits a poll: the values that were sent, and else those of its row.

    Only the fields that were sent are validated.
    """

    def __init__(
        self, poll: Poll, given: Mapping[str, Any] | None = None, seen: Seen = UNSEEN
    ) -> None:
        row: dict[str, Any] = {name: getattr(poll, column) for name, column in COLUMNS.items()}
        row["options"] = tuple(option.text for option in poll.options.all())
        if given is not None:
            given = {name: given[name] for name in given if name in row}
        data = None if given is None else {**row, **given}
        super().__init__(data, initial=row, zone=poll.trip.zone)
        self.show(given, seen)

    def changed_options(self) -> tuple[str, ...]:
        """Return the texts of all options if they were changed, else ()."""
        texts: tuple[str, ...] = self.cleaned_data["options"] if "options" in self.given else ()
        return () if texts == self.initial["options"] else texts

    def changed_columns(self) -> dict[str, Any]:
        """Return the new values that differ from the row, by column."""
        found = {name: self.cleaned_data[name] for name in COLUMNS if name in self.given}
        return {COLUMNS[name]: new for name, new in found.items() if new != self.initial[name]}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        validated = {*self.given, *(("mostChoices",) if "options" in self.given else ())}
        for name in self.errors.keys() - validated - {NON_FIELD_ERRORS}:
            del self.errors[name]
        self.refuse_overtaken(self.given)

    def in_words(self, name: str) -> str:
        value = self.initial[name]
        if name == "options":
            return words.text_of(words.listed(value))
        if name == "results":
            return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]
        if name == "closesAt":
            return _moment(value, self.zone())
        return str(value or "")


class ReopenForm(ShownForm, ClosingForm):
    """The form that reopens a poll: its closing time stays if it is still ahead.

    A closing time is validated only if it was sent.
    """

    def __init__(
        self, poll: Poll, given: Mapping[str, Any] | None = None, seen: Seen = UNSEEN
    ) -> None:
        at = poll.closes_at
        self._passed = at if at and at <= clock.now() else None
        row = {"closesAt": None if self._passed else at}
        if given is not None:
            given = {name: given[name] for name in given if name in row}
        super().__init__(given, initial=row, zone=poll.trip.zone)
        self.show(given, seen)

    def in_words(self, name: str) -> str:
        return _moment(self.initial[name], self.zone())

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.given:
            self.errors.clear()
        if not self._has_passed_since():
            self.refuse_overtaken(["closesAt"])
        elif not self.given:
            was = _moment(self._passed, self.zone())
            self.add_error(
                "closesAt",
                gettext(
                    "The closing time has passed meanwhile: {was}. Choose a later one, or none."
                ).format(was=was),
            )

    def _has_passed_since(self) -> bool:
        """Return whether the closing time has passed while the form was open."""
        shown = self.seen.get("closesAt")
        return bool(shown) and shown == self._text("closesAt", self._passed, self.seen)

    def closes_at(self) -> datetime | None:
        """Return when the poll closes by itself, or None, from a valid form."""
        at: datetime | None = (self.cleaned_data if self.given else self.initial)["closesAt"]
        return at


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return words.moment(at, zone.key) if at else ""
