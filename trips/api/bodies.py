"""What the calls take: types and names. The rules stand in trips.forms, for pages as well.

The three calls of the original system also answer which fields they did not read."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from trips.models import LEAST_REQUIRED, MOST_MEMBERS, MOST_OPTIONS, MOST_REQUIRED


def _a_number(value: object) -> object:
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a number")
    return value


MOST_IGNORED, LONGEST_NAME = 20, 64
# Those of the examples.
LINK = "Lb75VPQ9pDl4uk5MtQOowvls"
KEY, ID = "nQ7vYt2Lr9KpXc4Dw8Zs1Hb6Gf3Jm5Ae", "q3Zt8kP0nYcVx1mB5sLw2A"
Whole = Annotated[int, BeforeValidator(_a_number)]
# The rules of sums are the forms'; this many digits can at least be written out: not 1e999999999.
Amount = Annotated[Decimal, Field(max_digits=40)]
# No database stores NUL. Lone surrogates, which are no text either, are refused by any `str`.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
# An id or a key, which people paste with blanks around it.
Pasted = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]*$")]


def _shown(description: str, **schema: Any) -> Any:
    return Field(None, description=description, json_schema_extra=schema)


def _needed(description: str, **schema: Any) -> Any:
    return Field(..., description=description, json_schema_extra=schema)


class StrictBody(BaseModel):
    """A field that the call does not know is refused by its name: it may be misspelt."""

    model_config = ConfigDict(extra="forbid")


class OriginalBody(BaseModel):
    """A call of the original system, whose clients may send more: what is not read is named."""

    model_config = ConfigDict(extra="allow")

    def known(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in type(self).model_fields}

    def ignored(self) -> list[str]:
        """The names that were not read, as far as they can be names at all."""
        names = sorted(name for name in self.model_extra or {} if name.isprintable())
        return [name[:LONGEST_NAME] for name in names[:MOST_IGNORED]]


class TermsBody(BaseModel):
    tripName: Text = _needed("Title, 1 to 80 characters", examples=["Goa"])
    requiredMembers: Whole = _needed(
        "Members that unlock the discount",
        minimum=LEAST_REQUIRED,
        maximum=MOST_REQUIRED,
        examples=[5],
    )
    startDate: Text | None = _shown("First day, e.g. 2026-12-12", examples=["2027-01-15"])
    endDate: Text | None = _shown("Last day, e.g. 2026-12-15", examples=["2027-01-18"])
    joinBy: Text | None = _shown(
        "Deadline, ISO 8601; without an offset meant in `timeZone`, a day means its end. "
        "A time that these clocks show twice needs an offset",
        examples=["2026-12-20T20:00"],
    )
    timeZone: Text | None = _shown("IANA name, e.g. Asia/Kolkata", examples=["Asia/Kolkata"])
    pastDays: StrictBool = Field(False, description="Plan it although its last day is over")
    capacity: Whole | None = _shown(
        "Most members; none by default", minimum=LEAST_REQUIRED, maximum=MOST_MEMBERS, examples=[12]
    )
    pricePerPerson: Amount | None = _shown(
        "With the decimals of its currency (ISO 4217)", examples=[120]
    )
    currency: Text | None = _shown("ISO 4217, e.g. EUR", examples=["EUR"])
    discountPercent: Whole | None = _shown("Group discount", minimum=1, maximum=100, examples=[12])


class CreateBody(TermsBody, OriginalBody):
    adminName: Text = _needed("The organiser's name, 1 to 60 characters", examples=["Ben"])
    adminMobile: Text | None = _shown(
        "With country code, or as it is dialled at home; never shown to anybody",
        examples=["+49 151 23456789"],
    )


class JoinBody(OriginalBody):
    invitation_token: Pasted = _needed("The last part of the shared link", examples=[LINK])
    guest_name: Text = _needed("1 to 60 characters", examples=["Asha"])
    guest_mobile: Text | None = _shown(
        "With country code, or as it is dialled at home; never shown to anybody",
        examples=["+91 98765 43210"],
    )
    another: StrictBool = Field(False, description='Join as "Asha (2)" when the name is taken')


class ClaimBody(StrictBody):
    invitation_token: Pasted = _needed("The last part of the shared link", examples=[LINK])
    guest_name: Text = _needed("The name on the list", examples=["Asha"])


class WithdrawBody(StrictBody):
    tripId: Pasted = _needed("The trip's invitation token (or its own id)", examples=[LINK])
    requestKey: Text = _needed("The key that the answer to `claim` gave", examples=[KEY])


class MemberBody(StrictBody):
    """What a member calls; the key may also be a Bearer token or the browser's cookie."""

    tripId: Pasted = _needed("The trip's invitation token (or its own id)", examples=[LINK])
    memberKey: Pasted | None = _shown(
        "The caller's key, unless a Bearer token goes with the call", examples=[KEY]
    )


