"""What a poll said can be put right: edited or deleted before the first ballot, opened again."""
# ruff: noqa: F811 - the group is that of test_polls, whose fixtures stand in the parameters

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import browser_with
from tests.test_polls import (  # noqa: F401
    DATES,
    Opens,
    asha,
    chloe,
    counts,
    dates,
    ends,
    everything,
    group,
    ids,
    last_frame,
    opens,
    organiser_key,
    three,
    trip,
    votes,
    who_sees,
)
from trips import membership, planning, polls, snapshots, wire, words
from trips.forms import Guest
from trips.models import Ballot, Option, Poll, Trip

pytestmark = pytest.mark.django_db
ZONES = ("Asia/Kolkata", "America/New_York", "Pacific/Chatham", "UTC")


@pytest.fixture
def ben(trip: Trip, organiser_key: str) -> Client:
    """Ben's browser."""
    return browser_with(trip.id, organiser_key)


def seq(trip: Trip) -> int:
    return Trip.objects.get(pk=trip.id).seq


def posted(page: str) -> dict[str, str]:
    """What a browser sends of the form of a page that nobody touched."""
    sent = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    sent |= re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page)
    sent |= re.findall(r'name="(\w+)" value="(\w+)"[^>]*checked', page)
    return {name: text.replace("\n", "\r\n") for name, text in sent.items()}


def test_a_typo_is_mended_before_the_first_ballot_and_told_whole(trip: Trip, opens: Opens) -> None:
    poll = opens(question="Whre to stay?", options=("Hotle", "Hut"))
    hut = ids(poll)[1]
    given = {"question": "Where to stay?", "options": ["Hotel", "Hut"], "results": "closed"}
    polls.edit_poll(trip.id, None, poll.id, given)
    frame = last_frame(poll)
    assert (frame["type"], frame["poll"]["question"]) == ("POLL_CHANGED", "Where to stay?")
    assert [option["text"] for option in frame["poll"]["options"]] == ["Hotel", "Hut"]
    assert frame["poll"]["options"][1]["id"] == hut
    assert (frame["poll"]["optionsVersion"], frame["poll"]["tally"]) == (2, None)
    assert frame["poll"] == snapshots.state_of(trip.id).shape()["polls"][0]


@pytest.mark.parametrize("edit", [{"options": ["May", "June"]}, {"question": "When not?"}])
def test_a_vote_on_what_was_asked_before_an_edit_is_refused(
    trip: Trip, dates: Poll, asha: str, edit: dict[str, Any]
) -> None:
    polls.edit_poll(trip.id, None, dates.id, edit)
    with pytest.raises(wire.Refusal, match="options_changed"):
        votes(asha, dates, 1)
    votes(asha, dates, 1, version=2)


def test_what_is_so_already_writes_no_event(trip: Trip, dates: Poll) -> None:
    before = seq(trip)
    same = {"question": DATES.question, "options": list(DATES.options), "results": "always"}
    polls.edit_poll(trip.id, None, dates.id, {**same, "mostChoices": 1, "closesAt": None})
    polls.edit_poll(trip.id, None, dates.id, {})
    polls.reopen_poll(trip.id, None, dates.id)  # it is open
    assert seq(trip) == before


@pytest.mark.parametrize("act", [polls.edit_poll, polls.delete_poll])
def test_after_the_first_ballot_it_stays_and_without_one_again_it_does_not(
    trip: Trip, dates: Poll, asha: str, act: Any
) -> None:
    more = [{"question": "When?"}] if act == polls.edit_poll else []
    votes(asha, dates, 1)
    with pytest.raises(wire.Refusal, match="poll_voted"):
        act(trip.id, None, dates.id, *more)
    membership.remove(trip.id, None, asha)  # who may be back
    with pytest.raises(wire.Refusal, match="poll_voted"):
        act(trip.id, None, dates.id, *more)
    membership.restore(trip.id, None, asha)
    polls.withdraw_vote(trip.id, None, asha, dates.id)
    assert act(trip.id, None, dates.id, *more)["success"]


