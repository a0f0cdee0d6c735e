"""Decorate views: whom a page is for, and how its refusals are shown."""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from trips import access, browsers, old_cookies, origins, wire
from trips.models import Member
from trips.pages.again import refusing_outages
from trips.pages.responses import as_typed, refused, see_other, to_hub, wants_json

View = Callable[..., HttpResponse]

takes_form = require_http_methods(["GET", "HEAD", "POST"])  # for a view that shows a form


def only_takes_form(view: View) -> View:
    """Take what a form sends, at an address that shows no page."""
    checked: View = require_POST(view)
    vars(checked)["only_takes_form"] = True  # `address_to_reopen` asks for it
    return checked


def page(view: View) -> View:
    """Decorate a view to show its Refusals as pages: what happened, and one next step.

    A database outage is shown so too.
    """

    @functools.wraps(view)
    def answered(request: HttpRequest, **ids: str) -> HttpResponse:
        try:
            with refusing_outages():
                answer = view(request, **ids)
                old_cookies.move(request, answer)
                return _for_script(request, answer)
        except wire.Refusal as refusal:
            return refused(request, refusal, typed=as_typed(request, refusal))

    return answered


def _for_script(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Answer our script with JSON that says where its form leads; null where the form must ask.

    A script that follows a redirect does not learn where to, and draws no page. A page with 409 is
    one that asks (`confirming.confirm`): the script sends the form again as a browser does.
    """
    is_page = answer.status_code in (303, 409) and not isinstance(answer, JsonResponse)
    if request.method != "POST" or not wants_json(request) or not is_page:
        return answer
    body = JsonResponse({"success": True, "next": answer.headers.get("Location")})
    body.cookies = answer.cookies
    return body


def for_members(view: View) -> View:
    """Decorate a view to admit members of the trip alone.

    The view gets their Member in place of the trip's id. Refuses others with `no_key`, `asked`,
    `waits` or `not_a_member`, and everybody with `trip_hidden`. The hub leads who waits to their
    place in line.
    """

    @never_cache
    @page
    @functools.wraps(view)
    def checked(request: HttpRequest, trip_id: str, **ids: str) -> HttpResponse:
        who = access.visitor(browsers.of(request), trip_id)
        if who.waits and request.path == reverse("hub", args=[trip_id]):
            return see_other(reverse("waiting", args=[trip_id]))
        if who.member is None or not who.is_in:
            known = "not_a_member" if who.member else "no_key"
            raise wire.Refusal("asked" if who.request else "waits" if who.waits else known)
        return _or_back(view, request, who.member, **ids)

    return checked


def for_data_subject(view: View) -> View:
    """Decorate a view to admit whose data is held: members, who waits, who has left or was removed.

    The view gets their Member. Refuses others with `no_key` or `asked`, and everybody with
    `trip_hidden`.
    """

    @never_cache
    @page
    @functools.wraps(view)
    def checked(request: HttpRequest, trip_id: str) -> HttpResponse:
        who = access.visitor(browsers.of(request), trip_id)
        if who.member is None:
            raise wire.Refusal("asked" if who.request else "no_key")
        access.refuse_hidden(who.member.trip)
        return _or_back(view, request, who.member)

    return checked


def _or_back(view: View, request: HttpRequest, me: Member, **ids: str) -> HttpResponse:
    """Run a view for somebody; a refusal leads them back to the trip."""
    try:
        return view(request, me, **ids)
    except wire.Refusal as refusal:
        back = (_("Back to the trip"), reverse("hub", args=[me.trip_id]))
        if "poll_id" in ids and refusal.code != "poll_not_found":
            back = (_("Back to the poll"), reverse("poll", args=[me.trip_id, ids["poll_id"]]))
        return refused(request, refusal, back, as_typed(request, refusal))


def for_who_waits(view: View) -> View:
    """Decorate a view to admit who waits for a place; who has got one is led to the hub.

    The view gets their Member. Refuses others with `no_key` or `left_line`, and everybody with
    `trip_hidden`. Our script is told the place: 0 is one on the trip.
    """

    @never_cache
    @page
    @functools.wraps(view)
    def checked(request: HttpRequest, trip_id: str) -> HttpResponse:
        who = access.visitor(browsers.of(request), trip_id)
        if who.is_in and wants_json(request) and request.method != "POST":
            return JsonResponse({"success": True, "placeInLine": 0})
        if who.is_in:
            return to_hub(trip_id)
        if who.member is None or not who.waits:
            raise wire.Refusal("left_line" if who.member else "no_key")
        return view(request, who.member)

    return checked


def for_organiser(view: View) -> View:
    """Decorate a view to admit the trip's organisers alone.

    The view gets their Member. Refuses others with `unauthorized`, or as `for_members` does.
    """

    @for_members
    @functools.wraps(view)
    def checked(request: HttpRequest, me: Member, **ids: str) -> HttpResponse:
        if not me.is_organiser:
            raise wire.Refusal("unauthorized")
        return view(request, me, **ids)

    return checked


def for_founder(view: View) -> View:
    """Decorate a view to admit the trip's founder alone.

    The view gets their Member. Refuses others with `not_the_founder`, or as `for_organiser` does.
    """

    @for_organiser
    @functools.wraps(view)
    def checked(request: HttpRequest, me: Member, **ids: str) -> HttpResponse:
        if not me.is_founder:
            raise wire.Refusal("not_the_founder")
        return view(request, me, **ids)

    return checked


def without_cookies(view: View) -> View:
    """Decorate a view to check by Origin, not by a CSRF cookie, that a form is ours.

    A browser that says nothing needs Django's token, as everywhere else. Raises Refusal
    `cross_site`.
    """
    with_token: View = csrf_protect(view)

    @csrf_exempt  # the mark reaches the outermost view, as every decorator here uses `wraps`
    @functools.wraps(view)
    def checked(request: HttpRequest, **ids: str) -> HttpResponse:
        if request.method != "POST":
            return view(request, **ids)
        is_from_elsewhere = origins.is_from_elsewhere(request)
        if is_from_elsewhere:
            raise wire.Refusal("cross_site")
        return with_token(request, **ids) if is_from_elsewhere is None else view(request, **ids)

    return checked
