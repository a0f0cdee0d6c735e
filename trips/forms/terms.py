"""The terms of a trip: the one declaration of their fields, and the rules between them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trips import clock, localtimes, money, names, zones
from trips.forms.fields import (
    AmountField,
    CurrencyField,
    EmojiField,
    LinesField,
    QuestionField,
    TextField,
    WholeField,
    ZoneField,
    read_by,
)
from trips.forms.moments import DayField, MomentField, ZonedForm, bounded, this_century
from trips.forms.steps import NOT_RISING, StepsField, is_above, too_many
from trips.forms.times import TIMES, TimeField, errors
from trips.models import (
    LEAST_REQUIRED,
    LONGEST_DESCRIPTION,
    LONGEST_PLACE,
    LONGEST_TITLE,
    LONGEST_ZONE,
    MOST_DIGITS,
    MOST_MEMBERS,
    MOST_REQUIRED,
    MOST_STEPS,
)
from trips.wire.columns import column


class Terms(dict[str, Any]):
    """The terms of a trip by the columns of its row; a column left out has its default.

    Days are dates, moments datetimes with a zone, the price a Decimal.
    """

    def __init__(self, title: str, required_members: int, **more: Any) -> None:
        super().__init__(title=title, required_members=required_members, **more)


class TermsForm(ZonedForm):
    """The fields of a trip that its organiser sets, in pages, API and staff's site alike.

    `wire.column` gives the column of each field.
    """

    least_time = timedelta()  # until the deadline, so that others can join

    tripName = TextField(
        label=_("Where to, or what for?"),
        most=LONGEST_TITLE,
        error_messages={"required": _("Give the trip a name, e.g. “Goa in December”.")},
        description=f"Title, 1 to {LONGEST_TITLE} characters",
        example="Goa",
    )
    requiredMembers = WholeField(
        label=_("How many unlock the discount?"),
        min_value=LEAST_REQUIRED,
        max_value=MOST_REQUIRED,
        initial=5,
        help_text=_("You count as the first."),
        description="Members that unlock the discount",
        example=5,
    )
    description = LinesField(
        label=_("What it is"),
        required=False,
        most=LONGEST_DESCRIPTION,
        help_text=_("Whole web addresses become links."),
        description=f"What the trip is, in lines, at most {LONGEST_DESCRIPTION} characters; null "
        "for nothing",
        example="Sun, sea and a house for all.\nhttps://example.com/house",
    )
    place = TextField(
        label=_("Place"),
        required=False,
        most=LONGEST_PLACE,
        help_text=_("A name or an address, which opens on a map."),
        description=f"A name or an address, at most {LONGEST_PLACE} characters; null for nothing",
        example="Palolem Beach, Goa",
    )
    cover = EmojiField(
        label=_("Emoji"),
        required=False,
        most=names.LONGEST_EMOJI,
        help_text=_("One, for the top of the page."),
        description="One emoji; null for none",
        example="🏖️",
    )
    startDate = DayField(
        label=_("First day"),
        required=False,
        description="First day, e.g. 2026-12-12",
        example="2027-01-15",
    )
    startTime = TimeField(
        label=_("Start time"),
        required=False,
        description="Time of the first day by the clocks of `timeZone`, HH:MM; of two that they "
        "show alike the first",
        example="07:30",
    )
    endDate = DayField(
        label=_("Last day"),
        required=False,
        description="Last day, e.g. 2026-12-15",
        example="2027-01-18",
    )
    endTime = TimeField(
        label=_("End time"),
        required=False,
        description="Time of the last day by the clocks of `timeZone`, HH:MM, after the start",
        example="21:00",
    )
    pastDays = QuestionField(
        label=_("Plan it all the same"), description="Take it although its last day is over"
    )
    joinBy = MomentField(
        label=_("Join by"),
        required=False,
        help_text=_("For the whole of a day choose 23:59."),
        description="Deadline, ISO 8601; without an offset meant in `timeZone`, a day means its "
        "end. A time that these clocks show twice needs an offset",
        example="2026-12-20T20:00",
    )
    timeZone = ZoneField(
        required=False,
        max_length=LONGEST_ZONE,
        widget=forms.HiddenInput,
        description="IANA name, e.g. Asia/Kolkata",
        example="Asia/Kolkata",
    )
    capacity = WholeField(
        label=_("Maximum people"),
        required=False,
        min_value=LEAST_REQUIRED,
        max_value=MOST_MEMBERS,
        description="Most members; null for no limit",
        example=12,
    )
    pricePerPerson = AmountField(
        label=_("Price per person"),
        required=False,
        min_value=0,
        max_value=money.MOST,
        max_digits=MOST_DIGITS,
        decimal_places=money.MOST_DECIMALS,
        description="With the decimals of its currency (ISO 4217)",
        example=120,
    )
    currency = CurrencyField(
        label=_("Currency"), required=False, description="ISO 4217, e.g. EUR", example="EUR"
    )
    discountPercent = WholeField(
        label=_("Group discount in %"),
        required=False,
        min_value=1,
        max_value=100,
        description="Group discount",
        example=12,
    )
    discountSteps = StepsField(
        label=_("Further discount steps"),
        required=False,
        help_text=_("For example 12 percent once 8 are in. Leave empty what you do not need."),
        description=f"Up to {MOST_STEPS} steps, rising in both; the first is `requiredMembers` and "
        "`discountPercent`, and may be left out here",
        example=[{"members": 8, "percent": 15}],
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
        """Check an IANA name; "" becomes the default zone."""
        name: str = self.cleaned_data["timeZone"]
        if name and name not in zones.known():
            raise forms.ValidationError(_("This is no IANA time zone, e.g. Asia/Kolkata."))
        return self.zone().key

    def clean_currency(self) -> str:
        """Check an ISO 4217 code; "" becomes the one that stands with the price."""
        code: str = (
            self.cleaned_data["currency"]
            or cast(AmountField, self.fields["pricePerPerson"]).currency
        )
        if code and code not in money.currencies():
            raise forms.ValidationError(_("No money has this code. Write e.g. EUR or INR."))
        return code

    def clean_startDate(self) -> date | None:
        """Check that the first day is within what can be planned."""
        return bounded(self.cleaned_data["startDate"])

    def clean_endDate(self) -> date | None:
        """Check that the last day is within what can be planned."""
        return bounded(self.cleaned_data["endDate"])

    def clean_joinBy(self) -> datetime | None:
        """Check that the deadline is still ahead."""
        at = this_century(self.cleaned_data["joinBy"])
        if at and at <= clock.now() + self.least_time:
            raise forms.ValidationError(_("This has passed already. Choose a later moment."))
        return at

    def clean(self) -> None:
        super().clean()
        touched = self.touched()
        self._keep(self.fields.keys() - touched)
        if touched & {"startDate", "endDate"}:
            self._check_days()
        if touched & {"startDate", "endDate", *TIMES, "timeZone"}:
            self._check_times()
        if touched & {"startDate", "endDate", "joinBy", "timeZone"}:
            self._check_deadline()
        if touched & {"requiredMembers", "capacity", "pricePerPerson", "currency"}:
            self._check_numbers()
        if touched & {"requiredMembers", "capacity", "discountPercent", "discountSteps"}:
            self._check_steps()

    def touched(self) -> set[str]:
        """Return the names of the fields to validate: all of a new trip."""
        return set(self.fields)

    def typed(self) -> set[str]:
        """Return the names of the fields that somebody has filled in or changed."""
        return self.touched()

    def _keep(self, untouched: Iterable[str]) -> None:
        """Keep the row's values, and no errors, of fields that were not changed.

        A trip that breaks a newer rule can still be changed in other fields.
        """
        for name in untouched:
            self.errors.pop(name, None)
            self.cleaned_data[name] = self.initial.get(name)

    def _check_days(self) -> None:
        data = self.cleaned_data
        first, last = data.get("startDate"), data.get("endDate")
        today = timezone.localdate(clock.now(), self.zone())
        if last and not first and "startDate" not in self.errors:
            self.add_error("endDate", _("Give the first day too, or leave the last one empty."))
        elif first and last and last < first:
            self.add_error("endDate", _("The last day is before the first. Choose a later one."))
        elif first and (last or first) < today and not data["pastDays"]:
            self.add_error("endDate" if last else "startDate", _("These days are over."))
            self.add_error("pastDays", _("Choose later days, or say yes here."))

    def _check_times(self) -> None:
        """Check the times of day; without days those that nobody has typed are removed."""
        data = self.cleaned_data
        if self.errors.keys() & {"startDate", "endDate", "timeZone"}:
            return
        first, last = data["startDate"], data["endDate"]
        data.update(dict.fromkeys(() if first else set(TIMES) - self.typed()))
        start, end = (data.get(name) for name in TIMES)
        for name, sentence in errors(first, last, start, end, self.zone()).items():
            self.add_error(name, sentence)

    def _check_deadline(self) -> None:
        data = self.cleaned_data
        last, at = data.get("endDate") or data.get("startDate"), data.get("joinBy")
        if last and at and at >= localtimes.end_of(last, self.zone()):
            sentence = _("This is after the last day. Choose an earlier moment, or later days.")
            self.add_error("joinBy", sentence)

    def _check_numbers(self) -> None:
        data = self.cleaned_data
        required, capacity = data.get("requiredMembers"), data.get("capacity")
        if required and capacity and capacity < required:
            self.add_error(
                "capacity",
                gettext("At least {least}, or the discount can never unlock.").format(
                    least=required
                ),
            )
        price, currency = data.get("pricePerPerson"), data.get("currency")
        if price is None or currency is None:
            return
        if not currency:
            self.add_error("currency", _("Say in which currency, e.g. EUR or INR."))
        elif money.decimals_of(price) > (places := money.decimals(currency)):
            sentence = gettext("Sums in {currency} have no decimals.")
            if places:
                sentence = ngettext(
                    "Sums in {currency} have at most {n} decimal.",
                    "Sums in {currency} have at most {n} decimals.",
                    places,
                )
            self.add_error("pricePerPerson", sentence.format(currency=currency, n=places))

    def _check_steps(self) -> None:
        data = self.cleaned_data
        required, percent = data.get("requiredMembers"), data.get("discountPercent")
        capacity, further = data.get("capacity"), data.get("discountSteps") or []
        if further[:1] == [[required, percent]]:  # as the trip's own shape has it
            further = data["discountSteps"] = further[1:]
        if not further or not required or "discountPercent" in self.errors:
            return
        if percent is None:
            without = _("Give the percent of the first step too, or empty the further ones.")
            self.add_error("discountPercent", without)
        elif not is_above([required, percent], further[0]):
            self.add_error("discountSteps", NOT_RISING)
        elif len(further) == MOST_STEPS:
            self.add_error("discountSteps", too_many(MOST_STEPS - 1))
        elif capacity and further[-1][0] > capacity:
            sentence = gettext("No step can need more than the trip takes, {most}.")
            self.add_error("discountSteps", sentence.format(most=capacity))

    def terms(self) -> Terms:
        """Return the terms, from a valid form."""
        return Terms(**self.columns(COLUMNS))

    def columns(self, names: Iterable[str]) -> dict[str, Any]:
        """Return the values of these fields by the columns of the trip's row, from a valid form."""
        return {COLUMNS[name]: self.cleaned_data[name] for name in names if name in COLUMNS}


# The column of each term by the API's field name. Confirmations (QuestionField) have none.
COLUMNS = {
    name: column(name)
    for name, field in TermsForm.base_fields.items()
    if not isinstance(field, QuestionField)
}