def test_a_closed_poll_is_not_edited_and_a_dead_one_is_deleted(trip: Trip, dates: Poll) -> None:
    polls.close_poll(trip.id, None, dates.id)
    with pytest.raises(wire.Refusal, match="poll_closed"):
        polls.edit_poll(trip.id, None, dates.id, {"question": "When?"})
    polls.delete_poll(trip.id, None, dates.id)
    deleted = {"type": "POLL_DELETED", "pollId": dates.id, "question": DATES.question}
    assert last_frame(dates) == deleted
    assert snapshots.state_of(trip.id).shape()["polls"] == []
    with pytest.raises(wire.Refusal, match="poll_not_found"):
        polls.delete_poll(trip.id, None, dates.id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"question": ""}, "question"),
        ({"question": None}, "question"),
        ({"options": ["only one"]}, "options"),
        ({"options": ["a", "A"]}, "options"),
        ({"options": ["a", "b"], "mostChoices": 3}, "mostChoices"),
        ({"results": "never"}, "results"),
        ({"closesAt": "2001-01-01T00:00Z"}, "closesAt"),
    ],
)
def test_a_wrong_field_of_an_edit_is_named(
    trip: Trip, dates: Poll, organiser_key: str, given: Any, field: str
) -> None:
    body = {"tripId": trip.id, "adminId": organiser_key, "pollId": dates.id, **given}
    answer = Client().post("/api/social-cart/edit-poll", body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert Poll.objects.get().version == 1


def test_fewer_options_than_may_be_chosen_are_refused(trip: Trip, opens: Opens) -> None:
    poll = opens(most_choices=3)
    with pytest.raises(wire.Refusal, match="invalid") as refused:
        polls.edit_poll(trip.id, None, poll.id, {"options": ["May", "June"]})
    assert list(refused.value.fields) == ["mostChoices"]


def test_the_versions_of_options_never_run_out(trip: Trip, dates: Poll, asha: str) -> None:
    Poll.objects.update(options_version=32_767)
    with_others = {"options": ["May", "June"]}
    assert polls.edit_poll(trip.id, None, dates.id, with_others)["poll"]["optionsVersion"] == 1
    votes(asha, dates, 1)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", [1, 7])
def test_a_form_that_is_opened_and_saved_changes_nothing(
    trip: Trip, dates: Poll, ben: Client, zone: str, month: int
) -> None:
    Trip.objects.update(time_zone=zone)
    page = f"/trips/{trip.id}/polls/{dates.id}"
    at = timezone.now().replace(year=2030, month=month, second=17, microsecond=5)
    Poll.objects.update(closes_at=at)
    before = seq(trip)
    assert (
        ben.post(f"{page}/edit", posted(ben.get(f"{page}/edit").content.decode())).status_code
        == 303
    )
    assert (seq(trip), Poll.objects.get().closes_at) == (before, at)
    polls.close_poll(trip.id, None, dates.id)
    form = re.findall(
        r'name="((?:initial-)?closesAt)" value="([^"]*)"',
        ben.get(f"{page}/reopen").content.decode(),
    )
    assert len(form) == 2
    ben.post(f"{page}/reopen", dict(form))
    assert (Poll.objects.get().closed_at, Poll.objects.get().closes_at) == (None, at)


def test_an_older_form_puts_nothing_old_over_something_new(
    trip: Trip, dates: Poll, ben: Client
) -> None:
    edit = f"/trips/{trip.id}/polls/{dates.id}/edit"
    form = posted(ben.get(edit).content.decode())
    polls.edit_poll(trip.id, None, dates.id, {"question": "When?", "results": "closed"})
    ben.post(edit, form | {"options": "May\r\nJune"})
    poll = Poll.objects.get()
    assert (poll.question, poll.results, str(poll.options.first())) == ("When?", "closed", "May")
    refused = ben.post(edit, form | {"question": "Which month?"})
    assert refused.status_code == 422
    assert "This became “When?” meanwhile" in refused.content.decode()
    again = posted(refused.content.decode())
    assert again["question"] == "Which month?"
    ben.post(edit, again)
    assert Poll.objects.get().question == "Which month?"


def test_a_poll_is_opened_again_and_who_comes_and_goes_counts_as_in_any_open_one(
    trip: Trip, dates: Poll, asha: str, chloe: str
) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))["memberId"]
    for member, number in ((asha, 1), (chloe, 2), (dev, 3)):
        votes(member, dates, number)
    membership.remove(trip.id, None, dev)
    polls.close_poll(trip.id, None, dates.id)
    membership.restore(trip.id, None, dev)
    membership.remove(trip.id, None, asha)
    assert counts(dates) == [1, 1, 0]
    polls.reopen_poll(trip.id, None, dates.id)
    poll = Poll.objects.get()
    assert (counts(dates), poll.voted_count) == ([0, 1, 1], 2)
    assert {str(ballot.member): ballot.counts for ballot in Ballot.objects.all()} == {
        "Asha": False,
        "Chloé": True,
        "Dev": True,
    }
    membership.restore(trip.id, None, asha)
    assert (counts(dates), last_frame(dates)["poll"]["votedCount"]) == ([1, 1, 1], 3)


