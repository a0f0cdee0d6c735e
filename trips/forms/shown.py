"""A form to edit a row that somebody else may change meanwhile.

It carries what each field had shown in a hidden input: a field that still has that text was not
touched, and one whose row says something else now is refused.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, ClassVar

from django import forms

from trips import wire, zones
from trips.forms.fields import AmountField
from trips.forms.moments import ClockInput, MomentField, as_meant
from trips.forms.steps import StepsField, StepsInput

Seen = Mapping[str, str | None]  # the text that each field had shown; None: unknown
UNSEEN: Seen = {}  # for a call without a form


class ShownField(forms.BoundField):
    """A bound field of a ShownForm; its hidden input has no aria-describedby.

    A time or a sum that nobody touched is shown in the row's own zone or currency, even if another
    one was chosen in the form.
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
    """A form whose `initial` holds the values of a row, and which finds what others changed."""

    base_fields: ClassVar[dict[str, forms.Field]]
    bound_field_class = ShownField
    zone_field: ClassVar[str] = "timeZone"  # the field with the zone of its moments
    currency_field: ClassVar[str] = "currency"  # the field with the currency of its sums
    given: Mapping[str, Any] = {}  # the values that were sent and changed
    seen: Seen = UNSEEN
    now: Mapping[str, str] = {}  # the row's values as texts

    @classmethod
    def posted(cls, posted: Mapping[str, Any]) -> tuple[dict[str, Any], Seen]:
        """Return (changed fields, what each field had shown) of a posted form.

        A field that comes without what it had shown counts as changed. Moments are read in the
        posted time zone. Browsers send line ends as CR LF, which become LF.
        """
        texts = {name: str(text).replace("\r\n", "\n") for name, text in posted.items()}
        moments = cls._fields_of(MomentField)
        for name in texts.keys() & (moments | {f"initial-{name}" for name in moments}):
            texts[name] = ClockInput().value_from_datadict(texts, {}, name)
        for name in cls._fields_of(StepsField):
            if (steps := StepsInput().value_from_datadict(texts, {}, name)) is not None:
                texts[name] = steps
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
    def _fields_of(cls, kind: type[forms.Field]) -> set[str]:
        return {name for name, field in cls.base_fields.items() if isinstance(field, kind)}

    def show(self, given: Mapping[str, Any] | None = None, seen: Seen = UNSEEN) -> None:
        """Fill the form with the row's values, and with the given ones in their place.

        None for `given` shows the row alone and leaves the form unbound.
        """
        for field in self.fields.values():
            field.show_hidden_initial = True
        if given is None:
            return
        self.now = {name: self._row_text(name, self.initial) for name in self.fields}
        typed = {**self.initial, **given}
        agreed = {
            name
            for name in given.keys() & seen.keys()
            if self._text(name, given[name], typed) == self._row_text(name, typed)
        }
        self.given = {name: value for name, value in given.items() if name not in agreed}
        self.seen = {name: text for name, text in seen.items() if name not in agreed}
        self._was_seen = {
            name: self._row_text(name, {**self.initial, **_known(seen)}) for name in self.fields
        }
        hidden = {f"initial-{name}": text for name, text in self.now.items()}
        self.data = {**self.initial, **self.given, **hidden}
        self.is_bound = True

    @property
    def changed_data(self) -> list[str]:
        return [*self.given]

    def refuse_overtaken(self, names: Iterable[str]) -> None:
        """Add an error to each field that somebody else has changed meanwhile.

        It says the new value. A field is not refused if that is what was typed, too.
        """
        for name in filter(self._is_overtaken, names):
            others = self.errors.as_data().get(name, [])
            self.errors.pop(name, None)
            say = wire.older_page if self.seen[name] is None else wire.overtaken
            self.add_error(name, say(self.in_words(name)))
            for other in others:
                self.add_error(name, other)

    def in_words(self, name: str) -> str:
        """Return the row's value of a field as people read it."""
        return self.now[name]

    def _row_text(self, name: str, beside: Mapping[str, Any]) -> str:
        """Return the row's value of a field as text, by the zone and currency in `beside`."""
        return self._text(name, self.initial.get(name), beside)

    def _text(self, name: str, value: Any, beside: Mapping[str, Any]) -> str:
        """Return a field's value as text, by the zone and currency in `beside`."""
        field = deepcopy(self.fields[name])
        if isinstance(field, MomentField):
            if self.zone_field in beside:
                field.zone = zones.of(beside[self.zone_field])
            return field.prepare_value(value) or ""  # with " first" or " second" if it comes twice
        if isinstance(field, AmountField) and self.currency_field in beside:
            field.currency = str(beside[self.currency_field] or "").strip().upper()
        return field.hidden_widget().format_value(field.prepare_value(value)) or ""

    def _is_overtaken(self, name: str) -> bool:
        if name not in self.seen:
            return False
        seen, was = self.seen[name], self._was_seen[name]
        if seen is not None and isinstance(self.fields[name], AmountField):
            seen, was = seen.replace(",", "."), was.replace(",", ".")  # of another language
        if seen == was:
            return False
        typed = self.cleaned_data.get(name, self) if name in self.given else self
        return bool(typed != self.initial.get(name))


def _known(seen: Seen) -> dict[str, str]:
    return {name: text for name, text in seen.items() if text is not None}
