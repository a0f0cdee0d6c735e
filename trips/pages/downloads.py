"""Serve a trip's files to its members: calendar entry, QR code, list of members."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from trips import exports, log, sharing
from trips.models import Member
from trips.pages.decorators import for_members, for_organiser
from trips.pages.shared_links import invitation_url


@require_safe
@for_members
def calendar(request: HttpRequest, me: Member) -> HttpResponse:
    """Download the trip as a calendar entry (iCalendar, RFC 5545)."""
    trip = me.trip
    hub_url = request.build_absolute_uri(reverse("hub", args=[trip.id]))
    organiser = trip.members.get(is_founder=True)
    exports.refuse_undated(trip)  # in the language of who asks
    with translation.override(trip.language):  # members pass it on, as they do the invitation
        ics = exports.calendar(trip, organiser.name, hub_url)
    return _download(ics, "text/calendar; charset=utf-8", exports.filename(trip, ".ics"))


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
    rows = exports.members_csv(me.trip, log.members_of(me.trip))
    return _download(rows, "text/csv; charset=utf-8", exports.filename(me.trip, " members.csv"))


def _download(body: bytes, kind: str, filename: str) -> HttpResponse:
    disposition = content_disposition_header(True, filename)
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": disposition})
