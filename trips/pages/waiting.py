"""Show who waits for a place where they stand in line; organisers take somebody off it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from trips import membership, waiting_list, words
from trips.models import Member
from trips.pages import blanks, lists, present
from trips.pages.confirming import asks
from trips.pages.context_processors import sends_news
from trips.pages.decorators import for_organiser, for_who_waits, takes_form
from trips.pages.join_page import LONG_TITLE, founder_of
from trips.pages.questions import QUESTIONS, Question
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import to_hub, wants_json
from trips.pages.shared_links import own_link


@require_safe
@for_who_waits
def waiting(request: HttpRequest, me: Member) -> HttpResponse:
    """Show somebody's place in line, and what a guest sees of the trip; scripts ask for the place.

    Their personal link is there to save: it leads to the hub once they are in.
    """
    place = waiting_list.place_of(me)
    says = words.place_in_line(place)
    if wants_json(request):
        said = {"says": says, "inShort": words.place_in_short(place)}
        return JsonResponse({"success": True, "placeInLine": place, **said})
    shown = present.shown(request, me.trip_id, with_polls=False, row=me.trip)
    trip = shown.state.trip
    of_case, rows = lists.members(shown)
    case = {
        **of_case,
        "has_line": trip.has_line,
        "has_long_title": len(trip.title) > LONG_TITLE,
        "is_brief": present.is_brief(trip),
        "is_organiser": False,
        "sends_news": sends_news(),
    }
    context: dict[str, Any] = {
        **rows,
        "trip": trip,
        "words": present.of_trip(trip, founder_of(trip, shown.state.members)),
        "until": shown.until,
        "state": shown.script,
        "hub_url": "",
        "place": says,
        **own_link(request, me),
    }
    return blanks.page(request, "waiting.html", case, context)


def _whom(request: HttpRequest, me: Member, member_id: str) -> dict[str, Question]:
    member = membership.find(me.trip, member_id, Member.State.WAITING)
    return {"question": QUESTIONS["take_off_line"].about(name=member.name)}


@takes_form
@for_organiser
@asks("take_off_line", _whom)
def take_off_line(request: HttpRequest, me: Member, member_id: str) -> HttpResponse:
    """Take somebody off the line on POST; GET asks first."""
    membership.leave_line(me, idempotency_key_of(request, me.id), member_id)
    return to_hub(me.trip_id, "#line-title")
