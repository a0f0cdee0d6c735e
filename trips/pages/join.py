"""The invitation page: GET shows and never changes anything, POST counts somebody in."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from trips import access, browsers, change, membership, metrics, throttle, wire
from trips.forms import JoinForm, validated
from trips.models import Invitation, JoinRequest, Member, Trip
from trips.pages import present
from trips.pages.again import WAITS, form_key, or_again, wants_json, with_retry
from trips.pages.hub import greet
from trips.pages.links import to_clean
from trips.pages.site import (
    View,
    idempotency_key_of,
    page,
    see_other,
    takes_form,
    to_hub,
    without_cookies,
)
from trips.sharing import preview, share

# The page says these by the form that it shows, or beside the field.
SHOWN_OTHERWISE = {"name_taken", "approval_required", "invalid"}


def at_its_own_address(view: View) -> View:
    """A view of an invitation; a link that has lost a sign, or gained one, is sent on."""

    @functools.wraps(view)
    def checked(request: HttpRequest, invitation: str) -> HttpResponse:
        try:
            return view(request, invitation=invitation)
        except wire.Refusal as refusal:
            meant = access.invitation_like(invitation) if refusal.code == "not_found" else None
            if not meant:
                raise
        assert request.resolver_match
        return to_clean(request, reverse(request.resolver_match.view_name, args=[meant]))

    return checked


@takes_form
@never_cache
@page
@without_cookies
@at_its_own_address
def join(request: HttpRequest, invitation: str) -> HttpResponse:
    if request.method == "POST" and (first := change.first_answer(idempotency_key_of(request))):
        return _welcome(request, first["trip"], first["memberKey"])
    link = access.invitation_by(invitation)
    trip = link.trip
    if request.method != "POST" and wants_json(request):
        return JsonResponse({"success": True, "askedAs": _asked_as(request, trip)})
    if _is_in(request, trip):
        return to_hub(trip.id)
    if request.method != "POST":
        return _invite(request, trip, invitation)
    form = JoinForm(request.POST, zone=trip.time_zone)
    is_another = request.POST.get("another") == "1"
    join_them = functools.partial(_join, request, link, form)
    return _or_again(request, trip, invitation, form, join_them, by_name=is_another)


def _join(request: HttpRequest, link: Invitation, form: JoinForm) -> HttpResponse:
    address = request.META["REMOTE_ADDR"]
    guest = validated(form).guest()
    with metrics.join(), throttle.joining(address, link.trip_id):
        joined = membership.join(
            link,
            idempotency_key_of(request),
            guest,
            another=request.POST.get("another") == "1",
            was_removed=_was_removed(request, link.trip),
            address=address,
        )
    return _welcome(request, joined["trip"], joined["memberKey"])


def _welcome(request: HttpRequest, trip: wire.TripFields, key: str) -> HttpResponse:
    """To the hub, which greets somebody who has joined the trip as it stood with them.

    A browser that could not show it is handed its personal link instead.
    """
    response = to_hub(trip["id"])
    if access.keeps_no_cookies(request):
        response = see_other(f"{reverse('enter')}?counted-in#{key}")
    access.remember_current(request, response, trip["id"], key)
    greet(response, trip["id"], completes=trip["memberCount"] == trip["requiredMembers"])
    return response


@require_POST
@page
@without_cookies
@at_its_own_address
def claim(request: HttpRequest, invitation: str) -> HttpResponse:
    """ "It's me": asks the organiser. The key of the request waits in the cookie.

    Who was removed keeps their own there: the organiser may also undo the removal.
    """
    link = access.invitation_by(invitation)
    trip = link.trip
    if _is_in(request, trip):
        return to_hub(trip.id)
    if access.keeps_no_cookies(request):  # where the key waits for the organiser's answer
        raise wire.Refusal("no_cookies")
    form = JoinForm({"guest_name": request.POST.get("guest_name")}, zone=trip.time_zone)

    def ask() -> HttpResponse:
        asked = _ask(request, link, form)
        response = see_other(reverse("join", args=[invitation]))
        access.remember_current(request, response, trip.id, asked["requestKey"])
        return response

    return _or_again(request, trip, invitation, form, ask, by_name=True)


@require_POST
@page
def withdraw(request: HttpRequest, invitation: str) -> HttpResponse:
    """ "I am somebody else": takes back what this browser has asked, which then is nobody's.

    Where it was answered or taken back meanwhile, the page says how it stands.
    """
    link = access.invitation_by(invitation)
    trip_id, held = link.trip_id, browsers.of(request)
    if asked := access.request_in(held, trip_id):
        key = held.key(trip_id, asked.key_digest)
        try:
            membership.withdraw_request(link, idempotency_key_of(request), key)
        except wire.Refusal as refusal:
            if refusal.code != "request_not_found":
                raise
    response = see_other(reverse("join", args=[invitation]))
    if not (access.holder(held, trip_id) or access.request_in(held, trip_id)):
        browsers.forget(request, response, trip_id)  # but who was removed keeps their own key
    return response


def _ask(request: HttpRequest, link: Invitation, form: JoinForm) -> wire.ClaimResponse:
    me = access.holder(browsers.of(request), link.trip_id)
    address = request.META["REMOTE_ADDR"]
    name = validated(form).guest().name
    before = access.request_in(browsers.of(request), link.trip_id)
    with throttle.joining(address, link.trip_id):
        return membership.ask(
            link,
            idempotency_key_of(request),
            name,
            member_id=me.id if me else "",
            instead=before.id if before else "",
            address=address,
        )


def _is_in(request: HttpRequest, trip: Trip) -> bool:
    me = access.holder(browsers.of(request), trip.id)
    return me is not None and me.is_in


def _asked_as(request: HttpRequest, trip: Trip) -> str:
    """As whom this browser waits for the organiser's answer, or ""; for its open page."""
    asked = access.request_in(browsers.of(request), trip.id)
    if asked is None or asked.state != JoinRequest.State.PENDING or _is_in(request, trip):
        return ""
    return asked.member.name


