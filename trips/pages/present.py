"""Prepare what templates draw: a trip, its members, and a poll as one member sees it.

What is the same for everybody is drawn once for each event of the trip, by
`snapshots.cached_per_seq`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sys import getsizeof
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import json_script

from trips import cache, clock, snapshots, wire, words
from trips.models import Member, Poll, Trip

MOST_MEMBERS = 100  # that a page lists without `?all`
BRIEF, BRIEF_LINES = 140, 3  # of a description
WHOLE_POLLS = 10  # the newest, closed ones last; a hub shows the others without options
ROW_BYTES = 2_000  # that a database row takes in memory, about


@dataclass(frozen=True, slots=True)
class Shown:
    """A trip with its members, or the first `most`; `script` is the same as JSON for scripts.

    What is long is kept as bytes: as text it takes four times as much where one emoji is in it.
    """

    state: snapshots.State
    most: int | None
    script: bytes

    @property
    def until(self) -> str:
        """When the last listed member joined, as ISO 8601; "" where all are listed."""
        is_part = len(self.state.members) < self.state.trip.member_count
        return wire.member(self.state.members[-1])["joinedAt"] if is_part else ""


class AsTyped(DjangoJSONEncoder):
    """A JSON encoder that leaves letters as they are: an escaped emoji takes 3 times the bytes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


def shown(
    request: HttpRequest, trip_id: str, *, with_polls: bool = True, row: Trip | None = None
) -> Shown:
    """Return a trip as it stands, with its first MOST_MEMBERS members, or with all for `?all`.

    `row` is the trip, if this request has read it and changed nothing since.
    Raises Trip.DoesNotExist.
    """
    most = None if "all" in request.GET else MOST_MEMBERS

    def draw() -> cache.Entry[Shown]:
        state = snapshots.state_of(trip_id, most, with_polls=with_polls, row=row)
        script = json_script(state.shape(), "state", AsTyped).encode()
        rows = len(state.members) + sum(len(each.options.all()) for each in state.polls)
        present = Shown(state, most, script)
        return cache.Entry(present, getsizeof(script) + ROW_BYTES * rows, state.valid_until())

    return snapshots.cached_per_seq(trip_id, ("shown", most, with_polls), draw, row)


def with_state(page: HttpResponse, shown: Shown) -> HttpResponse:
    """Insert into a page the state for its scripts, which is too long to draw each time."""
    page.content = page.content.replace(b"<!--state-->", shown.script)
    return page


@dataclass(frozen=True, slots=True)
class Words:
    """The texts and truths about a trip, poll or option, for `{% part %}` and `{% when %}`."""

    parts: Mapping[str, str | words.Line]
    truths: Mapping[str, bool]


def of_trip(trip: Trip, founder: Member | None = None) -> Words:
    """Return what pages say of a trip now; `founder` is for pages that name them.

    The trip's own texts are in it as they stand, by their API names.
    """
    now = clock.now()
    fields = {
        **wire.trip_fields(trip, now),
        "founderId": founder.id if founder else "",
        "members": [wire.member(founder)] if founder else [],
    }
    own = {name: text for name, text in fields.items() if isinstance(text, str)}
    return Words({**own, **words.trip.parts(fields, now)}, words.trip.truths(fields, now))


def is_brief(trip: Trip) -> bool:
    """Return whether the trip's description is so short that a page shows it unfolded."""
    return len(trip.description) <= BRIEF and trip.description.count("\n") < BRIEF_LINES


def polls(state: snapshots.State, mine: dict[str, wire.MyPollShape]) -> list[dict[str, Any]]:
    """Return the context of all polls on a hub, newest first, as one member sees them."""
    newest_first = [poll(row, mine[row.id], state) for row in reversed(state.polls)]
    by_need = sorted(newest_first, key=lambda each: each["state"] == "closed")
    whole = {each["id"] for each in by_need[:WHOLE_POLLS]}
    return [{**each, "is_short": each["id"] not in whole} for each in newest_first]


def poll(row: Poll, mine: wire.MyPollShape, state: snapshots.State) -> dict[str, Any]:
    """Return the context of a poll as one member sees it."""
    shape, trip, now = wire.poll(row, state.at), wire.trip_fields(state.trip, state.at), state.at
    is_now = words.poll.state(shape, trip, now)
    voters = words.poll.voters(shape, mine, trip, now)
    more = row.voted_count - len(voters or ())
    return {
        "id": row.id,
        "is_about_dates": row.is_about_dates,
        "url": reverse("poll", args=[row.trip_id, row.id]),
        "question": row.question,
        "state": is_now,
        "is_running": is_now in words.poll.RUNNING,
        "voted_count": row.voted_count,
        "most_choices": row.most_choices,
        "limit": words.say("choose_up_to", n=row.most_choices),
        "options_version": row.options_version,
        "choices": mine["choices"],
        "maybes": mine["maybeChoices"],
        "has_voted": mine["hasVoted"],
        "words": Words(
            words.poll.parts(shape, mine, trip, now), words.poll.truths(shape, mine, trip, now)
        ),
        "options": [_option(each, shape, mine, trip, now) for each in shape["options"]],
        "voters": [_answers(each, shape) for each in voters or ()],
        "more_voters": words.say("more_people", n=more) if voters and more > 0 else "",
    }


def _answers(voter: wire.VoterShape, poll: wire.PollShape) -> dict[str, Any]:
    """Return what somebody said to each of the dates: yes, maybe or no."""
    said = dict.fromkeys(voter["choices"], "yes")
    said |= dict.fromkeys(voter["maybeChoices"], "maybe")
    answers = [said.get(option["id"], "no") for option in poll["options"]]
    return {"name": voter["name"] or words.say("somebody"), "answers": answers}


def _option(
    option: wire.OptionShape,
    poll: wire.PollShape,
    mine: wire.MyPollShape,
    trip: wire.TripFields,
    now: datetime,
) -> dict[str, Any]:
    tally = words.poll.tally(poll, mine, trip, now)
    maybes = words.poll.maybes(poll, mine, trip, now)
    votes = tally[option["id"]] if tally else None
    need_be = maybes[option["id"]] if maybes else None
    chosen = words.poll.voters(poll, mine, trip, now), votes or 0, need_be or 0
    truths = {
        **words.poll.option_truths(option, poll, mine, trip, now),
        **words.voters.truths(option, *chosen),
    }
    parts = {
        **words.poll.option_parts(option, poll, votes, need_be),
        **words.voters.parts(option, *chosen),
    }
    return {
        **option,
        "text": words.poll.option_text(option),
        "votes": votes,
        "is_ahead": truths["most"] or truths["best"] or truths["picked"],
        "words": Words(parts, truths),
    }
