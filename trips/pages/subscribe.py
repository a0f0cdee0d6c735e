"""Make an address for a calendar program, and show it once."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trips import browsers, credentials, keys, membership, wire
from trips.models import Member
from trips.pages.confirming import asks
from trips.pages.decorators import for_members, takes_form
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import see_other

SHOWN_FOR = timedelta(minutes=10)  # longer than a page needs, for one that got lost on its way


def _waiting(request: HttpRequest, me: Member) -> str:
    """Return the secret that waits to be shown, or "" for anything else in the cookie."""
    try:
        secret = keys.decrypt(request.COOKIES.get(_cookie(me), ""))
    except LookupError:
        return ""
    return secret if credentials.member_by_calendar(secret) == me else ""


def _shown_once(request: HttpRequest, me: Member) -> HttpResponse | dict[str, str]:
    secret = _waiting(request, me)
    return _show(request, me, secret) if secret else {}


def _show(request: HttpRequest, me: Member, secret: str) -> HttpResponse:
    url = request.build_absolute_uri(reverse("subscribed", args=[secret]))
    context = {"trip": me.trip, "url": url, "webcal_url": f"webcal:{url.partition(':')[2]}"}
    response = render(request, "calendar.html", context)
    response.delete_cookie(_cookie(me), path=request.path)
    return response


@takes_form
@for_members
@asks("make_calendar", _shown_once)
def make_calendar(request: HttpRequest, me: Member) -> HttpResponse:
    """Make the address on POST, which the next page shows once; GET asks first."""
    made = membership.make_calendar(me, idempotency_key_of(request, me.id), me.id)
    secret = made["calendarKey"]
    if credentials.member_by_calendar(secret) is None:
        raise wire.Refusal("unknown_code")  # a repeat that came too late
    response = see_other(request.path)  # encrypted in a cookie: the page's own URL may not hold it
    browsers.set_cookie(response, _cookie(me), keys.encrypt(secret), SHOWN_FOR, request.path)
    return response


def _cookie(me: Member) -> str:
    return f"calendar-{me.trip_id}"
