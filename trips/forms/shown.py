"""A form of what stands on a row. It carries what it showed: what still says so was not touched."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms


def touched(
    posted: Mapping[str, Any], names: Iterable[str]
) -> tuple[dict[str, Any], dict[str, str | None]]:
    """What somebody changed of the fields of a form, and what all of them had shown.

    Without `initial-…` nobody knows what it showed: a page of a release before these, which sends
    every field, is taken to have shown something else; whoever sends only some means those.
    """
    seen = {name: posted.get(f"initial-{name}") for name in names}
    given = {name: posted[name] for name in seen if name in posted and posted[name] != seen[name]}
    if given.keys() != seen.keys() or any(text is not None for text in seen.values()):
        seen = {name: text for name, text in seen.items() if text is not None}
    return given, seen


class ShownForm(forms.BaseForm):
    """Its `initial` is what stands on the row now."""

    given: Mapping[str, Any] = {}
    seen: Mapping[str, str | None] = {}

    def show(self, given: Mapping[str, Any] | None, seen: Mapping[str, str | None]) -> None:
        """Fills in the row, and what is given in place of what stands there; None: only the row."""
        for field in self.fields.values():
            field.show_hidden_initial = True
        if given is None:
            return
        now = {name: self.text_of(name) for name in self.fields}
        agreed = {
            name for name in seen if name in given if self.text_of(name, given[name]) == now[name]
        }
        self.given = {name: given[name] for name in given if name not in agreed}
        self.seen = {name: seen[name] for name in seen if name not in agreed}
        hidden = {f"initial-{name}": text for name, text in now.items()}
        self.data = {**self.initial, **self.given, **hidden}
        self.is_bound = True

    def text_of(self, name: str, *value: Any) -> str:
        """What the field says for a value, by default for what stands on the row."""
        field = self.fields[name]
        one = value[0] if value else self.initial[name]
        return field.hidden_widget().format_value(field.prepare_value(one)) or ""

    def is_overtaken(self, name: str) -> bool:
        """Whether it has become something else since it was shown, and not what was typed."""
        if name not in self.seen or self.seen[name] == self.text_of(name):
            return False
        typed = self.cleaned_data.get(name, self) if name in self.given else self
        return bool(typed != self.initial[name])
