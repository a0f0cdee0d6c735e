"""What changed is told to those who watch and to those who come later, in the same words."""

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from tests.spaces import plain
from trips import deadlines, housekeeping, log, membership, planning, polls, snapshots, wire
from trips.forms import COLUMNS, Vote
from trips.models import Event, Poll, Trip
from trips.pages.activity import activity, restorable_ids
from trips.wire import events
from trips.wire.activity import is_news
from trips.words import Piece
from trips.words.news import line


def marked(pieces: list[Piece]) -> str:
    marks = {"name": "*{0.text}*", "poll": "[{0.text}]({0.id})"}
    return plain("".join(marks.get(piece.kind, "{0.text}").format(piece) for piece in pieces))


def lines_of(trip: Trip) -> list[str]:
    """The lines on the page of somebody who comes now, newest first."""
    state = snapshots.state_of(trip.id)
    return [
        plain("".join(piece.text for piece in item.line))
        for item in activity(state, restorable_ids(state.trip))
    ]


def test_the_page_says_of_each_event_what_a_script_says_of_it(root: Path) -> None:
    golden = json.loads((root / "tests/activity.json").read_text())
    start = json.loads((root / "tests/frames.json").read_text())["start"]
    known = {poll["id"]: poll for poll in golden["polls"]}
    for event_type, data, words in golden["lines"]:
        trip_fields = {**data, "trip": {**start, **data["trip"]}} if "trip" in data else data
        assert marked(line(event_type, trip_fields, known)) == words


FIRST_STEP = {
    "discountSteps": [{"members": 5, "percent": 12}],
    "nextStep": {"members": 5, "percent": 12, "missing": 4},
}
CHANGES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"tripName": "Hampi"}, {"name": "Goa"}, "Name: “Goa” is now “Hampi”."),
    ({"place": "Hampi"}, {"place": ""}, "Place: now “Hampi”."),
    ({"cover": "🏖️"}, {"cover": ""}, "Emoji: now 🏖️."),
    ({"description": "Sun."}, {"description": ""}, "There is a description now."),
    ({"startDate": "2027-03-12"}, {"startDate": None}, "Dates: now 12 Mar."),
    (
        {"startDate": "2027-03-12", "startTime": "07:30", "endTime": "21:00"},
        {"startDate": None, "startTime": None, "endTime": None},
        "Dates: now 12 Mar. Start: now 07:30. End: now 21:00.",
    ),
    ({"capacity": 8}, {"capacity": None}, "Places: now at most 8."),
    ({"requiredMembers": 4}, {"requiredMembers": 5, **FIRST_STEP}, "Members needed: 5 is now 4."),
    (
        {"discountPercent": 15},
        {"discountPercent": 12, **FIRST_STEP},
        "Discount: 12 % off is now 15 % off.",
    ),
    (
        {"discountSteps": [{"members": 8, "percent": 15}]},
        {"discountSteps": [{"members": 5, "percent": 12}]},
        "Further discount steps: now 15 % with 8 people.",
    ),
    (
        {"pricePerPerson": "90", "currency": "EUR"},
        {"pricePerPerson": None, "currency": ""},
        "Price: now €90 per person.",
    ),
    (
        {"joinBy": datetime(2027, 3, 5, 20, tzinfo=UTC)},
        {"joinBy": None},
        "Deadline: now Friday 5 Mar 2027, 20:00.",
    ),
    ({"timeZone": "Asia/Kolkata"}, {"timeZone": "UTC"}, "Time zone: UTC is now India time."),
]


@pytest.mark.parametrize(("given", "before", "words"), CHANGES, ids=lambda value: str(value)[:30])
def test_a_change_of_the_terms_is_told_with_what_stood_before(
    trip: Trip, given: dict[str, Any], before: dict[str, Any], words: str
) -> None:
    planning.update(trip.id, None, given)
    event = Event.objects.get(type=events.TRIP_UPDATED)
    assert event.data["before"] == before
    assert lines_of(trip)[0] == words


def test_what_was_said_of_a_poll_that_is_gone_keeps_its_question(trip: Trip, poll: Poll) -> None:
    polls.close_poll(trip.id, None, poll.id)
    polls.delete_poll(trip.id, None, poll.id)
    assert lines_of(trip)[:3] == [
        "A poll was deleted: “Which dates?”",
        "A poll was closed: “Which dates?”",
        "A poll was opened: “Which dates?”",
    ]


def test_every_field_of_the_terms_has_its_sentence() -> None:
    names = {name for given, _, _ in CHANGES for name in given}
    assert names | {"endDate"} == set(COLUMNS)


