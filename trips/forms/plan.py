"""The form that plans a trip."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from trips import zones
from trips.forms.fields import PhoneField, name_field
from trips.forms.people import Guest
from trips.forms.terms import COLUMNS, TermsForm
from trips.forms.times import TIMES
from trips.models import Member

FIRST = ("tripName", "adminName", "requiredMembers")  # the page has the others under "More"
GUESSED = ("timeZone", "currency")  # filled in by scripts
NOT_AGAIN = ("startDate", "endDate", "joinBy")  # of a trip that is planned once more


class PlanForm(TermsForm):
    """The form that plans a trip: its terms, and the organiser's name and number."""

    least_time = timedelta(minutes=1)

    adminName = name_field(
        _("Your name"), _("Type your name, so that your friends know who invites.")
    )
    adminMobile = PhoneField(label=_("Your mobile"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        for name in TIMES:  # so that `typed` knows those of the trip before
            is_copied = name in self.initial or f"initial-{name}" in self.data
            self.fields[name].show_hidden_initial = is_copied
        zone = self.fields["timeZone"]
        zone.label = _("Time zone")
        zone.help_text = _("The deadline and the times are in this zone.")
        zone.widget = forms.Select(choices=[*zones.choices(str(self["timeZone"].value() or ""))])
        cast(PhoneField, self.fields["adminMobile"]).read_at(self.zone().key)

    @classmethod
    def again(cls, me: Member) -> "PlanForm":
        """Make the form of a trip like that of `me`, who plans it: all terms but its days."""
        terms = {name: getattr(me.trip, column) for name, column in COLUMNS.items()}
        kept = {name: value for name, value in terms.items() if name not in NOT_AGAIN}
        return cls(initial={**kept, "adminName": me.name})

    def typed(self) -> set[str]:
        """Return the names of all fields but the times that are still those of the trip before."""
        copied = {name for name in TIMES if self.data.get(f"initial-{name}") == self.data.get(name)}
        return super().typed() - copied

    def organiser(self) -> Guest:
        """Return the organiser, from a valid form."""
        return Guest(self.cleaned_data["adminName"], self.cleaned_data["adminMobile"])

    def more(self) -> list[forms.BoundField]:
        """Return the fields that the page folds away under "More"."""
        return [field for field in self if field.name not in FIRST]

    def has_more(self) -> bool:
        """Return whether a field under "More" is filled in; one that scripts fill, has errors."""
        return any(
            field.errors if field.name in GUESSED else field.value() for field in self.more()
        )
