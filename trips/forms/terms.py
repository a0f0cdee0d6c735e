"""The terms of a trip: the one declaration of their fields, which `rules` checks."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from trips import money, names, zones
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
from trips.forms.moments import DayField, MomentField
from trips.forms.rules import TermsRules
from trips.forms.steps import StepsField
from trips.forms.times import TimeField
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


class TermsForm(TermsRules):
    """The fields of a trip that its organiser sets, in pages, API and staff's site alike.

    `wire.column` gives the column of each field.
    """

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
