"""The form that changes the terms of a trip."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext

from trips import money, words, zones
from trips.forms.shown import UNSEEN, Seen, ShownForm
from trips.forms.terms import COLUMNS, TermsForm
from trips.forms.times import TIMES
from trips.models import Trip

PRICE = {"pricePerPerson", "currency"}  # one means nothing without the other
OF_RELEASE_1 = {
    *("tripName", "requiredMembers", "startDate", "endDate", "joinBy", "timeZone", "capacity"),
    *("pricePerPerson", "currency", "discountPercent"),
}


class SettingsForm(ShownForm, TermsForm):
    """The form that changes the terms of a trip: the values sent, and else those of its row.

    Only the fields that were changed, and the rules between them and others, are validated.
    """

    def __init__(
        self, trip: Trip, given: Mapping[str, Any] | None = None, seen: Seen = UNSEEN
    ) -> None:
        row = {name: getattr(trip, column) for name, column in COLUMNS.items()}
        row["pastDays"] = False
        if given is not None:
            given = {name: given[name] for name in given if name in self.base_fields}
            given |= _with_currency(row, given)
        super().__init__(None if given is None else {**row, **given}, initial=row)
        clocks = self.zone() if given and "joinBy" in given else trip.zone
        zone = format_html(gettext("In <span data-zone>{}</span>."), zones.label(clocks.key))
        for name in ("joinBy", *TIMES):
            self.fields[name].help_text = zone
        self.show(given, seen)

    def touched(self) -> set[str]:
        """Return the names of the fields that were sent and differ from the row."""
        given = self.given.items()
        return {name for name, to in given if self.fields[name].has_changed(self.initial[name], to)}

    def changes(self) -> dict[str, Any]:
        """Return the new values by column, from a valid form; a trip without days has no times."""
        return self.columns({*self.given, *(() if self.cleaned_data["startDate"] else TIMES)})

    @classmethod
    def posted(cls, posted: Mapping[str, Any]) -> tuple[dict[str, Any], Seen]:
        """Return (changed fields, what each field had shown) of a posted form.

        A page of release 1 sends every field and not what it had shown, which is None then.
        """
        given, seen = super().posted(posted)
        return given, seen or (dict.fromkeys(OF_RELEASE_1) if given.keys() >= OF_RELEASE_1 else {})

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
        if name == "discountSteps":
            return words.discount.listed_steps(value)
        if name in TIMES:
            return self.now[name]
        return str(value)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.refuse_overtaken(self.given.keys() | (PRICE if PRICE & self.given.keys() else set()))


def _with_currency(row: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str]:
    """Return the currency that was typed with the price, unless one was chosen."""
    code = money.named(str(given.get("pricePerPerson") or ""))
    return {"currency": code} if code and not {**row, **given}["currency"] else {}
