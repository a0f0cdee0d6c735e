"""What the calls take: types and names. The rules stand in trips.forms, for pages as well."""

from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from trips.models import LEAST_REQUIRED, MOST_MEMBERS, MOST_REQUIRED


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
