"""Show a page to print: a trip's poster, with the QR code of its invitation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trips.models import Member
from trips.pages import present
from trips.pages.decorators import for_members
from trips.pages.shared_links import invitation_url


@require_safe
@for_members
def poster(request: HttpRequest, me: Member) -> HttpResponse:
    """Show what a trip is, when, and how to get to its invitation; what changes is not on it."""
    url = invitation_url(request, me.trip)
    context = {
        "trip": me.trip,
        "words": present.of_trip(me.trip),
        "address": url.partition("://")[2],  # which browsers complete when it is typed
    }
    return render(request, "poster.html", context)
