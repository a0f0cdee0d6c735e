"""The tables, their constraints, and questions about one row.

The database enforces every rule that it can: CHECK and UNIQUE constraints.
"""

from trips.models.ballots import Ballot, Choice, ballot_of
from trips.models.browsers import HeldKey
from trips.models.deliveries import LONGEST_EMAIL, DeliveryCursor, Receiver, Reminder
from trips.models.invitations import Invitation
from trips.models.log import Event, FirstAnswer, PassedDeadline
from trips.models.messages import LONGEST_MESSAGE, Message
from trips.models.people import Decline, JoinRequest, Member
from trips.models.polls import (
    LAST_OPTIONS_VERSION,
    LEAST_OPTIONS,
    LONGEST_DATE,
    LONGEST_LINK,
    LONGEST_OPTION,
    LONGEST_QUESTION,
    MOST_DATES,
    MOST_OPTIONS,
    UNDO_PICK_FOR,
    Option,
    Poll,
)
from trips.models.reports import LONGEST_REPORT, Report
from trips.models.steps import MOST_STEPS, Step, discounted, following, reached, rising
from trips.models.trip import (
    LEAST_REQUIRED,
    LONGEST_DESCRIPTION,
    LONGEST_PLACE,
    LONGEST_TITLE,
    LONGEST_ZONE,
    MOST_DIGITS,
    MOST_MEMBERS,
    MOST_REQUIRED,
    Trip,
)
