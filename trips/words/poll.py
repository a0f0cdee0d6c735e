"""The words about a poll, from its public shape and what one member may see beyond that.

static/js/words/poll.js says the same of the same shapes. Everywhere `poll` is what all members
get, `view` is one member's own part, and `trip` holds the fields of the trip.
"""

from datetime import date, datetime

from trips.models import UNDO_PICK_FOR
from trips.wire import MyPollShape, OptionShape, PollShape, VoterShape
from trips.words import dates as on
from trips.words.catalogue import Line, Piece, name, pieces, say
from trips.words.facts import TripFields, has_ended

RUNNING = ("open", "paused")  # states of a poll that may take votes, now or later
Tally = dict[str, int]


def parts(
    poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime
) -> dict[str, str | Line]:
    """Return the texts of a poll on a page, by the name in the element's data-part."""
    zone, is_closed = trip["timeZone"], state(poll, trip, now) == "closed"
    closed_at = poll["closedAt"] or poll["closesAt"] if is_closed else None
    return {
        "question": poll["question"],
        "voted": turnout(poll) if is_closed else voted(poll, trip),
        "who-sees": say("voters_shown" if poll["showsVoters"] else "voters_hidden"),
        "decided": _decided(poll, mine, trip, now),
        "closes": _until(("closes", "closes_end"), poll["closesAt"], zone, now),
        "closed": _until(("closed", "closed_end"), closed_at, zone, now),
        "paused-below": say("paused_below", n=trip["requiredMembers"]),
    }


def truths(poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime) -> dict[str, bool]:
    """Return what is true of a poll; an element shows if one of its data-when names is true."""
    is_now, counts = state(poll, trip, now), tally(poll, mine, trip, now)
    is_open, is_closed = is_now == "open", is_now == "closed"
    is_running, is_cancelled = is_now in RUNNING, bool(trip["cancelledAt"])
    has_voted, is_dates = _has_voted(mine), poll["kind"] == "dates"
    is_hidden, is_silent = not is_closed and counts is None, poll["votedCount"] == 0
    is_reopenable = is_closed and not poll["pickedOptionId"] and not is_cancelled
    has_tie = is_tie(poll, mine, trip, now)
    is_pickable = is_reopenable and (is_dates or has_tie)
    return {
        "open": is_open,
        "paused": is_now == "paused",
        "closed": is_closed,
        "votable": is_open and not has_voted,
        "revotable": is_open and has_voted,
        "dated": is_running and bool(poll["closesAt"]),
        "cancelled": is_now == "ended" and is_cancelled,
        "over": is_now == "ended" and not is_cancelled,
        "hidden-until-voted": is_hidden and poll["results"] == "voted" and is_running,
        "hidden-until-closed": is_hidden and poll["results"] == "closed",
        "awaited": is_closed and counts is None,
        "counted": counts is not None,
        "tie": has_tie,
        "tied": not is_silent,
        "silent": is_silent,
        "unvoted": not has_voted,
        "voted": has_voted,
        "decided": winner(poll, mine, trip, now) is not None,
        "settled": is_closed and not is_pickable,
        "pickable": is_pickable,
        "editable": is_running and is_silent,
        "closable": is_running or is_hidden,
        "deletable": is_silent,
        "reopenable": is_reopenable,
        "organisable": is_running or is_hidden or is_silent or is_reopenable,
        "dates": is_dates,
        "undecided": is_reopenable and is_dates,
        "extensible": is_open and not is_dates,
        "undoable": _is_undoable(poll, now) and not is_cancelled,
        "limited": is_running and not is_dates and poll["mostChoices"] > 1,
    }


def option_parts(
    option: OptionShape, poll: PollShape, votes: int | None, maybes: int | None
) -> dict[str, str | Line]:
    """Return the texts of an option by data-part; `votes` is None if they are not shown yet."""
    percent = share(votes or 0, poll["votedCount"])
    is_date = poll["kind"] == "dates"
    of_date = say("date_votes", yes=votes or 0, maybes=maybes or 0) if is_date else ""
    return {
        "text": option_text(option),
        "link": [Piece(option["url"], "link")] if option["url"] else [],
        "votes": of_date or say("votes", n=votes or 0),
        "share": say("vote_share", percent=percent),
        "share-aloud": say("vote_share_aloud", percent=percent),
    }


def option_text(option: OptionShape) -> str:
    """Write an option as people read it: "12–15 Dec 2026" for a date, else its text."""
    first, last = option["startDate"], option["endDate"]
    if not first or not last:
        return option["text"]
    return on.days(date.fromisoformat(first), date.fromisoformat(last))


