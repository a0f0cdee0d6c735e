"""Show the invitation page. GET never changes anything; POST lets somebody join."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from trips import access, browsers, credentials, membership, metrics, origins, throttle, wire
from trips.forms import JoinForm, validated
from trips.models import Invitation
from trips.pages.decorators import only_takes_form, page, takes_form, without_cookies
from trips.pages.greeting import greet, greet_later
from trips.pages.join_page import JoinPage, decline_key
from trips.pages.mangled_links import at_its_own_address
from trips.pages.repeats import answers_repeats, idempotency_key_of
from trips.pages.responses import see_other, to_hub, wants_json


def _welcome(request: HttpRequest, joined: wire.JoinResponse) -> HttpResponse:
    """Redirect to the hub, which greets the new member, or to their place in line.

    A browser that keeps no cookies gets its personal link instead.
    """
    trip, key = joined["trip"], joined["memberKey"]
    if "placeInLine" in joined:
        response = see_other(reverse("waiting", args=[trip["id"]]))
        credentials.remember_current(request, response, trip["id"], key)
        greet_later(response, trip["id"])
        return response
    response = to_hub(trip["id"])
    if origins.keeps_no_cookies(request):
        response = see_other(f"{reverse('enter')}?counted-in#{key}")
    credentials.remember_current(request, response, trip["id"], key)
    edges = {trip["requiredMembers"], *(step["members"] for step in trip["discountSteps"])}
    greet(response, trip["id"], completes=trip["memberCount"] in edges)
    return response


@takes_form
@never_cache
@page
@without_cookies
@at_its_own_address
@answers_repeats(lambda request, joined, **ids: _welcome(request, joined))
def join(request: HttpRequest, invitation: str) -> HttpResponse:
    """Show the invitation; POST lets somebody join. Members are sent to the hub."""
    link = access.invitation_by(invitation)
    trip = link.trip
    who = access.visitor(browsers.of(request), trip.id)
    if request.method != "POST" and wants_json(request):
        return JsonResponse({"success": True, "askedAs": who.asked_as})
    if who.is_in:
        return to_hub(trip.id)
    if who.waits:
        return see_other(reverse("waiting", args=[trip.id]))
    shown = JoinPage(request, trip, invitation, who)
    if request.method != "POST":
        return shown.empty()
    form = JoinForm(request.POST, zone=trip.time_zone)
    is_another = request.POST.get("another") == "1"
    return shown.or_again(form, lambda: _join(request, link, form, who), by_name=is_another)


def _join(
    request: HttpRequest, link: Invitation, form: JoinForm, who: access.Visitor
) -> HttpResponse:
    address = request.META["REMOTE_ADDR"]
    guest = validated(form).guest()
    wait = request.POST.get("wait") == "1"
    if wait and origins.keeps_no_cookies(request):  # a cookie keeps the place in line
        raise wire.Refusal("no_cookies")
    with (
        metrics.join(),
        throttle.joining(address, link.trip_id),
        browsers.of_change(request) as browser,
    ):
        joined = membership.join(
            link,
            idempotency_key_of(request),
            guest,
            another=request.POST.get("another") == "1",
            wait=wait,
            was_removed=who.was_removed,
            address=address,
            browser=browser,
            declined=decline_key(request, link.trip_id),
        )
    return _welcome(request, joined)


@only_takes_form
@page
@without_cookies
@at_its_own_address
def claim(request: HttpRequest, invitation: str) -> HttpResponse:
    """Ask the organiser to let in somebody who says "it's me"; a cookie keeps the request's key.

    A removed member keeps their own key there: the organiser may also undo the removal.
    """
    link = access.invitation_by(invitation)
    trip = link.trip
    who = access.visitor(browsers.of(request), trip.id)
    if who.is_current:
        return to_hub(trip.id)
    if origins.keeps_no_cookies(request):  # a cookie keeps the key until the organiser answers
        raise wire.Refusal("no_cookies")
    form = JoinForm({"guest_name": request.POST.get("guest_name")}, zone=trip.time_zone)

    def ask() -> HttpResponse:
        asked = _ask(request, link, form, who)
        response = see_other(reverse("join", args=[invitation]))
        credentials.remember_current(request, response, trip.id, asked["requestKey"])
        return response

    return JoinPage(request, trip, invitation, who).or_again(form, ask, by_name=True)


def _ask(
    request: HttpRequest, link: Invitation, form: JoinForm, who: access.Visitor
) -> wire.ClaimResponse:
    address = request.META["REMOTE_ADDR"]
    name = validated(form).guest().name
    with throttle.joining(address, link.trip_id), browsers.of_change(request) as browser:
        return membership.ask(
            link,
            idempotency_key_of(request),
            name,
            member_id=who.member.id if who.member else "",
            instead=who.request.id if who.request else "",
            address=address,
            browser=browser,
        )


@only_takes_form
@page
def withdraw(request: HttpRequest, invitation: str) -> HttpResponse:
    """Withdraw this browser's request, for somebody who says "I am somebody else".

    If it was answered or withdrawn meanwhile, the page shows what has become of it.
    """
    link = access.invitation_by(invitation)
    trip_id, held = link.trip_id, browsers.of(request)
    if asked := credentials.request_in(held, trip_id):
        key = held.key(trip_id, asked.key_digest)
        try:
            membership.withdraw_request(link, idempotency_key_of(request), key)
        except wire.Refusal as refusal:
            if refusal.code != "request_not_found":
                raise
    response = see_other(reverse("join", args=[invitation]))
    if not (credentials.holder(held, trip_id) or credentials.request_in(held, trip_id)):
        browsers.forget(request, response, trip_id)  # a removed member keeps their own key
    return response
