"""What somebody said of themself, put right: the pages of a new name and a new number."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trips import membership, wire
from trips.forms import UNSEEN, MobileForm, NameForm, Seen, judged, tell, touched
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
    typed = request.POST if request.method == "POST" else None
    form = MobileForm(typed, zone=me.trip.time_zone)
    is_erasing = "erase" in request.POST
    if request.method == "POST" and not (is_erasing or request.POST.get("mobile")):
        form.add_error("mobile", "Type the new number, or have the old one erased.")
    if request.method != "POST" or not (is_erasing or form.is_valid() or wants_json(request)):
        context = {"trip": me.trip, "form": form, "key": new_form_key()}
        return render(request, "mobile.html", context, status=422 if form.errors else 200)
    mobile = "" if is_erasing else judged(form).cleaned_data["mobile"]
    membership.change_mobile(me, once(request), me.id, mobile)
    context = {
        "title": "Your number was replaced" if mobile else "Your number was erased",
        "sentence": "Nobody on the trip sees it." if mobile else "We keep none of you now.",
        "action_label": "Back to the trip",
        "action_url": reverse("hub", args=[me.trip_id]),
    }
    return render(request, "message.html", context)


def _name(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    member = membership.find(me.trip, member_id, Member.State.IN)
    if request.method != "POST":
        return _show_name(request, me, member)
    given, seen = touched(request.POST, ["name"])
    form = _name_form(member, given, seen)
    try:
        if form.given:
            new_name = judged(form).cleaned_data["name"]
            membership.rename(me, once(request), member_id, new_name, form.seen.get("name"))
        return to_hub(me.trip_id)
    except wire.Refusal as refusal:
        if not refusal.fields or wants_json(request):
            raise
        member.refresh_from_db()
        form = _name_form(member, given, seen)
        tell(form, refusal.fields)
        return _show_name(request, me, member, form, refusal.status)


def _name_form(
    member: Member, given: Mapping[str, Any] | None = None, seen: Seen = UNSEEN
) -> NameForm:
    form = NameForm(initial={"name": member.name})
    form.show(given, seen)
    return form


def _show_name(
    request: HttpRequest,
    me: Member,
    member: Member,
    form: NameForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"trip": me.trip, "me": me, "member": member, "key": new_form_key()}
    context["form"] = form or _name_form(member)
    return render(request, "rename.html", context, status=status)
