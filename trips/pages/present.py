"""What templates draw: a trip as it stands, who is in, and a poll as one member sees it.

What is the same for all who see a page is drawn once, as `log.cached_per_seq`.
"""

from dataclasses import dataclass
from datetime import timedelta
from sys import getsizeof
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import json_script

from trips import clock, log, shared, wire
from trips.models import Member, Option, Poll

MOST_MEMBERS = 100  # on a page of which nobody has asked for all
WHOLE_POLLS = 10  # the newest; of older ones a hub shows no options
# A list with words such as "2 min ago" is kept for a second, and fifty times as long as it takes to
# draw: so much for each row. Scripts go on telling them.
LIST_HOLDS, ROW_HOLDS = timedelta(seconds=1), timedelta(milliseconds=10)
ROW_BYTES = 2_000  # that a row of the database takes in memory, about


@dataclass(frozen=True, slots=True)
class Shown:
    """A trip with its members, or the first `most`; `script` is the same for scripts.

    What is long is kept as bytes: text takes four times as many where one emoji is in it.
    """

    state: log.State
    most: int | None
    script: bytes

    @property
    def until(self) -> str:
        """Until when those joined whom it lists; "" where it lists all."""
        is_part = len(self.state.members) < self.state.trip.member_count
        return wire.member(self.state.members[-1])["joinedAt"] if is_part else ""


class AsTyped(DjangoJSONEncoder):
    """JSON with letters as they are: an escaped emoji takes three times as many bytes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


def shown(request: HttpRequest, trip_id: str, *, with_polls: bool = True) -> Shown:
    """What a page shows of a trip as it stands: of many members the first, unless it is asked for
    all. Raises Trip.DoesNotExist."""
    most = None if "all" in request.GET else MOST_MEMBERS

    def draw() -> shared.Entry[Shown]:
        state = log.state_of(trip_id, most, with_polls=with_polls)
        script = json_script(state.shape(), "state", AsTyped).encode()
        rows = len(state.members) + sum(len(each.options.all()) for each in state.polls)
        present = Shown(state, most, script)
        return shared.Entry(present, getsizeof(script) + ROW_BYTES * rows, state.stands_until())

    return log.cached_per_seq(trip_id, ("shown", most, with_polls), draw)


def filled(page: HttpResponse, shown: Shown, me: Member | None = None) -> HttpResponse:
    """A page with its long parts, which no template has to copy: the state for scripts, and the
    list of members as it is drawn for `me`, or for a guest."""
    content = page.content.replace(b"<!--state-->", shown.script)
    if b"<!--members-->" in content:
        content = content.replace(b"<!--members-->", b"".join(_rows_for(me, shown).values()))
    page.content = content
    return page


def _rows_for(me: Member | None, shown: Shown) -> dict[str, bytes]:
    rows = _rows(shown, is_admin=me is not None and me.is_admin)
    mine = [each for each in shown.state.members if me and each.id == me.id]
    return rows | {each.id: _row(each, each.is_admin, me) for each in mine}


def _rows(shown: Shown, *, is_admin: bool) -> dict[str, bytes]:
    """The rows of all, by the member's id, as nobody of them sees them; an organiser sees more."""
    trip = shown.state.trip

    def draw() -> shared.Entry[dict[str, bytes]]:
        rows = {each.id: _row(each, is_admin) for each in shown.state.members}
        size = sum(getsizeof(row) for row in rows.values())
        return shared.Entry(rows, size, clock.now() + LIST_HOLDS + len(rows) * ROW_HOLDS)

    position = trip.epoch, trip.seq
    return shared.store.get((trip.id, position, ("rows", shown.most, is_admin)), draw)


def _row(member: Member, is_admin: bool, me: Member | None = None) -> bytes:
    hub_url = reverse("hub", args=[member.trip_id])
    context = {"member": member, "is_admin": is_admin, "hub_url": hub_url, "me": me}
    return get_template("_member.html").render(context).encode()


def polls(state: log.State, views: dict[str, wire.MyPollShape]) -> list[dict[str, Any]]:
    """The polls as a hub draws them for a member who sees this of them, newest first."""
    newest_first = enumerate(reversed(state.polls))
    return [
        {**poll(row, views[row.id], state), "is_short": number >= WHOLE_POLLS}
        for number, row in newest_first
    ]


def poll(row: Poll, seen: wire.MyPollShape, state: log.State) -> dict[str, Any]:
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
    option: Option, row: Poll, seen: wire.MyPollShape, leaders: list[Option]
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
