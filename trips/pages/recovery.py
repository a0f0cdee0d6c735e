"""Make a recovery code, and show it once."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trips import browsers, keys, membership, wire
from trips.models import Member
from trips.pages.confirming import asks
from trips.pages.decorators import for_founder, takes_form
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import see_other

SHOWN_FOR = timedelta(minutes=10)  # longer than a page needs, for one that got lost on its way


def _code_in(request: HttpRequest, me: Member) -> str:
    """Return the code that waits to be shown, or "" for anything else in the cookie."""
    try:
        code = keys.decrypt(request.COOKIES.get(_cookie(me), ""))
    except LookupError:
        return ""
    return code if membership.is_current(me.trip_id, code) else ""


def _show(request: HttpRequest, me: Member, code: str) -> HttpResponse:
    enter_url = request.build_absolute_uri(reverse("enter"))
    context = {"trip": me.trip, "code": code, "enter_url": enter_url}
    response = render(request, "recovery.html", context)
    response.delete_cookie(_cookie(me), path=request.path)
    return response


def _shown_once(request: HttpRequest, me: Member) -> HttpResponse | dict[str, str]:
    code = _code_in(request, me)
    return _show(request, me, code) if code else {}


@takes_form
@for_founder
@asks("make_code", _shown_once)
def make_code(request: HttpRequest, me: Member) -> HttpResponse:
    """Make a recovery code on POST, which the next page shows once; GET asks first."""
    code = membership.make_code(me, idempotency_key_of(request, me.id))["recoveryCode"]
    if not membership.is_current(me.trip_id, code):
        raise wire.Refusal("unknown_code")  # a repeat that came too late
    return _to_be_shown(request, me, code)


def _to_be_shown(request: HttpRequest, me: Member, code: str) -> HttpResponse:
    """Redirect with the code encrypted in a cookie: no URL may hold it, and no row does."""
    response = see_other(request.path)
    browsers.set_cookie(response, _cookie(me), keys.encrypt(code), SHOWN_FOR, request.path)
    return response


def _cookie(me: Member) -> str:
    return f"code-{me.trip_id}"
