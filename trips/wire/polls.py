"""Serialize polls: what everybody may see, and beside it what one member may."""

from datetime import datetime

from typing_extensions import TypedDict

from trips.models import Ballot, Option, Poll
from trips.wire.values import (
    Count,
    EndedAt,
    FirstDay,
    HasVoted,
    Id,
    LastDay,
    Maybes,
    Moment,
    Name,
    OptionLink,
    OptionText,
    Picked,
    PollKind,
    Question,
    Results,
    ShowsVoters,
    Tally,
    Version,
    moment,
    written,
)


class OptionShape(TypedDict):
    """An option of a poll. Its votes are in the poll's `tally`, where they may be seen.

    `text` of a date is an interval of ISO 8601; both days are null for any other option.
    """

    id: Id
    text: OptionText
    startDate: FirstDay | None
    endDate: LastDay | None
    url: OptionLink


class PollShape(TypedDict):
    """A poll as everybody may see it, in frames, snapshots and answers."""

    id: Id
    kind: PollKind
    question: Question
    options: list[OptionShape]
    optionsVersion: Version
    mostChoices: Version
    results: Results
    showsVoters: ShowsVoters
    openedAt: Moment
    closesAt: Moment | None
    closedAt: EndedAt
    version: Version
    votedCount: Count
    tally: Tally | None
    maybes: Maybes | None
    pickedOptionId: Picked
    pickedAt: EndedAt


class VoterShape(TypedDict):
    """Who voted, and what: of dates `choices` are those with yes, the rest is no."""

    id: Id
    name: Name
    choices: list[str]
    maybeChoices: list[str]


class MyPollShape(TypedDict):
    """What one member sees of a poll beyond everybody: hidden counts, and their own ballot.

    `voters` are the first 100 in the order of members; null where the poll shows none, where the
    counts are hidden, and in the answer to a vote.
    """

    pollId: Id
    version: Version
    tally: Tally | None
    maybes: Maybes | None
    hasVoted: HasVoted
    choices: list[str]
    maybeChoices: list[str]
    voters: list[VoterShape] | None


def poll(row: Poll, now: datetime) -> PollShape:
    """Serialize a poll as everybody may see it at `now`."""
    return {
        "id": row.id,
        "kind": row.kind,
        "question": row.question,
        "options": _options(row),
        "optionsVersion": row.options_version,
        "mostChoices": row.most_choices,
        "results": row.results,
        "showsVoters": row.shows_voters,
        "openedAt": moment(row.opened_at),
        "closesAt": moment(row.closes_at) if row.closes_at else None,
        "closedAt": moment(row.closed_at) if row.closed_at else None,
        "version": row.version,
        "votedCount": row.voted_count,
        "tally": tally(row) if row.shows_everybody(now) else None,
        "maybes": maybes(row) if row.shows_everybody(now) else None,
        "pickedOptionId": row.picked_id,
        "pickedAt": moment(row.picked_at) if row.picked_id and row.picked_at else None,
    }


def my_poll(
    row: Poll, ballot: Ballot | None, now: datetime, voters: list[VoterShape] | None = None
) -> MyPollShape:
    """Serialize what a member may see of a poll at `now` beyond what everybody does.

    `ballot` is the one they cast, or None; `voters` is left out where they may not see them.
    """
    own = ballot if ballot and ballot.counts else None
    is_shown = row.shows_counts(own is not None, now)
    return {
        "pollId": row.id,
        "version": row.version,
        "tally": tally(row) if is_shown else None,
        "maybes": maybes(row) if is_shown else None,
        "hasVoted": own is not None,
        "choices": sorted(own.chosen()) if own else [],
        "maybeChoices": sorted(own.maybes()) if own else [],
        "voters": voters if is_shown and row.shows_voters else None,
    }


def voter(ballot: Ballot) -> VoterShape:
    """Serialize a ballot with its member's name."""
    return {
        "id": ballot.member_id,
        "name": ballot.member.name,
        "choices": sorted(ballot.chosen()),
        "maybeChoices": sorted(ballot.maybes()),
    }


def tally(row: Poll) -> Tally:
    """Count a poll's votes by the id of the option."""
    return {option.id: option.votes for option in row.options.all()}


def maybes(row: Poll) -> Maybes | None:
    """Count who said "if need be" by the id of the date; None for a poll about anything else."""
    if not row.is_about_dates:
        return None
    return {option.id: option.maybes for option in row.options.all()}


def option(poll: Poll, row: Option) -> OptionShape:
    """Serialize an option of a poll."""
    return {
        "id": row.id,
        "text": row.text,
        "startDate": written(row.starts_on),
        "endDate": written(row.ends_on),
        "url": poll.links.get(row.id),
    }


def _options(poll: Poll) -> list[OptionShape]:
    return [option(poll, each) for each in poll.options.all()]
