"""Fields that several forms share, and functions to validate a form and show its errors."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from trips import money, names, numbers, phones, wire, zones
from trips.forms.moments import MomentField, as_shown, choices_of
from trips.forms.sentences import NO_SUM, NO_WHOLE_NUMBER, Worded

EMOJIS = {
    "🏖️": _("Beach"),
    "⛰️": _("Mountains"),
    "🏙️": _("City"),
    "🏕️": _("Camping"),
    "🎿": _("Snow"),
    "⛵": _("Sailing"),
    "🚲": _("Cycling"),
    "🍽️": _("Food"),
    "🎶": _("Music"),
    "🎉": _("Party"),
}
AnyForm = TypeVar("AnyForm", bound=forms.Form)


class TextField(Worded, forms.CharField):
    """A short text that obeys the rules of `names.clean`; a bad one is refused, not stripped."""

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(strip=False, max_length=4 * most, **options)
        self.most = most  # in characters; browsers count an emoji as two, and cut

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let a text run from right to left that begins so, whatever the page does."""
        return {**super().widget_attrs(widget), "dir": "auto"}

    def clean(self, value: Any) -> str:
        if isinstance(value, str) and self.max_length and len(value) > self.max_length:
            raise forms.ValidationError(names.too_long(value, self.most))
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return self.checked(text)
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def checked(self, text: str) -> str:
        """Return a text in its stored form. Raises ValueError with what is wrong with it."""
        return names.clean(text, self.most)


class LinesField(TextField):
    """A text of several lines, by the rules of `names.clean_lines`."""

    widget = forms.Textarea(attrs={"rows": "4"})

    def checked(self, text: str) -> str:
        return names.clean_lines(text, self.most)


class EmojiField(TextField):
    """A single emoji, of which the page suggests some; gives "" for none."""

    widget = forms.TextInput(attrs={"list": "emojis", "autocomplete": "off"})
    suggestions = EMOJIS

    def checked(self, text: str) -> str:
        return names.one_emoji(text)


class PhoneField(Worded, forms.CharField):
    """A mobile number, typed as people dial it; gives E.164, or ""."""

    widget = forms.TextInput(
        attrs={"type": "tel", "dir": "ltr", "autocomplete": "tel", "inputmode": "tel"}
    )
    region: str | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=phones.LONGEST, **options)

    def read_at(self, zone: str) -> None:
        """Read numbers without a country code as numbers of this time zone's country."""
        self.region = zones.region(zone)
        if code := phones.code_of(self.region):
            sentence = gettext("Without + or 00 it is read as {code} ({country}).")
            self.help_text = sentence.format(code=code, country=zones.country(zone))

    def clean(self, value: Any) -> str:
        return self.read(value, self.region)

    def read(self, value: Any, region: str | None) -> str:
        """Clean a value typed in a region (ISO 3166). Raises ValidationError."""
        try:
            return phones.parse(super().clean(value), region)
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class NumberInput(forms.TextInput):
    """A text input for a number: <input type="number"> changes when somebody scrolls over it."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"inputmode": "numeric", **(attrs or {})})


class WholeField(Worded, forms.IntegerField):
    """A whole number as people write it: "12 000", "1,20,000", "१२"."""

    widget = NumberInput
    default_error_messages = NO_WHOLE_NUMBER

    def to_python(self, value: Any) -> int | None:
        return super().to_python(_read(numbers.whole, value))


class AmountField(Worded, forms.DecimalField):
    """A sum as people write it, in the `currency` of this code: "₹1,20,000", "12.000,50 €"."""

    widget = NumberInput({"inputmode": "decimal"})
    default_error_messages = NO_SUM
    currency = ""  # ISO 4217; "" until one is chosen

    def prepare_value(self, value: Any) -> Any:
        return money.in_a_field(value, self.currency) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        amount = super().to_python(_read(self._amount, value))
        return None if amount is None else abs(amount) if amount == 0 else amount  # no "-0.00"

    def _amount(self, text: str) -> Decimal:
        bare = money.without_marks(text, self.currency)
        return numbers.amount(bare, money.decimals(self.currency))


def _read(read: Callable[[str], Any], value: Any) -> Any:
    """Read a text by a parser unless it is blank; turn its ValueError into ValidationError."""
    if not isinstance(value, str) or not value.strip():
        return value
    try:
        return read(value)
    except ValueError as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


class CurrencyField(Worded, forms.CharField):
    """The ISO 4217 code of a currency, in capitals; the page suggests the known ones."""

    widget = forms.TextInput(
        attrs={"list": "currencies", "autocapitalize": "characters", "autocomplete": "off"}
    )
    suggestions = property(lambda field: money.currencies())

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).upper()


class ZoneField(Worded, forms.CharField):
    """The IANA name of a time zone."""


class QuestionField(Worded, forms.BooleanField):
    """A confirmation that is needed only after a certain error; the page hides it until then."""

    is_question = True

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


def read_by(form: forms.BaseForm, zone: object, currency: object) -> None:
    """Set the time zone of a form's moments and the currency of its sums."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.zone = zones.of(zone)
        if isinstance(field, AmountField):
            field.currency = str(currency or "").strip().upper()


def name_field(label: StrOrPromise, missing: StrOrPromise) -> TextField:
    """Make a field for somebody's name; `missing` is the error if it is empty."""
    widget = forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"})
    return TextField(
        label=label, most=names.LONGEST, widget=widget, error_messages={"required": missing}
    )


def validated(form: AnyForm) -> AnyForm:
    """Return the form if it is valid.

    Raises Refusal `invalid` with the first error of each field.
    """
    if form.is_valid():
        return form
    refusal = wire.Refusal("invalid", **errors_of(form))
    refusal.initial = {name: as_shown(text) for name, text in getattr(form, "now", {}).items()}
    refusal.choices = choices_of(form)
    raise refusal


def add_errors(
    form: forms.BaseForm, errors: Mapping[str, str], names: Mapping[str, str] = {}
) -> None:
    """Add errors to those fields of a form that have none yet.

    `errors` are by the API's field names; `names` maps them to the form's if they differ. Errors
    of other names, the idempotency key perhaps, are left to the page.
    """
    for name, sentence in errors.items():
        field = names.get(name, name)
        if field in (*form.fields, NON_FIELD_ERRORS) and field not in form.errors:
            form.add_error(field, sentence)


def errors_of(form: forms.Form) -> dict[str, str]:
    """Return the first error of each field by its name, as the API answers them."""
    return {name: str(errors[0]) for name, errors in form.errors.items()}
