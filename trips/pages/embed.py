"""Show how many are in on pages of other sites: a widget in a frame, and the script that makes it.

It is the same for everybody: `socialcart.headers` takes cookies away before, and names who may
frame it.
"""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import json_script
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from trips import access, wire
from trips.pages import blanks, present
from trips.pages.decorators import page

KEPT_S = 600  # the script's address stays, so a new release is seen after so long
ENDS = ("trip_hidden", "not_found", "invitation_replaced")  # what ends the feed of a guest


@require_safe
@never_cache
@page
def widget(request: HttpRequest, invitation: str) -> HttpResponse:
    """Show count, bar and next step of a trip, and a link to its invitation; a refusal in short."""
    trip = access.trip_of(invitation)
    refusals = [wire.Refusal(code) for code in ENDS]
    case = {"endings": tuple((4000 + each.status, each.sentence) for each in refusals)}
    context = {
        "trip": trip,
        "words": present.of_trip(trip),
        "invitation": invitation,
        "state": json_script(wire.trip_head(trip), "state"),
    }
    return blanks.page(request, "embed.html", case, context)


@require_safe
@cache_control(public=True, max_age=KEPT_S)
def script(request: HttpRequest) -> HttpResponse:
    """Serve embed.js, which pages of other sites load by its plain name."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@cache
def _script() -> bytes:
    return (settings.BASE_DIR / "static/embed.js").read_bytes()
