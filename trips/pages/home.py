"""The start: plan a trip, see one's own."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from trips import access, browsers, change, planning, throttle, wire, zones
from trips.forms import PlanForm, validated
from trips.pages.again import form_page, or_again
from trips.pages.hub import greet
from trips.pages.site import (
    idempotency_key_of,
    page,
    takes_form,
    to_hub,
)

MOST_SHOWN = 100


@takes_form
@never_cache
@page
def home(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _farewell(request) if "left" in request.GET else _show(request, PlanForm())
    form = PlanForm(_with_zone(request.POST))
    return or_again(
        request,
        lambda: _plan(request, validated(form)),
        lambda refusal: _show(request, form, refusal),
        codes=None,
    )


def _farewell(request: HttpRequest) -> HttpResponse:
    left = {"title": "You have left the trip", "sentence": "The others see it at once. Farewell!"}
    left |= {"action_label": "Back to the start", "action_url": reverse("home")}
    return render(request, "left.html", left)


def _show(
    request: HttpRequest, form: PlanForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    newest = access.trips_in(browsers.of(request))[: MOST_SHOWN + 1]
    mine = list(newest)[:MOST_SHOWN]
    context = {
        "trips": [{"trip": me.trip, "me": me} for me in mine],
        "has_more": len(newest) > len(mine),
        "state": [wire.trip_head(me.trip) for me in mine],
    }
    return form_page(request, "home.html", form, context, refusal)


def _with_zone(typed: QueryDict) -> QueryDict:
    """A zone that nobody knows was a script's guess: it is no error of who fills the form in."""
    given = typed.copy()
    given["timeZone"] = zones.guessed(typed.get("timeZone", ""))
    return given


def _plan(request: HttpRequest, form: PlanForm) -> HttpResponse:
    key = idempotency_key_of(request)
    if not change.first_answer(key):
        throttle.plan(request.META["REMOTE_ADDR"])
    planned = planning.plan(key, form.terms(), form.organiser())
    response = to_hub(planned["trip"]["id"])
    access.remember_current(request, response, planned["trip"]["id"], planned["adminId"])
    greet(response, planned["trip"]["id"])
    return response
