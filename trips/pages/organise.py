"""Serve what the organiser decides: who stays, who is let in, the trip's terms.

`runs` makes a page of a function that takes nothing but the organiser.
"""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from trips import membership, planning, snapshots, wire
from trips.forms import SettingsForm
from trips.idempotency import IdempotencyKey
from trips.models import Member, Trip
from trips.pages import present
from trips.pages.again import form_page, or_again
from trips.pages.confirming import asks
from trips.pages.decorators import View, for_organiser, only_takes_form, takes_form
from trips.pages.questions import QUESTIONS, Question
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import to_hub

Verb = Callable[[Member, IdempotencyKey | None], object]


def runs(verb: Verb) -> View:
    """Make a view that runs `verb` on POST and then shows the hub.

    If QUESTIONS has the name of `verb`, GET asks that question.
    """

    def act(request: HttpRequest, me: Member) -> HttpResponse:
        verb(me, idempotency_key_of(request, me.id))
        return to_hub(me.trip_id)

    if verb.__name__ in QUESTIONS:
        return takes_form(for_organiser(asks(verb.__name__)(act)))
    return only_takes_form(for_organiser(act))


def _whom(request: HttpRequest, me: Member, member_id: str) -> dict[str, Question]:
    member = membership.find(me.trip, member_id, Member.State.IN)
    if member.is_organiser:
        raise wire.Refusal("cannot_remove_admin")
    return {"question": QUESTIONS["remove"].about(name=member.name)}


@takes_form
@for_organiser
@asks("remove", _whom)
def remove(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    """Remove a member from the trip on POST; GET asks first."""
    place = _beside(me.trip, member_id)
    membership.remove(me, idempotency_key_of(request, me.id), member_id)
    return to_hub(me.trip_id, place)


def _beside(trip: Trip, member_id: str) -> str:
    """Return the place on the hub of who joined last before this member, who may be removed."""
    gone = trip.members.filter(pk=member_id).first()
    members = snapshots.members_of(trip) if gone else []
    before = [each for each in members if gone and _arrival(each) < _arrival(gone)]
    every = "?all=1" if len(before) > present.MOST_MEMBERS else ""
    return f"{every}#m-{before[-1].id}" if before else "#members-title"


def _arrival(member: Member) -> tuple[datetime, str]:
    return member.joined_at, member.id


@only_takes_form
@for_organiser
def restore(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    """Let a removed member back in, up to 12 hours after the removal."""
    membership.restore(me, idempotency_key_of(request, me.id), member_id)
    return to_hub(me.trip_id, f"#m-{member_id}")


@require_safe
@for_organiser
def requests(request: HttpRequest, me: Member) -> HttpResponse:
    """Answer as JSON who asks to get in, who waits, and who cannot come, for the open hub."""
    return JsonResponse(
        {
            "success": True,
            "requests": membership.asked(me.trip),
            "waiting": membership.waiting(me.trip),
            "declined": membership.declined(me.trip),
        }
    )


@only_takes_form
@for_organiser
def answer_request(request: HttpRequest, me: Member, request_id: str) -> HttpResponse:
    """Let in, or refuse, somebody who has asked."""
    let_in = request.POST.get("answer") == "let_in"
    membership.answer_request(me, idempotency_key_of(request, me.id), request_id, let_in=let_in)
    return to_hub(me.trip_id)


@takes_form
@for_organiser
def settings(request: HttpRequest, me: Member) -> HttpResponse:
    """Show and process the form of the trip's terms.

    Only the fields that were changed are saved: the rest of an open page may be old by now.
    """
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
    shown = present.shown(request, me.trip_id)
    context = {"trip": me.trip, "me": me, "words": present.of_trip(me.trip)}
    return present.with_state(form_page(request, "settings.html", form, context, refusal), shown)
