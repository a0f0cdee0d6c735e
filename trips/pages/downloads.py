"""Serve a trip's files to its members: calendar entry, QR code, list of members."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from trips import access, ballots, exports, polls, sharing, snapshots, wire
from trips.models import Member, Trip
from trips.pages.decorators import for_members, for_organiser, page
from trips.pages.responses import download
from trips.pages.shared_links import invitation_url

CALENDAR, CSV = "text/calendar; charset=utf-8", "text/csv; charset=utf-8"


@require_safe
@for_members
def calendar(request: HttpRequest, me: Member) -> HttpResponse:
    """Download the trip as a calendar entry (iCalendar, RFC 5545)."""
    exports.refuse_undated(me.trip)  # in the language of who asks
    ics = _of_trip(request, me.trip, exports.calendar)
    return download(ics, CALENDAR, exports.filename(me.trip, ".ics"))


@require_safe
@page
def subscribed(request: HttpRequest, secret: str) -> HttpResponse:
    """Serve the calendar of a member to their calendar program, which has no other key."""
    ics = _of_trip(request, access.calendar_of(secret).trip, exports.subscription)
    tag = quote_etag(hashlib.sha256(ics).hexdigest()[:16])
    whole = HttpResponse(ics, content_type=CALENDAR)
    response = get_conditional_response(request, etag=tag, response=whole) or whole
    patch_cache_control(response, private=True, no_cache=True)
    response["ETag"] = tag
    return response


def _of_trip(request: HttpRequest, trip: Trip, write: Callable[[Trip, str, str], bytes]) -> bytes:
    """Write a calendar in the language of the trip, as members pass it on."""
    hub_url = request.build_absolute_uri(reverse("hub", args=[trip.id]))
    organiser = trip.members.get(is_founder=True)
    with translation.override(trip.language):
        return write(trip, organiser.name, hub_url)


@require_safe
@for_members
def qr(request: HttpRequest, me: Member) -> HttpResponse:
    """Draw the invitation link as a QR code, in SVG."""
    svg = sharing.qr_svg(invitation_url(request, me.trip))
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
@for_organiser
def members(request: HttpRequest, me: Member) -> HttpResponse:
    """Download the list of members as CSV, without their numbers."""
    rows = exports.members_csv(me.trip, snapshots.members_of(me.trip))
    return download(rows, CSV, exports.filename(me.trip, " members.csv"))


@require_safe
@for_organiser
def votes(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Download who voted what in a poll as CSV, or how many did, as the poll shows it.

    Refused while the organiser may not see the counts.
    """
    ballots_now = ballots.all_of(polls.row_of(me.trip, poll_id))  # before it is seen who may
    state = snapshots.state_of(me.trip_id, 0)
    poll = next((each for each in state.polls if each.id == poll_id), None)
    if poll is None:
        raise wire.Refusal("poll_not_found")
    if polls.my_polls(state, me)[poll_id]["tally"] is None:
        raise wire.Refusal("votes_hidden")
    rows = exports.voters_csv(poll, ballots_now) if poll.shows_voters else exports.counts_csv(poll)
    return download(rows, CSV, exports.filename(me.trip, " votes.csv"))
