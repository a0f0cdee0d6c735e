"""Let somebody who was invited say that they cannot come, and take it back."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from trips import access, browsers, membership, origins, throttle, wire
from trips.forms import DeclineForm, validated
from trips.models import Invitation
from trips.pages.again import or_again
from trips.pages.decorators import only_takes_form, page, without_cookies
from trips.pages.join_page import JoinPage, decline_cookie, decline_key
from trips.pages.mangled_links import at_its_own_address
from trips.pages.repeats import answers_repeats, idempotency_key_of
from trips.pages.responses import see_other, to_hub

REMEMBERED_FOR = timedelta(days=400)


@only_takes_form
@page
@without_cookies
@at_its_own_address
@answers_repeats(lambda request, said, invitation: _answered(request, said, invitation))
def decline(request: HttpRequest, invitation: str) -> HttpResponse:
    """Keep the answer of this browser that they cannot come, or delete it with `answer=back`."""
    link = access.invitation_by(invitation)
    who = access.visitor(browsers.of(request), link.trip_id)
    if who.is_current:
        return to_hub(link.trip_id)
    if origins.keeps_no_cookies(request):  # a cookie keeps the answer's key
        raise wire.Refusal("no_cookies")
    return or_again(
        request,
        lambda: _answered(request, _said(request, link), invitation),
        JoinPage(request, link.trip, invitation, who).declining,
        codes=None,
    )


def _said(request: HttpRequest, link: Invitation) -> wire.DeclineResponse:
    key, again = decline_key(request, link.trip_id), idempotency_key_of(request)
    if request.POST.get("answer") == "back":
        return membership.take_back_decline(link, again, key)
    address = request.META["REMOTE_ADDR"]
    with throttle.joining(address, link.trip_id):
        name = validated(DeclineForm(request.POST)).cleaned_data["name"]
        return membership.decline(link, again, name, key=key, address=address)


def _answered(request: HttpRequest, said: Any, invitation: str) -> HttpResponse:
    """Redirect to the invitation, with the answer's key in a cookie."""
    trip_id, key = access.trip_of(invitation).id, said["declineKey"]
    response = see_other(reverse("join", args=[invitation]))
    if not key:
        response.delete_cookie(decline_cookie(trip_id))
        return response
    browsers.set_cookie(response, decline_cookie(trip_id), key, REMEMBERED_FOR)
    return response
