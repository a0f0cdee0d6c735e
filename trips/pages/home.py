"""Show the start page: plan a trip, and see one's own."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trips import browsers, credentials, planning, wire, zones
from trips.forms import PlanForm, validated
from trips.pages import present
from trips.pages.again import form_page, or_again
from trips.pages.decorators import page, takes_form
from trips.pages.greeting import greet
from trips.pages.repeats import answers_repeats, idempotency_key_of
from trips.pages.responses import to_hub_with

MOST_SHOWN = 100


@takes_form
@never_cache
@page
def home(request: HttpRequest) -> HttpResponse:
    """Show the trips of this browser and the form of a new one; POST plans it."""
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
    left = {
        "title": _("You have left the trip"),
        "sentence": _("The others see it at once. Farewell!"),
    }
    left |= {"action_label": _("Back to the start"), "action_url": reverse("home")}
    return render(request, "left.html", left)


def _show(
    request: HttpRequest, form: PlanForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    newest = credentials.memberships(browsers.of(request))[: MOST_SHOWN + 1]
    mine = list(newest)[:MOST_SHOWN]
    context = {
        "trips": [{"trip": me.trip, "me": me, "words": present.of_trip(me.trip)} for me in mine],
        "has_more": len(newest) > len(mine),
        "state": [wire.trip_head(me.trip) for me in mine],
    }
    return form_page(request, "home.html", form, context, refusal)


def _with_zone(typed: QueryDict) -> QueryDict:
    """Replace an unknown time zone, which a script guessed: it is no mistake of the person."""
    given = typed.copy()
    given["timeZone"] = zones.guessed(typed.get("timeZone", ""))
    return given


def _to_hub(request: HttpRequest, planned: wire.CreateResponse) -> HttpResponse:
    """Redirect to the hub of the new trip, with the organiser's key in a cookie."""
    trip_id = planned["trip"]["id"]
    response = to_hub_with(request, trip_id, planned["adminId"])
    greet(response, trip_id)
    return response


@answers_repeats(lambda request, planned, form: _to_hub(request, planned))
def _plan(request: HttpRequest, form: PlanForm) -> HttpResponse:
    planned = planning.plan(
        idempotency_key_of(request),
        form.terms(),
        form.organiser(),
        address=request.META["REMOTE_ADDR"],
    )
    return _to_hub(request, planned)
