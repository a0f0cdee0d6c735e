"""The texts of an invitation to send, its WhatsApp link and QR code."""

import io
from dataclasses import dataclass
from urllib.parse import quote

import segno
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trips import clock, wire, words, zones
from trips.models import Trip

UNQUOTED = "!'()*"  # encodeURIComponent, with which a script writes the same link, leaves these


@dataclass(frozen=True, slots=True)
class Share:
    """An invitation as people send it: a text, and behind it the link; and its zone's label."""

    url: str
    text: str
    zone: str

    @property
    def whatsapp(self) -> str:
        """The URL that opens WhatsApp with text and link."""
        message = f"{self.text}\n{self.url}"
        return f"https://wa.me/?text={quote(message, safe=UNQUOTED)}"


def share(trip: Trip, url: str) -> Share:
    """Make the invitation to a trip with the link `url`, in the trip's language."""
    now = clock.now()
    with translation.override(trip.language):
        text = words.invitation(wire.trip_fields(trip, now), now)
        return Share(url, text, zones.label(trip.time_zone))


def qr_svg(url: str) -> bytes:
    """Draw a link as a QR code: an SVG picture on white, with a quiet zone."""
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="svg", scale=8, border=4, light="#fff")
    return picture.getvalue()


def qr_in_page(url: str) -> SafeString:
    """Draw a link that no other address may hold as a QR code, in SVG that stands in the page."""
    code = segno.make(url, error="m")
    svg = code.svg_inline(border=4, light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return SafeString(svg)  # of numbers: the link itself is not in it


def preview(trip: Trip) -> str:
    """Write the description for link previews: how the trip stands, and nobody's name."""
    if trip.status == Trip.Status.CANCELLED:
        return _("This group trip was cancelled.")
    if trip.has_ended:
        return _("This group trip is over.")
    if not trip.is_open:
        return _("Joining this group trip is closed. Tap to see who is in.")
    if trip.is_full:
        return _("This group trip is full. Tap to see who is in.")
    return _("You are invited to a group trip. Tap to see who is in and count yourself in.")
