"""Files to download: the calendar entry of a trip, its members, and the votes in a poll."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar
from icalendar import Event as Entry

from trips import clock, localtimes, log, wire, words, zones
from trips.models import Ballot, Member, Poll, Trip

ASKED_EVERY = timedelta(hours=1)
# Also after a separator: a spreadsheet that expects another one than "," splits the cell there.
_FORMULA = re.compile(r"(^|[;,\t\r\n])\s*[=+\-@\t\r＝＋－＠]")
_NOT_IN_FILENAMES = re.compile(r'[\\/:*?"<>|]+')


def refuse_undated(trip: Trip) -> None:
    """Raise Refusal `no_dates` for a trip that no calendar can hold yet."""
    if trip.starts_on is None:
        raise wire.Refusal("no_dates")


def calendar(trip: Trip, organiser: str, url: str) -> bytes:
    """Make a calendar file (RFC 5545) of a trip; imported again it updates the entry.

    `url` is the trip's page for members, which, unlike an invitation, is never replaced. The trip
    has its first day: see `refuse_undated`.
    """
    diary = _diary()
    diary.add("method", "PUBLISH")
    diary.add_component(_entry(trip, organiser, url, clock.now()))
    ics: bytes = diary.to_ical()
    return ics


def subscription(trip: Trip, organiser: str, url: str) -> bytes:
    """Make the calendar (RFC 5545, RFC 7986) that programs ask for again every hour.

    While there are no dates there is nothing in it. As long as nothing has changed it is the same.
    """
    diary = _diary()
    diary.add("name", trip.title)
    diary.add("x-wr-calname", trip.title)
    diary.add("refresh-interval", ASKED_EVERY, {"value": "DURATION"})
    diary.add("x-published-ttl", ASKED_EVERY)
    if trip.starts_on:
        diary.add_component(_entry(trip, organiser, url, log.changed_at(trip)))
    ics: bytes = diary.to_ical()
    return ics


def _diary() -> Calendar:
    diary = Calendar()
    diary.add("prodid", "-//SocialCart//EN")
    diary.add("version", "2.0")
    return diary


def _entry(trip: Trip, organiser: str, url: str, stamp: datetime) -> Entry:
    assert trip.starts_on
    entry = Entry()
    entry.add("uid", f"{trip.id}@socialcart")
    entry.add("sequence", trip.seq)
    entry.add("dtstamp", stamp)
    entry.add("last-modified", log.changed_at(trip))
    entry.add("status", _entry_status(trip))
    entry.add("summary", f"{trip.cover} {trip.title}".strip())
    entry.add("description", _description(trip, organiser, url))
    if trip.place:
        entry.add("location", trip.place)
    entry.add("url", url)
    begins, ends = _span(trip, trip.starts_on, trip.ends_on or trip.starts_on)
    entry.add("dtstart", begins)
    entry.add("dtend", ends)
    return entry


def _span(trip: Trip, first: date, last: date) -> tuple[date, date]:
    """Return when a calendar entry begins and when it has ended, as days or as moments in UTC.

    A trip with one time of day begins or ends with the whole day on its other side.
    """
    if trip.start_time is None and trip.end_time is None:
        return first, last + timedelta(days=1)
    start, end, zone = trip.start_time, trip.end_time, trip.zone
    day_begins, day_ends = (
        each.astimezone(UTC)
        for each in (localtimes.start_of(first, zone), localtimes.end_of(last, zone))
    )
    begins = localtimes.moment(first, start, zone) if start else day_begins
    ends = localtimes.moment(last, end, zone) if end else day_ends
    # An end before the start is left by a release without times, which has changed the days.
    return begins, ends if ends > begins else day_ends


def _entry_status(trip: Trip) -> str:
    if trip.status == Trip.Status.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if trip.is_unlocked else "TENTATIVE"


def _description(trip: Trip, organiser: str, url: str) -> str:
    """Write the entry's text: how the trip stands today, and where to look later."""
    today = timezone.localdate(clock.now(), trip.zone)
    if trip.status == Trip.Status.CANCELLED:
        lines = [_("This trip was cancelled.")]
    else:
        fields = wire.trip_fields(trip)
        paid = words.discount.pays_sentence(fields)
        lines = [words.trip.count_sentence(fields), *([paid] if paid else []), *_deadline(trip)]
    lines.append(_("{organiser} organises it.").format(organiser=organiser))
    lines.append(_("As of {day}. What is new: {url}").format(day=words.days(today, today), url=url))
    about = [trip.description, ""] if trip.description else []
    return "\n".join([*about, *lines])


def _deadline(trip: Trip) -> list[str]:
    if trip.join_by is None or not trip.is_open:
        return []
    ids = ("join_by", "join_by_end")
    return [words.text_of(words.until(ids, trip.join_by, trip.time_zone))]


def members_csv(trip: Trip, members: Iterable[Member]) -> bytes:
    """Make a CSV file of members: name, whether they organise, when they joined; no numbers.

    UTF-8 with a byte order mark, which Excel needs. No cell can be read as a formula.
    """
    joined_at = _("Joined ({zone})").format(zone=zones.label(trip.time_zone))
    heads = [pgettext("of a person", "Name"), _("Organiser"), joined_at]
    return _csv(heads, (_of_member(trip, member) for member in members))


def _of_member(trip: Trip, member: Member) -> list[str]:
    is_organiser = _("yes") if member.is_organiser else pgettext("opposite of yes", "no")
    joined = member.joined_at.astimezone(trip.zone)
    return [member.name, is_organiser, f"{joined:%Y-%m-%d %H:%M}"]


def voters_csv(poll: Poll, cast: Iterable[Ballot]) -> bytes:
    """Make a CSV file of the ballots in a poll: a name, and the answer to each option."""
    options = wire.poll(poll, clock.now())["options"]
    heads = [pgettext("of a person", "Name"), *map(words.poll.option_text, options)]
    return _csv(heads, ([f"{each.member}", *_answers(each, options)] for each in cast))


def _answers(ballot: Ballot, options: Iterable[wire.OptionShape]) -> list[str]:
    chosen, maybes = ballot.chosen(), ballot.maybes()
    yes, no = _("yes"), pgettext("opposite of yes", "no")
    maybe = pgettext("a vote", "if need be")
    return [
        yes if each["id"] in chosen else maybe if each["id"] in maybes else no for each in options
    ]


def counts_csv(poll: Poll) -> bytes:
    """Make a CSV file of how many chose each option of a poll, and nothing of who they are."""
    heads = [_("Option"), _("Votes")]
    if poll.is_about_dates:
        heads.append(pgettext("a vote", "If need be"))
    shown = zip(poll.options.all(), wire.poll(poll, clock.now())["options"], strict=True)
    rows = ([words.poll.option_text(each), row.votes, row.maybes] for row, each in shown)
    return _csv(heads, (row[: len(heads)] for row in rows))


def _csv(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Write rows as CSV: UTF-8 with a byte order mark, which Excel needs, and no formula."""
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL)
    for row in (heads, *rows):
        table.writerow([_no_formula(str(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _no_formula(cell: str) -> str:
    return f"'{cell}" if _FORMULA.search(cell) else cell


def filename(trip: Trip, ending: str) -> str:
    """Make a name for a file of this trip, of characters that every system accepts."""
    title = _NOT_IN_FILENAMES.sub("-", trip.title).strip("-. ") or "Trip"
    return title + ending
