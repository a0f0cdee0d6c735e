"""Every call of the JSON API: credential, form, one verb."""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Status

from trips import (
    access,
    credentials,
    keys,
    log,
    membership,
    metrics,
    planning,
    polls,
    throttle,
    wire,
)
from trips.api import bodies
from trips.api.callers import by_member, by_organiser, caller, credential, organiser
from trips.api.document import JSON_TYPE
from trips.api.site import idempotency_key_for, names_ignored, new_api
from trips.forms import (
    JoinForm,
    MobileForm,
    NameForm,
    OptionForm,
    PlanForm,
    PollForm,
    VoteForm,
    validated,
)
from trips.models import Invitation

api = new_api()

READ: Any = dict.fromkeys((400, 404, 410, 422, 429, 503), wire.RefusalShape)
REFUSED: Any = READ | dict.fromkeys((403, 409, 415), wire.RefusalShape)


@api.post("/create", response={201: wire.CreateResponse} | REFUSED, summary="Plan a trip")
def create(request: HttpRequest, body: bodies.CreateBody) -> Status[wire.CreateResponse]:
    return Status(201, _create(request, body=body))


@names_ignored
def _create(request: HttpRequest, body: bodies.CreateBody) -> wire.CreateResponse:
    idempotency_key = idempotency_key_for(request, before=request.META["REMOTE_ADDR"])
    form = validated(PlanForm(body.known()))
    throttle.plan(request.META["REMOTE_ADDR"])
    return planning.plan(idempotency_key, form.terms(), form.organiser())


@api.get("/join", response={200: wire.SnapshotResponse} | READ, summary="See a trip")
def see(request: HttpRequest, tripId: str) -> HttpResponse:
    state = wire.trip_in(log.whole(access.trip_of(tripId.strip()).id))
    return HttpResponse(
        f'{{"success":true,"trip":{state}}}', content_type=f"{JSON_TYPE}; charset=utf-8"
    )


@api.post("/join", response={200: wire.JoinResponse} | REFUSED, summary="Join a trip")
@names_ignored
def join(request: HttpRequest, body: bodies.JoinBody) -> wire.JoinResponse:
    idempotency_key = idempotency_key_for(request)
    link = access.invitation_by(body.invitation_token)
    form = validated(JoinForm(body.known(), zone=link.trip.time_zone))
    address = request.META["REMOTE_ADDR"]
    with metrics.join(), throttle.joining(address, link.trip_id):
        return membership.join(
            link, idempotency_key, form.guest(), another=body.another, address=address
        )


@api.post("/leave", response={200: wire.CountResponse} | REFUSED, summary="Leave a trip")
def leave(request: HttpRequest, body: bodies.MemberBody) -> wire.CountResponse:
    # By the key alone: the repeat of having left must not put out who has come back since.
    said = "" if body.memberKey else credential(request, body)
    idempotency_key_of = functools.partial(
        idempotency_key_for, request, said=said, before=credentials.proof(request)
    )
    idempotency_key = idempotency_key_of()
    try:
        me = caller(request, body)
        return membership.leave(me, idempotency_key, me.id)
    except wire.Refusal:
        idempotency_key_of()  # the first has ended the right to it, perhaps at the same time
        raise


@api.post(
    "/remove-member", response={200: wire.RemoveResponse} | REFUSED, summary="Remove a member"
)
@names_ignored
def remove_member(request: HttpRequest, body: bodies.RemoveBody) -> wire.CountResponse:
    me, idempotency_key = by_organiser(request, body)
    return membership.remove(me, idempotency_key, body.memberId)


@api.post("/restore-member", response={200: wire.CountResponse} | REFUSED, summary="Undo a removal")
def restore_member(request: HttpRequest, body: bodies.OnMemberBody) -> wire.CountResponse:
    me, idempotency_key = by_organiser(request, body)
    return membership.restore(me, idempotency_key, body.memberId)


@api.post(
    "/rename-member",
    response={200: wire.MemberResponse} | REFUSED,
    summary="Another name for yourself; of the organiser for anybody",
)
def rename_member(request: HttpRequest, body: bodies.RenameBody) -> wire.MemberResponse:
    me, idempotency_key = by_member(request, body, body.adminId)
    member_id = body.memberId or me.id
    if member_id != me.id and not me.is_admin:
        raise wire.Refusal("unauthorized")
    form = validated(NameForm(body.model_dump()))
    return membership.rename(me, idempotency_key, member_id, form.cleaned_data["name"])


@api.post(
    "/change-mobile",
    response={200: wire.SuccessResponse} | REFUSED,
    summary="Replace or erase your own number",
)
def change_mobile(request: HttpRequest, body: bodies.MobileBody) -> wire.SuccessResponse:
    me, idempotency_key = by_member(request, body)
    if not body.mobile:
        return membership.change_mobile(me, idempotency_key, me.id, "")
    form = validated(MobileForm(body.model_dump(), zone=me.trip.time_zone))
    return membership.change_mobile(me, idempotency_key, me.id, form.cleaned_data["mobile"])


