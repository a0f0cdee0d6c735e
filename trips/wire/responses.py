"""What each call answers when it was taken; OpenAPI publishes these names."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from trips.wire.polls import PollShape, ViewShape
from trips.wire.shapes import Facts, MemberShape, RequestShape, Snapshot


class SuccessResponse(TypedDict):
    success: Literal[True]


class CreateResponse(SuccessResponse):
    tripId: str
    adminId: str
    token: str
    trip: Snapshot
    ignoredFields: NotRequired[list[str]]


class SnapshotResponse(SuccessResponse):
    trip: Snapshot


class TripResponse(SuccessResponse):
    trip: Facts


class JoinResponse(SuccessResponse):
    member: MemberShape
    memberId: str
    memberKey: str
    token: str
    trip: Facts
    ignoredFields: NotRequired[list[str]]


class CountResponse(SuccessResponse):
    memberCount: int
    isDiscountUnlocked: bool


class RemoveResponse(CountResponse):
    ignoredFields: NotRequired[list[str]]


class MemberResponse(SuccessResponse):
    member: MemberShape


class ClaimResponse(SuccessResponse):
    requestId: str
    requestKey: str


class RequestsResponse(SuccessResponse):
    requests: list[RequestShape]


class KeyResponse(SuccessResponse):
    memberKey: str
    token: str


class RecoverResponse(KeyResponse):
    trip: Facts


class RecoveryCodeResponse(SuccessResponse):
    recoveryCode: str


class MeResponse(SuccessResponse):
    member: MemberShape
    token: str
    trip: Facts


class InvitationResponse(SuccessResponse):
    tripId: str


class PollsResponse(SuccessResponse):
    polls: list[PollShape]
    views: list[ViewShape]


class PollResponse(SuccessResponse):
    poll: PollShape


class PollViewResponse(SuccessResponse):
    view: ViewShape


class VoteResponse(SuccessResponse):
    poll: PollShape
    view: ViewShape
