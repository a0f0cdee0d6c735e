"""What somebody said of themself, put right: the pages of a new name and a new number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trips import membership, wire
from trips.forms import MobileForm, NameForm, judged, tell
from trips.models import Member
from trips.pages.site import (
    for_members,
    for_organiser,
    new_form_key,
    once,
    takes_form,
    to_hub,
    wants_json,
)


@takes_form
@for_members
def my_name(request: HttpRequest, me: Member) -> HttpResponse:
    return _name(request, me, me.id)


@takes_form
@for_organiser
def name(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    return _name(request, me, member_id)


@takes_form
@for_members
def my_mobile(request: HttpRequest, me: Member) -> HttpResponse:
    """The number that is kept is not shown, here neither: the browser may be somebody else's."""
    form = MobileForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not (form.is_valid() or wants_json(request)):
        context = {"trip": me.trip, "form": form, "key": new_form_key()}
        return render(request, "mobile.html", context, status=422 if form.errors else 200)
    mobile = judged(form).cleaned_data["mobile"]
    membership.change_mobile(me, once(request), me.id, mobile)
    context = {
        "title": "Your number was replaced" if mobile else "Your number was erased",
        "sentence": "Nobody on the trip sees it." if mobile else "We keep none of you now.",
        "action_label": "Back to the trip",
        "action_url": reverse("hub", args=[me.trip_id]),
    }
    return render(request, "message.html", context)


def _name(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    form = NameForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST":
        try:
            new_name = judged(form).cleaned_data["name"]
            membership.rename(me, once(request), member_id, new_name)
            return to_hub(me.trip_id)
        except wire.Refusal as refused:
            if not refused.fields or wants_json(request):
                raise
            tell(form, refused.fields)
            refusal = refused
    member = membership.find(me.trip, member_id, Member.State.IN)
    if request.method != "POST":
        form.initial["name"] = member.name
    context = {"trip": me.trip, "me": me, "member": member, "form": form, "key": new_form_key()}
    return render(request, "rename.html", context, status=refusal.status if refusal else 200)
