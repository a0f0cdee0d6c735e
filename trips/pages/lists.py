"""Draw what a page lists, row by row: members, events, polls, requests, one's own trips."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from trips import snapshots, wire, words
from trips.models import Event, Member, Message, Trip
from trips.pages import blanks
from trips.pages.activity import Item, events_shown, is_about_poll, items, restorable_ids
from trips.pages.present import Shown, of_trip
from trips.pages.rows import Rows, kept, redrawn
from trips.waiting_list import place_of

STAY_LIVE = 8
MOST_UNFOLDED, UNFOLDED = 20, 12  # of more members than the one, so many are not folded


def members(shown: Shown, me: Member | None = None) -> tuple[dict[str, bool], dict[str, bytes]]:
    """Draw the list of members for `me`, or for a guest; of a long one most rows are folded.

    Returns what the template decides by, and the rows.
    """
    rows = _members(shown, is_organiser=me is not None and me.is_organiser)
    if me and me.id in rows:
        mine = next(each for each in shown.state.members if each.id == me.id)
        rows = rows | _rows(shown.state, [mine], is_organiser=me.is_organiser, is_me=True)
    drawn = [*rows.values()]
    is_long = len(drawn) > MOST_UNFOLDED
    first, more = (drawn[:UNFOLDED], drawn[UNFOLDED:]) if is_long else (drawn, [])
    case = {"is_part": bool(shown.until), "is_long": is_long, "shows_all": shown.most is None}
    return case, {"members": b"".join(first), "more_members": b"".join(more)}


def _members(shown: Shown, *, is_organiser: bool) -> Rows:
    """Return the row of each member by id, as the others see it; the organiser sees more."""
    trip, what = shown.state.trip, ("rows", shown.most, is_organiser)
    names = _names(shown.state)
    by_key = {
        (
            each.id,
            each.name,
            each.joined_at,
            each.is_organiser,
            names.get(each.brought_by, ""),
        ): each
        for each in shown.state.members
    }

    def draw() -> Rows:
        rows = redrawn(
            (trip.id, what),
            {key: (each, each.joined_at) for key, each in by_key.items()},
            lambda new: _rows(shown.state, new, is_organiser=is_organiser).values(),
        )
        return {each.id: rows[key] for key, each in by_key.items()}

    return kept(trip, what, draw)


def _names(state: snapshots.State) -> dict[str, str]:
    """Return the names of the members who are listed, by id."""
    return {each.id: each.name for each in state.members}


def _rows(state: snapshots.State, members: Sequence[Member], **case: bool) -> Rows:
    hub_url, names = reverse("hub", args=[state.trip.id]), _names(state)
    rows = blanks.fragments(
        "_member.html",
        (
            (
                {**case, "leads": each.is_organiser, "is_brought": each.brought_by in names},
                {
                    "member": each,
                    "hub_url": hub_url,
                    "bringer": names.get(each.brought_by, ""),
                },
            )
            for each in members
        ),
    )
    return dict(zip((each.id for each in members), rows, strict=True))


def activity(request: HttpRequest, state: snapshots.State, me: Member) -> bytes:
    """Draw the activity; only the organiser sees a button by each removal that can be undone."""
    trip = state.trip
    may_restore = me.is_organiser and not trip.is_full
    restorable = restorable_ids(trip) if may_restore else set()
    if restorable:
        found = events_shown(trip, restorable)
        shown = items(found, found, state, restorable)
        return b"".join(_items(state, shown, csrf_token=blanks.csrf_token(request)))

    def draw() -> Rows:
        found = events_shown(trip)
        rows = redrawn(
            (trip.id, trip.epoch, "news"),
            {_key(each, trip): (each, each.at) for each in found},
            lambda new: _items(state, items(new, found, state)),
        )
        return {f"{number}": row for number, row in enumerate(rows.values())}

    return b"".join(kept(trip, "activity", draw).values())


def _key(event: Event, trip: Trip) -> tuple[int, int]:
    """Return what tells all that is drawn of an event; polls change with the trip's seq."""
    return event.seq, trip.seq if is_about_poll(event) else 0


def _items(state: snapshots.State, shown: Sequence[Item], **csrf_token: Any) -> list[bytes]:
    """Draw the lines of the activity; nothing for an empty one."""
    always = {"hub_url": reverse("hub", args=[state.trip.id]), **csrf_token}
    rows = blanks.fragments(
        "_activity_item.html",
        (
            ({"can_restore": bool(item.restores)}, {"item": item, **always})
            for item in shown
            if item.line
        ),
    )
    return [next(rows) if item.line else b"" for item in shown]


def polls(polls: Iterable[Mapping[str, Any]], *, is_organiser: bool) -> bytes:
    """Draw the polls of a hub."""
    row = get_template("_poll.html")
    return b"".join(
        row.render({"poll": each, "words": each["words"], "is_organiser": is_organiser}).encode()
        for each in polls
    )


def messages(messages: Iterable[Message], read: int) -> bytes:
    """Draw the messages that were not read, newest first; `read` is the number of the last."""
    unread = [each for each in messages if each.number > read]
    shown = [
        {
            "number": each.number,
            "text": each.text,
            "name": each.author_name or words.say("somebody"),
            "at": each.posted_at,
        }
        for each in reversed(unread)
    ]
    return b"".join(blanks.fragments("_message.html", (({}, each) for each in shown)))


def requests(request: HttpRequest, trip: Trip, asked: Iterable[wire.RequestShape]) -> bytes:
    """Draw the requests that wait for the organiser's answer."""
    always = {
        "hub_url": reverse("hub", args=[trip.id]),
        "csrf_token": blanks.csrf_token(request),
    }
    return b"".join(
        blanks.fragments(
            "_request.html",
            (
                (
                    {
                        "kind": each["kind"],
                        "leads": each["isAdmin"],
                        "is_alike": bool(each["looksLike"]),
                    },
                    {
                        "request_id": each["id"],
                        "name": each["name"],
                        "looks_like": each["looksLike"],
                        **always,
                    },
                )
                for each in asked
            ),
        )
    )


def line(trip: Trip, waiting: Iterable[wire.WaitingShape]) -> bytes:
    """Draw who waits for a place, for organisers."""
    hub_url = reverse("hub", args=[trip.id])
    rows = ({"member_id": each["id"], "name": each["name"], "hub_url": hub_url} for each in waiting)
    return b"".join(blanks.fragments("_in_line.html", (({}, each) for each in rows)))


def cards(mine: Sequence[Member]) -> bytes:
    """Draw the cards of one's own trips; the first STAY_LIVE of them stay up to date.

    A hidden one only says that it is not available.
    """
    now = timezone.localtime().isoformat()
    always = {"heartbeat_ms": settings.SSE_HEARTBEAT_INTERVAL, "now": now}
    return b"".join(
        blanks.fragments(
            "_trip_card.html",
            (
                (
                    {
                        "is_still": number >= STAY_LIVE,
                        "is_hidden": me.trip.hidden_at is not None,
                        "waits": me.waits,
                    },
                    {
                        "trip": me.trip,
                        "me": me,
                        "words": of_trip(me.trip),
                        "place": words.place_in_short(place_of(me)) if me.waits else "",
                        **always,
                    },
                )
                for number, me in enumerate(mine)
            ),
        )
    )
