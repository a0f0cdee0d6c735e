"""What the organiser decides: who stays, who is let in, the terms, the link, the end."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from trips import membership, planning, wire
from trips.forms import SettingsForm
from trips.models import Member
from trips.pages import present
from trips.pages.again import form_page, or_again
from trips.pages.decorators import for_organiser, takes_form
from trips.pages.questions import confirm
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import to_hub


@takes_form
@for_organiser
def remove(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    if request.method == "POST":
        membership.remove(me, idempotency_key_of(request, me.id), member_id)
        return to_hub(me.trip_id)
    member = membership.find(me.trip, member_id, Member.State.IN)
    return confirm(
        request,
        me,
        title=f"Remove {member.name}",
        question=f"Remove {member.name}?",
        consequence=f"{present.of_trip(me.trip).parts['brings-you']} You can undo it for 12 hours.",
        action_label=f"Remove {member.name}",
    )


@require_POST
@for_organiser
def restore(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    membership.restore(me, idempotency_key_of(request, me.id), member_id)
    return to_hub(me.trip_id)


@require_safe
@for_organiser
def requests(request: HttpRequest, me: Member) -> HttpResponse:
    """Who waits for an answer, for the open hub."""
    return JsonResponse({"success": True, "requests": membership.asked(me.trip)})


@require_POST
@for_organiser
def answer_request(request: HttpRequest, me: Member, request_id: str) -> HttpResponse:
    let_in = request.POST.get("answer") == "let_in"
    membership.answer_request(me, idempotency_key_of(request, me.id), request_id, let_in=let_in)
    return to_hub(me.trip_id)


@require_POST
@for_organiser
def refuse_requests(request: HttpRequest, me: Member) -> HttpResponse:
    membership.refuse_requests(me, idempotency_key_of(request, me.id))
    return to_hub(me.trip_id)


@takes_form
@for_organiser
def settings(request: HttpRequest, me: Member) -> HttpResponse:
    """Only what was touched is sent on: the rest of an open page may be old by now."""
    if request.method != "POST":
        return _show_settings(request, me, SettingsForm(me.trip))
    given, seen = SettingsForm.posted(request.POST)

    def save() -> HttpResponse:
        planning.update(me, idempotency_key_of(request, me.id), given, seen)
        return to_hub(me.trip_id)

    def show(refusal: wire.Refusal) -> HttpResponse:
        me.trip.refresh_from_db()
        return _show_settings(request, me, SettingsForm(me.trip, given, seen), refusal)

    return or_again(request, save, show)


def _show_settings(
    request: HttpRequest, me: Member, form: SettingsForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    shown, context = present.shown(request, me.trip_id), {"trip": me.trip, "me": me}
    return present.filled(form_page(request, "settings.html", form, context, refusal), shown)


@takes_form
@for_organiser
def close(request: HttpRequest, me: Member) -> HttpResponse:
    if request.method == "POST":
        planning.close(me, idempotency_key_of(request, me.id))
        return to_hub(me.trip_id)
    return confirm(
        request,
        me,
        title="Close the trip",
        question="Close the trip to newcomers?",
        consequence="Nobody can join after that. You can open it again.",
        action_label="Close the trip",
    )


@require_POST
@for_organiser
def reopen(request: HttpRequest, me: Member) -> HttpResponse:
    planning.reopen(me, idempotency_key_of(request, me.id))
    return to_hub(me.trip_id)


@takes_form
@for_organiser
def cancel(request: HttpRequest, me: Member) -> HttpResponse:
    if request.method == "POST":
        planning.cancel(me, idempotency_key_of(request, me.id))
        return to_hub(me.trip_id)
    return confirm(
        request,
        me,
        title="Cancel the trip",
        question="Cancel the whole trip?",
        consequence="Everybody sees that the trip is off. This cannot be undone.",
        action_label="Cancel the trip",
    )


@takes_form
@for_organiser
def replace_invitation(request: HttpRequest, me: Member) -> HttpResponse:
    if request.method == "POST":
        planning.replace_invitation(me, idempotency_key_of(request, me.id))
        return to_hub(me.trip_id)
    return confirm(
        request,
        me,
        title="New invitation link",
        question="Replace the invitation link?",
        consequence="The link you have shared so far stops working at once. "
        "Everybody who is in stays in.",
        action_label="Replace the link",
    )
