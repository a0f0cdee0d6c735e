"""Error messages for Django's validation codes, in this site's words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SENTENCES: dict[str, Any] = {
    "required": _("Fill this in."),
    "invalid": _("This cannot be read. Write it another way."),
    "min_value": _("Choose %(limit_value)s or more."),
    "max_value": _("Choose %(limit_value)s or less."),
    "max_length": ngettext_lazy(
        "At most %(limit_value)s character fits here. Write it shorter.",
        "At most %(limit_value)s characters fit here. Write it shorter.",
        "limit_value",
    ),
    "max_digits": _("This sum has too many digits. Choose a smaller one."),
    "max_whole_digits": _("This sum has too many digits. Choose a smaller one."),
    "max_decimal_places": ngettext_lazy(
        "At most %(max)s decimal fits here. Round it.",
        "At most %(max)s decimals fit here. Round it.",
        "max",
    ),
    "null_characters_not_allowed": _("This holds a sign that nobody can see. Type it anew."),
    "invalid_choice": _("Choose one of those that are offered."),
}
NO_SUCH_DAY: dict[str, Any] = {"invalid": _("There is no such day. Write it as 2030-12-31.")}
NO_SUCH_TIME: dict[str, Any] = {"invalid": _("There is no such time. Write it as 07:30.")}
NO_SUCH_MOMENT: dict[str, Any] = {
    "invalid": _("There is no such day and time. Write them as 2030-12-31T20:00.")
}
NO_WHOLE_NUMBER: dict[str, Any] = {"invalid": _("Write a whole number in digits, e.g. 12.")}
NO_SUM: dict[str, Any] = {"invalid": _("Write the amount in digits, e.g. 12000 or 99.50.")}


class Worded(forms.Field):
    """A field with this module's error messages, and what the API's document says of it.

    `description` and `example` appear in the document; `default` is what a call gets that leaves
    the field out.
    """

    default_error_messages = SENTENCES

    def __init__(
        self, *, description: str = "", example: Any = None, default: Any = None, **options: Any
    ) -> None:
        super().__init__(**options)
        self.description = description
        self.example = example
        self.default = default


def say_in_our_words(form: forms.BaseForm) -> None:
    """Replace the error messages of the fields that Django derives from a model."""
    for field in form.fields.values():
        field.error_messages = {**field.error_messages, **SENTENCES}
