"""What a trip offers and asks for: the organiser's forms."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from trips.forms.fields import (
    EARLIEST,
    LATEST,
    PhoneField,
    TextField,
    ZonedForm,
    name_field,
    this_century,
)
from trips.forms.people import Guest
from trips.models import LEAST_REQUIRED, MOST_MEMBERS, MOST_REQUIRED, Trip


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


class TermsForm(ZonedForm):
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

    def zone(self) -> ZoneInfo:
        name = str(self.data.get("timeZone", "") or "")
        return ZoneInfo(name) if name in available_timezones() else ZoneInfo("UTC")

    def clean_timeZone(self) -> str:
        name = self.cleaned_data["timeZone"]
        if name and name not in available_timezones():
            raise forms.ValidationError("This is no IANA time zone, e.g. Asia/Kolkata.")
        return self.zone().key

    def clean_startDate(self) -> date | None:
        return _bounded(self.cleaned_data["startDate"])

    def clean_endDate(self) -> date | None:
        return _bounded(self.cleaned_data["endDate"])

    def clean_joinBy(self) -> datetime | None:
        return this_century(self.cleaned_data["joinBy"])

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

    adminName = name_field("Your name", "Type your name, so that your friends know who invites.")
    adminMobile = PhoneField(label="Your mobile", required=False, max_length=40)

    def clean_joinBy(self) -> datetime | None:
        at = super().clean_joinBy()
        if at and at <= timezone.now() + timedelta(minutes=1):
            raise forms.ValidationError("This has passed already. Choose a later moment.")
        return at

    def organiser(self) -> Guest:
        return Guest(self.cleaned_data["adminName"], self.cleaned_data["adminMobile"])


def _in_cents(price: Decimal | None) -> Decimal | None:
    """As the column will give it back, so that the log and the row tell the same."""
    return price if price is None else price.quantize(Decimal("0.01"))


def _bounded(day: date | None) -> date | None:
    if day and not EARLIEST <= day <= LATEST:
        raise forms.ValidationError("Choose a day of this century.")
    return day