@pytest.mark.parametrize("results", ["voted", "closed"])
def test_counts_that_were_hidden_are_hidden_again(
    trip: Trip, opens: Opens, group: Any, asha: str, chloe: str, results: str
) -> None:
    poll = opens(results=results)
    votes(asha, poll, 1)
    polls.close_poll(trip.id, None, poll.id)
    assert who_sees(trip, asha, chloe) == {"all", "voter", "other"}
    polls.reopen_poll(trip.id, None, poll.id)
    assert last_frame(poll)["type"] == "POLL_REOPENED"
    assert last_frame(poll)["poll"]["tally"] is None
    assert who_sees(trip, asha, chloe) == ({"voter"} if results == "voted" else set())
    other = browser_with(trip.id, group["Chloé"]["memberKey"])
    before = everything(trip, poll, other)
    Option.objects.filter(poll=poll, number=1).update(votes=0)
    Option.objects.filter(poll=poll, number=2).update(votes=1)
    assert everything(trip, poll, other) == before


def test_a_closing_time_that_has_passed_is_lifted_or_another_given(trip: Trip, dates: Poll) -> None:
    ends(dates)
    reopened = polls.reopen_poll(trip.id, None, dates.id)["poll"]
    assert (reopened["closesAt"], reopened["closedAt"]) == (None, None)
    ends(dates)
    at = "2030-01-01T12:00:00.000000Z"
    assert polls.reopen_poll(trip.id, None, dates.id, {"closesAt": at})["poll"]["closesAt"] == at
    polls.close_poll(trip.id, None, dates.id)
    assert polls.reopen_poll(trip.id, None, dates.id)["poll"]["closesAt"] == at
    ends(dates)
    with pytest.raises(wire.Refusal, match="invalid"):
        polls.reopen_poll(trip.id, None, dates.id, {"closesAt": "2001-01-01T00:00Z"})
    assert Poll.objects.get().closed_since(timezone.now())


def test_what_was_picked_or_called_off_stays_closed(
    trip: Trip, dates: Poll, asha: str, chloe: str, ben: Client
) -> None:
    votes(asha, dates, 1)
    votes(chloe, dates, 2)
    polls.close_poll(trip.id, None, dates.id)
    planning.cancel(trip.id, None)
    with pytest.raises(wire.Refusal, match="trip_cancelled"):
        polls.reopen_poll(trip.id, None, dates.id)
    Trip.objects.update(cancelled_at=None)
    polls.pick(trip.id, None, dates.id, ids(dates)[0])
    with pytest.raises(wire.Refusal, match="poll_picked"):
        polls.reopen_poll(trip.id, None, dates.id)
    assert ben.get(f"/trips/{trip.id}/polls/{dates.id}/reopen").status_code == 409


@pytest.fixture
def picked(trip: Trip, dates: Poll) -> Poll:
    """Nobody voted, so all are tied; the first was picked."""
    polls.close_poll(trip.id, None, dates.id)
    polls.pick(trip.id, None, dates.id, ids(dates)[0])
    return Poll.objects.get()


