"""What the calls take: types and names. The rules stand in trips.forms, for pages as well."""

from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from trips.models import LEAST_REQUIRED, MOST_MEMBERS, MOST_OPTIONS, MOST_REQUIRED


def _shown(description: str, **schema: Any) -> Any:
    return Field(None, description=description, json_schema_extra=schema)


def _needed(description: str, **schema: Any) -> Any:
    return Field(..., description=description, json_schema_extra=schema)


class Terms(Schema):
    tripName: str = _needed("Title, 1 to 80 characters")
    requiredMembers: int = _needed(
        "Members that unlock the discount", minimum=LEAST_REQUIRED, maximum=MOST_REQUIRED
    )
    startDate: str | None = _shown("First day, e.g. 2026-12-12")
    endDate: str | None = _shown("Last day, e.g. 2026-12-15")
    joinBy: str | None = _shown("Deadline, ISO 8601; without an offset meant in `timeZone`")
    timeZone: str | None = _shown("IANA name, e.g. Asia/Kolkata")
    capacity: int | None = _shown(
        "Most members; none by default", minimum=LEAST_REQUIRED, maximum=MOST_MEMBERS
    )
    pricePerPerson: Decimal | None = _shown("At most two decimals")
    currency: str | None = _shown("Three capital letters, e.g. EUR")
    discountPercent: int | None = _shown("Group discount", minimum=1, maximum=100)


class Create(Terms):
    adminName: str = _needed("The organiser's name, 1 to 40 characters")
    adminMobile: str | None = _shown("With country code; never shown to anybody")


class Join(Schema):
    invitation_token: str = _needed("The last part of the shared link")
    guest_name: str = _needed("1 to 40 characters")
    guest_mobile: str | None = _shown("With country code; never shown to anybody")
    another: bool = Field(False, description='Join as "Asha (2)" when the name is taken')


class Claim(Schema):
    invitation_token: str = _needed("The last part of the shared link")
    guest_name: str = _needed("The name on the list")


class OfTrip(Schema):
    """What a member calls; the key may also be a Bearer token or the browser's cookie."""

    tripId: str = _needed("The trip's invitation token (or its own id)")
    memberKey: str | None = _shown("The caller's key, unless a Bearer token goes with the call")


class ByOrganiser(Schema):
    tripId: str = _needed("The trip's invitation token (or its own id)")
    adminId: str | None = _shown("The organiser's key, unless a Bearer token goes with the call")


class OnMember(ByOrganiser):
    memberId: str = _needed("Public id of the member")


class OnRequest(ByOrganiser):
    requestId: str = _needed("Id of the request")
    letIn: bool = _needed("Whether they are let in")


class Update(ByOrganiser):
    tripName: str | None = _shown("Title")
    requiredMembers: int | None = _shown("Members that unlock the discount")
    startDate: str | None = _shown("First day")
    endDate: str | None = _shown("Last day")
    joinBy: str | None = _shown("Deadline")
    timeZone: str | None = _shown("IANA name")
    capacity: int | None = _shown("Most members")
    pricePerPerson: Decimal | None = _shown("At most two decimals")
    currency: str | None = _shown("Three capital letters")
    discountPercent: int | None = _shown("Group discount")


class OpenPoll(ByOrganiser):
    question: str = _needed("1 to 140 characters")
    options: list[str] = _needed("2 to 20 texts of 1 to 80 characters, no two alike")
    mostChoices: int = Field(
        1,
        description="How many each may choose",
        json_schema_extra={"minimum": 1, "maximum": MOST_OPTIONS},
    )
    results: str = Field("always", description="Who sees the counts: always, voted or closed")
    closesAt: str | None = _shown("ISO 8601; without an offset meant in the trip's time zone")


class OnPoll(ByOrganiser):
    pollId: str = _needed("Id of the poll")


class AddOption(OnPoll):
    text: str = _needed("1 to 80 characters")


class Pick(OnPoll):
    optionId: str = _needed("Id of one of the tied options")


class ByVoter(OfTrip):
    pollId: str = _needed("Id of the poll")


class CastVote(ByVoter):
    options: list[str] = _needed("Ids of the chosen options")
    optionsVersion: int = _needed("Of the options that you have seen")