class OrganiserBody(StrictBody):
    tripId: Pasted = _needed("The trip's invitation token (or its own id)", examples=[LINK])
    adminId: Pasted | None = _shown(
        "The organiser's key, unless a Bearer token goes with the call", examples=[KEY]
    )


class RenameBody(MemberBody):
    adminId: Pasted | None = _shown("The organiser's key, in place of `memberKey`")
    memberId: Pasted | None = _shown("Whom the organiser renames; without it the caller")
    name: Text = _needed("The new name, 1 to 60 characters", examples=["Asha"])


class MobileBody(MemberBody):
    mobile: Text | None = _needed(
        "With country code, or as it is dialled at home; null erases it",
        examples=["+91 98765 43210"],
    )


class RecoverBody(StrictBody):
    recoveryCode: str = _needed(
        "As it was written down; case, blanks and hyphens do not matter",
        examples=["K7QF-2M9X-TR4W-8HCN"],
    )


class OnMemberBody(OrganiserBody):
    memberId: Pasted = _needed("Public id of the member", examples=[ID])


class RemoveBody(OnMemberBody, OriginalBody):
    """The original's `remove-member`."""


class AnswerRequestBody(OrganiserBody):
    requestId: Pasted = _needed("Id of the request", examples=[ID])
    letIn: StrictBool = _needed("Whether they are let in", examples=[True])


class UpdateBody(OrganiserBody):
    tripName: Text | None = _shown("Title")
    requiredMembers: Whole | None = _shown(
        "Members that unlock the discount", minimum=LEAST_REQUIRED, maximum=MOST_REQUIRED
    )
    startDate: Text | None = _shown("First day")
    endDate: Text | None = _shown("Last day")
    joinBy: Text | None = _shown("Deadline")
    timeZone: Text | None = _shown("IANA name")
    pastDays: StrictBool = Field(False, description="Change it although its last day is over")
    capacity: Whole | None = _shown(
        "Most members", minimum=LEAST_REQUIRED, maximum=MOST_MEMBERS, examples=[12]
    )
    pricePerPerson: Amount | None = _shown("With the decimals of its currency (ISO 4217)")
    currency: Text | None = _shown("ISO 4217")
    discountPercent: Whole | None = _shown("Group discount", minimum=1, maximum=100)


class OpenPollBody(OrganiserBody):
    question: Text = _needed("1 to 140 characters", examples=["Which dates?"])
    options: list[Text] = _needed(
        "2 to 20 texts of 1 to 80 characters, no two alike", examples=[["5–7 Dec", "12–14 Dec"]]
    )
    mostChoices: Whole = Field(
        1,
        description="How many each may choose",
        json_schema_extra={"minimum": 1, "maximum": MOST_OPTIONS},
    )
    results: Text = Field("always", description="Who sees the counts: always, voted or closed")
    closesAt: Text | None = _shown(
        "ISO 8601; without an offset meant in the trip's time zone. A time that its clocks show "
        "twice needs an offset",
        examples=["2026-12-20T20:00"],
    )


class OnPollBody(OrganiserBody):
    pollId: Pasted = _needed("Id of the poll", examples=[ID])


class EditPollBody(OnPollBody):
    question: Text | None = _shown("1 to 140 characters", examples=["Which dates?"])
    options: list[Text] | None = _shown("All of them: 2 to 20 texts of 1 to 80 characters")
    mostChoices: Whole | None = _shown("How many each may choose", minimum=1, maximum=MOST_OPTIONS)
    results: Text | None = _shown("Who sees the counts: always, voted or closed")
    closesAt: Text | None = _shown("When it closes; null for never by itself")


class ReopenPollBody(OnPollBody):
    closesAt: Text | None = _shown(
        "When it closes; else as before, if that is still ahead", examples=["2026-12-20T20:00"]
    )


class AddOptionBody(OnPollBody):
    text: Text = _needed("1 to 80 characters", examples=["19–21 Dec"])


class PickBody(OnPollBody):
    optionId: Pasted = _needed("Id of one of the tied options", examples=[ID])


class OnBallotBody(MemberBody):
    pollId: Pasted = _needed("Id of the poll", examples=[ID])


class VoteBody(OnBallotBody):
    options: list[Text] = _needed("Ids of the chosen options", examples=[[ID]])
    optionsVersion: Whole = _needed("Of the options that you have seen", examples=[1])