def test_a_pick_is_undone_and_another_picked_or_the_poll_opened_again(
    trip: Trip, picked: Poll, ben: Client
) -> None:
    page = f"/trips/{trip.id}/polls/{picked.id}"
    assert ben.post(f"{page}/undo-pick")["Location"] == f"{page}#poll-title"
    assert last_frame(picked)["poll"]["pickedOptionId"] is None
    assert last_frame(picked)["poll"]["pickedAt"] is None
    hub = ben.get(f"/trips/{trip.id}").content.decode()
    assert "The pick was undone: “<a" in hub
    assert ben.post(f"{page}/pick?optionId={ids(picked)[1]}")["Location"] == f"{page}#undo-pick"
    assert Poll.objects.get().picked_id == ids(picked)[1]
    polls.undo_pick(trip.id, None, picked.id)
    assert polls.reopen_poll(trip.id, None, picked.id)["poll"]["closedAt"] is None


def test_after_ten_minutes_by_the_clock_of_the_database_a_pick_stands(
    trip: Trip, picked: Poll, ben: Client
) -> None:
    page = f"/trips/{trip.id}/polls/{picked.id}"
    shown = '<div class="undo-pick" data-when="undoable"'
    assert f"{shown}>" in ben.get(page).content.decode()
    Poll.objects.update(picked_at=timezone.now() - timedelta(minutes=10, seconds=1))
    assert f"{shown} hidden>" in ben.get(f"{page}?all").content.decode()  # drawn anew
    refused = ben.post(f"{page}/undo-pick")
    assert refused.status_code == 409
    assert "A pick can be undone for ten minutes" in refused.content.decode()
    with pytest.raises(wire.Refusal, match="pick_stands"):
        polls.pick(trip.id, None, picked.id, ids(picked)[1])
    Poll.objects.update(picked_at=None)  # by a server of the release before
    with pytest.raises(wire.Refusal, match="pick_stands"):
        polls.undo_pick(trip.id, None, picked.id)
    assert Poll.objects.get().picked_id == ids(picked)[0]


def test_a_page_asks_before_a_pick_and_names_the_option(
    trip: Trip, dates: Poll, ben: Client
) -> None:
    page = f"/trips/{trip.id}/polls/{dates.id}"
    ask = f"{page}/pick?optionId={ids(dates)[0]}"
    assert ben.get(ask).status_code == 409  # it is open
    polls.close_poll(trip.id, None, dates.id)
    asked = ben.get(ask).content.decode()
    assert "Pick <bdi>5–7 Dec</bdi>?" in asked
    assert "You can undo it for ten minutes." in asked
    assert f'action="{ask}"' in asked
    assert Poll.objects.get().picked is None
    assert ben.get(f"{page}/pick?optionId=x").status_code == 409


@pytest.mark.parametrize(
    ("votes", "voters", "percent"),
    [
        (0, 0, 0),
        (0, 9, 0),
        (1, 3, 33),
        (2, 3, 67),
        (1, 8, 13),
        (1, 400, 1),
        (399, 400, 99),
        (5, 5, 100),
    ],
)
def test_a_share_is_nothing_only_for_none_and_all_only_for_all(
    votes: int, voters: int, percent: int
) -> None:
    assert words.poll.share(votes, voters) == percent


def test_the_organiser_edits_deletes_and_opens_again_without_script(
    trip: Trip, dates: Poll, ben: Client
) -> None:
    page = f"/trips/{trip.id}/polls/{dates.id}"
    shown = ben.get(page).content.decode()
    assert all(f'href="{page}/{verb}"' in shown for verb in ("edit", "delete", "reopen"))
    assert ben.post(f"{page}/edit", {"question": "When?"})["Location"] == page
    assert ben.post(f"{page}/edit", {"question": "\u202e"}).status_code == 422
    polls.close_poll(trip.id, None, dates.id)
    assert "again?" in ben.get(f"{page}/reopen").content.decode()
    assert ben.post(f"{page}/reopen", {"closesAt": "2001-01-01T00:00"}).status_code == 422
    assert ben.post(f"{page}/reopen", {"closesAt": "2030-01-01T12:00"})["Location"] == page
    assert ben.get(f"{page}/reopen")["Location"] == page
    assert "“When?”" in ben.get(f"{page}/delete").content.decode()
    key = {"key": "4a7be8f2-9d2c-4b8e-9f10-0a1b2c3d4e5f"}
    for _ in range(2):  # a double tap
        assert ben.post(f"{page}/delete", key)["Location"] == f"/trips/{trip.id}"
    gone = ben.get(page)
    assert (gone.status_code, "it may have been deleted" in gone.content.decode()) == (404, True)


