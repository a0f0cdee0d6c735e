"""A form of what stands on a row. It carries what it showed: what still says so was not touched."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, ClassVar

from django import forms

from trips import wire, zones
from trips.forms.fields import AmountField
from trips.forms.moments import ClockInput, MomentField, as_meant

Seen = Mapping[str, str | None]  # what a form had shown, by field; None where nobody knows
UNSEEN: Seen = {}  # by whoever calls without a form


class ShownField(forms.BoundField):
    """Describes what is seen; HTML knows no description of a hidden input.

    A time or a sum that nobody touched is shown as the row says it, whatever else was chosen.
    """

    form: "ShownForm"

    def value(self) -> Any:
        if isinstance(self.field, MomentField | AmountField) and self.name not in self.form.given:
            return self.form.now.get(self.name, super().value())
        return super().value()

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if widget and widget.is_hidden:
            built.pop("aria-describedby", None)
        return built


class ShownForm(forms.BaseForm):
    """Its `initial` is what stands on the row."""

    base_fields: ClassVar[dict[str, forms.Field]]
    bound_field_class = ShownField
    zone_field: ClassVar[str] = "timeZone"  # by which its times are written
    currency_field: ClassVar[str] = "currency"  # and its sums
    given: Mapping[str, Any] = {}
    seen: Seen = UNSEEN
    now: Mapping[str, str] = {}  # the texts of what stands there

    @classmethod
    def posted(cls, posted: Mapping[str, Any]) -> tuple[dict[str, Any], Seen]:
        """What somebody changed of a form that was shown, and what all of it had said.

        Who sends a field without what it had shown has seen no form, and means it. A time is meant
        by the clocks that the form names. Browsers send the ends of lines in two characters.
        """
        texts = {name: str(text).replace("\r\n", "\n") for name, text in posted.items()}
        moments = cls._moments()
        for name in texts.keys() & (moments | {f"initial-{name}" for name in moments}):
            texts[name] = ClockInput().value_from_datadict(texts, {}, name)
        said = {name: texts.get(f"initial-{name}") for name in cls.base_fields}
        given: dict[str, Any] = {
            name: texts[name] for name in said if name in texts and texts[name] != said[name]
        }
        seen = {name: text for name, text in said.items() if text is not None}
        if zone := texts.get(cls.zone_field):
            for name in given.keys() & moments:
                given[name] = as_meant(given[name], zone)
            if seen:
                seen.setdefault(cls.zone_field, zone)
        return given, seen

    @classmethod
    def _moments(cls) -> set[str]:
        return {name for name, field in cls.base_fields.items() if isinstance(field, MomentField)}

    def show(self, given: Mapping[str, Any] | None = None, seen: Seen = UNSEEN) -> None:
        """Fills in the row, and what is given in place of what stands there; None: only the row."""
        for field in self.fields.values():
            field.show_hidden_initial = True
        if given is None:
            return
        self.now = {name: self._stands(name, self.initial) for name in self.fields}
        typed = {**self.initial, **given}
        agreed = {
            name
            for name in given.keys() & seen.keys()
            if self._text(name, given[name], typed) == self._stands(name, typed)
        }
        self.given = {name: value for name, value in given.items() if name not in agreed}
        self.seen = {name: text for name, text in seen.items() if name not in agreed}
        self._was_seen = {
            name: self._stands(name, {**self.initial, **_known(seen)}) for name in self.fields
        }
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
            say = wire.older_page if self.seen[name] is None else wire.overtaken
            self.add_error(name, say(self.in_words(name)))
            for other in others:
                self.add_error(name, other)

    def in_words(self, name: str) -> str:
        """What stands there."""
        return self.now[name]

    def _stands(self, name: str, beside: Mapping[str, Any]) -> str:
        """What a form that says this beside it shows of the row."""
        return self._text(name, self.initial.get(name), beside)

    def _text(self, name: str, value: Any, beside: Mapping[str, Any]) -> str:
        """What the field says for a value, in the zone and the currency that stand beside it."""
        field = deepcopy(self.fields[name])
        if isinstance(field, MomentField):
            if self.zone_field in beside:
                field.zone = zones.of(beside[self.zone_field])
            return field.prepare_value(value) or ""  # also which of two times it is
        if isinstance(field, AmountField) and self.currency_field in beside:
            field.currency = str(beside[self.currency_field] or "").strip().upper()
        return field.hidden_widget().format_value(field.prepare_value(value)) or ""

    def _is_overtaken(self, name: str) -> bool:
        if name not in self.seen or self.seen[name] == self._was_seen[name]:
            return False
        typed = self.cleaned_data.get(name, self) if name in self.given else self
        return bool(typed != self.initial.get(name))


def _known(seen: Seen) -> dict[str, str]:
    return {name: text for name, text in seen.items() if text is not None}
