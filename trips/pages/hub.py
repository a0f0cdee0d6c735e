"""The hub: the live page of a trip, the same for organiser and members, with different powers."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from socialcart import outages
from trips import access, browsers, change, clock, keys, membership, phones, polls, sharing, wire
from trips.forms import SettingsForm
from trips.models import Member, Trip
from trips.pages import present
from trips.pages.activity import activity
from trips.pages.again import form_key
from trips.pages.site import (
    confirm,
    for_members,
    idempotency_key_of,
    page,
    see_other,
    takes_form,
    to_hub,
)

UNDO_SHOWN_FOR = timedelta(seconds=10)
GREETING_WAITS_S = 600


COMPLETES = "completes"


def greet(response: HttpResponse, trip_id: str, *, completes: bool = False) -> None:
    """Lets the next hub page greet, once; also somebody who completes the group, as such."""
    words = COMPLETES if completes else "1"
    browsers.set_cookie(response, f"greet-{trip_id}", words, GREETING_WAITS_S)


@require_safe
@for_members
def hub(request: HttpRequest, me: Member) -> HttpResponse:
    shown = present.shown(request, me.trip_id)
    state, trip = shown.state, shown.state.trip
    views = polls.views(state, me)
    greeting = request.COOKIES.get(f"greet-{trip.id}")
    context: dict[str, Any] = {
        "trip": trip,
        "me": me,
        "is_admin": me.is_admin,
        "greeting": greeting and _greeting(trip, me, greeting),
        "share": _share(request, trip),
        "personal_link": personal_link(request, browsers.of(request).key(trip.id, me.key_digest)),
        "activity": activity(trip, me, [wire.poll(each, state.at) for each in state.polls]),
        "polls": present.polls(state, views),
        "until": shown.until,
        "views": views,
        "key": form_key(request),
    }
    if me.is_admin:
        context |= _for_organiser(trip)
    response = present.filled(render(request, "hub.html", context), shown, me)
    if greeting:
        response.delete_cookie(f"greet-{trip.id}")
    return response


@takes_form
@page
def leave(request: HttpRequest, trip_id: str) -> HttpResponse:
    """A repeat changes nothing, also for who has come back since."""
    if request.method == "POST" and change.first_answer(idempotency_key_of(request)):
        return _farewell(request, trip_id)
    answer = _leave(request, trip_id=trip_id)
    if _is_refused(request, answer) and change.first_answer(idempotency_key_of(request)):
        return _farewell(request, trip_id)
    return answer


@for_members
def _leave(request: HttpRequest, me: Member) -> HttpResponse:
    if request.method != "POST":
        return confirm(
            request,
            me,
            title="Leave the trip",
            question="Leave the trip?",
            consequence=consequence(me.trip, "the group"),
            action_label="Leave the trip",
        )
    membership.leave(me, idempotency_key_of(request), me.id)
    return _farewell(request, me.trip_id)


def _farewell(request: HttpRequest, trip_id: str) -> HttpResponse:
    """To a page that says so; the browser forgets the key of who has left, and no other."""
    me = access.holder(browsers.of(request), trip_id)
    if me and me.is_in:
        return to_hub(trip_id)
    response = see_other(f"{reverse('home')}?left")
    if me and me.state == Member.State.LEFT:
        browsers.forget(request, response, trip_id)
    return response


@takes_form
@page
def replace_key(request: HttpRequest, trip_id: str) -> HttpResponse:
    """A repeat gets the new key once more: the old one, which came with it, has ended."""
    answer = _replace_key(request, trip_id=trip_id)
    held = access.credential(request, trip_id)
    if _is_refused(request, answer) and (
        first := change.first_answer(idempotency_key_of(request, held))
    ):
        return with_new_key(request, trip_id, first["memberKey"])
    return answer


@for_members
def _replace_key(request: HttpRequest, me: Member) -> HttpResponse:
    if request.method != "POST":
        return confirm(
            request,
            me,
            title="New personal link",
            question="Replace your personal link?",
            consequence="The link you saved and every other browser that used it stop working "
            "at once. This browser stays in."
            + (" A recovery code ends as well: make a new one." if me.is_admin else ""),
            action_label="Replace the link",
        )
    held = access.credential(request, me.trip_id)
    rekeyed = membership.replace_key(me, idempotency_key_of(request, me.id, also=held), me.id)
    return with_new_key(request, me.trip_id, rekeyed["memberKey"])


def _is_refused(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether it may be a repeat whose first has ended the right to it: by now the first is there,
    also where both came at once."""
    return request.method == "POST" and answer.status_code in (403, 404)


def with_new_key(request: HttpRequest, trip_id: str, key: str) -> HttpResponse:
    """To the hub, which shows the new personal link; this browser holds its key."""
    response = to_hub(trip_id)
    access.remember_current(request, response, trip_id, key)
    return response


def personal_link(request: HttpRequest, key: str) -> str:
    """The key stands in the fragment, which browsers send to no server."""
    return f"{request.build_absolute_uri(reverse('enter'))}#{key}"


def consequence(trip: Trip, whom: str) -> str:
    """What one member less means, e.g. "This brings you to 4 of 5: the discount will be lost."."""
    sentence = f"This brings {whom} to {trip.one_less}"
    if not trip.loses_with_one_less:
        return f"{sentence}."
    percent = f"{trip.discount_percent} % " if trip.discount_percent else ""
    return f"{sentence}: the {percent}discount will be lost."


def _share(request: HttpRequest, trip: Trip) -> sharing.Share | None:
    """None where no key opens the invitation: a hub without its link is better than none."""
    try:
        return sharing.share(trip, invitation_url(request, trip))
    except keys.Unreadable as failure:
        outages.report("The invitation", failure)
        return None


def invitation_url(request: HttpRequest, trip: Trip) -> str:
    """The link that members hand on. Raises keys.Unreadable."""
    return request.build_absolute_uri(reverse("join", args=[access.invitation_of(trip)]))


def _greeting(trip: Trip, me: Member, greeting: str) -> dict[str, Any]:
    """Also how a number was read: its country code and last digits, for the eyes of its owner."""
    mobile = me.mobile
    number = trip.members.filter(state=Member.State.IN, joined_at__lte=me.joined_at).count()
    return {
        "number": number,
        "of": max(trip.required_members, number),
        "completes": greeting == COMPLETES and trip.is_unlocked,
        "mobile": mobile and f"{phones.country_code(mobile)} {phones.mask(mobile)}",
    }


def _for_organiser(trip: Trip) -> dict[str, Any]:
    since = clock.now() - UNDO_SHOWN_FOR
    just_removed = trip.members.filter(state=Member.State.REMOVED, ended_at__gt=since)
    gone = just_removed.order_by("-ended_at").first()
    return {
        "settings_form": SettingsForm(trip),
        "requests": membership.asked(trip),
        "undo": gone and {"member_id": gone.id, "name": gone.name},
    }
