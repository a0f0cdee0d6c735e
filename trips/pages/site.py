"""What all pages share: how a refusal looks, who a page is for, the idempotency key of a form."""

import functools
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import sync_and_async_middleware
from django.utils.deprecation import MiddlewareMixin
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods
from django.views.defaults import bad_request, server_error

from socialcart import outages
from trips import access, browsers, keys, wire
from trips.change import IdempotencyKey
from trips.models import Member
from trips.pages.again import WAITS, form_key, refusing_outages, wants_json, with_retry

HEADINGS: dict[int | str, str] = {  # by status, or by the code of a refusal
    "no_dates": "There are no dates yet",
    "no_cookies": "This browser keeps no cookies",
    "old_page": "This page was open too long",
    "cross_site": "This came from another site",
    400: "That did not work",
    403: "This is not open to you",
    404: "We do not know this page",
    405: "That did not work",
    409: "That is not possible now",
    410: "This link was replaced",
    422: "Something needs a change",
    429: "A moment, please",
    503: "A moment, please",
}

View = Callable[..., HttpResponse]
Typed = list[tuple[str, list[str]]]  # the fields of a form and their texts

takes_form = require_http_methods(["GET", "HEAD", "POST"])  # shows it, and takes it


def page(view: View) -> View:
    """A view whose refusals become a page: what happened, and one next step."""

    @functools.wraps(view)
    def answered(request: HttpRequest, **ids: str) -> HttpResponse:
        try:
            with refusing_outages():
                answer = view(request, **ids)
                browsers.settle(request, answer)
                return _for_script(request, answer)
        except wire.Refusal as refusal:
            return refused(request, refusal, typed=as_typed(request, refusal))

    return answered


