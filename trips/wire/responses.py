"""What each call answers when it was taken; OpenAPI publishes these names."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from trips.wire.frames import Frame
from trips.wire.polls import MyPollShape, PollShape
from trips.wire.shapes import MemberShape, RequestShape, Snapshot, TripFields
from trips.wire.values import Code, Count, Id, Ignored, Jwt, Key, Unlocked


class SuccessResponse(TypedDict):
    """Answer that it is done; `success` is always true, as in all answers."""

    success: Literal[True]


class CreateResponse(SuccessResponse):
    """Answer a new trip.

    `adminId` is the organiser's secret key, shown this once; `tripId` the invitation token; `token`
    a JWT for at most an hour.
    """

    tripId: Id
    adminId: Key
    token: Jwt
    trip: Snapshot
    ignoredFields: NotRequired[Ignored]


class SnapshotResponse(SuccessResponse):
    """Answer the whole state of a trip: terms, members and polls, as a RESET frame holds it."""

    trip: Snapshot


class TripResponse(SuccessResponse):
    """Answer a trip as it stands after the call."""

    trip: TripFields


class JoinResponse(SuccessResponse):
    """Answer a new member.

    `memberKey` is their secret key, shown this once; `token` a JWT for at most an hour.
    """

    member: MemberShape
    memberId: Id
    memberKey: Key
    token: Jwt
    trip: TripFields
    ignoredFields: NotRequired[Ignored]


class CountResponse(SuccessResponse):
    """Answer how many are in, and whether the discount is unlocked."""

    memberCount: Count
    isDiscountUnlocked: Unlocked


class RemoveResponse(CountResponse):
    """Answer how many are in after a removal; `ignoredFields` names what was not read."""

    ignoredFields: NotRequired[Ignored]


class MemberResponse(SuccessResponse):
    """Answer a member as they stand after the call."""

    member: MemberShape


class ClaimResponse(SuccessResponse):
    """Answer what was asked of the organiser.

    `requestKey` is a secret, shown this once; "" for who was removed, whose own key serves.
    """

    requestId: Id
    requestKey: Key


class RequestsResponse(SuccessResponse):
    """Answer who waits for the organiser's answer."""

    requests: list[RequestShape]


class KeyResponse(SuccessResponse):
    """Answer a new secret member key, shown this once, and a JWT for at most an hour."""

    memberKey: Key
    token: Jwt


class RecoverResponse(KeyResponse):
    """Answer the organiser who has come back: a new secret key, a JWT and the trip."""

    trip: TripFields


class RecoveryCodeResponse(SuccessResponse):
    """Answer a new recovery code, shown this once."""

    recoveryCode: Code


class MeResponse(SuccessResponse):
    """Answer who calls, a fresh JWT for at most an hour, and their trip."""

    member: MemberShape
    token: Jwt
    trip: TripFields


class InvitationResponse(SuccessResponse):
    """Answer a new invitation token, which is the trip's `tripId` from now on."""

    tripId: Id


class PollsResponse(SuccessResponse):
    """Answer all polls, oldest first, and what beyond them this member may see."""

    polls: list[PollShape]
    views: list[MyPollShape]


class PollResponse(SuccessResponse):
    """Answer a poll as everybody may see it after the call."""

    poll: PollShape


class MyPollResponse(SuccessResponse):
    """Answer what one member may see of a poll beyond what everybody does."""

    view: MyPollShape


class VoteResponse(SuccessResponse):
    """Answer a poll after a vote, and what its voter may see of it."""

    poll: PollShape
    view: MyPollShape


class FramesResponse(SuccessResponse):
    """What is pending, to somebody who asks again and again."""

    frames: list[Frame]
