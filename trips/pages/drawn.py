"""What templates draw: who is in, and a poll as one member sees it."""

from dataclasses import dataclass
from datetime import timedelta
from sys import getsizeof
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString

from trips import log, shared, wire
from trips.models import Member, Option, Poll, Trip

MOST_MEMBERS = 100  # on a page of which nobody has asked for all
WORDS_HOLD = timedelta(seconds=10)  # such as "2 min ago", which scripts go on telling


def state(request: HttpRequest, trip_id: str) -> log.State:
    """What a page shows of a trip: of many members the first, unless it is asked for all."""
    return log.state_of(trip_id, _most(request))


def _most(request: HttpRequest) -> int | None:
    return None if "all" in request.GET else MOST_MEMBERS


@dataclass(frozen=True, slots=True)
class ForGuests:
    """What every guest sees of a trip at one seq: its row, who invites, who is in."""

    trip: Trip
    organiser: Member
    list: SafeString
    state: SafeString


def for_guests(request: HttpRequest, trip_id: str) -> ForGuests:
    """The trip as it stands, without its polls. Drawn once for all guests: as `log.once_a_seq`."""
    most = _most(request)

    def draw() -> shared.Made[ForGuests]:
        state = log.state_of(trip_id, most, with_polls=False)
        organiser = next(member for member in state.members if member.is_admin)
        context = {"trip": state.trip, **members(state)}
        drawn = ForGuests(
            state.trip,
            organiser,
            render_to_string("_members.html", context),
            json_script(state.shape(), "state"),
        )
        size = getsizeof(drawn.list) + getsizeof(drawn.state)
        return shared.Made(drawn, size, min(state.stands_until(), state.at + WORDS_HOLD))

    return log.once_a_seq(trip_id, ("for guests", most), draw)


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
