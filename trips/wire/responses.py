"""Name the API's successful answers; OpenAPI publishes these names and docstrings."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from trips.wire.frames import Frame
from trips.wire.people import DeclinedShape, MemberShape, RequestShape, WaitingShape
from trips.wire.polls import MyPollShape, PollShape
from trips.wire.shapes import MessageShape, Snapshot, TripFields
from trips.wire.values import (
    Code,
    Count,
    Id,
    Ignored,
    Jwt,
    Key,
    Link,
    PlaceInLine,
    Unlocked,
)


class SuccessResponse(TypedDict):
    """An accepted call. `success` is true in every answer but a refusal."""

    success: Literal[True]


class CreateResponse(SuccessResponse):
    """A new trip.

    `adminId` is the founder's secret key, shown this once; `tripId` the invitation token; `token`
    a JWT for at most an hour.
    """

    tripId: Id
    adminId: Key
    token: Jwt
    trip: Snapshot
    ignoredFields: NotRequired[Ignored]


class SnapshotResponse(SuccessResponse):
    """The whole state of a trip: terms, members and polls, as in a RESET frame."""

    trip: Snapshot


class TripResponse(SuccessResponse):
    """The trip after the call."""

    trip: TripFields


class JoinResponse(SuccessResponse):
    """A new member, or with `placeInLine` somebody who waits for a place.

    `memberKey` is their secret key, shown this once; `token` a JWT for at most an hour.
    """

    member: MemberShape
    memberId: Id
    memberKey: Key
    token: Jwt
    trip: TripFields
    placeInLine: NotRequired[PlaceInLine]
    ignoredFields: NotRequired[Ignored]


class BringResponse(SuccessResponse):
    """Somebody whom the caller has counted in, with their secret key and link, shown this once.

    The link is theirs: hand it on. Until it was opened the caller can take them out again.
    """

    member: MemberShape
    memberId: Id
    memberKey: Key
    link: Link
    trip: TripFields


class LinkResponse(SuccessResponse):
    """A new secret key and link of somebody whom the caller has brought, shown this once."""

    memberKey: Key
    link: Link


class CountResponse(SuccessResponse):
    """How many are in, and whether the discount is unlocked."""

    memberCount: Count
    isDiscountUnlocked: Unlocked


class RemoveResponse(CountResponse):
    """How many are in after a removal; `ignoredFields` names the fields that were not read."""

    ignoredFields: NotRequired[Ignored]


class MemberResponse(SuccessResponse):
    """The member after the call."""

    member: MemberShape


class RoleResponse(MemberResponse):
    """The member after the call, and who is the founder."""

    founderId: Id


class ClaimResponse(SuccessResponse):
    """A request to the organiser.

    `requestKey` is a secret, shown this once; "" for a removed member, whose own key serves.
    """

    requestId: Id
    requestKey: Key


class DeclineResponse(SuccessResponse):
    """The secret key of an answer "I can't make it"; "" once it was taken back."""

    declineKey: Key


class RequestsResponse(SuccessResponse):
    """Who asks to be let in, who waits for a place, and who cannot come."""

    requests: list[RequestShape]
    waiting: list[WaitingShape]  # first who is next
    declined: DeclinedShape


class PlaceResponse(SuccessResponse):
    """The caller's place in line: 0 for who is in."""

    placeInLine: PlaceInLine
    trip: TripFields


class LineResponse(SuccessResponse):
    """How many wait for a place after the call."""

    waitingCount: Count


class KeyResponse(SuccessResponse):
    """A new secret member key, shown this once, and a JWT for at most an hour."""

    memberKey: Key
    token: Jwt


class RecoverResponse(KeyResponse):
    """A new organiser's key, shown this once, a JWT, and the trip."""

    trip: TripFields


class RecoveryCodeResponse(SuccessResponse):
    """A new recovery code, shown this once."""

    recoveryCode: Code


class CalendarResponse(SuccessResponse):
    """The secret of a new calendar address, shown this once: `/calendars/<calendarKey>.ics`."""

    calendarKey: Key


class MeResponse(SuccessResponse):
    """The caller, a fresh JWT for at most an hour, and their trip."""

    member: MemberShape
    token: Jwt
    trip: TripFields


class InvitationResponse(SuccessResponse):
    """A new invitation token, which is the trip's `tripId` from now on."""

    tripId: Id


class PollsResponse(SuccessResponse):
    """All polls, oldest first, and what else this member may see of them."""

    polls: list[PollShape]
    views: list[MyPollShape]


class PollResponse(SuccessResponse):
    """A poll after the call, as everybody may see it."""

    poll: PollShape


class MyPollResponse(SuccessResponse):
    """Answer what one member may see of a poll beyond what everybody does."""

    view: MyPollShape


class VoteResponse(SuccessResponse):
    """A poll after a vote, and what its voter may see of it."""

    poll: PollShape
    view: MyPollShape


class MessageResponse(SuccessResponse):
    """A message that was sent to all."""

    message: MessageShape


class MessagesResponse(SuccessResponse):
    """The newest messages that are left, oldest first, as every hub shows them."""

    messages: list[MessageShape]


class FramesResponse(SuccessResponse):
    """The frames that a polling client has not seen."""

    frames: list[Frame]
