"""What templates draw: a poll as one member sees it, on the hub and on its own page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from trips import log, wire
from trips.models import Option, Poll

MOST_MEMBERS = 100  # on a page of which nobody has asked for all


def state(request: HttpRequest, trip_id: str) -> log.State:
    """What a page shows of a trip: of many members the first, unless it is asked for all."""
    return log.state_of(trip_id, None if "all" in request.GET else MOST_MEMBERS)


def members(state: log.State) -> dict[str, Any]:
    """The list of members, and until when they joined where it is only a part of it."""
    is_part = len(state.members) < state.trip.member_count
    return {
        "members": state.members,
        "until": wire.member(state.members[-1])["joinedAt"] if is_part else "",
    }


def poll(row: Poll, seen: wire.ViewShape, state: log.State) -> dict[str, Any]:
    """A poll as templates draw it for a member who sees this of it."""
    closed_at = row.closed_since(state.at)
    leaders = row.leaders() if closed_at else []
    return {
        "id": row.id,
        "url": reverse("poll", args=[row.trip_id, row.id]),
        "question": row.question,
        "state": row.state_at(state.at).value,
        "voted_count": row.voted_count,
        "member_count": state.trip.member_count,
        "most_choices": row.most_choices,
        "results": row.results,
        "options_version": row.options_version,
        "closes_at": row.closes_at,
        "closed_at": closed_at,
        "shows_tally": seen["tally"] is not None,
        "is_tie": len(leaders) > 1 and row.picked_id is None,
        "has_voted": bool(seen["choices"]),
        **_corrections(row, state),
        "picked": next((each.text for each in row.options.all() if each.id == row.picked_id), ""),
        "options": [_option(each, row, seen, leaders) for each in row.options.all()],
    }


def _corrections(row: Poll, state: log.State) -> dict[str, bool]:
    """What the organiser can put right, as far as everybody knows."""
    is_closed = row.closed_since(state.at) is not None
    nobody_voted = row.voted_count == 0
    is_reopenable = is_closed and row.picked_id is None and not state.trip.cancelled_at
    return {
        "is_editable": not is_closed and nobody_voted,
        "is_deletable": nobody_voted,
        "is_reopenable": is_reopenable,
        "is_organisable": not is_closed or nobody_voted or is_reopenable,
    }


def _option(
    option: Option, row: Poll, seen: wire.ViewShape, leaders: list[Option]
) -> dict[str, Any]:
    votes = seen["tally"][option.id] if seen["tally"] is not None else None
    return {
        "id": option.id,
        "text": option.text,
        "votes": votes,
        "is_chosen": option.id in seen["choices"],
        "is_leading": option in leaders,
        "is_picked": option.id == row.picked_id,
    }