def _was_removed(request: HttpRequest, trip: Trip) -> bool:
    """Whether this browser belongs to somebody who was removed, or who has asked to come back."""
    me = access.holder(browsers.of(request), trip.id)
    asked = access.request_in(browsers.of(request), trip.id)
    is_removed = me is not None and me.state == Member.State.REMOVED
    return is_removed or (asked is not None and asked.kind == JoinRequest.Kind.RETURN)


def _invite(request: HttpRequest, trip: Trip, invitation: str) -> HttpResponse:
    """The empty form; with `?name=` what stands between this name and the list."""
    asked = JoinForm({"guest_name": request.GET.get("name")})
    name = asked.guest().name if asked.is_valid() else ""
    known = access.holder(browsers.of(request), trip.id)
    typed = {"guest_name": name or (known.name if known else "")}
    form = JoinForm(initial=typed, zone=trip.time_zone)
    return _show(request, trip, invitation, form, _name_status(trip, name))


def _name_status(trip: Trip, name: str) -> str:
    """What stands between a clean name and the list: a code of a refusal, or ""."""
    states = membership.states_of(trip, name) if name else set()
    if Member.State.IN in states:
        return "name_taken"
    return "approval_required" if Member.State.REMOVED in states else ""


def _or_again(
    request: HttpRequest,
    trip: Trip,
    invitation: str,
    form: JoinForm,
    act: Callable[[], HttpResponse],
    *,
    by_name: bool = False,
) -> HttpResponse:
    """What it led to, or the same page with what was typed and what to do.

    `by_name`: what was pressed stood on a page about this name, which is shown again.
    """

    def show(refusal: wire.Refusal) -> HttpResponse:
        name_status = refusal.code
        if by_name and name_status in WAITS:
            name_status = _name_status(trip, form.guest().name)
        return _show(request, trip, invitation, form, name_status, refusal)

    try:
        return or_again(request, act, show, codes=None)
    except wire.Refusal as refusal:
        if not wants_json(request):
            raise
        return with_retry(_for_script(request, refusal), refusal)


def _for_script(request: HttpRequest, refusal: wire.Refusal) -> HttpResponse:
    """A refusal, and where the page stands that asks what to do about a name."""
    name = urlencode({"name": request.POST.get("guest_name", "")})
    forked = refusal.code in ("name_taken", "approval_required")
    next_url = f"{request.path}?{name}" if forked else None
    return JsonResponse({**refusal.shape(), "next": next_url}, status=refusal.status)


def _show(
    request: HttpRequest,
    trip: Trip,
    invitation: str,
    form: JoinForm,
    name_status: str,
    refusal: wire.Refusal | None = None,
) -> HttpResponse:
    shown = present.shown(request, trip.id, with_polls=False)  # guests see none
    trip, members = shown.state.trip, shown.state.members
    name = form["guest_name"].value()
    here = request.build_absolute_uri(request.path)
    context: dict[str, Any] = {
        "trip": trip,
        "organiser": _organiser_of(trip, members),
        "until": shown.until,
        "form": form,
        "key": form_key(request),
        "invitation": invitation,
        "share": share(trip, here),
        "error": refusal.sentence if refusal and refusal.code not in SHOWN_OTHERWISE else "",
        "page_url": here,
        "preview": preview(trip),
        "og_image": request.build_absolute_uri(static("og.png")),
        **_known_here(request, trip, name, name_status),
    }
    page = render(request, "join.html", context, status=refusal.status if refusal else 200)
    return present.filled(page, shown)


def _organiser_of(trip: Trip, shown: list[Member]) -> Member:
    """One of those who are shown; unless a server's clock was ahead when the trip was planned."""
    found = next((member for member in shown if member.is_admin), None)
    return found or trip.members.get(is_admin=True)


def _known_here(request: HttpRequest, trip: Trip, name: str, name_status: str) -> dict[str, Any]:
    """Whom the trip knows already: by the name, or by what this browser holds."""
    was_removed = _was_removed(request, trip)
    me = access.holder(browsers.of(request), trip.id)
    taken = name if name_status == "name_taken" else ""
    return {
        "taken": taken,
        "numbered": taken and membership.free_name(trip, taken),
        "removed": name_status == "approval_required" or was_removed,
        "namesake": "" if was_removed else name,
        "me": me,
        "request": access.request_in(browsers.of(request), trip.id),
        "is_own_place": me is not None,
    }
