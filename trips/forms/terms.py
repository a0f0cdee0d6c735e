"""What a trip offers and asks for: the organiser's forms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.html import format_html

from trips import clock, localtimes, money, words, zones
from trips.forms.fields import (
    AmountField,
    CurrencyField,
    PhoneField,
    QuestionField,
    TextField,
    WholeField,
    name_field,
    read_by,
)
from trips.forms.moments import DayField, MomentField, ZonedForm, bounded, this_century
from trips.forms.people import Guest
from trips.forms.sentences import Worded
from trips.forms.shown import UNSEEN, Seen, ShownForm
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


# The fields, by the API's names, and where they stand on the trip's row.
COLUMNS = {
    "tripName": "title",
    "requiredMembers": "required_members",
    "startDate": "starts_on",
    "endDate": "ends_on",
    "timeZone": "time_zone",
    "capacity": "capacity",
    "joinBy": "join_by",
    "pricePerPerson": "price_per_person",
    "currency": "currency",
    "discountPercent": "discount_percent",
}
PRICE = {"pricePerPerson", "currency"}  # half of it means nothing
PAST = "pastDays"  # a question, not a term


class ZoneField(Worded, forms.CharField):
    """The IANA name of a time zone."""


class TermsForm(ZonedForm):
    """What the organiser may set, at the start and later."""

    least_time = timedelta()  # for others to join

    tripName = TextField(
        label="Where to, or what for?",
        most=80,
        error_messages={"required": "Give the trip a name, e.g. “Goa in December”."},
    )
    requiredMembers = WholeField(
        label="How many unlock the discount?",
        min_value=LEAST_REQUIRED,
        max_value=MOST_REQUIRED,
        initial=5,
        help_text="You count as the first.",
    )
    startDate = DayField(label="First day", required=False)
    endDate = DayField(label="Last day", required=False)
    pastDays = QuestionField(label="Plan it all the same")
    joinBy = MomentField(
        label="Join by", required=False, help_text="For the whole of a day choose 23:59."
    )
    timeZone = ZoneField(required=False, max_length=64, widget=forms.HiddenInput)
    capacity = WholeField(
        label="Most people", required=False, min_value=LEAST_REQUIRED, max_value=MOST_MEMBERS
    )
    pricePerPerson = AmountField(
        label="Price per person",
        required=False,
        min_value=0,
        max_value=money.MOST,
        max_digits=11,
        decimal_places=money.MOST_DECIMALS,
    )
    currency = CurrencyField(label="Currency", required=False)
    discountPercent = WholeField(
        label="Group discount in %", required=False, min_value=1, max_value=100
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = str(self["currency"].value() or "").strip().upper()
        code = chosen or money.named(str(self["pricePerPerson"].value() or ""))
        read_by(self, self.zone().key, code)

    def zone(self) -> ZoneInfo:
        filled_in = self.data if self.is_bound else self.initial
        return zones.of(filled_in.get("timeZone"))

    def clean_timeZone(self) -> str:
        name: str = self.cleaned_data["timeZone"]
        if name and name not in zones.known():
            raise forms.ValidationError("This is no IANA time zone, e.g. Asia/Kolkata.")
        return self.zone().key

    def clean_currency(self) -> str:
        code: str = (
            self.cleaned_data["currency"]
            or cast(AmountField, self.fields["pricePerPerson"]).currency
        )
        if code and code not in money.currencies():
            raise forms.ValidationError("No money has this code. Write e.g. EUR or INR.")
        return code

    def clean_startDate(self) -> date | None:
        return bounded(self.cleaned_data["startDate"])

    def clean_endDate(self) -> date | None:
        return bounded(self.cleaned_data["endDate"])

    def clean_joinBy(self) -> datetime | None:
        at = this_century(self.cleaned_data["joinBy"])
        if at and at <= clock.now() + self.least_time:
            raise forms.ValidationError("This has passed already. Choose a later moment.")
        return at

    def clean(self) -> None:
        super().clean()
        touched = self.touched()
        self._keep(self.fields.keys() - touched)
        if touched & {"startDate", "endDate"}:
            self._check_days()
        if touched & {"startDate", "endDate", "joinBy", "timeZone"}:
            self._check_deadline()
        if touched & {"requiredMembers", "capacity", "pricePerPerson", "currency"}:
            self._check_numbers()

    def touched(self) -> set[str]:
        """What is judged: all of it, if it is new."""
        return set(self.fields)

    def _keep(self, untouched: Iterable[str]) -> None:
        """A trip that breaks a newer rule can still change whatever else it says."""
        for name in untouched:
            self.errors.pop(name, None)
            self.cleaned_data[name] = self.initial.get(name)

    def _check_days(self) -> None:
        data = self.cleaned_data
        first, last = data.get("startDate"), data.get("endDate")
        if last and not first and "startDate" not in self.errors:
            self.add_error("endDate", "Give the first day too, or leave the last one empty.")
        elif first and last and last < first:
            self.add_error("endDate", "The last day is before the first. Choose a later one.")
        elif first and (last or first) < _today(self.zone()) and not data["pastDays"]:
            self.add_error("endDate" if last else "startDate", "These days are over.")
            self.add_error("pastDays", "Choose later days, or say yes here.")

    def _check_deadline(self) -> None:
        data = self.cleaned_data
        last, at = data.get("endDate") or data.get("startDate"), data.get("joinBy")
        if last and at and at >= localtimes.end_of(last, self.zone()):
            sentence = "This is after the last day. Choose an earlier moment, or later days."
            self.add_error("joinBy", sentence)

    def _check_numbers(self) -> None:
        data = self.cleaned_data
        required, capacity = data.get("requiredMembers"), data.get("capacity")
        if required and capacity and capacity < required:
            self.add_error("capacity", f"At least {required}, or the discount can never unlock.")
        price, currency = data.get("pricePerPerson"), data.get("currency")
        if price is None or currency is None:
            return
        if not currency:
            self.add_error("currency", "Say in which currency, e.g. EUR or INR.")
        elif money.decimals_of(price) > (places := money.decimals(currency)):
            most = f"at most {places}" if places else "no"
            self.add_error("pricePerPerson", f"Sums in {currency} have {most} decimals.")

    def terms(self) -> Terms:
        return Terms(**self.columns(COLUMNS))

    def columns(self, names: Iterable[str]) -> dict[str, Any]:
        """What the form has found of these fields, by the columns of the trip's row."""
        return {COLUMNS[name]: self.cleaned_data[name] for name in names if name in COLUMNS}


