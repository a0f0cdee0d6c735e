"""The rules for the terms of a trip: for one field, and between several."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trips import clock, localtimes, money, zones
from trips.forms.fields import AmountField
from trips.forms.moments import ZonedForm, bounded, this_century
from trips.forms.steps import NOT_RISING, rises, too_many
from trips.forms.times import TIMES, errors
from trips.models import MOST_STEPS


class TermsRules(ZonedForm):
    """A form that checks the terms of a trip, which `terms.TermsForm` declares as its fields."""

    least_time = timedelta()  # until the deadline, so that others can join

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
            self._check_capacity()
            self._check_price()
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

    def _check_capacity(self) -> None:
        required = self.cleaned_data.get("requiredMembers")
        capacity = self.cleaned_data.get("capacity")
        if required and capacity and capacity < required:
            sentence = gettext("At least {least}, or the discount can never unlock.")
            self.add_error("capacity", sentence.format(least=required))

    def _check_price(self) -> None:
        data = self.cleaned_data
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
        elif not rises([required, percent], further[0]):
            self.add_error("discountSteps", NOT_RISING)
        elif len(further) == MOST_STEPS:
            self.add_error("discountSteps", too_many(MOST_STEPS - 1))
        elif capacity and further[-1][0] > capacity:
            sentence = gettext("No step can need more than the trip takes, {most}.")
            self.add_error("discountSteps", sentence.format(most=capacity))
