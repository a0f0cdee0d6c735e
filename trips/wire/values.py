"""Define the values that shapes are made of, with what OpenAPI says of each and an example."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from pydantic import Field

from trips.models import (
    LEAST_REQUIRED,
    MOST_MEMBERS,
    MOST_REQUIRED,
    JoinRequest,
    Member,
    Poll,
    Trip,
)


def described(**schema: Any) -> Any:
    """Describe a field in the OpenAPI document; nothing is validated by it."""
    return Field(json_schema_extra=schema)


Id = Annotated[str, described(examples=["q3Zt8kP0nYcV"])]
Key = Annotated[str, described(examples=["nQ7vYt2Lr9KpXc4Dw8Zs1Hb6Gf3Jm5Ae"])]
Mobile = Annotated[str, described(description="E.164, or empty", examples=["+919876543210"])]
Email = Annotated[str, described(examples=["asha@mail.example"])]
Days = Annotated[int, described(minimum=1, examples=[30])]
RequestState = Annotated[str, described(enum=[*JoinRequest.State.values])]
MemberState = Annotated[str, described(enum=[*Member.State.values])]
Link = Annotated[
    str,
    described(
        description="A personal link; the key is its fragment",
        examples=["https://trips.example/enter#nQ7vYt2Lr9KpXc4Dw8Zs1Hb6Gf3Jm5Ae"],
    ),
]
Jwt = Annotated[
    str, described(description="A JWT, for an hour at most", examples=["eyJhbGciOiJIUzI1NiJ9.…"])
]
Code = Annotated[str, described(examples=["K7QF-2M9X-TR4W-8HCN-5VBD-0G3S-1JPE"])]
Name = Annotated[str, described(examples=["Asha"])]
Title = Annotated[str, described(examples=["Goa"])]
Description = Annotated[
    str,
    described(description="Lines, or empty", examples=["Sun, sea and a house for all."]),
]
Place = Annotated[str, described(description="Or empty", examples=["Palolem Beach, Goa"])]
Cover = Annotated[str, described(description="One emoji, or empty", examples=["🏖️"])]
Initials = Annotated[str, described(examples=["A"])]
Question = Annotated[str, described(examples=["Which dates?"])]
OptionText = Annotated[str, described(examples=["5–7 Dec"])]
OptionLink = Annotated[
    str | None, described(description="An https address", examples=["https://example.com/hut"])
]
Zone = Annotated[str, described(description="IANA name", examples=["Asia/Kolkata"])]
Count = Annotated[int, described(minimum=0, examples=[3])]
PlaceInLine = Annotated[int, described(description="1 is next", minimum=0, examples=[2])]
Required = Annotated[int, described(minimum=LEAST_REQUIRED, maximum=MOST_REQUIRED, examples=[5])]
Capacity = Annotated[int, described(minimum=LEAST_REQUIRED, maximum=MOST_MEMBERS, examples=[12])]
MessageText = Annotated[str, described(examples=["Bring passports"])]
Unlocked = Annotated[bool, described(examples=[False])]
HasVoted = Annotated[bool, described(examples=[True])]
Version = Annotated[int, described(minimum=0, examples=[1])]
Percent = Annotated[int, described(minimum=1, maximum=100, examples=[12])]
PercentNow = Annotated[
    int,
    described(
        description="Of the step that is reached, 0 below the first",
        minimum=0,
        maximum=100,
        examples=[0],
    ),
]
StepMembers = Annotated[
    int,
    described(
        description="In at that step", minimum=LEAST_REQUIRED, maximum=MOST_MEMBERS, examples=[5]
    ),
]
Missing = Annotated[int, described(description="How many more reach it", minimum=1, examples=[2])]
Currency = Annotated[str, described(description="ISO 4217, or empty", examples=["EUR"])]
Sum = Annotated[
    str,
    described(
        description="With the decimals of its currency",
        pattern=r"^\d+(\.\d+)?$",
        examples=["120.00"],
    ),
]
FirstDay = Annotated[str, described(format="date", examples=["2027-01-15"])]
LastDay = Annotated[str, described(format="date", examples=["2027-01-18"])]
StartTime = Annotated[
    str,
    described(
        description="Of the first day, by the clocks of `timeZone`",
        pattern=r"^\d\d:\d\d$",
        examples=["07:30"],
    ),
]
EndTime = Annotated[
    str,
    described(
        description="Of the last day, by the clocks of `timeZone`",
        pattern=r"^\d\d:\d\d$",
        examples=["21:00"],
    ),
]
Moment = Annotated[
    str,
    described(
        description="ISO 8601, UTC, with microseconds",
        format="date-time",
        examples=["2026-12-01T14:30:00.000000Z"],
    ),
]
EndedAt = Annotated[Moment | None, described(examples=[None])]
Epoch = Annotated[str, described(description="Of a history of the log", examples=["7f3a09c2"])]
MessageNumber = Annotated[
    int, described(description="Of a message: 1, 2, 3 …", minimum=1, examples=[1])
]
Seq = Annotated[int, described(description="Of an event: 1, 2, 3 …", minimum=0, examples=[3])]
Status = Annotated[str, described(enum=[*Trip.Status.values])]
Results = Annotated[str, described(description="Who sees counts", enum=[*Poll.Results.values])]
ShowsVoters = Annotated[
    bool,
    described(description="Whether those who see the counts see who chose what", examples=[False]),
]
Kind = Annotated[str, described(enum=[*JoinRequest.Kind.values])]
Tally = Annotated[
    dict[str, int],
    described(description="Votes by the option's id", examples=[{"q3Zt8kP0nYcV": 2}]),
]
PollKind = Annotated[str, described(description="What is asked", enum=[*Poll.Kind.values])]
Maybes = Annotated[
    dict[str, int],
    described(
        description='Of dates: how many said "if need be", by the option\'s id',
        examples=[{"q3Zt8kP0nYcV": 1}],
    ),
]
Picked = Annotated[
    Id | None, described(description="The option picked out of a tie", examples=[None])
]
Ignored = Annotated[
    list[str], described(description="Fields that were not read", examples=[["colour"]])
]


def moment(at: datetime) -> Moment:
    """Write a moment as ISO 8601 in UTC with microseconds, so that texts sort as the moments do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def written(value: Any) -> Any:
    """Convert a column's value for JSON: a day to an ISO date, a moment to ISO 8601 in UTC.

    A time of day is "07:30".
    """
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value
