"""The words about a trip, from its shape: as it is now, or as an event of the log holds it.

static/js/words/trip.js says the same of the same shape.
"""

from datetime import datetime
from typing import NamedTuple

from trips import numbers
from trips.models import reached
from trips.words import dates as on
from trips.words.catalogue import Line, Part, Piece, name, pieces, say, sentences, text_of
from trips.words.discount import coming, goal, ladder, pays, percent_now, steps, whole_way
from trips.words.facts import (
    OPEN,
    TripFields,
    has_line,
    is_almost_unlocked,
    missing,
    takes,
    why_closed,
)
from trips.words.links import linked
from trips.words.schedule import schedule

MORE_UNLOCK = ("more_unlock_percent", "more_unlock_discount")  # for `more_unlock`, to members


class OneLess(NamedTuple):
    """The ids of what one member less means: nothing, a lower step, or no discount."""

    stays: tuple[str, str]  # for `by_count`
    falls: str
    ends: tuple[str, str]  # for `by_discount`


BRINGS_YOU = OneLess(
    ("brings_you_of", "brings_you"),
    "brings_you_down",
    ("brings_you_below_percent", "brings_you_below"),
)
BRINGS_GROUP = OneLess(
    ("brings_group_of", "brings_group"),
    "brings_group_down",
    ("brings_group_below_percent", "brings_group_below"),
)


def parts(trip: TripFields, now: datetime) -> dict[str, str | Line]:
    """Return the texts of a trip on a page, by the name in the element's data-part."""
    count, required = trip["memberCount"], trip["requiredMembers"]
    organiser, waiting = _founder(trip), trip.get("waitingCount", 0)
    return {
        "name": trip["name"],
        "invites": pieces("invites", organiser=name(organiser), trip=name(trip["name"])),
        "ask-to-reopen": pieces("ask_to_reopen", organiser=name(organiser)),
        "description": linked(trip["description"]),
        "place": [Piece(trip["place"], "place")] if trip["place"] else [],
        "dates": schedule(trip),
        "price": pays(trip),
        "steps": ladder(trip),
        "fraction": fraction(trip),
        "members": numbers.written(count),
        "sentence": sentence(trip),
        "progress": say("progress", n=whole_way(trip), count=count),
        "places": say("places_left", n=max(0, takes(trip) - count)),
        "all-taken": say("all_taken", n=takes(trip)),
        "in-line": say("in_line", n=waiting) if waiting else "",
        "join-by": until(("join_by", "join_by_end"), trip, now),
        "deadline-was": until(("deadline_was", "deadline_was_end"), trip, now),
        "needed-by-then": say("needed_by_then", n=required),
        "too-few": say("too_few", n=count, required=required),
        "show-all": say("show_all", n=count),
        "made-complete": text_of(made_complete(trip)),
        "brings-you": one_less(trip, BRINGS_YOU, now),
        "brings-group": one_less(trip, BRINGS_GROUP, now),
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


def deadline(trip: TripFields, now: datetime | None = None) -> str:
    """Write the deadline for joining by the clocks of the trip's time zone, or ""."""
    at = trip["joinBy"]
    return on.moment(datetime.fromisoformat(at), trip["timeZone"], now) if at else ""


def by_discount(percent: int, ids: tuple[str, str], **parts: Part) -> Line:
    """Fill in a sentence about the discount: the first of two if it has a percentage."""
    return pieces(ids[0] if percent else ids[1], **parts, percent=percent)


def by_count(count: int, required: int, ids: tuple[str, str]) -> Line:
    """Fill in a sentence about the members: the second of two if they are more than required."""
    return pieces(ids[1] if count > required else ids[0], n=count, required=required)


def fraction(trip: TripFields) -> str:
    """Write how many of how many are in: "3/5"."""
    return f"{numbers.written(trip['memberCount'])}/{numbers.written(goal(trip))}"


def are_in(trip: TripFields) -> Line:
    """Say how many are in: "3 of 5 are in"."""
    return by_count(trip["memberCount"], goal(trip), ("are_in_of", "are_in"))


def everyone_gets(trip: TripFields) -> Line:
    """Say what a full group has unlocked: "Everyone gets 12 % off"."""
    return by_discount(percent_now(trip), ("everyone_gets_percent", "everyone_gets_discount"))


def made_complete(trip: TripFields) -> Line:
    """Say to somebody what their coming has unlocked: the discount, or a further step of it."""
    first, percent = trip["discountPercent"] or 0, percent_now(trip)
    if percent > first:
        return pieces("made_step", percent=percent)
    return by_discount(first, ("made_complete_percent", "made_complete_discount"))


def more_unlock(trip: TripFields, ids: tuple[str, str]) -> Line:
    """Say how many more unlock the next step of an open trip; empty if there is none."""
    if not trip["isDiscountUnlocked"]:
        is_open = trip["status"] == "recruiting"
        return by_discount(trip["discountPercent"] or 0, ids, n=missing(trip)) if is_open else []
    step = coming(trip)
    if step is None:
        return []
    return pieces(ids[0], n=step.members - trip["memberCount"], percent=step.percent)


def sentence(trip: TripFields) -> Line:
    """Say how many are in and missing, for members: "3 of 5 are in. 2 more unlock 12 % off"."""
    return _count(trip, MORE_UNLOCK)


def count_sentence(trip: TripFields) -> str:
    """Say how many are in, for outsiders: "3 of 5 are in. 2 more and everyone gets 12 % off"."""
    return text_of(_count(trip, ("more_and_percent", "more_and_discount")))


def _count(trip: TripFields, more: tuple[str, str]) -> Line:
    is_set = trip["isDiscountUnlocked"] and trip["status"] != "cancelled"
    return sentences(are_in(trip), everyone_gets(trip) if is_set else [], more_unlock(trip, more))


def one_less(trip: TripFields, ids: OneLess, now: datetime) -> str:
    """Warn what one member less means: "This brings you to 4 of 5: the discount will be lost".

    Where somebody waits for a place it is theirs.
    """
    if has_line(trip, now):
        return say("next_in_line")
    count, required = trip["memberCount"], trip["requiredMembers"]
    step, below = reached(steps(trip), count), reached(steps(trip), count - 1)
    if trip["status"] == "cancelled" or (count != required and step == below):
        return text_of(by_count(count - 1, goal(trip), ids.stays))
    if step and below:
        percents = {"old": step.percent, "percent": below.percent}
        return say(ids.falls, n=count - 1, required=count, **percents)
    lost = by_discount(step.percent if step else 0, ids.ends, n=count - 1, required=required)
    return text_of(lost)


def poll_reason(trip: TripFields) -> str:
    """Say when or why polls can be started on this trip, or why not."""
    if trip["status"] == "cancelled":
        return say("poll_for_nothing")
    if trip["isDiscountUnlocked"]:
        return say("poll_for")
    is_closed = trip["status"] == "closed"
    return say("poll_takes" if is_closed else "poll_opens_with", n=trip["requiredMembers"])


def until(ids: tuple[str, str], trip: TripFields, now: datetime) -> Line:
    """Fill in a sentence about the deadline for joining; empty if there is none."""
    if not trip["joinBy"]:
        return []
    return on.until(ids, datetime.fromisoformat(trip["joinBy"]), trip["timeZone"], now)