def _for_script(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """To a form that our script sends: where it leads; null where the form itself has to ask.

    A script that follows a redirect does not learn where to, and draws no page.
    """
    is_page = answer.status_code in (303, 409) and not isinstance(answer, JsonResponse)
    if request.method != "POST" or not wants_json(request) or not is_page:
        return answer
    told = JsonResponse({"success": True, "next": answer.headers.get("Location")})
    told.cookies = answer.cookies
    return told


def failed(request: HttpRequest) -> HttpResponse:
    """What no page has caught, staff's door or a session: an outage, or it is our fault."""
    failure = sys.exception()
    if failure is None or not outages.is_outage(failure):
        is_read = reads_json(request)
        return refused(request, wire.Refusal("failed")) if is_read else server_error(request)
    response = _busy(request, failure)
    response._has_been_logged = True  # type: ignore[attr-defined] # Django would add a traceback
    return response


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refused before any page or call could: as JSON to whoever reads that."""
    if reads_json(request):
        return refused(request, wire.Refusal("bad_request"))
    return bad_request(request, exception)


def reads_json(request: HttpRequest) -> bool:
    """Whether a program asks, or our script."""
    return request.path.startswith("/api/") or wants_json(request)


def _busy(request: HttpRequest, failure: BaseException) -> HttpResponse:
    outages.report("The database", failure)
    return refused(request, wire.Refusal("busy"))


def for_members(view: View) -> View:
    """A page of a trip for those who are in; the view gets the member instead of the trip's id."""

    @never_cache
    @page
    @functools.wraps(view)
    def checked(request: HttpRequest, trip_id: str, **ids: str) -> HttpResponse:
        held = browsers.of(request)
        me = access.holder(held, trip_id)
        if me is None or not me.is_in:
            asked = access.request_in(held, trip_id)
            raise wire.Refusal("asked" if asked else "not_a_member" if me else "no_key")
        try:
            return view(request, me, **ids)
        except wire.Refusal as refusal:
            back = ("Back to the trip", reverse("hub", args=[trip_id]))
            return refused(request, refusal, back, as_typed(request, refusal))

    return checked


def for_organiser(view: View) -> View:
    """A page of a trip for its organiser alone; the view gets the member."""

    @for_members
    @functools.wraps(view)
    def checked(request: HttpRequest, me: Member, **ids: str) -> HttpResponse:
        if not me.is_admin:
            raise wire.Refusal("unauthorized")
        return view(request, me, **ids)

    return checked


def as_typed(request: HttpRequest, refusal: wire.Refusal) -> Typed | None:
    """What a form sent that may be taken a moment later, for a page that has no form to show."""
    if request.method != "POST" or refusal.code not in WAITS:
        return None
    return [each for each in request.POST.lists() if each[0] != "csrfmiddlewaretoken"]


def refused(
    request: HttpRequest,
    refusal: wire.Refusal,
    next_step: tuple[str, str] | None = None,
    typed: Typed | None = None,
) -> HttpResponse:
    """A refusal as a page: what happened, and one next step. To our scripts the same as JSON.

    The next step after a form that was `typed`, or only pressed, is to send it once more.
    """
    if reads_json(request):
        more = {"initial": refusal.initial, "choices": refusal.choices}
        told = refusal.shape() | {name: each for name, each in more.items() if each}
        return with_retry(JsonResponse(told, status=refusal.status), refusal)
    label, url = next_step or _next_step(refusal)
    context = {
        "title": HEADINGS.get(refusal.code, HEADINGS[refusal.status]),
        "sentence": " ".join([refusal.sentence, *refusal.fields.values()]),
        "action_label": label,
        "action_url": url,
        "typed": typed,
    }
    return with_retry(render(request, "message.html", context, status=refusal.status), refusal)


def _next_step(refusal: wire.Refusal) -> tuple[str, str]:
    """Who is on the trip has another way in; nobody who looks for one trip wants another."""
    if refusal.code in ("invitation_replaced", "not_found", "no_key", "unauthorized"):
        return "I have a personal link", reverse("enter")
    return "Back to the start", reverse("home")


def without_cookies(view: View) -> View:
    """A view whose form needs no cookie: the browser says which site the form was sent from.

    One that says nothing needs Django's token, as everywhere else. Raises Refusal `cross_site`.
    """
    with_token: View = csrf_protect(view)

    @csrf_exempt
    @functools.wraps(view)
    def checked(request: HttpRequest, **ids: str) -> HttpResponse:
        if request.method != "POST":
            return view(request, **ids)
        is_from_elsewhere = access.is_from_elsewhere(request)
        if is_from_elsewhere:
            raise wire.Refusal("cross_site")
        return with_token(request, **ids) if is_from_elsewhere is None else view(request, **ids)

    return checked


def distrusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django's CSRF check refuses, by what would help."""
    if access.is_from_elsewhere(request):
        return refused(request, wire.Refusal("cross_site"))
    return refused(request, wire.Refusal("old_page" if request.COOKIES else "no_cookies"))


class ReadableForms(MiddlewareMixin):
    """Middleware: a form that Django's parser breaks at is no form."""

    def process_request(self, request: HttpRequest) -> None:
        """Raises BadRequest. Everybody behind it may read the form, CSRF checks first."""
        try:
            _ = request.POST
        except (TypeError, ValueError, LookupError) as odd:
            raise BadRequest("a form that cannot be read") from odd


@sync_and_async_middleware
def with_shown_405(
    get_response: Callable[[HttpRequest], Any],
) -> Callable[[HttpRequest], HttpResponse | Awaitable[HttpResponse]]:
    """Middleware: the answer to a wrong method is a page as well, which Django leaves empty."""
    if not iscoroutinefunction(get_response):
        return lambda request: _shown(request, get_response(request))

    async def answer(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = await get_response(request)
        if response.status_code != 405:
            return response
        return await sync_to_async(_shown)(request, response)

    return answer


def _shown(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != 405 or response.content:
        return response
    page = refused(request, wire.Refusal("wrong_method"))
    response.content, response["Content-Type"] = page.content, page["Content-Type"]
    return response  # the same one: it is in the log already


def idempotency_key_of(
    request: HttpRequest, caller: str = "", *, also: str = "", field: str = "key"
) -> IdempotencyKey | None:
    """What makes a second press of the same form the same call: its key, also as a header.

    `caller` and `also` are those of `Once.of`.

    Who goes back and types something else means something else: the text is part of the key.
    Raises Refusal `invalid` where header and field differ.
    """
    body = {name: texts for name, texts in request.POST.lists() if name != "csrfmiddlewaretoken"}
    header = request.headers.get("Idempotency-Key")
    if header and body.setdefault(field, [header]) != [header]:
        raise wire.Refusal("invalid", **{"Idempotency-Key": "The form has another key."})
    text = repr(sorted(body.items()))
    key = keys.digest(text) if any(body.get(field, [])) else None
    return IdempotencyKey.of(key, request.path, text, caller, also=also)


def see_other(url: str) -> HttpResponseRedirect:
    """The answer to a form that did what it said (RFC 9110, 15.4.4)."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def to_hub(trip_id: str) -> HttpResponseRedirect:
    return see_other(reverse("hub", args=[trip_id]))


def confirm(request: HttpRequest, me: Member, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page that asks before something is lost; posting to its own address does it."""
    shown = {
        "trip": me.trip,
        "action_url": request.path,
        "back_url": reverse("hub", args=[me.trip_id]),
        "key": form_key(request),
        "danger": True,
    }
    return render(request, "confirm.html", shown | context, status=status)


def heartbeat(request: HttpRequest) -> dict[str, int]:
    """Context of all templates: how often the live doors beat, so that scripts know silence."""
    return {"heartbeat_ms": settings.SSE_HEARTBEAT_INTERVAL}
