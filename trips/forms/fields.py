"""Fields that several forms have, and how a form is judged."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import timezone as fixed
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.dateparse import parse_date

from trips import money, names, numbers, phones, wire, zones

AnyForm = TypeVar("AnyForm", bound=forms.Form)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
AS_TYPED = fixed(timedelta(0), "as typed")


class TextField(forms.CharField):
    """A short text after the policy of names: refused, never silently stripped."""

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(strip=False, max_length=4 * most, **options)
        self.most = most  # in characters; browsers count an emoji as two, and cut

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return names.clean(text, self.most)
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class PhoneField(forms.CharField):
    """An optional mobile number; gives E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
    region: str | None = None

    def read_at(self, zone: str) -> None:
        """Reads a number without a country code as one dials it where this time zone holds."""
        self.region = zones.region(zone)
        if code := phones.code_of(self.region):
            self.help_text = f"Without + or 00 it is read as {code} ({zones.country(zone)})."

    def clean(self, value: Any) -> str:
        try:
            return phones.parse(super().clean(value), self.region)
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class NumberInput(forms.TextInput):
    """A number to type. The browsers' own input for it counts when somebody scrolls over it."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"inputmode": "numeric", **(attrs or {})})


class WholeField(forms.IntegerField):
    """A whole number as people write it: "12 000", "1,20,000", "१२"."""

    widget = NumberInput

    def to_python(self, value: Any) -> int | None:
        return super().to_python(_read(numbers.whole, value))


class AmountField(forms.DecimalField):
    """A sum as people write it, in the `currency` of this code: "₹1,20,000", "12.000,50 €"."""

    widget = NumberInput({"inputmode": "decimal"})
    currency = ""  # as long as none is chosen

    def prepare_value(self, value: Any) -> Any:
        return money.plain(value, self.currency) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        amount = super().to_python(_read(self._amount, value))
        return None if amount is None else abs(amount) if amount == 0 else amount  # no "-0.00"

    def _amount(self, text: str) -> Decimal:
        bare = money.without_marks(text, self.currency)
        return numbers.amount(bare, money.decimals(self.currency))


def _read(read: Callable[[str], Any], value: Any) -> Any:
    """What stands in a text that is not blank. Raises ValidationError."""
    if not isinstance(value, str) or not value.strip():
        return value
    try:
        return read(value)
    except ValueError as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


class CurrencyField(forms.CharField):
    """The code of a currency, with a list to choose from; however it is typed, in capitals."""

    widget = forms.TextInput(
        attrs={"list": "currencies", "autocapitalize": "characters", "autocomplete": "off"}
    )
    suggestions = property(lambda field: money.currencies())

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).upper()


class ClockInput(forms.DateTimeInput):
    """A date and a time of day, in the form of HTML."""

    input_type = "datetime-local"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class HiddenClock(ClockInput):
    input_type = "hidden"


class DayField(forms.DateField):
    """A day. In "10/12/2026" people read two."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ("%Y-%m-%d",)


class MomentField(forms.DateTimeField):
    """A moment. Without an offset it is meant in the time zone of the field, and shown so.

    A day without a time means the end of it. Of an hour that comes twice the first is meant; in one
    that never comes, the clock as it was before it was put forward.
    """

    widget = ClockInput
    hidden_widget = HiddenClock  # says the same
    input_formats = ()  # but ISO 8601, which is always understood
    zone: tzinfo = UTC

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        try:
            return value.astimezone(self.zone).replace(tzinfo=None)
        except OverflowError:
            return value.replace(tzinfo=None)

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str) and (day := _day_in(value)):
            value = f"{day}T23:59"
        with timezone.override(AS_TYPED):
            at: datetime | None = super().to_python(value)
        return at.replace(tzinfo=self.zone) if at and at.tzinfo is AS_TYPED else at


class QuestionField(forms.BooleanField):
    """A yes that is asked for only where something else needs it; the page hides it until then."""

    is_question = True

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


def _day_in(text: str) -> date | None:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


def as_meant(typed: str, zone: object) -> datetime | str | None:
    """The moment that was typed into a form which showed this zone; what is none stays a text."""
    field = MomentField(required=False)
    field.zone = zones.of(zone)
    try:
        return field.to_python(typed)
    except forms.ValidationError:
        return typed


def read_by(form: forms.BaseForm, zone: object, currency: object) -> None:
    """Lets a form read and show moments by these clocks, and sums in this currency."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.zone = zones.of(zone)
        if isinstance(field, AmountField):
            field.currency = str(currency or "").strip().upper()


class ZonedForm(forms.Form):
    """A form in which a time without an offset is meant in a time zone of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = self.zone()

    def zone(self) -> ZoneInfo:
        raise NotImplementedError


def this_century(at: datetime | None) -> datetime | None:
    """The moment in UTC. Raises ValidationError for one that no calendar page shows."""
    try:
        moment = at.astimezone(UTC) if at else None
    except OverflowError:  # in the year 1 or 9999
        moment = datetime.max.replace(tzinfo=UTC)
    if moment and not EARLIEST < moment.date() < LATEST:
        raise forms.ValidationError("Choose a moment of this century.")
    return moment


def name_field(label: str, missing: str) -> TextField:
    widget = forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"})
    return TextField(
        label=label, most=names.LONGEST, widget=widget, error_messages={"required": missing}
    )


def judged(form: AnyForm) -> AnyForm:
    """The form, if it is valid. Raises Refusal `invalid` with the first error of each field."""
    if form.is_valid():
        return form
    refusal = wire.Refusal("invalid", **errors_of(form))
    refusal.initial = getattr(form, "now", {})
    raise refusal


def tell(form: forms.BaseForm, errors: Mapping[str, str], names: Mapping[str, str] = {}) -> None:
    """Puts errors beside the fields that have none yet; `names` are the form's, by the API's.

    What names no field of the form, an idempotency key perhaps, is left to the page.
    """
    for name, sentence in errors.items():
        field = names.get(name, name)
        if field in (*form.fields, NON_FIELD_ERRORS) and field not in form.errors:
            form.add_error(field, sentence)


def errors_of(form: forms.Form) -> dict[str, str]:
    """The first error of each field, by the field's name, as the API tells them."""
    return {name: str(errors[0]) for name, errors in form.errors.items()}
