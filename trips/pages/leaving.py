"""Let a member leave a trip, and who waits leave the line."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from trips import browsers, credentials, membership, wire
from trips.models import Member
from trips.pages.confirming import asks
from trips.pages.decorators import for_members, for_who_waits, page, takes_form
from trips.pages.repeats import answers_repeats, idempotency_key_of
from trips.pages.responses import see_other, to_hub


def _farewell(request: HttpRequest, first: Any, trip_id: str) -> HttpResponse:
    """Redirect to a page that says so, and forget the key of who has left, and no other."""
    me = credentials.holder(browsers.of(request), trip_id)
    if me and me.is_in:  # they have joined again since
        return to_hub(trip_id)
    response = see_other(f"{reverse('home')}?left")
    if me and me.state == Member.State.LEFT:
        browsers.forget(request, response, trip_id)
    return response


def _not_the_founder(request: HttpRequest, me: Member) -> dict[str, Any]:
    if me.is_founder:
        raise wire.Refusal("cannot_remove_admin")
    return {}


@takes_form
@page
@answers_repeats(_farewell)
@for_members
@asks("leave", _not_the_founder)
def leave(request: HttpRequest, me: Member) -> HttpResponse:
    """Take the member out of the trip on POST; GET asks first. A repeat changes nothing."""
    left = membership.leave(me, idempotency_key_of(request), me.id)
    return _farewell(request, left, me.trip_id)


@takes_form
@page
@answers_repeats(_farewell)
@for_who_waits
@asks("leave_line")
def leave_line(request: HttpRequest, me: Member) -> HttpResponse:
    """Take who waits off the line on POST; GET asks first. A repeat changes nothing."""
    left = membership.leave_line(me, idempotency_key_of(request), me.id)
    return _farewell(request, left, me.trip_id)