def test_a_change_that_changes_nothing_is_in_no_log(trip: Trip) -> None:
    planning.update(trip.id, None, {"pricePerPerson": "90", "currency": "EUR"})
    head = log.position(trip.id)
    same = {"tripName": "Goa", "pricePerPerson": "90.0", "currency": "EUR", "discountPercent": "12"}
    for given in (same, {}):
        answer = planning.update(trip.id, None, given)
        assert answer["success"]
        assert answer["trip"]["pricePerPerson"] == "90.00"
    assert log.position(trip.id) == head


def test_what_only_makes_viewers_look_again_is_no_news(trip: Trip, asha: wire.JoinResponse) -> None:
    membership.make_code(trip.id, None)
    membership.replace_key(trip.id, None, asha["memberId"])
    membership.ask(trip.id, None, "Asha")
    assert lines_of(trip) == ["Asha joined.", "Ben joined."]


def test_closing_opening_and_cancelling_are_told_apart(trip: Trip) -> None:
    planning.close(trip.id, None)
    planning.reopen(trip.id, None)
    planning.cancel(trip.id, None)
    assert lines_of(trip)[:3] == [
        "The trip is cancelled.",
        "The trip is open again.",
        "Joining is closed.",
    ]


def test_a_deadline_that_passed_is_told_with_what_it_means_and_lifting_it_too(trip: Trip) -> None:
    joinable_until = timezone.now() - timedelta(seconds=1)
    Trip.objects.filter(pk=trip.pk).update(join_by=joinable_until)
    deadlines.write_due()
    planning.reopen(trip.id, None)
    lifted, passed = lines_of(trip)[:2]
    assert passed == "The deadline has passed. 1 of 5 is in. Nobody gets the discount."
    assert lifted.startswith("The trip is open again. Deadline: ")
    assert "Deadline: no longer " in lifted


def test_lines_of_polls_name_and_link_the_poll(ben: Client, trip: Trip, poll: Poll) -> None:
    polls.close_poll(trip.id, None, poll.id)
    polls.pick(trip.id, None, poll.id, poll.options.all()[1].id)
    assert lines_of(trip)[:3] == [
        "An organiser picked “12–14 Dec”: “Which dates?”",
        "A poll was closed: “Which dates?”",
        "A poll was opened: “Which dates?”",
    ]
    page = ben.get(f"/trips/{trip.id}").content.decode()
    assert (
        page.count(f'<a href="/trips/{trip.id}/polls/{poll.id}"><bdi>Which dates?</bdi></a>') == 3
    )


def test_an_event_of_a_newer_release_is_passed_over(ben: Client, trip: Trip) -> None:
    trip.refresh_from_db()
    log.record(trip, events.NewEvent("PHOTO_SHARED", {"photo": 1}))
    trip.save()
    assert ben.get(f"/trips/{trip.id}").status_code == 200
    assert lines_of(trip) == ["Ben joined."]


def toggle(poll: Poll, times: int) -> None:
    """One member votes and takes it back, again and again."""
    ballot = Vote((poll.options.all()[0].id,), poll.options_version)
    asha = poll.trip.members.get(name="Asha").id
    for _ in range(times):
        polls.vote(poll.trip_id, None, asha, poll.id, ballot)
        polls.withdraw_vote(poll.trip_id, None, asha, poll.id)


def test_no_number_of_ballots_empties_the_activity(trip: Trip, poll: Poll) -> None:
    before = lines_of(trip)
    toggle(poll, 260)
    assert lines_of(trip) == before


def test_what_a_hub_shows_is_kept_however_old(trip: Trip, poll: Poll) -> None:
    before = lines_of(trip)
    toggle(poll, 260)
    Event.objects.update(at=timezone.now() - timedelta(days=31))
    assert housekeeping.prune_events(timezone.now()) > 0
    assert lines_of(trip) == before


def test_ballots_that_an_older_release_wrote_are_no_news_either(trip: Trip, poll: Poll) -> None:
    before = lines_of(trip)
    toggle(poll, 15)
    Event.objects.update(is_news=True)  # what the schema says where nobody does
    assert lines_of(trip) == before
    import_module("trips.migrations.0012_ballots_are_no_news").leave_out_ballots(apps, None)
    trip.refresh_from_db()
    assert lines_of(trip) == before
    assert [each.is_news for each in trip.events.all()] == [True] * len(before) + [False] * 30


def test_what_counts_as_news_is_what_has_a_line(root: Path) -> None:
    golden = json.loads((root / "tests/activity.json").read_text())
    for event_type, data, words in golden["lines"]:
        assert is_news(event_type, data) or not words, words
