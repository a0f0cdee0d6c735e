"""What leaves the site in somebody's hands: link texts, QR code, calendar entry, CSV."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

import segno
from django.utils import timezone
from django.utils.formats import date_format
from icalendar import Calendar
from icalendar import Event as Entry

from trips.models import Member, Trip


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
        return f"https://wa.me/?text={quote(message, safe='')}"


def share(trip: Trip, url: str) -> Share:
    """The invitation of a trip with its link `url`."""
    days = period(trip.starts_on, trip.ends_on)
    lead = f"{trip.title}, {days}" if days else trip.title
    return Share(url, lead, _count_sentence(trip), _deadline(trip))


def period(first: date | None, last: date | None) -> str:
    """ "12–15 Dec", "30 Dec – 2 Jan", "12 Dec" or ""."""
    if first is None:
        return ""
    end = date_format(last or first, "j M")
    if last is None or last == first:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{date_format(first, 'j M')} – {end}"


def qr_svg(url: str) -> bytes:
    """The link as a QR code, as an SVG picture with a quiet zone on white."""
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="svg", scale=8, border=4, light="#fff")
    return picture.getvalue()


def calendar(trip: Trip, url: str) -> bytes:
    """The trip as a calendar entry (RFC 5545); without dates, the deadline or today."""
    entry = Entry()
    entry.add("uid", f"{trip.id}@socialcart")
    entry.add("dtstamp", timezone.now())
    entry.add("summary", trip.title)
    entry.add("url", url)
    first = trip.starts_on or (trip.join_by or timezone.now()).astimezone(trip.zone).date()
    entry.add("dtstart", first)
    entry.add("dtend", (trip.ends_on or first) + timedelta(days=1))  # the end is exclusive
    diary = Calendar()
    diary.add("prodid", "-//SocialCart//EN")
    diary.add("version", "2.0")
    diary.add_component(entry)
    ics: bytes = diary.to_ical()
    return ics


def members_csv(members: Iterable[Member]) -> str:
    """Name, part and time of joining; no numbers. No cell can be read as a formula."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["name", "organiser", "joined at"])
    for member in members:
        rows.writerow([_plain(member.name), member.is_admin, member.joined_at.isoformat()])
    return text.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[0] in "=+-@\t\r" else cell


def _count_sentence(trip: Trip) -> str:
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


def _deadline(trip: Trip) -> str:
    if trip.join_by is None:
        return ""
    return f"Join by {date_format(trip.join_by.astimezone(trip.zone), 'l H:i')}:"
