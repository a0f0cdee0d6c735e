"""How an invitation leaves the site: link texts, preview, QR code."""

import io
from dataclasses import dataclass
from urllib.parse import quote

import segno

from trips import clock, wire, words
from trips.models import Trip

UNQUOTED = "!'()*"  # by encodeURIComponent, with which our script writes the same link


@dataclass(frozen=True, slots=True)
class Share:
    """An invitation as people send it: sentence first, link last."""

    url: str
    lead: str
    sentence: str
    tail: str

    @property
    def text(self) -> str:
        return " ".join(part for part in (f"{self.lead}:", self.sentence, self.tail) if part)

    @property
    def whatsapp(self) -> str:
        message = f"{self.text}\n{self.url}"
        return f"https://wa.me/?text={quote(message, safe=UNQUOTED)}"


def share(trip: Trip, url: str) -> Share:
    """The invitation of a trip with its link `url`."""
    now = clock.now()
    trip_fields = wire.trip_fields(trip, now)
    tail = words.share_tail(trip_fields, now, has_ended=trip.has_ended_at(now))
    return Share(url, words.share_lead(trip_fields, now), count_sentence(trip), tail)


def qr_svg(url: str) -> bytes:
    """The link as a QR code, as an SVG picture with a quiet zone on white."""
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="svg", scale=8, border=4, light="#fff")
    return picture.getvalue()


def preview(trip: Trip) -> str:
    """What a messenger says of the link, without a name; it invites to nothing that is off."""
    if trip.status == Trip.Status.CANCELLED:
        return "This group trip was cancelled."
    if trip.has_ended:
        return "This group trip is over."
    if not trip.is_open:
        return "Joining this group trip is closed. Tap to see who is in."
    if trip.is_full:
        return "This group trip is full. Tap to see who is in."
    return "You are invited to a group trip. Tap to see who is in and count yourself in."


def count_sentence(trip: Trip) -> str:
    """How many are in, and what that means: "3 of 5 are in. 2 more and everyone gets 12 % off"."""
    off = f"{trip.discount_percent} % off" if trip.discount_percent else "the group discount"
    counted = f"{trip.member_count} of {trip.required_members}"
    if trip.member_count > trip.required_members:
        counted = f"{trip.member_count}"
    count = f"{counted} {'is' if trip.member_count == 1 else 'are'} in"
    if not (trip.is_open or trip.is_unlocked) or trip.status == Trip.Status.CANCELLED:
        return f"{count}."
    if trip.is_unlocked:
        return f"{count}, and everyone gets {off}."
    return f"{count}. {trip.missing} more and everyone gets {off}."
