"""The shapes of polls. What only some may see is in `MyPollShape`, each viewer's own."""

from collections.abc import Iterable
from datetime import datetime

from typing_extensions import TypedDict

from trips.models import Ballot, Option, Poll
from trips.wire.values import (
    Count,
    EndedAt,
    Id,
    Moment,
    OptionText,
    Picked,
    Question,
    Results,
    Tally,
    Version,
    moment,
)


class OptionShape(TypedDict):
    """Show an option; `votes` is in no frame where not everybody may see it."""

    id: Id
    text: OptionText


class PollShape(TypedDict):
    """A poll as all may see it: in frames, snapshots and answers."""

    id: Id
    question: Question
    options: list[OptionShape]
    optionsVersion: Version
    mostChoices: Version
    results: Results
    openedAt: Moment
    closesAt: Moment | None
    closedAt: EndedAt
    version: Version
    votedCount: Count
    tally: Tally | None
    pickedOptionId: Picked


class MyPollShape(TypedDict):
    """What one viewer may see of a poll beyond that: hidden counts, and their own ballot."""

    pollId: Id
    version: Version
    tally: Tally | None
    choices: list[str]


def poll(row: Poll, now: datetime) -> PollShape:
    """Make the shape of a poll as everybody may see it at `now`."""
    return {
        "id": row.id,
        "question": row.question,
        "options": _options(row.options.all()),
        "optionsVersion": row.options_version,
        "mostChoices": row.most_choices,
        "results": row.results,
        "openedAt": moment(row.opened_at),
        "closesAt": moment(row.closes_at) if row.closes_at else None,
        "closedAt": moment(row.closed_at) if row.closed_at else None,
        "version": row.version,
        "votedCount": row.voted_count,
        "tally": tally(row) if row.shows_everybody(now) else None,
        "pickedOptionId": row.picked_id,
    }


def my_poll(row: Poll, ballot: Ballot | None, now: datetime) -> MyPollShape:
    """What the member who cast this ballot, or none, may see at a moment."""
    return {
        "pollId": row.id,
        "version": row.version,
        "tally": tally(row) if row.shows_counts(ballot, now) else None,
        "choices": sorted(ballot.chosen()) if ballot and ballot.counts else [],
    }


def tally(row: Poll) -> Tally:
    """Count the votes by the id of the option."""
    return {option.id: option.votes for option in row.options.all()}


def _options(rows: Iterable[Option]) -> list[OptionShape]:
    return [{"id": option.id, "text": option.text} for option in rows]