@api.post("/claim", response={200: wire.ClaimResponse} | REFUSED, summary='Say "it\'s me"')
def claim(request: HttpRequest, body: bodies.ClaimBody) -> wire.ClaimResponse:
    idempotency_key = idempotency_key_for(request)
    link = access.invitation_by(body.invitation_token)
    form = validated(JoinForm(body.model_dump()))
    address = request.META["REMOTE_ADDR"]
    with throttle.joining(address, link.trip_id):
        return membership.ask(link, idempotency_key, form.guest().name, address=address)


@api.post(
    "/withdraw-request",
    response={200: wire.SuccessResponse} | REFUSED,
    summary='Take "it\'s me" back',
)
def withdraw_request(request: HttpRequest, body: bodies.WithdrawBody) -> wire.SuccessResponse:
    idempotency_key = idempotency_key_for(request)
    found = access.trip_or_invitation(body.tripId)
    by = found if isinstance(found, Invitation) else found.id
    return membership.withdraw_request(by, idempotency_key, body.requestKey)


@api.post(
    "/requests", response={200: wire.RequestsResponse} | REFUSED, summary="Who asks to get in"
)
def requests(request: HttpRequest, body: bodies.OrganiserBody) -> wire.RequestsResponse:
    trip = organiser(request, body).trip
    return {"success": True, "requests": membership.asked(trip)}


@api.post("/answer-request", response={200: wire.CountResponse} | REFUSED, summary="Let in or not")
def answer_request(request: HttpRequest, body: bodies.AnswerRequestBody) -> wire.CountResponse:
    me, idempotency_key = by_organiser(request, body)
    return membership.answer_request(me, idempotency_key, body.requestId, let_in=body.letIn)


@api.post(
    "/refuse-requests", response={200: wire.CountResponse} | REFUSED, summary="Let none of them in"
)
def refuse_requests(request: HttpRequest, body: bodies.OrganiserBody) -> wire.CountResponse:
    me, idempotency_key = by_organiser(request, body)
    return membership.refuse_requests(me, idempotency_key)


@api.post("/replace-key", response={200: wire.KeyResponse} | REFUSED, summary="New personal key")
def replace_key(request: HttpRequest, body: bodies.MemberBody) -> wire.KeyResponse:
    held = credential(request, body)
    try:
        me, idempotency_key = by_member(request, body, also=held)
        return membership.replace_key(me, idempotency_key, me.id)
    except wire.Refusal:
        idempotency_key_for(request, held)  # what a repeat comes with, its first has ended
        raise


@api.post(
    "/make-recovery-code",
    response={200: wire.RecoveryCodeResponse} | REFUSED,
    summary="New recovery code; the one before ends",
)
def make_recovery_code(
    request: HttpRequest, body: bodies.OrganiserBody
) -> wire.RecoveryCodeResponse:
    me, idempotency_key = by_organiser(request, body)
    return membership.make_code(me, idempotency_key)


@api.post(
    "/recover",
    response={200: wire.RecoverResponse} | REFUSED,
    summary="A new organiser's key for a recovery code, which is used up",
)
def recover(request: HttpRequest, body: bodies.RecoverBody) -> wire.RecoverResponse:
    idempotency_key = idempotency_key_for(request)
    if not keys.may_be_code(body.recoveryCode):  # which is no guess
        raise wire.Refusal("unknown_code")
    with throttle.guessing(request.META["REMOTE_ADDR"]):
        return membership.recover(idempotency_key, body.recoveryCode)


@api.post("/me", response={200: wire.MeResponse} | REFUSED, summary="Who am I, with a fresh token")
def me(request: HttpRequest, body: bodies.MemberBody) -> wire.MeResponse:
    member = caller(request, body)
    return {
        "success": True,
        "member": wire.member(member),
        "token": credentials.issue_token(member),
        "trip": wire.trip_fields(member.trip),
    }


@api.post("/update", response={200: wire.TripResponse} | REFUSED, summary="Change a trip's terms")
def update(request: HttpRequest, body: bodies.UpdateBody) -> wire.TripResponse:
    me, idempotency_key = by_organiser(request, body)
    return planning.update(me, idempotency_key, body.model_dump(exclude_unset=True))


@api.post("/close", response={200: wire.TripResponse} | REFUSED, summary="Take no more members")
def close(request: HttpRequest, body: bodies.OrganiserBody) -> wire.TripResponse:
    me, idempotency_key = by_organiser(request, body)
    return planning.close(me, idempotency_key)


