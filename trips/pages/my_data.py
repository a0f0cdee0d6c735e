"""Show people what the site holds of them on a trip, and erase it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from trips import browsers, credentials, exports, membership, wire, words
from trips.housekeeping import KEPT_FOR
from trips.models import Member
from trips.pages.confirming import asks
from trips.pages.decorators import for_data_subject, page, takes_form
from trips.pages.questions import QUESTIONS, Question
from trips.pages.repeats import answers_repeats, idempotency_key_of
from trips.pages.responses import download, see_other, to_hub
from trips.words.poll import option_text


@require_safe
@for_data_subject
def my_data(request: HttpRequest, me: Member) -> HttpResponse:
    """Show all that the site holds of somebody on this trip."""
    data = membership.held_of(me, KEPT_FOR)
    ballots = [
        {
            "question": each["question"],
            "choices": [option_text(option) for option in each["choices"]],
            "maybes": [option_text(option) for option in each["maybes"]],
        }
        for each in data["ballots"]
    ]
    context = {"trip": me.trip, "me": me, "data": data, "ballots": ballots}
    context["erase"] = _question(me)
    context["joined"] = words.moment(me.joined_at, me.trip.time_zone)
    return render(request, "my_data.html", context)


@require_safe
@for_data_subject
def as_json(request: HttpRequest, me: Member) -> HttpResponse:
    """Download all that the site holds of somebody, in the shape of the API."""
    body = JsonResponse(membership.held_of(me, KEPT_FOR), json_dumps_params={"ensure_ascii": False})
    name = exports.filename(me.trip, " my data.json")
    return download(body.content, body.headers["Content-Type"], name)


def _farewell(request: HttpRequest, first: Any, trip_id: str) -> HttpResponse:
    """Redirect to a page that says so, and forget the key of who has erased themself."""
    me = credentials.holder(browsers.of(request), trip_id)
    if me and me.is_current:  # they have joined again since
        return to_hub(trip_id)
    response = see_other(f"{reverse('home')}?erased")
    browsers.forget(request, response, trip_id)
    return response


def _question(me: Member) -> Question:
    """Return the question before somebody is erased, by what they leave."""
    return QUESTIONS["erase" if me.is_in else "erase_in_line" if me.waits else "erase_gone"]


def _founder_first_hands_over(request: HttpRequest, me: Member) -> dict[str, Any]:
    if me.is_founder:
        raise wire.Refusal("hand_over_first")
    return {"question": _question(me), "back_url": reverse("my_data", args=[me.trip_id])}


@takes_form
@page
@answers_repeats(_farewell)
@for_data_subject
@asks("erase", _founder_first_hands_over)
def erase(request: HttpRequest, me: Member) -> HttpResponse:
    """Erase what is held of somebody on POST, who leaves by that; GET asks first."""
    erased = membership.erase(me, idempotency_key_of(request), me.id)
    return _farewell(request, erased, me.trip_id)
