"""The words that are sent with the link of a trip.

static/js/words/invitation.js says the same in the browser.
"""

from datetime import datetime

from trips import zones
from trips.words.catalogue import say, sentences, text_of
from trips.words.discount import pays_sentence
from trips.words.facts import TripFields, has_ended, takes
from trips.words.schedule import schedule, years
from trips.words.trip import count_sentence, until


def invitation(trip: TripFields, now: datetime) -> str:
    """Write the message that is sent with an invitation link.

    "Goa, 12–15 Dec: 3 of 5 are in. … Join by …:"
    """
    news = sentences(count_sentence(trip), pays_sentence(trip), tail(trip, now))
    return _headed(trip, now, text_of(news))


def in_short(trip: TripFields, now: datetime) -> str:
    """Say of a trip what a picture of it shows: "Goa, 12–15 Dec: 3 of 5 are in. …"."""
    return _headed(trip, now, text_of(sentences(count_sentence(trip), pays_sentence(trip))))


def _headed(trip: TripFields, now: datetime, news: str) -> str:
    """Write the news of a trip behind its name and its days."""
    if when := days(trip, now):
        return say("share_dated", trip=trip["name"], dates=when, news=news)
    return say("share", trip=trip["name"], news=news)


def days(trip: TripFields, now: datetime) -> str:
    """Write when a trip is, without the year if that is this year: "12–15 Dec", or ""."""
    this_year = f"{now.astimezone(zones.of(trip['timeZone'])).year}"
    return schedule(trip, with_year=years(trip) != {this_year})


def tail(trip: TripFields, now: datetime) -> str:
    """Write the end of an invitation's message: until when to join, or why nobody can, or ""."""
    if trip["status"] == "cancelled":
        return say("share_cancelled")
    if has_ended(trip, now):
        return say("share_over")
    if trip["status"] == "closed":
        return say("share_closed")
    if trip["memberCount"] >= takes(trip):
        return say("share_full")
    return text_of(until(("share_by", "share_by_end"), trip, now))
