"""A form of what stands on a row. It carries what it showed: what still says so was not touched."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from trips import wire

Seen = Mapping[str, str | None]  # what a form had shown, by field; None where nobody knows
UNSEEN: Seen = {}  # by whoever calls without a form


def touched(posted: Mapping[str, Any], names: Iterable[str]) -> tuple[dict[str, Any], Seen]:
    """What somebody changed of the fields of a form, and what all of them had shown.

    Who sends a field without what it had shown has seen no form, and means it.
    """
    shown = {name: posted.get(f"initial-{name}") for name in names}
    given = {name: posted[name] for name in shown if name in posted and posted[name] != shown[name]}
    return given, {name: text for name, text in shown.items() if text is not None}


class ShownField(forms.BoundField):
    """Describes what is seen; HTML knows no description of a hidden input."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if widget and widget.is_hidden:
            built.pop("aria-describedby", None)
        return built


class ShownForm(forms.BaseForm):
    """Its `initial` is what stands on the row."""

    bound_field_class = ShownField
    given: Mapping[str, Any] = {}
    seen: Seen = UNSEEN
    now: Mapping[str, str] = {}  # the texts of what stands there
    still: Mapping[str, str] = {}  # the same in the currency and by the clocks of what was seen

    def show(self, given: Mapping[str, Any] | None = None, seen: Seen = UNSEEN) -> None:
        """Fills in the row, and what is given in place of what stands there; None: only the row."""
        for field in self.fields.values():
            field.show_hidden_initial = True
        if given is None:
            return
        self.now = self._texts(self.initial)
        self.still = self._texts({**self.initial, **seen})
        here = self._texts({**self.initial, **given})
        agreed = {name for name in given if self._text(name, given[name]) == here[name]} & {*seen}
        self.given = {name: value for name, value in given.items() if name not in agreed}
        self.seen = {name: text for name, text in seen.items() if name not in agreed}
        hidden = {f"initial-{name}": text for name, text in self.now.items()}
        self.data = {**self.initial, **self.given, **hidden}
        self.is_bound = True

    @property
    def changed_data(self) -> list[str]:
        return [*self.given]

    def refuse_overtaken(self, names: Iterable[str]) -> None:
        """Puts beside them what they became, where that is neither what was seen nor is typed."""
        for name in filter(self._is_overtaken, names):
            others = self.errors.as_data().get(name, [])
            self.errors.pop(name, None)
            self.add_error(name, wire.overtaken(self.in_words(name)))
            for other in others:
                self.add_error(name, other)

    def in_words(self, name: str) -> str:
        """What stands there."""
        return self.now[name]

    def read_by(self, values: Mapping[str, Any]) -> None:
        """Lets fields read and show as these values of others say: a currency, a time zone."""

    def _texts(self, by: Mapping[str, Any]) -> dict[str, str]:
        """What the fields say for what stands there."""
        self.read_by(by)
        return {name: self._text(name, self.initial.get(name)) for name in self.fields}

    def _text(self, name: str, value: Any) -> str:
        """What the field says for a value."""
        field = self.fields[name]
        return field.hidden_widget().format_value(field.prepare_value(value)) or ""

    def _is_overtaken(self, name: str) -> bool:
        if name not in self.seen or self.seen[name] == self.still[name]:
            return False
        typed = self.cleaned_data.get(name, self) if name in self.given else self
        return bool(typed != self.initial.get(name))
