"""The form that plans a trip."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from trips import zones
from trips.forms.fields import PhoneField, name_field
from trips.forms.people import Guest
from trips.forms.terms import TermsForm

FIRST = ("tripName", "adminName", "requiredMembers")  # the page has the others under "More"
GUESSED = ("timeZone", "currency")  # by scripts


class PlanForm(TermsForm):
    """The organiser's form: the terms, and who plans."""

    least_time = timedelta(minutes=1)

    adminName = name_field(
        _("Your name"), _("Type your name, so that your friends know who invites.")
    )
    adminMobile = PhoneField(label=_("Your mobile"), required=False, max_length=40)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        zone = self.fields["timeZone"]
        zone.label = _("Time zone")
        zone.help_text = _("The deadline is in this time.")
        zone.widget = forms.Select(choices=[*zones.choices(str(self["timeZone"].value() or ""))])
        cast(PhoneField, self.fields["adminMobile"]).read_at(self.zone().key)

    def organiser(self) -> Guest:
        """Who plans the trip, and is its first member."""
        return Guest(self.cleaned_data["adminName"], self.cleaned_data["adminMobile"])

    def more(self) -> list[forms.BoundField]:
        """What need not be filled in, in the order in which it is declared."""
        return [field for field in self if field.name not in FIRST]

    def has_more(self) -> bool:
        """Whether any of these is filled in; of what scripts guess, whether it is wrong."""
        return any(
            field.errors if field.name in GUESSED else field.value() for field in self.more()
        )