def share(votes: int, voters: int) -> int:
    """Return how many percent of the voters that is; 0 only for none of them, 100 only for all."""
    if votes == 0 or votes >= voters:
        return 100 if votes else 0
    return min(max((200 * votes + voters) // (2 * voters), 1), 99)


def option_truths(
    option: OptionShape, poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime
) -> dict[str, bool]:
    """Return what is true of an option for one member, by the names of data-when."""
    is_leading = option in leaders(poll, mine, trip, now)
    is_counted = tally(poll, mine, trip, now) is not None
    return {
        "linked": bool(option["url"]),
        "counted": is_counted,
        "shared": is_counted and poll["votedCount"] > 0 and poll["kind"] != "dates",
        "mine": option["id"] in mine["choices"],
        "maybe": option["id"] in mine["maybeChoices"],
        "most": is_leading and poll["votedCount"] > 0 and poll["kind"] != "dates",
        "best": is_leading and poll["votedCount"] > 0 and poll["kind"] == "dates",
        "picked": option["id"] == poll["pickedOptionId"],
        "pickable": _is_pickable(poll, trip, is_leading and is_tie(poll, mine, trip, now)),
    }


def state(poll: PollShape, trip: TripFields, now: datetime) -> str:
    """Return the state of a poll at `now`: "open", "paused", "closed", or "ended" with its trip.

    It ends with a trip that is cancelled, and with one that is over before enough were in.
    """
    closes_at = poll["closesAt"]
    if poll["closedAt"] or (closes_at and datetime.fromisoformat(closes_at) <= now):
        return "closed"
    if trip["cancelledAt"]:
        return "ended"
    if poll["kind"] == "dates" or trip["isDiscountUnlocked"]:
        return "open"
    return "ended" if has_ended(trip, now) else "paused"


def tally(poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime) -> Tally | None:
    """Return the votes of each option by its id, or None if this member may not see them yet."""
    may_see = _may_see(poll, mine, trip, now)
    return poll["tally"] or (mine["tally"] if may_see else None)


def maybes(poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime) -> Tally | None:
    """Return how many said "if need be" to each date by its id, or None as `tally` does."""
    may_see = _may_see(poll, mine, trip, now)
    return poll["maybes"] or (mine["maybes"] if may_see else None)


def voters(
    poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime
) -> list[VoterShape] | None:
    """Return who voted what, or None if this member may not see it, or not yet."""
    may_see = poll["showsVoters"] and _may_see(poll, mine, trip, now)
    return mine["voters"] if may_see else None


def _may_see(poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime) -> bool:
    is_closed = state(poll, trip, now) == "closed"
    after_voting = poll["results"] == "voted" and _has_voted(mine)
    return is_closed or after_voting or poll["results"] == "always"


def _has_voted(mine: MyPollShape) -> bool:
    return mine["hasVoted"] or bool(mine["choices"])


def _is_pickable(poll: PollShape, trip: TripFields, is_tied: bool) -> bool:
    """Return whether an option may be picked: a date until one is, another if it `is_tied`."""
    is_open = not poll["pickedOptionId"] and not trip["cancelledAt"]
    return is_open and (is_tied or poll["kind"] == "dates")


def leaders(
    poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime
) -> list[OptionShape]:
    """Return the options with most votes of a closed poll: all of them if nobody voted.

    Of dates also while it is open: those with most yes, and of these with most "if need be".
    Empty while the poll is open or its votes are not known.
    """
    is_told = poll["kind"] == "dates" or state(poll, trip, now) == "closed"
    counts = tally(poll, mine, trip, now) if is_told else None
    if not counts:
        return []
    more = maybes(poll, mine, trip, now) or {}

    def rank(option: OptionShape) -> tuple[int, int]:
        return counts.get(option["id"], 0), more.get(option["id"], 0)

    most = max(map(rank, poll["options"]))
    return [each for each in poll["options"] if rank(each) == most]


def winner(
    poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime
) -> OptionShape | None:
    """Return the option that won a closed poll; None while it is open, unknown or a tie.

    Of dates it is the one that was picked.
    """
    if state(poll, trip, now) != "closed":
        return None
    for option in poll["options"]:
        if option["id"] == poll["pickedOptionId"]:
            return option
    ahead = leaders(poll, mine, trip, now) if poll["kind"] != "dates" else []
    return ahead[0] if len(ahead) == 1 else None


def is_tie(poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime) -> bool:
    """Return whether several options lead a closed poll and the organiser has picked none."""
    if poll["kind"] == "dates":
        return False
    return len(leaders(poll, mine, trip, now)) > 1 and not poll["pickedOptionId"]


def _is_undoable(poll: PollShape, now: datetime) -> bool:
    at = poll["pickedAt"]
    return bool(at) and now < datetime.fromisoformat(f"{at}") + UNDO_PICK_FOR


def voted(poll: PollShape, trip: TripFields) -> str:
    """Write how many members have voted so far: "4 of 5 have voted"."""
    return say("voted", n=poll["votedCount"], members=trip["memberCount"])


def turnout(poll: PollShape) -> str:
    """Write how many members voted in a closed poll: "4 people voted"."""
    return say("turnout", n=poll["votedCount"]) if poll["votedCount"] else say("nobody_voted")


def _decided(poll: PollShape, mine: MyPollShape, trip: TripFields, now: datetime) -> Line:
    option = winner(poll, mine, trip, now)
    if option is None:
        return []
    is_picked = bool(poll["pickedOptionId"])
    return pieces("decided_picked" if is_picked else "decided", option=name(option_text(option)))


def _until(ids: tuple[str, str], at: str | None, zone: str, now: datetime) -> Line:
    return on.until(ids, datetime.fromisoformat(at), zone, now) if at else []
