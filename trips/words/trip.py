"""What is said of a trip, by its shape on the wire: as it stands, or stood when an event was.

static/js/words/trip.js says the same of the same shape.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from trips import money, zones
from trips.models import MOST_MEMBERS
from trips.words import dates as on
from trips.words.catalogue import Line, name, pieces, say, sentences, text_of

TripFields = Mapping[str, Any]  # those of wire.shapes; with "members" also who organises it
OPEN = ("recruiting", "unlocked")


def parts(trip: TripFields, now: datetime) -> dict[str, str | Line]:
    """What fills the elements of a page, by the name in data-part."""
    count, required = trip["memberCount"], trip["requiredMembers"]
    organiser = next((each["name"] for each in trip.get("members", ()) if each["isAdmin"]), "")
    return {
        "name": trip["name"],
        "invites": pieces("invites", organiser=name(organiser)),
        "ask-to-reopen": pieces("ask_to_reopen", organiser=name(organiser)),
        "dates": dates(trip),
        "price": price(trip),
        "fraction": f"{count}/{required}",
        "members": f"{count}",
        "sentence": sentence(trip),
        "progress": say("progress", n=required, count=count),
        "places": say("places_left", n=max(0, takes(trip) - count)),
        "all-taken": say("all_taken", n=takes(trip)),
        "join-by": _until(("join_by", "join_by_end"), trip, now),
        "deadline-was": _until(("deadline_was", "deadline_was_end"), trip, now),
        "needed-by-then": say("needed_by_then", n=required),
        "too-few": say("too_few", count=counted(count, required)),
        "made-complete": say("made_complete", discount=discount(trip)),
        "brings-you": one_less(trip, "brings_you", "brings_you_below", "brings_you_below_percent"),
        "brings-group": one_less(
            trip, "brings_group", "brings_group_below", "brings_group_below_percent"
        ),
        "poll-reason": poll_reason(trip),
    }


def truths(trip: TripFields, now: datetime) -> dict[str, bool]:
    """What is so: elements show while one of the names in their data-when is."""
    status, is_unlocked = trip["status"], trip["isDiscountUnlocked"]
    is_running, is_cancelled = status in OPEN, status == "cancelled"
    is_full = trip["memberCount"] >= takes(trip)
    has_dates = bool(trip["startDate"])
    why = why_closed(trip, now)
    return {
        "recruiting": status == "recruiting",
        "unlocked": status == "unlocked",
        "closed": status == "closed",
        "cancelled": is_cancelled,
        "closed-by-end": why == "end",
        "closed-by-organiser": why == "organiser",
        "closed-by-deadline": why == "deadline",
        "begun": status == "recruiting" and not is_almost_unlocked(trip),
        "almost": status == "recruiting" and is_almost_unlocked(trip),
        "set": is_unlocked and not is_cancelled,
        "short": not is_unlocked and not is_cancelled,
        "scheduled": has_dates and not is_cancelled,
        "called-off": has_dates and is_cancelled,
        "dated": is_running and bool(trip["joinBy"]),
        "limited": is_running and not is_full and bool(trip["capacity"]),
        "full": is_running and is_full,
        "open": is_running and not is_full,
    }


def dates(trip: TripFields, *, with_year: bool = True) -> str:
    """The days of the trip: "12–15 Dec 2026", "30 Dec 2026 – 2 Jan 2027", or ""."""
    if not trip["startDate"]:
        return ""
    first = date.fromisoformat(trip["startDate"])
    return on.days(first, date.fromisoformat(trip["endDate"] or trip["startDate"]), with_year)


def deadline(trip: TripFields, now: datetime | None = None) -> str:
    """Until when one can join, by the clocks of the trip, or ""."""
    at = trip["joinBy"]
    return on.moment(datetime.fromisoformat(at), trip["timeZone"], now) if at else ""


def price(trip: TripFields) -> str:
    """What it costs: "₹1,25,000 per person", or ""."""
    if trip["pricePerPerson"] is None:
        return ""
    return say("price", sum=money.written(Decimal(trip["pricePerPerson"]), trip["currency"]))


def discount(trip: TripFields) -> str:
    """What is unlocked: "12 % off" or "the group discount"."""
    percent = trip["discountPercent"]
    return say("discount", percent=percent) if percent else say("group_discount")


def counted(count: int, required: int) -> str:
    """ "3 of 5", or "6" where that is more than enough."""
    return f"{count}" if count > required else say("n_of", n=count, required=required)


def missing(trip: TripFields) -> int:
    """How many more unlock the discount."""
    more: int = trip["requiredMembers"] - trip["memberCount"]
    return max(0, more)


def takes(trip: TripFields) -> int:
    """The most people that it takes."""
    return trip["capacity"] or MOST_MEMBERS


def is_almost_unlocked(trip: TripFields) -> bool:
    """Whether few are missing, measured by how many it takes."""
    count, required = int(trip["memberCount"]), int(trip["requiredMembers"])
    return missing(trip) <= max(2, required // 10) and count * 2 >= required


def has_ended(trip: TripFields, now: datetime) -> bool:
    """Whether its last day has ended by the clocks of its zone."""
    last: str | None = trip["endDate"] or trip["startDate"]
    today = now.astimezone(zones.of(trip["timeZone"])).date()
    return last is not None and date.fromisoformat(last) < today


def why_closed(trip: TripFields, now: datetime) -> str:
    """What closed it: "end", "organiser" or "deadline"; "" where it is open or cancelled."""
    if trip["status"] != "closed":
        return ""
    if has_ended(trip, now):
        return "end"
    return "organiser" if trip["closedAt"] else "deadline"


def sentence(trip: TripFields) -> Line:
    """How many are in, and what is missing: "3 of 5 are in. 2 more unlock 12 % off." """
    told = {"n": trip["memberCount"], "count": _counted(trip)}
    if trip["isDiscountUnlocked"] and trip["status"] != "cancelled":
        return pieces("are_in_unlocked", **told, discount=discount(trip))
    if trip["status"] != "recruiting":
        return pieces("are_in", **told)
    more = pieces("more_unlock", n=missing(trip), discount=discount(trip))
    return sentences(pieces("are_in", **told), more)


def count_sentence(trip: TripFields) -> str:
    """Say for who is not in how many are: "3 of 5 are in. 2 more and everyone gets 12 % off." """
    if trip["isDiscountUnlocked"] or trip["status"] != "recruiting":
        return text_of(sentence(trip))
    more = say("more_and_everyone", n=missing(trip), discount=discount(trip))
    told = {"n": trip["memberCount"], "count": _counted(trip)}
    return text_of(sentences(say("are_in", **told), more))


def one_less(trip: TripFields, stays: str, below: str, below_percent: str) -> str:
    """What one member less means: "This brings you to 4 of 5: the discount will be lost." """
    count, required = trip["memberCount"], trip["requiredMembers"]
    told = counted(count - 1, required)
    if count != required or trip["status"] == "cancelled":
        return say(stays, count=told)
    percent = trip["discountPercent"]
    return say(below_percent, count=told, percent=percent) if percent else say(below, count=told)


def poll_reason(trip: TripFields) -> str:
    """Why a poll can be started, or cannot."""
    if trip["status"] == "cancelled":
        return say("poll_for_nothing")
    if trip["isDiscountUnlocked"]:
        return say("poll_for")
    is_closed = trip["status"] == "closed"
    return say("poll_takes" if is_closed else "poll_opens_with", n=trip["requiredMembers"])


def invitation(trip: TripFields, now: datetime) -> str:
    """The text that goes with the link: "Goa, 12–15 Dec: 3 of 5 are in. … Join by …:" """
    news = text_of(sentences(count_sentence(trip), share_tail(trip, now)))
    return say("share", trip=share_lead(trip, now), news=news)


def share_lead(trip: TripFields, now: datetime) -> str:
    """What it begins with: "Goa, 12–15 Dec"."""
    this_year = f"{now.astimezone(zones.of(trip['timeZone'])).year}"
    when = dates(trip, with_year=years(trip) != {this_year})
    return say("share_dates", trip=trip["name"], dates=when) if when else trip["name"]


def share_tail(trip: TripFields, now: datetime) -> str:
    """What it ends with: until when to join, or why nobody can; "" where nothing is to say."""
    if trip["status"] == "cancelled":
        return say("share_cancelled")
    if has_ended(trip, now):
        return say("share_over")
    if trip["status"] == "closed":
        return say("share_closed")
    if trip["memberCount"] >= takes(trip):
        return say("share_full")
    return text_of(_until(("share_by", "share_by_end"), trip, now))


def years(trip: TripFields) -> set[str]:
    """The years in which the trip takes place."""
    return {day[:4] for day in (trip["startDate"], trip["endDate"]) if day}


def _counted(trip: TripFields) -> str:
    return counted(trip["memberCount"], trip["requiredMembers"])


def _until(ids: tuple[str, str], trip: TripFields, now: datetime) -> Line:
    """A sentence about the deadline; empty where there is none."""
    if not trip["joinBy"]:
        return []
    return on.until(ids, datetime.fromisoformat(trip["joinBy"]), trip["timeZone"], now)


def changes(was: TripFields, trip: TripFields) -> Iterator[tuple[str, str, str]]:
    """What of it has changed, but for its name: the field, and the words for it then and now."""
    with_year = len(years(was) | years(trip)) > 1
    told: dict[str, Callable[[TripFields], str]] = {
        "dates": lambda of: dates(of, with_year=with_year) or say("no_dates"),
        "zone": lambda of: zones.label(of["timeZone"]),
        "deadline": lambda of: (
            deadline(of, _deadline_of(trip if of is was else was)) or say("no_deadline")
        ),
        "required": lambda of: str(of["requiredMembers"]),
        "capacity": lambda of: str(of["capacity"]) if of["capacity"] else say("no_limit"),
        "price": lambda of: price(of) or say("no_price"),
        "discount": discount,
    }
    for field, words in told.items():
        if words(was) != words(trip):
            yield field, words(was), words(trip)


def _deadline_of(trip: TripFields) -> datetime | None:
    return datetime.fromisoformat(trip["joinBy"]) if trip["joinBy"] else None
