"""Validation of what people send, for pages and API alike; fields have the API's names."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from trips import keys, names, phones, wire
from trips.models import LEAST_REQUIRED, MOST_MEMBERS, MOST_REQUIRED, Trip

AnyForm = TypeVar("AnyForm", bound=forms.Form)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Guest:
    """Who wants to join."""

    name: str
    phone: str = ""  # E.164 or ""

    def columns(self, trip_id: str) -> dict[str, str]:
        """What a member's row holds of them."""
        return {
            "name": self.name,
            "name_key": names.key(self.name),
            "phone_sealed": keys.seal(self.phone) if self.phone else "",
            "phone_digest": phones.digest(trip_id, self.phone),
        }


@dataclass(frozen=True, slots=True)
class Terms:
    """What a trip offers and asks for; the fields are those of its row."""

    title: str
    required_members: int
    starts_on: date | None = None
    ends_on: date | None = None
    time_zone: str = "UTC"
    capacity: int | None = None
    join_by: datetime | None = None
    price_per_person: Decimal | None = None
    currency: str = ""
    discount_percent: int | None = None


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

    def clean(self, value: Any) -> str:
        try:
            return phones.parse(super().clean(value))
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def _name_field(label: str, missing: str) -> TextField:
    widget = forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"})
    return TextField(label=label, most=40, widget=widget, error_messages={"required": missing})


class JoinForm(forms.Form):
    """The guest's form."""

    guest_name = _name_field("Your name", "Type your name, so that the others know who is in.")
    guest_mobile = PhoneField(label="Mobile", required=False, max_length=40)

    def guest(self) -> Guest:
        data = self.cleaned_data
        return Guest(data["guest_name"], data["guest_mobile"])


class TermsForm(forms.Form):
    """What the organiser may set, at the start and later."""

    tripName = TextField(
        label="Where to, or what for?",
        most=80,
        error_messages={"required": "Give the trip a name, e.g. “Goa in December”."},
    )
    requiredMembers = forms.IntegerField(
        label="How many unlock the discount?",
        min_value=LEAST_REQUIRED,
        max_value=MOST_REQUIRED,
        initial=5,
        help_text="You count as the first.",
    )
    startDate = forms.DateField(label="First day", required=False)
    endDate = forms.DateField(label="Last day", required=False)
    joinBy = forms.DateTimeField(label="Join by", required=False)
    timeZone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    capacity = forms.IntegerField(
        label="Most people", required=False, min_value=LEAST_REQUIRED, max_value=MOST_MEMBERS
    )
    pricePerPerson = forms.DecimalField(
        label="Price per person", required=False, min_value=0, max_digits=10, decimal_places=2
    )
    currency = forms.CharField(
        label="Currency",
        required=False,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", "Three capital letters, e.g. EUR or INR.")],
    )
    discountPercent = forms.IntegerField(
        label="Group discount in %", required=False, min_value=1, max_value=100
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("startDate", "date"), ("endDate", "date")):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": kind})
        self.fields["joinBy"].widget = forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
        )
        self.fields["currency"].widget.attrs |= {"maxlength": "3", "autocapitalize": "characters"}

    def full_clean(self) -> None:
        """A time without an offset is meant in the form's own time zone."""
        with timezone.override(self._zone()):
            super().full_clean()

    def _zone(self) -> ZoneInfo:
        name = str(self.data.get("timeZone", "") or "")
        return ZoneInfo(name) if name in available_timezones() else ZoneInfo("UTC")

    def clean_timeZone(self) -> str:
        name = self.cleaned_data["timeZone"]
        if name and name not in available_timezones():
            raise forms.ValidationError("This is no IANA time zone, e.g. Asia/Kolkata.")
        return self._zone().key

    def clean_startDate(self) -> date | None:
        return _bounded(self.cleaned_data["startDate"])

    def clean_endDate(self) -> date | None:
        return _bounded(self.cleaned_data["endDate"])

    def clean_joinBy(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["joinBy"]
        if at and not EARLIEST < at.date() < LATEST:
            raise forms.ValidationError("Choose a moment of this century.")
        return at.astimezone(UTC) if at else None

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        first, last = data.get("startDate"), data.get("endDate")
        if first and last and last < first:
            self.add_error("endDate", "The last day is before the first. Choose a later one.")
        required, capacity = data.get("requiredMembers"), data.get("capacity")
        if required and capacity and capacity < required:
            self.add_error("capacity", f"At least {required}, or the discount can never unlock.")
        if data.get("pricePerPerson") is not None and "currency" in data and not data["currency"]:
            self.add_error("currency", "Say in which currency, e.g. EUR or INR.")

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(
            title=data["tripName"],
            required_members=data["requiredMembers"],
            starts_on=data["startDate"],
            ends_on=data["endDate"],
            time_zone=data["timeZone"],
            capacity=data["capacity"],
            join_by=data["joinBy"],
            price_per_person=_in_cents(data["pricePerPerson"]),
            currency=data["currency"],
            discount_percent=data["discountPercent"],
        )

    @classmethod
    def filled(cls, trip: Trip) -> "TermsForm":
        """The form with what stands on the trip's row."""
        return cls(
            initial={
                "tripName": trip.title,
                "requiredMembers": trip.required_members,
                "startDate": trip.starts_on,
                "endDate": trip.ends_on,
                "joinBy": trip.join_by and trip.join_by.astimezone(trip.zone),
                "timeZone": trip.time_zone,
                "capacity": trip.capacity,
                "pricePerPerson": trip.price_per_person,
                "currency": trip.currency,
                "discountPercent": trip.discount_percent,
            }
        )


class PlanForm(TermsForm):
    """The organiser's form: the terms, and who plans."""

    adminName = _name_field("Your name", "Type your name, so that your friends know who invites.")
    adminMobile = PhoneField(label="Your mobile", required=False, max_length=40)

    def clean_joinBy(self) -> datetime | None:
        at = super().clean_joinBy()
        if at and at <= timezone.now() + timedelta(minutes=1):
            raise forms.ValidationError("This has passed already. Choose a later moment.")
        return at

    def organiser(self) -> Guest:
        return Guest(self.cleaned_data["adminName"], self.cleaned_data["adminMobile"])


def judged(form: AnyForm) -> AnyForm:
    """The form, if it is valid. Raises Refusal `invalid` with the first error of each field."""
    if not form.is_valid():
        raise wire.Refusal("invalid", **errors_of(form))
    return form


def errors_of(form: forms.Form) -> dict[str, str]:
    """The first error of each field, by the field's name, as the API tells them."""
    return {name: str(errors[0]) for name, errors in form.errors.items()}


def _in_cents(price: Decimal | None) -> Decimal | None:
    """As the column will give it back, so that the log and the row tell the same."""
    return price if price is None else price.quantize(Decimal("0.01"))


def _bounded(day: date | None) -> date | None:
    if day and not EARLIEST <= day <= LATEST:
        raise forms.ValidationError("Choose a day of this century.")
    return day
