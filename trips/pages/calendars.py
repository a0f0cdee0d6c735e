"""Make an address for a calendar program, and show it once."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from trips import credentials, membership, wire
from trips.models import Member
from trips.pages import shown_once
from trips.pages.confirming import asks
from trips.pages.decorators import for_members, takes_form
from trips.pages.repeats import idempotency_key_of


def _shown_once(request: HttpRequest, me: Member) -> HttpResponse | dict[str, str]:
    secret = shown_once.waiting(request, _cookie(me))
    if not secret or credentials.member_by_calendar(secret) != me:
        return {}
    url = request.build_absolute_uri(reverse("subscribed", args=[secret]))
    context = {"trip": me.trip, "url": url, "webcal_url": f"webcal:{url.partition(':')[2]}"}
    return shown_once.draw(request, "calendar.html", context, _cookie(me))


@takes_form
@for_members
@asks("make_calendar", _shown_once)
def make_calendar(request: HttpRequest, me: Member) -> HttpResponse:
    """Make the address on POST, which the next page shows once; GET asks first."""
    made = membership.make_calendar(me, idempotency_key_of(request, me.id), me.id)
    secret = made["calendarKey"]
    if credentials.member_by_calendar(secret) is None:
        raise wire.Refusal("unknown_code")  # a repeat that came too late
    return shown_once.to_page_with(request.path, _cookie(me), secret)


def _cookie(me: Member) -> str:
    return f"calendar-{me.trip_id}"
