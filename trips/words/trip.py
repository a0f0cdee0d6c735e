"""The words about a trip, from its shape: as it is now, or as an event of the log holds it.

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

TripFields = Mapping[str, Any]  # wire.TripFields, or a wire.Snapshot with members
OPEN = ("recruiting", "unlocked")


def parts(trip: TripFields, now: datetime) -> dict[str, str | Line]:
    """Return the texts of a trip on a page, by the name in the element's data-part."""
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
    """Return what is true of a trip; an element shows if one of its data-when names is true."""
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
    """Write the days of a trip: "12–15 Dec 2026", "30 Dec 2026 – 2 Jan 2027", or ""."""
    if not trip["startDate"]:
        return ""
    first = date.fromisoformat(trip["startDate"])
    return on.days(first, date.fromisoformat(trip["endDate"] or trip["startDate"]), with_year)


def deadline(trip: TripFields, now: datetime | None = None) -> str:
    """Write the deadline for joining by the clocks of the trip's time zone, or ""."""
    at = trip["joinBy"]
    return on.moment(datetime.fromisoformat(at), trip["timeZone"], now) if at else ""


def price(trip: TripFields) -> str:
    """Write the price of a trip: "₹1,25,000 per person", or ""."""
    if trip["pricePerPerson"] is None:
        return ""
    return say("price", sum=money.written(Decimal(trip["pricePerPerson"]), trip["currency"]))


def discount(trip: TripFields) -> str:
    """Name the discount that a full group unlocks: "12 % off" or "the group discount"."""
    percent = trip["discountPercent"]
    return say("discount", percent=percent) if percent else say("group_discount")


def counted(count: int, required: int) -> str:
    """Write how many of the required members are in: "3 of 5", or "6" if more than required."""
    return f"{count}" if count > required else say("n_of", n=count, required=required)


def missing(trip: TripFields) -> int:
    """Return how many more members unlock the discount, at least 0."""
    more: int = trip["requiredMembers"] - trip["memberCount"]
    return max(0, more)


def takes(trip: TripFields) -> int:
    """Return how many members a trip takes at most: its capacity, or the limit for all trips."""
    return trip["capacity"] or MOST_MEMBERS


def is_almost_unlocked(trip: TripFields) -> bool:
    """Return whether half the required members are in and at most 2, or a tenth, are missing."""
    count, required = int(trip["memberCount"]), int(trip["requiredMembers"])
    return missing(trip) <= max(2, required // 10) and count * 2 >= required


def has_ended(trip: TripFields, now: datetime) -> bool:
    """Return whether a trip's last day has ended by the clocks of its time zone."""
    last: str | None = trip["endDate"] or trip["startDate"]
    today = now.astimezone(zones.of(trip["timeZone"])).date()
    return last is not None and date.fromisoformat(last) < today


def why_closed(trip: TripFields, now: datetime) -> str:
    """Return what closed a trip: "end", "organiser" or "deadline"; "" if open or cancelled."""
    if trip["status"] != "closed":
        return ""
    if has_ended(trip, now):
        return "end"
    return "organiser" if trip["closedAt"] else "deadline"


def sentence(trip: TripFields) -> Line:
    """Say how many are in and missing, for members: "3 of 5 are in. 2 more unlock 12 % off"."""
    counts = {"n": trip["memberCount"], "count": _counted(trip)}
    if trip["isDiscountUnlocked"] and trip["status"] != "cancelled":
        return pieces("are_in_unlocked", **counts, discount=discount(trip))
    if trip["status"] != "recruiting":
        return pieces("are_in", **counts)
    more = pieces("more_unlock", n=missing(trip), discount=discount(trip))
    return sentences(pieces("are_in", **counts), more)


def count_sentence(trip: TripFields) -> str:
    """Say how many are in, for outsiders: "3 of 5 are in. 2 more and everyone gets 12 % off"."""
    if trip["isDiscountUnlocked"] or trip["status"] != "recruiting":
        return text_of(sentence(trip))
    more = say("more_and_everyone", n=missing(trip), discount=discount(trip))
    counts = {"n": trip["memberCount"], "count": _counted(trip)}
    return text_of(sentences(say("are_in", **counts), more))


def one_less(trip: TripFields, stays: str, below: str, below_percent: str) -> str:
    """Warn what one member less means: "This brings you to 4 of 5: the discount will be lost".

    The ids of three sentences: the discount stays, is lost, is lost and has a percentage.
    """
    count, required = trip["memberCount"], trip["requiredMembers"]
    left = counted(count - 1, required)
    if count != required or trip["status"] == "cancelled":
        return say(stays, count=left)
    percent = trip["discountPercent"]
    return say(below_percent, count=left, percent=percent) if percent else say(below, count=left)


def poll_reason(trip: TripFields) -> str:
    """Say when or why polls can be started on this trip, or why not."""
    if trip["status"] == "cancelled":
        return say("poll_for_nothing")
    if trip["isDiscountUnlocked"]:
        return say("poll_for")
    is_closed = trip["status"] == "closed"
    return say("poll_takes" if is_closed else "poll_opens_with", n=trip["requiredMembers"])


def invitation(trip: TripFields, now: datetime) -> str:
    """Write the message that is sent with an invitation link.

    "Goa, 12–15 Dec: 3 of 5 are in. … Join by …:"
    """
    news = text_of(sentences(count_sentence(trip), share_tail(trip, now)))
    return say("share", trip=share_lead(trip, now), news=news)


def share_lead(trip: TripFields, now: datetime) -> str:
    """Write the beginning of an invitation's message: "Goa, 12–15 Dec"."""
    this_year = f"{now.astimezone(zones.of(trip['timeZone'])).year}"
    when = dates(trip, with_year=years(trip) != {this_year})
    return say("share_dates", trip=trip["name"], dates=when) if when else trip["name"]


def share_tail(trip: TripFields, now: datetime) -> str:
    """Write the end of an invitation's message: until when to join, or why nobody can, or ""."""
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
    """Return the years in which a trip begins and ends, e.g. {"2026", "2027"}."""
    return {day[:4] for day in (trip["startDate"], trip["endDate"]) if day}


def _counted(trip: TripFields) -> str:
    return counted(trip["memberCount"], trip["requiredMembers"])


def _until(ids: tuple[str, str], trip: TripFields, now: datetime) -> Line:
    """Fill in a sentence about the deadline for joining; empty if there is none."""
    if not trip["joinBy"]:
        return []
    return on.until(ids, datetime.fromisoformat(trip["joinBy"]), trip["timeZone"], now)


def changes(was: TripFields, trip: TripFields) -> Iterator[tuple[str, str, str]]:
    """Yield (field, old words, new words) for each field but the name that has changed."""
    with_year = len(years(was) | years(trip)) > 1
    words_for: dict[str, Callable[[TripFields], str]] = {
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
    for field, words in words_for.items():
        if words(was) != words(trip):
            yield field, words(was), words(trip)


def _deadline_of(trip: TripFields) -> datetime | None:
    return datetime.fromisoformat(trip["joinBy"]) if trip["joinBy"] else None
