"""A poll about dates: open from the first day on; yes, if need be or no; the pick is the trip's."""
# ruff: noqa: F811 - the group is that of test_polls, whose fixtures stand in the parameters

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from tests.conftest import browser_with
from tests.test_polls import (  # noqa: F401
    asha,
    chloe,
    ends,
    group,
    ids,
    last_frame,
    organiser_key,
    three,
    trip,
)
from trips import membership, planning, polls, snapshots, wire
from trips.forms import DateTerms, Vote
from trips.models import Event, Option, Poll, Trip
from trips.pages.months import months, weekdays

pytestmark = pytest.mark.django_db
FIRSTS = [date(2030, 12, 5), date(2030, 12, 12), date(2030, 12, 19)]
SPANS = tuple((first, first + timedelta(days=2)) for first in FIRSTS)


@pytest.fixture
def dates(trip: Trip) -> Poll:
    opened = polls.ask_for_dates(trip.id, None, DateTerms("When?", SPANS))
    return Poll.objects.get(pk=opened["poll"]["id"])


@pytest.fixture
def ben(trip: Trip, organiser_key: str) -> Client:
    """Ben's browser."""
    return browser_with(trip.id, organiser_key)


def answers(member_id: str, poll: Poll, yes: list[int], maybe: list[int]) -> wire.VoteResponse:
    """Say yes and "if need be" to the dates of these numbers, and no to the others."""
    chosen, need_be = ([ids(poll)[number - 1] for number in each] for each in (yes, maybe))
    vote = Vote(tuple(chosen), 1, tuple(need_be))
    return polls.vote(poll.trip_id, None, member_id, poll.id, vote)


def counts(poll: Poll) -> list[tuple[int, int]]:
    return list(Option.objects.filter(poll=poll).values_list("votes", "maybes"))


def days_of(trip: Trip) -> tuple[date | None, date | None]:
    row = Trip.objects.get(pk=trip.id)
    return row.starts_on, row.ends_on


def test_dates_are_asked_and_answered_before_the_discount_is_unlocked(
    three: wire.CreateResponse,
) -> None:
    trip_id, ben = three["trip"]["id"], three["trip"]["members"][0]["id"]
    opened = polls.ask_for_dates(trip_id, None, DateTerms("When?", SPANS))["poll"]
    assert opened["kind"] == "dates"
    assert opened["options"][0]["text"] == "2030-12-05/2030-12-07"
    poll = Poll.objects.get()
    assert answers(ben, poll, [1], [2])["view"]["maybeChoices"] == [ids(poll)[1]]
    assert poll.state_at(timezone.now()) == Poll.State.OPEN
    planning.cancel(trip_id, None)
    with pytest.raises(wire.Refusal, match="poll_paused") as refused:
        answers(ben, poll, [1], [])
    assert refused.value.sentence == "The trip was cancelled: there is nothing left to vote on."
    with pytest.raises(wire.Refusal, match="trip_cancelled"):
        polls.ask_for_dates(trip_id, None, DateTerms("When?", SPANS))


def test_an_answer_may_be_no_to_all_and_is_one_ballot_that_changes(
    dates: Poll, asha: str, trip: Trip
) -> None:
    assert answers(asha, dates, [1], [2, 3])["view"]["hasVoted"]
    assert counts(dates) == [(1, 0), (0, 1), (0, 1)]
    assert answers(asha, dates, [], [])["view"]["hasVoted"]
    assert (counts(dates), Poll.objects.get().voted_count) == ([(0, 0)] * 3, 1)
    seq = Trip.objects.get(pk=trip.id).seq
    answers(asha, dates, [], [])  # the same again
    assert Trip.objects.get(pk=trip.id).seq == seq
    polls.withdraw_vote(trip.id, None, asha, dates.id)
    assert Poll.objects.get().voted_count == 0


def test_who_goes_and_comes_counts_in_both_columns(dates: Poll, asha: str, trip: Trip) -> None:
    answers(asha, dates, [1], [2])
    membership.remove(trip.id, None, asha)
    assert counts(dates) == [(0, 0)] * 3
    polls.close_poll(trip.id, None, dates.id)
    membership.restore(trip.id, None, asha)
    assert counts(dates) == [(0, 0)] * 3
    polls.reopen_poll(trip.id, None, dates.id)
    assert counts(dates) == [(1, 0), (0, 1), (0, 0)]
    assert last_frame(dates)["poll"]["maybes"] == dict(zip(ids(dates), (0, 1, 0), strict=True))


def test_what_is_no_answer_is_refused_by_its_field(dates: Poll, asha: str) -> None:
    for yes, maybe, field in (([1], [1], "maybes"),):
        with pytest.raises(wire.Refusal, match="invalid") as refused:
            answers(asha, dates, yes, maybe)
        assert list(refused.value.fields) == [field]
    with pytest.raises(wire.Refusal, match="invalid"):
        polls.vote(dates.trip_id, None, asha, dates.id, Vote((), 1, ("nothing",)))
    with pytest.raises(wire.Refusal, match="options_changed"):
        polls.vote(dates.trip_id, None, asha, dates.id, Vote((), 2))


