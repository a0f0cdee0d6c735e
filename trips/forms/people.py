"""Forms for a member's name and number: to join, and to change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from trips import keys, names, phones, zones
from trips.forms.fields import PhoneField, name_field, validated
from trips.forms.shown import ShownForm
from trips.models import LONGEST_EMAIL


@dataclass(frozen=True, slots=True)
class Guest:
    """The name and number of somebody who wants to join."""

    name: str
    phone: str = ""  # E.164 or ""

    def columns(self, trip_id: str) -> dict[str, str]:
        """Return the columns of a member's row that hold the name and the encrypted number.

        The keys are those of a name that nobody on the trip has had; else see `naming.give_name`.
        """
        return {
            "name": self.name,
            "folded_name": names.key(self.name),
            "name_key": names.release_1_key(self.name),
            "phone_encrypted": keys.encrypt(self.phone) if self.phone else "",
            "phone_digest": phones.digest(trip_id, self.phone),
        }


class JoinForm(forms.Form):
    """The form to join a trip; its time zone gives numbers without a country code theirs."""

    guest_name = name_field(_("Your name"), _("Type your name, so that the others know who is in."))
    guest_mobile = PhoneField(label=_("Mobile"), required=False)

    def __init__(self, *args: Any, zone: str = zones.UTC, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PhoneField, self.fields["guest_mobile"]).read_at(zone)

    def guest(self) -> Guest:
        """Return who wants to join, from a valid form."""
        data = self.cleaned_data
        return Guest(data["guest_name"], data["guest_mobile"])


def guest_of(data: Mapping[str, Any], zone: str = zones.UTC) -> Guest:
    """Return who wants to join, from the data of a JoinForm. Raises Refusal as `validated` does.

    Its fields read the data without it: to make the form takes longer than that.
    """
    name, mobile = JoinForm.base_fields["guest_name"], JoinForm.base_fields["guest_mobile"]
    try:
        phone = cast(PhoneField, mobile).read(data.get("guest_mobile"), zones.region(zone))
        return Guest(name.clean(data.get("guest_name")), phone)
    except forms.ValidationError:
        return validated(JoinForm(data, zone=zone)).guest()


class DeclineForm(forms.Form):
    """The form of somebody who cannot come; the name may stay empty."""

    name = name_field(_("Name"), "")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = False


class BringForm(forms.Form):
    """The form of a member who counts somebody else in."""

    name = name_field(_("Their name"), _("Type the name of whom you bring."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].widget.attrs["autocomplete"] = "off"  # it is not the reader's


class NameForm(ShownForm, forms.Form):
    """The form that renames a member."""

    name = name_field(_("New name"), _("Type the new name."))


class MobileForm(forms.Form):
    """The form that replaces one's own number; empty is an error and erases nothing."""

    mobile = PhoneField(
        label=_("New mobile number"),
        error_messages={"required": _("Type the new number, or have the old one erased.")},
    )

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PhoneField, self.fields["mobile"]).read_at(zone)


class NewsForm(forms.Form):
    """The form of a member who wants the news by e-mail."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
        error_messages={
            "required": _("Type the address that the news shall go to."),
            "invalid": _("Type an e-mail address, such as asha@mail.example."),
            "max_length": _("Type an e-mail address, such as asha@mail.example."),
        },
    )
