"""The form that asks the group for dates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from trips import clock
from trips.forms.fields import WholeField
from trips.forms.moments import bounded
from trips.forms.polls import AskForm
from trips.forms.sentences import Worded
from trips.models import LEAST_OPTIONS, LONGEST_DATE, MOST_DATES, Poll
from trips.wire.columns import column

Span = tuple[date, date]  # the first day and the last
COLUMNS = {name: column(name) for name in ("question", "results", "showsVoters", "closesAt")}


@dataclass(frozen=True, slots=True)
class DateTerms:
    """The question, dates and rules of a new poll about dates."""

    question: str
    dates: tuple[Span, ...]  # in their order
    results: str = Poll.Results.ALWAYS
    closes_at: datetime | None = None
    shows_voters: bool = False


class DatesField(Worded):
    """Dates as ISO 8601: days, "2026-12-12", or intervals, "2026-12-12/2026-12-15".

    Gives spans in their order, each once.
    """

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[Span, ...]:
        found = sorted({_span(str(text)) for text in value or []})
        if not LEAST_OPTIONS <= len(found) <= MOST_DATES:
            sentence = ngettext(
                "Choose {least} to {n} date.", "Choose {least} to {n} dates.", MOST_DATES
            )
            raise forms.ValidationError(sentence.format(least=LEAST_OPTIONS, n=MOST_DATES))
        return tuple(found)


def _span(text: str) -> Span:
    first, _slash, last = text.strip().partition("/")
    span = _day(first), _day(last or first)
    if not timedelta() <= span[1] - span[0] < timedelta(days=LONGEST_DATE):
        raise forms.ValidationError(_("The last day is before the first, or too far away."))
    return span


def _day(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise forms.ValidationError(_("Write days like 2026-12-12."))
    return day


class DatePollForm(AskForm):
    """The form that opens a poll about dates."""

    field_order = ("question", "dates", "days", "results", "showsVoters", "closesAt")
    dates = DatesField(
        label=_("First days"),
        description=f"{LEAST_OPTIONS} to {MOST_DATES} days or intervals of ISO 8601, of at most "
        f"{LONGEST_DATE} days, none of them over",
        example=["2027-01-15/2027-01-18", "2027-01-22/2027-01-25"],
    )
    days = WholeField(
        label=_("How many days?"),
        min_value=1,
        max_value=LONGEST_DATE,
        initial=1,
        help_text=_("From each first day that you choose below."),
        description="How many days each of `dates` has that is only a day",
        default=1,
    )

    def clean_dates(self) -> tuple[Span, ...]:
        """Check that no date is over by the clocks of the trip."""
        found: tuple[Span, ...] = self.cleaned_data["dates"]
        today = timezone.localdate(clock.now(), self.zone())
        for first, last in found:
            bounded(last)
            if first < today:
                raise forms.ValidationError(_("Days that are over cannot be chosen."))
        return found

    def terms(self) -> DateTerms:
        """Return the terms of the poll, from a valid form."""
        data = self.cleaned_data
        more = timedelta(days=data["days"] - 1)
        spans = ((first, first + more if first == last else last) for first, last in data["dates"])
        columns = {column: data[name] for name, column in COLUMNS.items()}
        return DateTerms(dates=tuple(dict.fromkeys(spans)), **columns)
