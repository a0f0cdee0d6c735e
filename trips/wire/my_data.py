"""Define what a member is told that the site holds of them on a trip."""

from typing_extensions import TypedDict

from trips.wire.polls import OptionShape
from trips.wire.responses import SuccessResponse
from trips.wire.values import (
    Count,
    Days,
    Email,
    Id,
    Kind,
    MemberState,
    MessageNumber,
    MessageText,
    Mobile,
    Moment,
    Name,
    Question,
    RequestState,
    Title,
)


class MyBallotShape(TypedDict):
    """A ballot: what was chosen, and of dates what does "if need be"."""

    question: Question
    choices: list[OptionShape]
    maybes: list[OptionShape]
    castAt: Moment


class MyRequestShape(TypedDict):
    """A request to the organisers to be let in as this member."""

    kind: Kind
    state: RequestState
    askedAt: Moment
    answeredAt: Moment | None


class MyMessageShape(TypedDict):
    """A message that the member wrote to everybody; `text` is empty where it was taken back."""

    number: MessageNumber
    text: MessageText
    postedAt: Moment


class KeptForShape(TypedDict):
    """For how many days it is kept at most, unless it is erased before.

    Of events from the day on which they happened, answers of calls from the call, a number and the
    trip itself from the end of the trip.
    """

    events: Days
    answers: Days
    mobile: Days
    trip: Days


class MyDataShape(TypedDict):
    """All that the site holds of a member on a trip, but secrets, of which it has only digests.

    `joinedAt` is since when they are in or wait; `broughtBy` and `brought` are names of others, if
    they all are in; `newsTo` lists e-mail addresses, confirmed or not; `pushedTo` counts
    those that are pushed news to; `browsers` counts those that
    hold the member's key, `answersKept` the answers that are kept for repeated calls.
    """

    tripId: Id
    tripName: Title
    id: Id
    name: Name
    mobile: Mobile
    state: MemberState
    isAdmin: bool
    isFounder: bool
    joinedAt: Moment
    broughtBy: Name | None
    brought: list[Name]
    ballots: list[MyBallotShape]
    requests: list[MyRequestShape]
    messages: list[MyMessageShape]
    newsTo: list[Email]
    pushedTo: Count
    hasCalendarAddress: bool
    browsers: Count
    answersKept: Count
    keptForDays: KeptForShape


class MyDataResponse(SuccessResponse):
    """All that the site holds of the caller on a trip."""

    data: MyDataShape
