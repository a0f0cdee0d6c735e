"""Serve the calls on who organises a trip."""

from django.http import HttpRequest

from trips import membership, wire
from trips.api import bodies
from trips.api.callers import by_member, by_organiser
from trips.api.instance import REFUSED, api


@api.post(
    "/make-organiser",
    response={200: wire.RoleResponse} | REFUSED,
    summary="Make a member an organiser",
)
def make_organiser(request: HttpRequest, body: bodies.OnMemberBody) -> wire.RoleResponse:
    """Make a member an organiser. Their own key is an `adminId` from now on."""
    me, idempotency_key = by_organiser(request, body)
    return membership.make_organiser(me, idempotency_key, body.memberId)


@api.post("/step-down", response={200: wire.RoleResponse} | REFUSED, summary="Organise no longer")
def step_down(request: HttpRequest, body: bodies.StepDownBody) -> wire.RoleResponse:
    """Stop organising, and stay a member. The founder cannot (409): they hand over first."""
    me, idempotency_key = by_member(request, body, body.adminId)
    return membership.step_down(me, idempotency_key, me.id)


@api.post(
    "/take-role",
    response={200: wire.RoleResponse} | REFUSED,
    summary="Take the role from an organiser; the founder alone may",
)
def take_role(request: HttpRequest, body: bodies.OnMemberBody) -> wire.RoleResponse:
    """Take the role from another organiser, who stays a member."""
    me, idempotency_key = by_organiser(request, body)
    return membership.take_role(me, idempotency_key, body.memberId, me.id)


@api.post(
    "/hand-over",
    response={200: wire.RoleResponse} | REFUSED,
    summary="Hand the founder's place over; the founder alone may",
)
def hand_over(request: HttpRequest, body: bodies.OnMemberBody) -> wire.RoleResponse:
    """Make a member the founder. The caller stays an organiser; their recovery code ends."""
    me, idempotency_key = by_organiser(request, body)
    return membership.hand_over(me, idempotency_key, body.memberId, me.id)
