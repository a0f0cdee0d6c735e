"""Make a recovery code, and show it once."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from trips import membership, wire
from trips.models import Member
from trips.pages import shown_once
from trips.pages.confirming import asks
from trips.pages.decorators import for_founder, takes_form
from trips.pages.repeats import idempotency_key_of


def _shown_once(request: HttpRequest, me: Member) -> HttpResponse | dict[str, str]:
    code = shown_once.waiting(request, _cookie(me))
    if not code or not membership.is_current(me.trip_id, code):
        return {}
    enter_url = request.build_absolute_uri(reverse("enter"))
    context = {"trip": me.trip, "code": code, "enter_url": enter_url}
    return shown_once.draw(request, "recovery.html", context, _cookie(me))


@takes_form
@for_founder
@asks("make_code", _shown_once)
def make_code(request: HttpRequest, me: Member) -> HttpResponse:
    """Make a recovery code on POST, which the next page shows once; GET asks first."""
    code = membership.make_code(me, idempotency_key_of(request, me.id))["recoveryCode"]
    if not membership.is_current(me.trip_id, code):
        raise wire.Refusal("unknown_code")  # a repeat that came too late
    return shown_once.to_page_with(request.path, _cookie(me), code)


def _cookie(me: Member) -> str:
    return f"code-{me.trip_id}"