def test_what_cannot_be_edited_any_more_is_said_before_anything_is_typed(
    trip: Trip, dates: Poll, asha: str, ben: Client
) -> None:
    votes(asha, dates, 1)
    page = f"/trips/{trip.id}/polls/{dates.id}"
    for verb in ("edit", "delete"):
        answer = ben.get(f"{page}/{verb}")
        assert answer.status_code == 409
        assert ">Back to the poll</a>" in answer.content.decode()
        assert "Somebody has voted already" in answer.content.decode()


def test_the_activity_names_what_became_of_a_poll(trip: Trip, dates: Poll, ben: Client) -> None:
    polls.edit_poll(trip.id, None, dates.id, {"question": "When?"})
    polls.close_poll(trip.id, None, dates.id)
    polls.reopen_poll(trip.id, None, dates.id)
    polls.delete_poll(trip.id, None, dates.id)
    hub = ben.get(f"/trips/{trip.id}").content.decode()
    lines = re.findall(r'class="activity__words">(.*?)</span>', hub)
    shown = [re.sub("<[^>]*>", "", line) for line in lines]
    assert shown[:3] == [
        "A poll was deleted: “When?”",
        "A poll was opened again: “When?”",
        "A poll was closed: “When?”",
    ]
    assert f"/polls/{dates.id}" not in hub


def test_staff_open_again_and_delete_by_the_verbs(
    admin_client: Client, trip: Trip, dates: Poll, asha: str
) -> None:
    def run(action: str) -> str:
        body = {"action": action, "_selected_action": [dates.id]}
        answer = admin_client.post("/admin/trips/poll/", body, follow=True)
        return str(answer.content.decode())

    polls.close_poll(trip.id, None, dates.id)
    assert "Done for 1 of 1" in run("reopen_polls")
    assert last_frame(dates)["type"] == "POLL_REOPENED"
    votes(asha, dates, 1)
    assert "Somebody has voted already" in run("delete_polls")
    polls.withdraw_vote(trip.id, None, asha, dates.id)
    assert "Done for 1 of 1" in run("delete_polls")
    assert last_frame(dates)["type"] == "POLL_DELETED"


def test_a_repeat_of_each_changes_nothing_and_tells_the_poll_as_it_is_by_then(
    trip: Trip, dates: Poll, organiser_key: str, asha: str
) -> None:
    def send(call: str, **body: Any) -> Any:
        whole = {"tripId": trip.id, "adminId": organiser_key, "pollId": dates.id, **body}
        key = {"Idempotency-Key": f"0123456789abcdef-{call}"}
        path = f"/api/social-cart/{call}"
        return Client().post(path, json.dumps(whole), "application/json", headers=key).json()

    edited = send("edit-poll", question="When?")
    assert send("edit-poll", question="When?") == edited
    polls.close_poll(trip.id, None, dates.id)
    reopened = send("reopen-poll")
    votes(asha, dates, 1, version=2)
    again = [send("edit-poll", question="When?"), send("reopen-poll")]
    assert [(each["success"], each["poll"]["votedCount"]) for each in again] == [(True, 1)] * 2
    assert reopened["poll"]["votedCount"] == 0
    polls.withdraw_vote(trip.id, None, asha, dates.id)
    deleted = send("delete-poll")
    assert send("reopen-poll")["error"] == "poll_not_found"
    assert send("delete-poll") == deleted == {"success": True}