def test_a_picked_date_closes_the_poll_and_is_the_trips_in_the_same_change(
    dates: Poll, asha: str, trip: Trip
) -> None:
    answers(asha, dates, [1], [])
    seq = Trip.objects.get(pk=trip.id).seq
    polls.pick(trip.id, None, dates.id, ids(dates)[1])
    assert days_of(trip) == SPANS[1]
    types = Event.objects.filter(seq__gt=seq).order_by("seq").values_list("type", flat=True)
    assert list(types) == ["POLL_CLOSED", "TRIP_UPDATED", "POLL_CHANGED"]
    with pytest.raises(wire.Refusal, match="poll_closed"):
        answers(asha, dates, [2], [])
    with pytest.raises(wire.Refusal, match="poll_picked"):
        polls.reopen_poll(trip.id, None, dates.id)


def test_undoing_a_pick_puts_the_days_back_unless_they_were_changed_meanwhile(
    dates: Poll, trip: Trip
) -> None:
    planning.update(trip.id, None, {"startDate": "2030-11-01", "endDate": "2030-11-03"})
    first, second, _third = ids(dates)
    polls.pick(trip.id, None, dates.id, first)
    polls.pick(trip.id, None, dates.id, second)  # another at once
    assert days_of(trip) == SPANS[1]
    polls.undo_pick(trip.id, None, dates.id)
    assert days_of(trip) == (date(2030, 11, 1), date(2030, 11, 3))
    polls.pick(trip.id, None, dates.id, first)
    planning.update(trip.id, None, {"endDate": "2030-12-08"})
    polls.undo_pick(trip.id, None, dates.id)
    assert days_of(trip) == (date(2030, 12, 5), date(2030, 12, 8))


def test_days_that_the_trip_cannot_have_are_not_picked(dates: Poll, trip: Trip) -> None:
    planning.update(trip.id, None, {"joinBy": "2030-12-20T20:00"})
    with pytest.raises(wire.Refusal, match="invalid") as refused:
        polls.pick(trip.id, None, dates.id, ids(dates)[0])
    assert "joinBy" in refused.value.fields
    assert (Poll.objects.get().closed_at, days_of(trip)) == (None, (None, None))


def test_what_is_no_id_of_a_date_is_refused_as_another_polls_is(
    ben: Client, dates: Poll, trip: Trip
) -> None:
    pick = f"/trips/{trip.id}/polls/{dates.id}/pick"
    for option_id in ("\0", "nobody's", ""):
        answers = ben.get(pick, {"optionId": option_id}), ben.post(pick, {"optionId": option_id})
        assert [each.status_code for each in answers] == [409, 409]


def test_hidden_counts_of_dates_are_in_no_frame(trip: Trip, asha: str, chloe: str) -> None:
    opened = polls.ask_for_dates(trip.id, None, DateTerms("When?", SPANS, "voted"))["poll"]
    poll = Poll.objects.get()
    seen = answers(asha, poll, [1], [2])
    assert seen["view"]["maybes"] == dict(zip(ids(poll), (0, 1, 0), strict=True))
    assert [seen["poll"][each] for each in ("tally", "maybes")] == [None, None]
    assert {"tally", "maybes"}.isdisjoint(last_frame(poll)["poll"])
    state = snapshots.state_of(trip.id)
    views = polls.my_polls(state, state.trip.members.get(pk=chloe))
    assert (views[opened["id"]]["tally"], views[opened["id"]]["maybes"]) == (None, None)


