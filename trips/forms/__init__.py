"""Validation of what people send, for pages and API alike; fields have the API's names."""

from trips.forms.fields import errors_of, judged, tell
from trips.forms.people import Guest, JoinForm, MobileForm, NameForm
from trips.forms.polls import OptionForm, PollForm, PollTerms, Vote, VoteForm
from trips.forms.terms import PlanForm, Terms, TermsForm

__all__ = [
    "Guest",
    "JoinForm",
    "MobileForm",
    "NameForm",
    "OptionForm",
    "PlanForm",
    "PollForm",
    "PollTerms",
    "Terms",
    "TermsForm",
    "Vote",
    "VoteForm",
    "errors_of",
    "judged",
    "tell",
]
