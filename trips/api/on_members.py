"""Serve the calls on members: join, leave, remove, ask to get in, replace keys."""

from django.http import HttpRequest

from trips import access, credentials, keys, membership, metrics, throttle, wire
from trips.api import bodies
from trips.api.callers import (
    by_credential,
    by_founder,
    by_member,
    by_organiser,
    caller,
    credential,
    organiser,
)
from trips.api.instance import REFUSED, api
from trips.api.repeats import idempotency_key_for, names_ignored
from trips.forms import DeclineForm, MobileForm, NameForm, guest_of, validated
from trips.models import Invitation


@api.post("/join", response={200: wire.JoinResponse} | REFUSED, summary="Join a trip")
@names_ignored
def join(request: HttpRequest, body: bodies.JoinBody) -> wire.JoinResponse:
    """Join the trip that the invitation leads to.

    Refuses with 409 `name_taken`, `trip_full`, `trip_closed`, `already_joined` or
    `approval_required`; with `another` a taken name gets a number, with `wait` one waits for a
    place on a full trip, and `memberKey` opens it once it is there.
    """
    idempotency_key = idempotency_key_for(request)
    link = access.invitation_by(body.invitation_token)
    guest = guest_of(body.known(), link.trip.time_zone)
    address = request.META["REMOTE_ADDR"]
    with metrics.join(), throttle.joining(address, link.trip_id):
        return membership.join(
            link,
            idempotency_key,
            guest,
            another=body.another,
            wait=body.wait,
            address=address,
        )


@api.post("/leave", response={200: wire.CountResponse} | REFUSED, summary="Leave a trip")
def leave(request: HttpRequest, body: bodies.MemberBody) -> wire.CountResponse:
    """Leave the trip. The founder cannot (400): they hand it over first."""
    idempotency_key = by_credential(request, body)
    me = caller(request, body)
    return membership.leave(me, idempotency_key, me.id)


@api.post(
    "/remove-member", response={200: wire.RemoveResponse} | REFUSED, summary="Remove a member"
)
@names_ignored
def remove_member(request: HttpRequest, body: bodies.RemoveBody) -> wire.CountResponse:
    """Remove a member, whose connections close. An organiser cannot be removed (400)."""
    me, idempotency_key = by_organiser(request, body)
    return membership.remove(me, idempotency_key, body.memberId)


@api.post("/restore-member", response={200: wire.CountResponse} | REFUSED, summary="Undo a removal")
def restore_member(request: HttpRequest, body: bodies.OnMemberBody) -> wire.CountResponse:
    """Let a removed member back in, up to 12 hours after the removal."""
    me, idempotency_key = by_organiser(request, body)
    return membership.restore(me, idempotency_key, body.memberId)


@api.post(
    "/rename-member",
    response={200: wire.MemberResponse} | REFUSED,
    summary="Rename yourself; an organiser renames anybody",
)
def rename_member(request: HttpRequest, body: bodies.RenameBody) -> wire.MemberResponse:
    """Give a member another name, which nobody else on the trip has."""
    me, idempotency_key = by_member(request, body, body.adminId)
    member_id = body.memberId or me.id
    if member_id != me.id and not me.is_organiser:
        raise wire.Refusal("unauthorized")
    form = validated(NameForm(body.model_dump()))
    return membership.rename(me, idempotency_key, member_id, form.cleaned_data["name"])


@api.post(
    "/change-mobile",
    response={200: wire.SuccessResponse} | REFUSED,
    summary="Replace or erase your own number",
)
def change_mobile(request: HttpRequest, body: bodies.MobileBody) -> wire.SuccessResponse:
    """Replace the caller's number, or erase it with null or ""."""
    me, idempotency_key = by_member(request, body)
    if not body.mobile:
        return membership.change_mobile(me, idempotency_key, me.id, "")
    form = validated(MobileForm(body.model_dump(), zone=me.trip.time_zone))
    return membership.change_mobile(me, idempotency_key, me.id, form.cleaned_data["mobile"])


@api.post("/claim", response={200: wire.ClaimResponse} | REFUSED, summary='Say "it\'s me"')
def claim(request: HttpRequest, body: bodies.ClaimBody) -> wire.ClaimResponse:
    """Ask the organiser to let you in as a member who is on the list ("it's me")."""
    idempotency_key = idempotency_key_for(request)
    link = access.invitation_by(body.invitation_token)
    guest = guest_of(body.model_dump())
    address = request.META["REMOTE_ADDR"]
    with throttle.joining(address, link.trip_id):
        return membership.ask(link, idempotency_key, guest.name, address=address)


