"""What each call answers when it was taken; OpenAPI publishes these names."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from trips.wire.frames import Frame
from trips.wire.polls import MyPollShape, PollShape
from trips.wire.shapes import MemberShape, RequestShape, Snapshot, TripFields
from trips.wire.values import Code, Count, Id, Ignored, Jwt, Key, Unlocked


class SuccessResponse(TypedDict):
    success: Literal[True]


class CreateResponse(SuccessResponse):
    tripId: Id
    adminId: Key
    token: Jwt
    trip: Snapshot
    ignoredFields: NotRequired[Ignored]


class SnapshotResponse(SuccessResponse):
    trip: Snapshot


class TripResponse(SuccessResponse):
    trip: TripFields


class JoinResponse(SuccessResponse):
    member: MemberShape
    memberId: Id
    memberKey: Key
    token: Jwt
    trip: TripFields
    ignoredFields: NotRequired[Ignored]


class CountResponse(SuccessResponse):
    memberCount: Count
    isDiscountUnlocked: Unlocked


class RemoveResponse(CountResponse):
    ignoredFields: NotRequired[Ignored]


class MemberResponse(SuccessResponse):
    member: MemberShape


class ClaimResponse(SuccessResponse):
    requestId: Id
    requestKey: Key


class RequestsResponse(SuccessResponse):
    requests: list[RequestShape]


class KeyResponse(SuccessResponse):
    memberKey: Key
    token: Jwt


class RecoverResponse(KeyResponse):
    trip: TripFields


class RecoveryCodeResponse(SuccessResponse):
    recoveryCode: Code


class MeResponse(SuccessResponse):
    member: MemberShape
    token: Jwt
    trip: TripFields


class InvitationResponse(SuccessResponse):
    tripId: Id


class PollsResponse(SuccessResponse):
    polls: list[PollShape]
    views: list[MyPollShape]


class PollResponse(SuccessResponse):
    poll: PollShape


class PollViewResponse(SuccessResponse):
    view: MyPollShape


class VoteResponse(SuccessResponse):
    poll: PollShape
    view: MyPollShape


class FramesResponse(SuccessResponse):
    """What is pending, to somebody who asks again and again."""

    frames: list[Frame]
