"""Let members correct themselves: the pages of a new name and a new mobile number."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from trips import membership, wire
from trips.forms import UNSEEN, MobileForm, NameForm, Seen, validated
from trips.models import Member
from trips.pages.again import form_page, or_again
from trips.pages.decorators import for_members, for_organiser, takes_form
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import see_other, to_hub

CHANGES = ("given", "replaced", "erased")  # of a number; "replaced" by a server of before


@takes_form
@for_members
def my_name(request: HttpRequest, me: Member) -> HttpResponse:
    """Show and process the form by which a member renames themself."""
    return _name(request, me, me.id)


@takes_form
@for_organiser
def name(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    """Show and process the form by which the organiser renames a member."""
    return _name(request, me, member_id)


@takes_form
@for_members
def my_mobile(request: HttpRequest, me: Member) -> HttpResponse:
    """Show and process the form that replaces or erases a member's number.

    The number that is kept is not shown: the browser may be somebody else's by now.
    """
    if request.method != "POST" and request.GET.keys() & CHANGES:
        return _confirm_change(request, me)
    if request.method != "POST":
        return _show_mobile(request, me, MobileForm(zone=me.trip.time_zone))
    form = MobileForm(request.POST, zone=me.trip.time_zone)

    def change() -> HttpResponse:
        mobile = "" if "erase" in request.POST else validated(form).cleaned_data["mobile"]
        membership.change_mobile(me, idempotency_key_of(request, me.id), me.id, mobile)
        return see_other(f"{request.path}?{'given' if mobile else 'erased'}")  # also to a repeat

    return or_again(request, change, lambda refusal: _show_mobile(request, me, form, refusal))


def _confirm_change(request: HttpRequest, me: Member) -> HttpResponse:
    unseen = _("Nobody on the trip sees it.")
    said = {
        "given": (_("Your number was saved"), unseen),
        "replaced": (_("Your number was replaced"), unseen),
        "erased": (_("Your number was erased"), _("We keep no number of yours any more.")),
    }
    title, sentence = next(said[each] for each in CHANGES if each in request.GET)
    context = {
        "title": title,
        "sentence": sentence,
        "action_label": _("Back to the trip"),
        "action_url": reverse("hub", args=[me.trip_id]),
    }
    return render(request, "message.html", context)


def _show_mobile(
    request: HttpRequest, me: Member, form: MobileForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    if refusal and not refusal.fields:  # erasing needs no number
        form.errors.clear()
    has_number = bool(me.phone_encrypted)
    context = {
        "trip": me.trip,
        "title": _("Change your number") if has_number else _("Your mobile"),
        "has_number": has_number,
    }
    return form_page(request, "mobile.html", form, context, refusal)


def _name(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    member = membership.find(me.trip, member_id, Member.State.IN)
    if request.method != "POST":
        return _show_name(request, me, member, _name_form(member))
    given, seen = NameForm.posted(request.POST)

    def rename() -> HttpResponse:
        form = _name_form(member, given, seen)
        if form.given:
            new_name = validated(form).cleaned_data["name"]
            membership.rename(
                me, idempotency_key_of(request, me.id), member_id, new_name, form.seen.get("name")
            )
        return to_hub(me.trip_id, "" if member_id == me.id else f"#m-{member_id}")

    def show(refusal: wire.Refusal) -> HttpResponse:
        member.refresh_from_db()
        return _show_name(request, me, member, _name_form(member, given, seen), refusal)

    return or_again(request, rename, show)


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
    form: NameForm,
    refusal: wire.Refusal | None = None,
) -> HttpResponse:
    context = {"trip": me.trip, "me": me, "member": member}
    return form_page(request, "rename.html", form, context, refusal)
