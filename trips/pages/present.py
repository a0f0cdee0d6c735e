"""What templates draw: a trip as it stands, who is in, and a poll as one member sees it.

What is the same for all who see a page is drawn once, as `log.cached_per_seq`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sys import getsizeof
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import json_script
from django.utils.translation import get_language

from trips import clock, log, shared, wire, words
from trips.models import Member, Poll, Trip

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
    rows = _rows(shown, is_organiser=me is not None and me.is_organiser)
    mine = [each for each in shown.state.members if me and each.id == me.id]
    return rows | {each.id: _row(each, each.is_organiser, me) for each in mine}


def _rows(shown: Shown, *, is_organiser: bool) -> dict[str, bytes]:
    """The rows of all, by the member's id, as nobody of them sees them; an organiser sees more."""
    trip = shown.state.trip

    def draw() -> shared.Entry[dict[str, bytes]]:
        rows = {each.id: _row(each, is_organiser) for each in shown.state.members}
        size = sum(getsizeof(row) for row in rows.values())
        return shared.Entry(rows, size, clock.now() + LIST_HOLDS + len(rows) * ROW_HOLDS)

    position = trip.epoch, trip.seq
    what = ("rows", shown.most, is_organiser, get_language())
    return shared.store.get((trip.id, position, what), draw)


def _row(member: Member, is_organiser: bool, me: Member | None = None) -> bytes:
    hub_url = reverse("hub", args=[member.trip_id])
    context = {"member": member, "is_organiser": is_organiser, "hub_url": hub_url, "me": me}
    return get_template("_member.html").render(context).encode()


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a trip, a poll or an option, as `{% part %}` and `{% when %}` draw it."""

    parts: Mapping[str, str | words.Line]
    truths: Mapping[str, bool]


def of_trip(trip: Trip, organiser: Member | None = None) -> Said:
    """What is said of a trip now; `organiser` is named where a page names them.

    A text of the trip's own is said as it stands, by the name that it has on the wire.
    """
    now = clock.now()
    fields = {
        **wire.trip_fields(trip, now),
        "members": [wire.member(organiser)] if organiser else [],
    }
    own = {name: text for name, text in fields.items() if isinstance(text, str)}
    return Said({**own, **words.trip.parts(fields, now)}, words.trip.truths(fields, now))


def polls(state: log.State, mine: dict[str, wire.MyPollShape]) -> list[dict[str, Any]]:
    """The polls as a hub draws them for a member who sees this of them, newest first."""
    newest_first = enumerate(reversed(state.polls))
    return [
        {**poll(row, mine[row.id], state), "is_short": number >= WHOLE_POLLS}
        for number, row in newest_first
    ]


def poll(row: Poll, mine: wire.MyPollShape, state: log.State) -> dict[str, Any]:
    """A poll as templates draw it for a member who sees this of it."""
    shape, trip, now = wire.poll(row, state.at), wire.trip_fields(state.trip, state.at), state.at
    is_now = words.poll.state(shape, trip, now)
    return {
        "id": row.id,
        "url": reverse("poll", args=[row.trip_id, row.id]),
        "question": row.question,
        "state": is_now,
        "voted_count": row.voted_count,
        "most_choices": row.most_choices,
        "limit": words.say("choose_up_to", n=row.most_choices),
        "options_version": row.options_version,
        "choices": mine["choices"],
        "words": Said(
            words.poll.parts(shape, mine, trip, now), words.poll.truths(shape, mine, trip, now)
        ),
        "options": [_option(each, shape, mine, trip, now) for each in shape["options"]],
    }


def _option(
    option: wire.OptionShape,
    poll: wire.PollShape,
    mine: wire.MyPollShape,
    trip: wire.TripFields,
    now: datetime,
) -> dict[str, Any]:
    tally = words.poll.tally(poll, mine, trip, now)
    votes = tally[option["id"]] if tally else None
    truths = words.poll.option_truths(option, poll, mine, trip, now)
    return {
        **option,
        "votes": votes,
        "is_ahead": truths["most"] or truths["picked"],
        "words": Said(words.poll.option_parts(votes), truths),
    }
