"""The words about a trip, from its shape: as it is now, or as an event of the log holds it.

static/js/words/trip.js says the same of the same shape.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from trips import money, zones
from trips.models import MOST_MEMBERS
from trips.words import dates as on
from trips.words.catalogue import Line, Part, Piece, name, pieces, say, sentences, text_of
from trips.words.links import linked

TripFields = Mapping[str, Any]  # wire.TripFields, or a wire.Snapshot with members
OPEN = ("recruiting", "unlocked")


def parts(trip: TripFields, now: datetime) -> dict[str, str | Line]:
    """Return the texts of a trip on a page, by the name in the element's data-part."""
    count, required = trip["memberCount"], trip["requiredMembers"]
    organiser = _founder(trip)
    return {
        "name": trip["name"],
        "invites": pieces("invites", organiser=name(organiser), trip=name(trip["name"])),
        "ask-to-reopen": pieces("ask_to_reopen", organiser=name(organiser)),
        "description": linked(trip["description"]),
        "place": [Piece(trip["place"], "place")] if trip["place"] else [],
        "dates": dates(trip),
        "price": price(trip),
        "fraction": f"{count}/{required}",
        "members": f"{count}",
        "sentence": sentence(trip),
        "progress": say("progress", n=required, count=count),
        "places": say("places_left", n=max(0, takes(trip) - count)),
        "all-taken": say("all_taken", n=takes(trip)),
        "join-by": until(("join_by", "join_by_end"), trip, now),
        "deadline-was": until(("deadline_was", "deadline_was_end"), trip, now),
        "needed-by-then": say("needed_by_then", n=required),
        "too-few": say("too_few", n=count, required=required),
        "show-all": say("show_all", n=count),
        "made-complete": text_of(
            by_discount(trip, ("made_complete_percent", "made_complete_discount"))
        ),
        "brings-you": one_less(
            trip,
            ("brings_you_of", "brings_you"),
            ("brings_you_below_percent", "brings_you_below"),
        ),
        "brings-group": one_less(
            trip,
            ("brings_group_of", "brings_group"),
            ("brings_group_below_percent", "brings_group_below"),
        ),
        "poll-reason": poll_reason(trip),
    }


def _founder(trip: TripFields) -> str:
    """Return the name of the founder; "" where the trip's members are not known."""
    founder_id, members = trip.get("founderId"), trip.get("members", ())
    return next((each["name"] for each in members if each["id"] == founder_id), "")


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
        "described": bool(trip["description"]),
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


def by_discount(trip: TripFields, ids: tuple[str, str], **parts: Part) -> Line:
    """Fill in a sentence about the discount: the first of two if it has a percentage."""
    percent = trip["discountPercent"] or 0
    return pieces(ids[0] if percent else ids[1], **parts, percent=percent)


def by_count(count: int, required: int, ids: tuple[str, str]) -> Line:
    """Fill in a sentence about the members: the second of two if they are more than required."""
    return pieces(ids[1] if count > required else ids[0], n=count, required=required)


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


def are_in(trip: TripFields) -> Line:
    """Say how many are in: "3 of 5 are in"."""
    return by_count(trip["memberCount"], trip["requiredMembers"], ("are_in_of", "are_in"))


def everyone_gets(trip: TripFields) -> Line:
    """Say what a full group has unlocked: "Everyone gets 12 % off"."""
    return by_discount(trip, ("everyone_gets_percent", "everyone_gets_discount"))


def sentence(trip: TripFields) -> Line:
    """Say how many are in and missing, for members: "3 of 5 are in. 2 more unlock 12 % off"."""
    if trip["isDiscountUnlocked"] and trip["status"] != "cancelled":
        return sentences(are_in(trip), everyone_gets(trip))
    if trip["status"] != "recruiting":
        return are_in(trip)
    ids = ("more_unlock_percent", "more_unlock_discount")
    return sentences(are_in(trip), by_discount(trip, ids, n=missing(trip)))


def count_sentence(trip: TripFields) -> str:
    """Say how many are in, for outsiders: "3 of 5 are in. 2 more and everyone gets 12 % off"."""
    if trip["isDiscountUnlocked"] or trip["status"] != "recruiting":
        return text_of(sentence(trip))
    ids = ("more_and_percent", "more_and_discount")
    return text_of(sentences(are_in(trip), by_discount(trip, ids, n=missing(trip))))


def one_less(trip: TripFields, stays: tuple[str, str], below: tuple[str, str]) -> str:
    """Warn what one member less means: "This brings you to 4 of 5: the discount will be lost".

    `stays` are the ids for `by_count` if the discount stays, `below` those for `by_discount` if it
    is lost.
    """
    count, required = trip["memberCount"], trip["requiredMembers"]
    if count != required or trip["status"] == "cancelled":
        return text_of(by_count(count - 1, required, stays))
    return text_of(by_discount(trip, below, n=count - 1, required=required))


def poll_reason(trip: TripFields) -> str:
    """Say when or why polls can be started on this trip, or why not."""
    if trip["status"] == "cancelled":
        return say("poll_for_nothing")
    if trip["isDiscountUnlocked"]:
        return say("poll_for")
    is_closed = trip["status"] == "closed"
    return say("poll_takes" if is_closed else "poll_opens_with", n=trip["requiredMembers"])


def years(trip: TripFields) -> set[str]:
    """Return the years in which a trip begins and ends, e.g. {"2026", "2027"}."""
    return {day[:4] for day in (trip["startDate"], trip["endDate"]) if day}


def until(ids: tuple[str, str], trip: TripFields, now: datetime) -> Line:
    """Fill in a sentence about the deadline for joining; empty if there is none."""
    if not trip["joinBy"]:
        return []
    return on.until(ids, datetime.fromisoformat(trip["joinBy"]), trip["timeZone"], now)
