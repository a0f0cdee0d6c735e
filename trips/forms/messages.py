"""The form of a message to all."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trips.forms.fields import LinesField
from trips.models import LONGEST_MESSAGE


class MessageForm(forms.Form):
    """The form by which an organiser writes to all."""

    text = LinesField(
        label=_("What should everybody know?"),
        most=LONGEST_MESSAGE,
        error_messages={"required": _("Write something to the group, e.g. “Bring passports”.")},
        description=f"1 to {LONGEST_MESSAGE} characters; line ends stay",
        example="Bring passports",
    )

    def clean_text(self) -> str:
        """Refuse a text of blanks."""
        text: str = self.cleaned_data["text"]
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text
