"""Forms that validate input of pages and API alike; their fields have the API's names."""

from trips.forms.ballots import Vote, VoteForm, answers_in
from trips.forms.correct_polls import EditPollForm, ReopenForm
from trips.forms.dates import DatePollForm, DatesField, DateTerms
from trips.forms.devices import DeviceForm, Subscription
from trips.forms.fields import (
    AmountField,
    CurrencyField,
    NumberInput,
    QuestionField,
    WholeField,
    add_errors,
    errors_of,
    read_by,
    validated,
)
from trips.forms.messages import MessageForm
from trips.forms.moments import DayField, MomentField
from trips.forms.options import OptionForm, OptionsField, OptionTerms
from trips.forms.people import (
    BringForm,
    DeclineForm,
    Guest,
    JoinForm,
    MobileForm,
    NameForm,
    NewsForm,
    guest_of,
)
from trips.forms.plan import PlanForm
from trips.forms.polls import COLUMNS as POLL_COLUMNS
from trips.forms.polls import PollForm, PollTerms, YesNoField
from trips.forms.reports import ReportForm
from trips.forms.sentences import Worded, say_in_our_words
from trips.forms.settings import SettingsForm
from trips.forms.shown import UNSEEN, Seen, ShownForm
from trips.forms.steps import StepsField, StepsInput
from trips.forms.terms import COLUMNS, Terms, TermsForm
from trips.forms.times import TimeField, possible
