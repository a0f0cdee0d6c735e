"""The form by which anybody reports a trip to staff."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trips.forms.fields import LinesField
from trips.forms.sentences import Worded
from trips.models import LONGEST_REPORT, Report

REASONS = {
    Report.Reason.SPAM: _("It is spam or a scam"),
    Report.Reason.OFFENSIVE: _("It is offensive or hateful"),
    Report.Reason.MISLEADING: _("It is not what it says, or it is dangerous"),
    Report.Reason.PERSONAL_DATA: _("It shows somebody’s personal data"),
    Report.Reason.OTHER: _("Something else"),
}


class ReasonField(Worded, forms.ChoiceField):
    """The choice of what is wrong with a trip."""


class ReportForm(forms.Form):
    """The form that reports a trip: a reason, and what one wants to say about it."""

    reason = ReasonField(
        label=_("What is wrong with this trip?"),
        choices=[*REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with the trip.")},
        description="What is wrong with it",
        example=Report.Reason.SPAM.value,
    )
    text = LinesField(
        label=_("What should we know?"),
        most=LONGEST_REPORT,
        required=False,
        description=f"At most {LONGEST_REPORT} characters; line ends stay",
    )
