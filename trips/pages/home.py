"""Show the start page: plan a trip, and see one's own."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import json_script
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trips import browsers, credentials, languages, planning, wire, zones
from trips.forms import PlanForm, add_errors, validated
from trips.models import Member
from trips.pages import blanks, lists, present
from trips.pages.again import form_key, or_again
from trips.pages.decorators import for_members, page, takes_form
from trips.pages.greeting import greet
from trips.pages.repeats import answers_repeats, idempotency_key_of
from trips.pages.responses import to_hub_with

MOST_SHOWN = 100
FAREWELLS = {"left", "erased", "forgotten"}


@takes_form
@never_cache
@page
def home(request: HttpRequest) -> HttpResponse:
    """Show the trips of this browser and the form of a new one; POST plans it."""
    if request.method != "POST":
        return _farewell(request) if request.GET.keys() & FAREWELLS else _show(request)
    form = PlanForm(_with_zone(request.POST))
    return or_again(
        request,
        lambda: _plan(request, validated(form)),
        lambda refusal: _show(request, form, refusal),
        codes=None,
    )


@require_safe
@for_members
def again(request: HttpRequest, me: Member) -> HttpResponse:
    """Show the form of a new trip, filled in with what a trip of this member was."""
    return _show(request, PlanForm.again(me), action=f"{reverse('home')}?again={me.trip_id}")


def _farewell(request: HttpRequest) -> HttpResponse:
    left = {
        "title": _("You have left the trip"),
        "sentence": _("The others see it at once. Farewell!"),
    }
    if "erased" in request.GET:
        left["sentence"] = _("We hold nothing of you there any more. Farewell!")
    if "forgotten" in request.GET:
        left = {
            "title": _("This device is forgotten"),
            "sentence": _(
                "This browser knows nothing of you any more. Your personal link lets you in again."
            ),
        }
    left |= {"action_label": _("Back to the start"), "action_url": reverse("home")}
    return render(request, "left.html", left)


def _show(
    request: HttpRequest,
    form: PlanForm | None = None,
    refusal: wire.Refusal | None = None,
    action: str = "",
) -> HttpResponse:
    """Draw the page with what was typed into the form, or with an empty one.

    `action` is where the form goes, by default where it came to: its query keeps drafts apart.
    """
    if form and refusal:
        add_errors(form, refusal.fields)
    error = refusal.sentence if form and refusal and not form.errors else ""
    keeps_query = form or request.GET.get("language")
    of_case, of_context = _trips(request)
    case = {"is_wrong": bool(error), "has_picture": True, **of_case}
    context: dict[str, Any] = {
        "error": error,
        "errors": blanks.plain("_errors.html", {"form": form}) if form else b"",
        "fields": _fields(form),
        "action": action or (request.get_full_path() if keeps_query else reverse("home")),
        "key": form_key(request),
        **_preview(request),
        **of_context,
    }
    status = refusal.status if refusal else 200
    response = blanks.page(request, "home.html", case, context, status)
    if form is None and not case["has_trips"]:
        response["X-Robots-Tag"] = "all"  # of all pages this one may be found
    return response


def _trips(request: HttpRequest) -> tuple[blanks.Case, blanks.Context]:
    """Return what the page decides by, and what it fills in, of the trips of this browser."""
    newest = credentials.memberships(browsers.of(request), MOST_SHOWN + 1)
    mine = newest[:MOST_SHOWN]
    seen = [me.trip for me in mine if me.trip.hidden_at is None]
    case = {
        "has_trips": bool(mine),
        "has_widget": bool(seen),
        "has_more": len(newest) > len(mine),
        "most": MOST_SHOWN,
    }
    context: dict[str, Any] = {
        "state": json_script([wire.trip_head(trip) for trip in seen], "state"),
    }
    if mine:
        context["trips"] = lists.cards(mine)
    if seen:
        context |= {"newest": seen[0], "words_of_newest": present.of_trip(seen[0])}
    return case, context


def _preview(request: HttpRequest) -> dict[str, str]:
    """Return what link previews show of this site."""
    return {
        "og_locale": languages.with_territory(languages.active()),
        "page_url": request.build_absolute_uri(reverse("home")),
        "og_image": request.build_absolute_uri(static("og.png")),
        "og_image_alt": _("Go together, pay less."),
    }


def _fields(form: PlanForm | None) -> bytes:
    """Draw the form's fields; those of an empty one for an hour, by which zones are listed."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    name = None if form else ("plan", hour)

    def draw() -> bytes:
        return blanks.plain("_plan_fields.html", {"form": form or PlanForm()})

    return blanks.once(name, draw, hour + timedelta(hours=1))


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
    with browsers.of_change(request) as browser:
        planned = planning.plan(
            idempotency_key_of(request),
            form.terms(),
            form.organiser(),
            address=request.META["REMOTE_ADDR"],
            browser=browser,
        )
    return _to_hub(request, planned)
