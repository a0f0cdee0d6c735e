"""Let a member count somebody else in, and hand a link on to them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode

from trips import credentials, membership, naming, sharing, throttle, wire
from trips.forms import BringForm, validated
from trips.models import Member
from trips.pages import shown_once
from trips.pages.again import form_page, or_again
from trips.pages.confirming import About, asks
from trips.pages.decorators import for_members, takes_form
from trips.pages.questions import QUESTIONS
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import see_other, wants_json, with_retry
from trips.pages.shared_links import mail_with, personal_link


@takes_form
@for_members
def bring(request: HttpRequest, me: Member) -> HttpResponse:
    """Show whom a member has brought, and the form to bring one more; a new link is shown once."""
    if request.method != "POST":
        key, who = _waiting(request, me)
        return _show_link(request, me, who, key) if who else _show_form(request, me, BringForm())
    form = BringForm(request.POST)
    try:
        return or_again(
            request,
            lambda: _bring(request, me, form),
            lambda refusal: _show_form(request, me, form, refusal),
            codes=None,
        )
    except wire.Refusal as refusal:
        if not wants_json(request) or refusal.code != "name_taken":
            raise
        query = urlencode({"name": request.POST.get("name", "")})
        forked = {**refusal.shape(), "next": f"{request.path}?{query}"}
        return with_retry(JsonResponse(forked, status=refusal.status), refusal)


def _bring(request: HttpRequest, me: Member, form: BringForm) -> HttpResponse:
    address = request.META["REMOTE_ADDR"]
    name = validated(form).cleaned_data["name"]
    with throttle.joining(address, me.trip_id):
        brought = membership.bring(
            me,
            idempotency_key_of(request, me.id),
            me.id,
            name,
            _enter_url(request),
            another=request.POST.get("another") == "1",
            address=address,
        )
    return shown_once.to_page_with(request.path, _cookie(me), brought["memberKey"])


def _about(name: str) -> About:
    """Make the `about` of `asks`: the question with the name of who was brought in it."""

    def about(request: HttpRequest, me: Member, member_id: str) -> Mapping[str, Any]:
        member = membership.find(me.trip, member_id, Member.State.IN)
        if member.brought_by != me.id:
            raise wire.Refusal("unauthorized")
        question = QUESTIONS[name].about(name=member.name)
        return {"question": question, "back_url": reverse("bring", args=[me.trip_id])}

    return about


@takes_form
@for_members
@asks("take_out", _about("take_out"))
def take_out(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    """Take somebody out on POST whom the member has brought; GET asks first."""
    membership.take_out(me, idempotency_key_of(request, me.id), member_id, me.id)
    return see_other(reverse("bring", args=[me.trip_id]))


@takes_form
@for_members
@asks("make_link", _about("make_link"))
def make_link(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    """Make a new link on POST for somebody whom the member has brought; GET asks first."""
    key, url = idempotency_key_of(request, me.id), _enter_url(request)
    made = membership.make_link(me, key, member_id, me.id, url)
    page = reverse("bring", args=[me.trip_id])
    return shown_once.to_page_with(page, _cookie(me), made["memberKey"])


def _enter_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("enter"))


def _waiting(request: HttpRequest, me: Member) -> tuple[str, Member | None]:
    """Return the key that waits to be shown, and whose it is; nobody for anything else."""
    key = shown_once.waiting(request, _cookie(me))
    who = credentials.member_by_key(key) if key else None
    is_theirs = who and who.is_in and who.brought_by == me.id and not who.has_entered
    return (key, who) if is_theirs else ("", None)


def _show_link(request: HttpRequest, me: Member, who: Member, key: str) -> HttpResponse:
    link = personal_link(request, key)
    context = {
        "trip": me.trip,
        "who": who,
        "link": link,
        "mail_url": mail_with(link, me.trip),
        "qr": sharing.qr_in_page(link),
    }
    return shown_once.draw(request, "brought.html", context, _cookie(me))


def _show_form(
    request: HttpRequest, me: Member, form: BringForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    trip, named = me.trip, _taken_name(request, me, refusal)
    brought = membership.brought_by(me)
    if refusal:
        trip.refresh_from_db()
    context = {
        "trip": trip,
        "brought": brought,
        "takes": _takes(me, brought),
        "named": named,
        "numbered": naming.free_name(trip, named) if named else "",
    }
    shown = None if named else refusal
    response = form_page(request, "bring.html", form, context, shown)
    response.status_code = refusal.status if refusal else 200
    return response


def _taken_name(request: HttpRequest, me: Member, refusal: wire.Refusal | None) -> str:
    """Return the name about which the page asks whether another one of it is meant, or ""."""
    is_asked = refusal is None or refusal.code in ("name_taken", "busy", "too_many")
    form = BringForm(request.POST if request.method == "POST" else request.GET)
    if not is_asked or "name" not in form.data or not form.is_valid():
        return ""
    name: str = form.cleaned_data["name"]
    return name if Member.State.IN in naming.states_of(me.trip, name) else ""


def _takes(me: Member, brought: list[Member]) -> str:
    """Return why nobody can be brought: "closed", "full", "enough"; "" where somebody can be."""
    if not me.trip.is_open:
        return "closed"
    if not me.trip.has_room:
        return "full"
    return "" if membership.may_bring(me, brought) else "enough"


def _cookie(me: Member) -> str:
    return f"brought-{me.trip_id}"