def test_dates_are_not_edited_but_the_question_is(dates: Poll, trip: Trip) -> None:
    polls.edit_poll(trip.id, None, dates.id, {"question": "Which weekend?"})
    assert Poll.objects.get().question == "Which weekend?"
    for act in (
        lambda: polls.edit_poll(trip.id, None, dates.id, {"options": ["a", "b"]}),
        lambda: polls.add_option(trip.id, None, dates.id, "New Year"),
    ):
        with pytest.raises(wire.Refusal, match="only_dates"):
            act()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"dates": ["2030-12-12"]}, "dates"),
        ({"dates": [f"2030-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(41)]}, "dates"),
        ({"dates": ["2001-12-12", "2030-12-12"]}, "dates"),
        ({"dates": ["2030-12-12", "12 Dec"]}, "dates"),
        ({"dates": ["2030-12-12", "2030-12-15/2030-12-13"]}, "dates"),
        ({"dates": ["2030-12-12", "2030-02-31"]}, "dates"),
        ({"days": 61}, "days"),
        ({"question": ""}, "question"),
    ],
)
def test_a_wrong_field_of_a_question_for_dates_is_named(
    trip: Trip, organiser_key: str, given: dict[str, Any], field: str
) -> None:
    whole = {"question": "When?", "dates": ["2030-12-12", "2030-12-19"], **given}
    body = {"tripId": trip.id, "adminId": organiser_key, **whole}
    answer = Client().post("/api/social-cart/ask-for-dates", json.dumps(body), "application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert not Poll.objects.exists()


def test_the_calls_ask_for_days_and_intervals_and_vote(
    trip: Trip, organiser_key: str, group: Any
) -> None:
    def call(name: str, **body: Any) -> Any:
        whole = json.dumps({"tripId": trip.id, **body})
        return Client().post(f"/api/social-cart/{name}", whole, "application/json").json()

    asked = {"question": "When?", "dates": ["2030-12-19", "2030-12-05/2030-12-08"], "days": 2}
    poll = call("ask-for-dates", adminId=organiser_key, **asked)["poll"]
    days = [(each["startDate"], each["endDate"]) for each in poll["options"]]
    assert days == [("2030-12-05", "2030-12-08"), ("2030-12-19", "2030-12-20")]
    first, second = (each["id"] for each in poll["options"])
    me = {"memberKey": group["Asha"]["memberKey"], "pollId": poll["id"], "optionsVersion": 1}
    voted = call("vote", **me, options=[first], maybes=[second])
    assert (voted["poll"]["tally"], voted["poll"]["maybes"]) == (
        {first: 1, second: 0},
        {first: 0, second: 1},
    )


def test_dates_are_asked_answered_and_picked_by_plain_forms(
    trip: Trip, ben: Client, group: Any
) -> None:
    ask = f"/trips/{trip.id}/polls/dates"
    first = timezone.localdate() + timedelta(days=40)
    assert f'value="{first}" aria-label="' in ben.get(ask).content.decode()
    form = {"question": "When?", "days": "3", "results": "always"}
    refused = ben.post(ask, form | {"dates": [f"{first}"]})
    assert (refused.status_code, "Choose 2 to 40 dates." in refused.content.decode()) == (422, True)
    page = ben.post(ask, form | {"dates": [f"{first}", f"{first + timedelta(days=7)}"]})["Location"]
    poll = Poll.objects.get()
    phone = browser_with(trip.id, group["Asha"]["memberKey"])
    ballot = {"kind": "dates", "optionsVersion": "1"}
    assert phone.post(page, ballot).status_code == 422
    yes, maybe = ids(poll)
    ballot |= {f"answer-{yes}": "yes", f"answer-{maybe}": "maybe"}
    assert phone.post(page, ballot)["Location"] == f"{page}#vote"
    assert counts(poll) == [(1, 0), (0, 1)]
    assert phone.get(page).content.decode().count(" checked") == 2
    assert "suits most" in phone.get(page).content.decode()
    assert ben.post(f"{page}/pick?optionId={yes}").status_code == 303
    assert days_of(trip) == (first, first + timedelta(days=2))
    assert ben.post(f"{page}/undo-pick").status_code == 303
    assert days_of(trip) == (None, None)


def test_a_date_poll_that_ends_by_time_waits_for_the_pick(dates: Poll, asha: str) -> None:
    answers(asha, dates, [1], [])
    ends(dates)
    shape = snapshots.state_of(dates.trip_id).shape()["polls"][0]
    assert shape["pickedOptionId"] is None
    polls.pick(dates.trip_id, None, dates.id, ids(dates)[2])
    assert days_of(dates.trip) == SPANS[2]


def test_the_calendar_begins_with_the_week_of_today() -> None:
    today = date(2030, 6, 19)
    with translation.override("en"):
        begun, following, *_ = months(today, today, {})
    assert (begun["days"][0]["value"], len(begun["blanks"])) == ("2030-06-16", 0)
    assert [day["is_over"] for day in begun["days"]].count(True) == 3
    assert following["days"][0]["value"] == "2030-07-01"


def test_a_month_begins_on_its_weekday() -> None:
    with translation.override("en"):
        begun, *_ = months(date(2030, 6, 1), date(2030, 6, 1), {})
    assert (begun["days"][0]["value"], len(begun["blanks"])) == ("2030-06-01", 6)


@pytest.mark.parametrize(
    ("language", "first"),
    [
        *(("en", "Su"), ("hi", "र"), ("ar", "س"), ("de", "Mo"), ("es", "L"), ("fr", "lu")),
        ("pt-br", "dom"),
    ],
)
def test_a_week_begins_where_those_who_speak_the_language_begin_it(
    language: str, first: str
) -> None:
    """On Sunday in India, on Saturday in Egypt, on Monday in Europe: Unicode's week data."""
    with translation.override(language):
        assert weekdays()[0] == first


@pytest.mark.parametrize("language", settings.COMPLETE)
def test_no_two_days_of_a_week_are_named_alike(language: str) -> None:
    with translation.override(language):
        assert len({*weekdays()}) == 7