@api.post("/reopen", response={200: wire.TripResponse} | REFUSED, summary="Take members again")
def reopen(request: HttpRequest, body: bodies.OrganiserBody) -> wire.TripResponse:
    me, idempotency_key = by_organiser(request, body)
    return planning.reopen(me, idempotency_key)


@api.post("/cancel", response={200: wire.TripResponse} | REFUSED, summary="Cancel the trip")
def cancel(request: HttpRequest, body: bodies.OrganiserBody) -> wire.TripResponse:
    me, idempotency_key = by_organiser(request, body)
    return planning.cancel(me, idempotency_key)


@api.post(
    "/rotate-invitation",
    response={200: wire.InvitationResponse} | REFUSED,
    summary="Replace the shared link",
)
def rotate_invitation(request: HttpRequest, body: bodies.OrganiserBody) -> wire.InvitationResponse:
    me, idempotency_key = by_organiser(request, body)
    return planning.replace_invitation(me, idempotency_key)


@api.post("/polls", response={200: wire.PollsResponse} | REFUSED, summary="See the polls")
def see_polls(request: HttpRequest, body: bodies.MemberBody) -> wire.PollsResponse:
    me = caller(request, body)
    state = log.state_of(me.trip_id, 0)
    views = polls.views(state, me)
    return {"success": True, "polls": state.shape()["polls"], "views": [*views.values()]}


@api.post("/open-poll", response={200: wire.PollResponse} | REFUSED, summary="Ask the group")
def open_poll(request: HttpRequest, body: bodies.OpenPollBody) -> wire.PollResponse:
    me, idempotency_key = by_organiser(request, body)
    form = validated(PollForm(body.model_dump(), zone=me.trip.zone))
    return polls.open_poll(me, idempotency_key, form.terms())


@api.post("/vote", response={200: wire.VoteResponse} | REFUSED, summary="Vote, or change your vote")
def vote(request: HttpRequest, body: bodies.VoteBody) -> wire.VoteResponse:
    me, idempotency_key = by_member(request, body)
    form = validated(VoteForm(body.model_dump()))
    return polls.vote(me, idempotency_key, me.id, body.pollId, form.vote())


@api.post(
    "/withdraw-vote", response={200: wire.VoteResponse} | REFUSED, summary="Take your vote back"
)
def withdraw_vote(request: HttpRequest, body: bodies.OnBallotBody) -> wire.VoteResponse:
    me, idempotency_key = by_member(request, body)
    return polls.withdraw_vote(me, idempotency_key, me.id, body.pollId)


@api.post(
    "/add-option", response={200: wire.PollResponse} | REFUSED, summary="Add an option to a poll"
)
def add_option(request: HttpRequest, body: bodies.AddOptionBody) -> wire.PollResponse:
    me, idempotency_key = by_organiser(request, body)
    form = validated(OptionForm(body.model_dump()))
    return polls.add_option(me, idempotency_key, body.pollId, form.cleaned_data["text"])


@api.post("/close-poll", response={200: wire.PollResponse} | REFUSED, summary="Close a poll")
def close_poll(request: HttpRequest, body: bodies.OnPollBody) -> wire.PollResponse:
    me, idempotency_key = by_organiser(request, body)
    return polls.close_poll(me, idempotency_key, body.pollId)


@api.post(
    "/edit-poll",
    response={200: wire.PollResponse} | REFUSED,
    summary="Change a poll before its first ballot",
)
def edit_poll(request: HttpRequest, body: bodies.EditPollBody) -> wire.PollResponse:
    me, idempotency_key = by_organiser(request, body)
    return polls.edit_poll(me, idempotency_key, body.pollId, body.model_dump(exclude_unset=True))


@api.post(
    "/delete-poll",
    response={200: wire.SuccessResponse} | REFUSED,
    summary="Delete a poll before its first ballot",
)
def delete_poll(request: HttpRequest, body: bodies.OnPollBody) -> wire.SuccessResponse:
    me, idempotency_key = by_organiser(request, body)
    return polls.delete_poll(me, idempotency_key, body.pollId)


@api.post(
    "/reopen-poll", response={200: wire.PollResponse} | REFUSED, summary="Open a closed poll again"
)
def reopen_poll(request: HttpRequest, body: bodies.ReopenPollBody) -> wire.PollResponse:
    me, idempotency_key = by_organiser(request, body)
    return polls.reopen_poll(me, idempotency_key, body.pollId, body.model_dump(exclude_unset=True))


@api.post("/pick", response={200: wire.PollResponse} | REFUSED, summary="Decide a tie")
def pick(request: HttpRequest, body: bodies.PickBody) -> wire.PollResponse:
    me, idempotency_key = by_organiser(request, body)
    return polls.pick(me, idempotency_key, body.pollId, body.optionId)
