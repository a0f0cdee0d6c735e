"""Serialize polls: what everybody may see, and beside it what one member may."""

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
    """An option of a poll. Its votes are in the poll's `tally`, where they may be seen."""

    id: Id
    text: OptionText


class PollShape(TypedDict):
    """A poll as everybody may see it, in frames, snapshots and answers."""

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
    pickedAt: EndedAt


class MyPollShape(TypedDict):
    """What one member sees of a poll beyond everybody: hidden counts, and their own ballot."""

    pollId: Id
    version: Version
    tally: Tally | None
    choices: list[str]


def poll(row: Poll, now: datetime) -> PollShape:
    """Serialize a poll as everybody may see it at `now`."""
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
        "pickedAt": moment(row.picked_at) if row.picked_id and row.picked_at else None,
    }


def my_poll(row: Poll, ballot: Ballot | None, now: datetime) -> MyPollShape:
    """Serialize what a member may see of a poll at `now` beyond what everybody does.

    `ballot` is the one they cast, or None.
    """
    return {
        "pollId": row.id,
        "version": row.version,
        "tally": tally(row) if row.shows_counts(ballot, now) else None,
        "choices": sorted(ballot.chosen()) if ballot and ballot.counts else [],
    }


def tally(row: Poll) -> Tally:
    """Count a poll's votes by the id of the option."""
    return {option.id: option.votes for option in row.options.all()}


def _options(rows: Iterable[Option]) -> list[OptionShape]:
    return [{"id": option.id, "text": option.text} for option in rows]