@api.post(
    "/decline", response={200: wire.DeclineResponse} | REFUSED, summary='Say "I can\'t make it"'
)
def decline(request: HttpRequest, body: bodies.DeclineBody) -> wire.DeclineResponse:
    """Tell the organisers that you cannot come; with the answer's key change it or take it back."""
    idempotency_key = idempotency_key_for(request)
    link, key = access.invitation_by(body.invitation_token), body.declineKey or ""
    address = request.META["REMOTE_ADDR"]
    with throttle.joining(address, link.trip_id):
        if body.canMakeIt:
            return membership.take_back_decline(link, idempotency_key, key)
        name = validated(DeclineForm(body.model_dump())).cleaned_data["name"]
        return membership.decline(link, idempotency_key, name, key=key, address=address)


@api.post(
    "/withdraw-request",
    response={200: wire.SuccessResponse} | REFUSED,
    summary='Withdraw "it\'s me"',
)
def withdraw_request(request: HttpRequest, body: bodies.WithdrawBody) -> wire.SuccessResponse:
    """Withdraw the request that has this key."""
    idempotency_key = idempotency_key_for(request)
    found = access.trip_or_invitation(body.tripId)
    by = found if isinstance(found, Invitation) else found.id
    return membership.withdraw_request(by, idempotency_key, body.requestKey)


@api.post(
    "/requests", response={200: wire.RequestsResponse} | REFUSED, summary="List requests to get in"
)
def requests(request: HttpRequest, body: bodies.OrganiserBody) -> wire.RequestsResponse:
    """List who asks to be let in, who waits for a place, and who cannot come."""
    trip = organiser(request, body).trip
    return {
        "success": True,
        "requests": membership.asked(trip),
        "waiting": membership.waiting(trip),
        "declined": membership.declined(trip),
    }


@api.post(
    "/answer-request", response={200: wire.CountResponse} | REFUSED, summary="Answer a request"
)
def answer_request(request: HttpRequest, body: bodies.AnswerRequestBody) -> wire.CountResponse:
    """Let somebody in, or refuse them. Who is let in takes the member's place; its old key ends."""
    me, idempotency_key = by_organiser(request, body)
    return membership.answer_request(me, idempotency_key, body.requestId, let_in=body.letIn)


@api.post(
    "/refuse-requests", response={200: wire.CountResponse} | REFUSED, summary="Refuse all requests"
)
def refuse_requests(request: HttpRequest, body: bodies.OrganiserBody) -> wire.CountResponse:
    """Refuse all open requests."""
    me, idempotency_key = by_organiser(request, body)
    return membership.refuse_requests(me, idempotency_key)


@api.post(
    "/replace-key", response={200: wire.KeyResponse} | REFUSED, summary="Replace your personal key"
)
def replace_key(request: HttpRequest, body: bodies.MemberBody) -> wire.KeyResponse:
    """Replace the caller's key; the old one and its tokens end."""
    held = credential(request, body)  # a repeat comes with it, though the first has ended it
    idempotency_key_for(request, held)
    me, idempotency_key = by_member(request, body, later_caller=held)
    return membership.replace_key(me, idempotency_key, me.id)


@api.post(
    "/make-calendar",
    response={200: wire.CalendarResponse} | REFUSED,
    summary="Make an address for your calendar; an earlier one ends",
)
def make_calendar(request: HttpRequest, body: bodies.MemberBody) -> wire.CalendarResponse:
    """Make an address that a calendar program can subscribe to: `/calendars/<calendarKey>.ics`.

    It needs no other key, holds the trip's dates, and ends with the membership or the member's key.
    """
    me, idempotency_key = by_member(request, body)
    return membership.make_calendar(me, idempotency_key, me.id)


@api.post(
    "/make-recovery-code",
    response={200: wire.RecoveryCodeResponse} | REFUSED,
    summary="Make a recovery code; an earlier one ends",
)
def make_recovery_code(
    request: HttpRequest, body: bodies.OrganiserBody
) -> wire.RecoveryCodeResponse:
    """Make a recovery code, which gives the founder the trip back; an earlier one ends."""
    me, idempotency_key = by_founder(request, body)
    return membership.make_code(me, idempotency_key)


@api.post(
    "/recover",
    response={200: wire.RecoverResponse} | REFUSED,
    summary="Trade a recovery code, which is used up, for a new founder's key",
)
def recover(request: HttpRequest, body: bodies.RecoverBody) -> wire.RecoverResponse:
    """Trade a recovery code for a new founder's key. After five wrong codes in a minute: 429."""
    idempotency_key = idempotency_key_for(request)
    if not keys.may_be_code(body.recoveryCode):  # a typing error, which counts as no guess
        raise wire.Refusal("unknown_code")
    with throttle.guessing(request.META["REMOTE_ADDR"]):
        return membership.recover(idempotency_key, body.recoveryCode)


@api.post(
    "/me", response={200: wire.MeResponse} | REFUSED, summary="See who you are, with a fresh token"
)
def me(request: HttpRequest, body: bodies.MemberBody) -> wire.MeResponse:
    """Return the caller, with a fresh token for at most an hour."""
    member = caller(request, body)
    return {
        "success": True,
        "member": wire.member(member),
        "token": credentials.issue_token(member),
        "trip": wire.trip_fields(member.trip),
    }