class SettingsForm(ShownForm, TermsForm):
    """The terms of a trip that is there: what is given, and else what stands on its row.

    What was not touched was not typed, so only what was, and what belongs to it, is judged.
    """

    def __init__(
        self, trip: Trip, given: Mapping[str, Any] | None = None, seen: Seen = UNSEEN
    ) -> None:
        row = {name: getattr(trip, column) for name, column in COLUMNS.items()} | {PAST: False}
        if given is not None:
            given = {name: given[name] for name in given if name in self.base_fields}
            given |= _with_currency(row, given)
        super().__init__(None if given is None else {**row, **given}, initial=row)
        clocks = self.zone() if given and "joinBy" in given else trip.zone
        zone = format_html("In <span data-zone>{}</span>.", zones.label(clocks.key))
        self.fields["joinBy"].help_text = zone
        self.show(given, seen)

    def touched(self) -> set[str]:
        """What is given, and is not what stands there."""
        given = self.given.items()
        return {name for name, to in given if self.fields[name].has_changed(self.initial[name], to)}

    @classmethod
    def posted(cls, posted: Mapping[str, Any]) -> tuple[dict[str, Any], Seen]:
        """What was changed, and what was shown.

        A page of the release before this one sends every field, and nobody knows what it showed.
        """
        given, seen = super().posted(posted)
        return given, seen or (dict.fromkeys(COLUMNS) if given.keys() >= COLUMNS.keys() else {})

    def in_words(self, name: str) -> str:
        value = self.initial[name]
        if value is None:
            return ""
        if name == "joinBy":
            return words.moment(value, self.zone().key)
        if name in ("startDate", "endDate"):
            return words.days(value, value)
        if name == "pricePerPerson":
            return money.written(value, self.initial["currency"])
        return str(value)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.refuse_overtaken(self.given.keys() | (PRICE if PRICE & self.given.keys() else set()))


class PlanForm(TermsForm):
    """The organiser's form: the terms, and who plans."""

    least_time = timedelta(minutes=1)

    adminName = name_field("Your name", "Type your name, so that your friends know who invites.")
    adminMobile = PhoneField(label="Your mobile", required=False, max_length=40)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        zone = self.fields["timeZone"]
        zone.label = "Time zone"
        zone.help_text = "The deadline is in this time."
        zone.widget = forms.Select(choices=[*zones.choices(str(self["timeZone"].value() or ""))])
        cast(PhoneField, self.fields["adminMobile"]).read_at(self.zone().key)

    def organiser(self) -> Guest:
        return Guest(self.cleaned_data["adminName"], self.cleaned_data["adminMobile"])


def _with_currency(row: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str]:
    """The currency too, where a sum is given with it and none is chosen."""
    code = money.named(str(given.get("pricePerPerson") or ""))
    return {"currency": code} if code and not {**row, **given}["currency"] else {}


def _today(zone: ZoneInfo) -> date:
    return timezone.localdate(clock.now(), zone)
