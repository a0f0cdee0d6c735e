"""The field of the discount's further steps: rows of two inputs, or a list of a program."""

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trips import numbers
from trips.forms.sentences import Worded
from trips.models import LEAST_REQUIRED, MOST_MEMBERS, MOST_STEPS

ROWS = range(MOST_STEPS - 1)
PARTS = ("members", "percent")
MOST_PERCENT = 100


class StepsInput(forms.Widget):
    """Rows of two inputs, for the members and the percent of a step; empty ones count for nothing.

    Its value is one text, as a script sends it in place of the rows: `[["8","12"],["12","15"]]`.
    """

    template_name = "_steps_input.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        rows = [[data.get(f"{name}-{row}-{part}") for part in PARTS] for row in ROWS]
        sent = [[str(text or "").strip() for text in row] for row in rows if row != [None, None]]
        return as_text(sent) if sent else data.get(name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return self.value_from_datadict(data, files, name) is None

    def format_value(self, value: Any) -> str:
        return as_text(value)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        typed = [*_pairs(value), *[["", ""]] * len(ROWS)][: len(ROWS)]
        context["widget"]["rows"] = [[row, *pair] for row, pair in zip(ROWS, typed, strict=True)]
        return context


class HiddenSteps(forms.HiddenInput):
    """A hidden input with the steps that a form had shown."""

    def format_value(self, value: Any) -> str:
        return as_text(value)


class StepsField(Worded):
    """The steps of the discount beyond the first; gives a list of [members, percent]."""

    widget = StepsInput
    hidden_widget = HiddenSteps

    def prepare_value(self, value: Any) -> str:
        return as_text(value)

    def clean(self, value: Any) -> list[list[int]]:
        steps = [_step(pair) for pair in _pairs(value)]
        if len(steps) > MOST_STEPS:  # the first may be among them
            raise forms.ValidationError(too_many(MOST_STEPS))
        if not all(rises(*both) for both in pairwise(steps)):
            raise forms.ValidationError(NOT_RISING)
        return steps

    def has_changed(self, initial: Any, data: Any) -> bool:
        return as_text(initial) != as_text(data)


def too_many(most: int) -> str:
    """Say that no more than so many steps fit."""
    sentence = ngettext("At most {n} step fits here.", "At most {n} steps fit here.", most)
    return sentence.format(n=most)


NOT_RISING = _("Each step needs more people and more percent than the one before it.")


def rises(step: list[int], following: list[int]) -> bool:
    """Return whether the following of two steps, [members, percent], is higher in both."""
    return step[0] < following[0] and step[1] < following[1]


def as_text(value: Any) -> str:
    """Write steps as the text that forms and scripts hold; "" for none, or what is no such list."""
    pairs = _pairs(value)
    return json.dumps(pairs, ensure_ascii=False, separators=(",", ":")) if pairs else ""


def _pairs(value: Any) -> list[list[str]]:
    """Read steps as pairs of texts, from whatever holds them; leave out empty rows."""
    if isinstance(value, str):
        value = _parsed(value)
    rows = [_pair(row) for row in value or []]
    return [row for row in rows if any(row)]


def _pair(row: Any) -> list[str]:
    parts = [row.get(part) for part in PARTS] if isinstance(row, dict) else row
    if not isinstance(parts, list | tuple) or len(parts) != len(PARTS):
        return ["?", "?"]
    return ["" if part is None else _plain(part) for part in parts]


def _plain(part: Any) -> str:
    """Write a part as a text that every page can hold."""
    return str(part).strip().encode(errors="replace").decode()


def _parsed(text: str) -> list[Any]:
    if not text.strip():
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return [["?", "?"]]  # a row that nobody could have typed, so that it is refused
    return found if isinstance(found, list) else [["?", "?"]]


def _step(pair: list[str]) -> list[int]:
    if not all(pair):
        raise forms.ValidationError(_("Write both numbers of a step: the people and the percent."))
    try:
        members, percent = (numbers.whole(text) for text in pair)
        step = [int(members), int(percent)]
    except ValueError as refusal:
        raise forms.ValidationError(_("Write whole numbers in digits, e.g. 8 and 12.")) from refusal
    if not LEAST_REQUIRED <= step[0] <= MOST_MEMBERS:
        sentence = gettext("A step needs {least} to {most} people.")
        raise forms.ValidationError(sentence.format(least=LEAST_REQUIRED, most=MOST_MEMBERS))
    if not 1 <= step[1] <= MOST_PERCENT:
        raise forms.ValidationError(_("A discount is 1 to 100 percent."))
    return step
