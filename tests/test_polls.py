"""Polls: one ballot each, changeable until the end; what is hidden is hidden; what closed stays."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.conftest import browser_with
from trips import credentials, log, membership, planning, polls, snapshots, wire
from trips.forms import Guest, PollTerms, Terms, Vote
from trips.models import Ballot, Choice, Event, Option, Poll, Trip
from trips.polls import asking

pytestmark = pytest.mark.django_db

DATES = PollTerms("Which dates suit you?", ("5–7 Dec", "12–14 Dec", "19–21 Dec"))
Opens = Callable[..., Poll]


@pytest.fixture
def three(db: None) -> wire.CreateResponse:
    """Ben's trip to Goa: three unlock it."""
    return planning.plan(None, Terms("Goa", 3), Guest("Ben"))


@pytest.fixture
def organiser_key(three: wire.CreateResponse) -> str:
    return three["adminId"]


@pytest.fixture
def group(three: wire.CreateResponse) -> dict[str, wire.JoinResponse]:
    """Asha and Chloé, who with Ben are the three."""
    trip_id = three["trip"]["id"]
    return {name: membership.join(trip_id, None, Guest(name)) for name in ("Asha", "Chloé")}


@pytest.fixture
def trip(group: dict[str, wire.JoinResponse]) -> Trip:
    return Trip.objects.get(title="Goa")


@pytest.fixture
def opens(trip: Trip) -> Opens:
    def open_poll(**terms: Any) -> Poll:
        asked = PollTerms(**{"question": DATES.question, "options": DATES.options, **terms})
        return Poll.objects.get(pk=polls.open_poll(trip.id, None, asked)["poll"]["id"])

    return open_poll


@pytest.fixture
def dates(opens: Opens) -> Poll:
    return opens()


@pytest.fixture
def asha(group: dict[str, wire.JoinResponse]) -> str:
    return group["Asha"]["memberId"]


@pytest.fixture
def chloe(group: dict[str, wire.JoinResponse]) -> str:
    return group["Chloé"]["memberId"]


def votes(member_id: str, poll: Poll, *numbers: int, version: int = 1) -> wire.VoteResponse:
    ids = [option.id for option in poll.options.all()]
    chosen = Vote(tuple(ids[number - 1] for number in numbers), version)
    return polls.vote(poll.trip_id, None, member_id, poll.id, chosen)


def counts(poll: Poll) -> list[int]:
    return [option.votes for option in Option.objects.filter(poll=poll)]


def ends(poll: Poll) -> None:
    """Its time has come, with nobody watching."""
    Poll.objects.filter(pk=poll.id).update(closes_at=timezone.now() - timedelta(seconds=1))


def last_frame(poll: Poll) -> dict[str, Any]:
    event = Event.objects.filter(trip=poll.trip_id).latest("seq")
    return {"type": event.type, **event.data}


def test_a_member_votes_and_changes_their_mind(dates: Poll, asha: str) -> None:
    votes(asha, dates, 1)
    votes(asha, dates, 2)
    assert counts(dates) == [0, 1, 0]
    assert Poll.objects.get().voted_count == Ballot.objects.count() == 1


def test_voting_the_same_again_changes_nothing(dates: Poll, asha: str) -> None:
    first = votes(asha, dates, 1)
    assert votes(asha, dates, 1)["poll"]["version"] == first["poll"]["version"]
    assert counts(dates) == [1, 0, 0]


@pytest.mark.parametrize("happens", ["option", "close", "pause"])
def test_a_vote_that_was_counted_is_confirmed_whatever_happened_since(
    dates: Poll, asha: str, chloe: str, trip: Trip, happens: str
) -> None:
    votes(asha, dates, 1)
    {
        "option": lambda: polls.add_option(trip.id, None, dates.id, "New Year"),
        "close": lambda: polls.close_poll(trip.id, None, dates.id),
        "pause": lambda: membership.leave(trip.id, None, chloe),
    }[happens]()
    assert votes(asha, dates, 1)["success"]
    assert counts(dates)[:3] == [1, 0, 0]


def test_a_vote_is_withdrawn(dates: Poll, asha: str, trip: Trip) -> None:
    votes(asha, dates, 1)
    polls.withdraw_vote(trip.id, None, asha, dates.id)
    polls.withdraw_vote(trip.id, None, asha, dates.id)
    assert (counts(dates), Poll.objects.get().voted_count) == ([0, 0, 0], 0)


def test_several_may_be_chosen_up_to_the_limit(opens: Opens, asha: str) -> None:
    poll = opens(most_choices=2)
    votes(asha, poll, 1, 3)
    assert counts(poll) == [1, 0, 1]
    with pytest.raises(wire.Refusal, match="invalid"):
        votes(asha, poll, 1, 2, 3)
    with pytest.raises(wire.Refusal, match="invalid"):
        polls.vote(poll.trip_id, None, asha, poll.id, Vote(("nothing",), 1))
    assert counts(poll) == [1, 0, 1]


def test_a_ballot_on_an_older_list_is_refused_until_it_is_looked_at(
    dates: Poll, asha: str, trip: Trip
) -> None:
    polls.add_option(trip.id, None, dates.id, "New Year")
    with pytest.raises(wire.Refusal, match="options_changed"):
        votes(asha, dates, 1)
    votes(asha, dates, 4, version=2)
    assert counts(dates) == [0, 0, 0, 1]


def test_an_option_is_added_after_the_first_vote_and_only_once(
    dates: Poll, asha: str, trip: Trip
) -> None:
    votes(asha, dates, 1)
    polls.add_option(trip.id, None, dates.id, "New Year")
    with pytest.raises(wire.Refusal, match="invalid"):
        polls.add_option(trip.id, None, dates.id, "new year")
    assert counts(dates) == [1, 0, 0, 0]
    for number in range(16):
        polls.add_option(trip.id, None, dates.id, f"Option {number}")
    with pytest.raises(wire.Refusal, match="invalid"):
        polls.add_option(trip.id, None, dates.id, "One too many")


def test_polls_open_with_the_discount(trip: Trip, asha: str) -> None:
    membership.leave(trip.id, None, asha)
    with pytest.raises(wire.Refusal, match="poll_locked"):
        polls.open_poll(trip.id, None, DATES)
    assert not Poll.objects.exists()


def test_a_trip_holds_so_many_polls(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_POLLS", 2)
    opens(), opens()
    with pytest.raises(wire.Refusal, match="too_many_polls"):
        opens()


def test_a_poll_pauses_while_the_group_is_not_complete_and_keeps_its_ballots(
    dates: Poll, asha: str, chloe: str, trip: Trip
) -> None:
    votes(asha, dates, 1)
    membership.leave(trip.id, None, chloe)
    for act in (
        lambda: votes(asha, dates, 2),
        lambda: polls.withdraw_vote(trip.id, None, asha, dates.id),
        lambda: polls.add_option(trip.id, None, dates.id, "New Year"),
    ):
        with pytest.raises(wire.Refusal, match="poll_paused"):
            act()
    membership.join(trip.id, None, Guest("Dev"))
    assert counts(dates) == [1, 0, 0]
    votes(asha, dates, 2)


def test_the_ballot_of_who_is_removed_stops_counting_until_they_are_restored(
    dates: Poll, asha: str, trip: Trip
) -> None:
    votes(asha, dates, 1)
    membership.remove(trip.id, None, asha)
    assert (counts(dates), Poll.objects.get().voted_count) == ([0, 0, 0], 0)
    membership.restore(trip.id, None, asha)
    assert (counts(dates), Poll.objects.get().voted_count) == ([1, 0, 0], 1)


def test_a_result_stands_whoever_is_removed_after_it(
    dates: Poll, asha: str, chloe: str, trip: Trip
) -> None:
    votes(asha, dates, 1)
    polls.close_poll(trip.id, None, dates.id)
    membership.remove(trip.id, None, asha)
    membership.restore(trip.id, None, asha)
    membership.leave(trip.id, None, chloe)
    assert (counts(dates), Poll.objects.get().voted_count) == ([1, 0, 0], 1)


def test_a_ballot_that_did_not_count_at_the_closing_does_not_come_back(
    dates: Poll, asha: str, trip: Trip
) -> None:
    votes(asha, dates, 1)
    membership.remove(trip.id, None, asha)
    polls.close_poll(trip.id, None, dates.id)
    membership.restore(trip.id, None, asha)
    assert counts(dates) == [0, 0, 0]


def test_a_deadline_closes_with_nobody_watching(
    dates: Poll, asha: str, chloe: str, trip: Trip
) -> None:
    votes(asha, dates, 1)
    ends(dates)
    for act in (
        lambda: votes(chloe, dates, 2),
        lambda: votes(asha, dates, 2),
        lambda: polls.withdraw_vote(trip.id, None, asha, dates.id),
        lambda: polls.add_option(trip.id, None, dates.id, "New Year"),
    ):
        with pytest.raises(wire.Refusal, match="poll_closed"):
            act()
    membership.remove(trip.id, None, asha)
    assert (counts(dates), Poll.objects.get().voted_count) == ([1, 0, 0], 1)


def test_closing_twice_changes_nothing(dates: Poll, trip: Trip) -> None:
    first = polls.close_poll(trip.id, None, dates.id)
    assert polls.close_poll(trip.id, None, dates.id) == first


def test_a_tie_is_for_the_organiser_to_decide(
    dates: Poll, asha: str, chloe: str, trip: Trip
) -> None:
    votes(asha, dates, 1)
    votes(chloe, dates, 2)
    first, second, third = (option.id for option in dates.options.all())
    with pytest.raises(wire.Refusal, match="poll_open"):
        polls.pick(trip.id, None, dates.id, first)
    polls.close_poll(trip.id, None, dates.id)
    with pytest.raises(wire.Refusal, match="no_tie"):
        polls.pick(trip.id, None, dates.id, third)
    polls.pick(trip.id, None, dates.id, second)
    assert last_frame(dates)["poll"]["pickedOptionId"] == second
    assert counts(dates) == [1, 1, 0]


def test_a_clear_result_is_not_picked(dates: Poll, asha: str, trip: Trip) -> None:
    votes(asha, dates, 1)
    polls.close_poll(trip.id, None, dates.id)
    for option in dates.options.all():
        with pytest.raises(wire.Refusal, match="no_tie"):
            polls.pick(trip.id, None, dates.id, option.id)


def test_who_is_not_in_does_not_vote(dates: Poll, asha: str, trip: Trip) -> None:
    membership.remove(trip.id, None, asha)
    membership.join(trip.id, None, Guest("Dev"))
    for act in (
        lambda: votes(asha, dates, 1),
        lambda: polls.withdraw_vote(trip.id, None, asha, dates.id),
    ):
        with pytest.raises(wire.Refusal, match="not_a_member"):
            act()


def test_a_poll_of_another_trip_is_not_found(dates: Poll) -> None:
    other = planning.plan(None, Terms("Rome", 2), Guest("Mallory"))
    mallory, trip_id = other["trip"]["members"][0]["id"], other["trip"]["id"]
    for act in (
        lambda: polls.vote(trip_id, None, mallory, dates.id, Vote(("x",), 1)),
        lambda: polls.withdraw_vote(trip_id, None, mallory, dates.id),
        lambda: polls.add_option(trip_id, None, dates.id, "Mine"),
        lambda: polls.close_poll(trip_id, None, dates.id),
        lambda: polls.pick(trip_id, None, dates.id, "x"),
    ):
        with pytest.raises(wire.Refusal, match="poll_not_found"):
            act()


def test_the_database_holds_the_rules_as_well(dates: Poll, asha: str) -> None:
    votes(asha, dates, 1)
    ballot, (first, second, _) = Ballot.objects.get(), dates.options.all()
    for row in (
        Ballot(poll=dates, member_id=asha),
        Choice(ballot=ballot, option=first, is_only=False),
        Choice(ballot=ballot, option=second, is_only=True),
        Option(poll=dates, number=9, text="again", text_key=first.text_key),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@pytest.mark.parametrize(
    ("results", "open_to"),
    [("always", {"all", "voter", "other"}), ("voted", {"voter"}), ("closed", set())],
)
def test_hidden_counts_are_seen_by_those_who_may(
    opens: Opens, trip: Trip, asha: str, chloe: str, results: str, open_to: set[str]
) -> None:
    poll = opens(results=results)
    assert votes(asha, poll, 2)["view"]["tally"] == (
        None if results == "closed" else dict(zip(ids(poll), [0, 1, 0], strict=True))
    )
    assert who_sees(trip, asha, chloe) == open_to
    assert ("tally" in last_frame(poll)["poll"]) == ("all" in open_to)
    polls.close_poll(trip.id, None, poll.id)
    assert who_sees(trip, asha, chloe) == {"all", "voter", "other"}
    assert last_frame(poll)["poll"]["tally"] == dict(zip(ids(poll), [0, 1, 0], strict=True))


def ids(poll: Poll) -> list[str]:
    return [option.id for option in poll.options.all()]


def who_sees(trip: Trip, voter: str, other: str) -> set[str]:
    state = snapshots.state_of(trip.id)
    seen = {"all"} if state.shape()["polls"][0]["tally"] else set()
    for name, member_id in (("voter", voter), ("other", other)):
        (view,) = polls.my_polls(state, trip.members.get(pk=member_id)).values()
        seen |= {name} if view["tally"] else set()
    return seen


@pytest.mark.parametrize(
    ("results", "name", "sees"),
    [
        ("voted", "Asha", True),
        ("voted", "Chloé", False),
        ("closed", "Asha", False),
        ("closed", "Chloé", False),
        ("always", "Chloé", True),
    ],
)
def test_a_hidden_count_moves_nothing_in_what_somebody_gets(
    opens: Opens, group: Any, trip: Trip, results: str, name: str, sees: bool
) -> None:
    poll = opens(results=results)
    votes(group["Asha"]["memberId"], poll, 1)
    Trip.objects.update(starts_on=date(2030, 12, 12))  # or there is no calendar entry
    member = browser_with(trip.id, group[name]["memberKey"])
    before = everything(trip, poll, member)
    poll.options.filter(number=1).update(votes=0)
    poll.options.filter(number=2).update(votes=1)
    assert (everything(trip, poll, member) != before) == sees


def everything(trip: Trip, poll: Poll, member: Client) -> list[str]:
    """All that a member gets, and all that leaves the server without a member's key."""
    hub, invitation = f"/trips/{trip.id}", credentials.invitation_of(trip)
    pages = [
        hub,
        f"{hub}/polls/{poll.id}",
        f"{hub}/polls/{poll.id}/view",
        f"{hub}/polls/{poll.id}/view?voters",
        f"{hub}/polls/{poll.id}/votes.csv",
        f"{hub}/calendar.ics",
        "/",
    ]
    shared = [f"/join/{invitation}", f"/api/social-cart/join?tripId={invitation}"]
    texts = [member.get(page).content.decode() for page in pages]
    texts += [Client().get(page).content.decode() for page in shared]
    texts.append(json.dumps(call(member, "polls", tripId=trip.id)))
    texts += [frame.text for frame in map(wire.encode, log.after(trip.id, 0, 100))]
    texts.append(wire.encode(wire.reset(snapshots.state_of(trip.id).shape(), trip.created_at)).text)
    run_once = r'(name="(csrfmiddlewaretoken|key)" value="[^"]*")|data-at="[^"]*"|DTSTAMP.*'
    return [re.sub(run_once, "", text) for text in texts]


def call(browser: Client, name: str, **body: Any) -> Any:
    answer = browser.post(f"/api/social-cart/{name}", body, content_type="application/json")
    return answer.json()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", ""),
        ("question", "x" * 141),
        ("options", []),
        ("options", ["only one"]),
        ("options", ["twice", "Twice"]),
        ("options", ["a", "b\u202e"]),
        ("options", ["a", "x" * 81]),
        ("options", [f"option {number}" for number in range(21)]),
        ("options", ["a", None]),
        ("options", "a"),
        ("options", ["a", "\ud800"]),
        ("options", ["a", "b\0"]),
        ("mostChoices", 0),
        ("mostChoices", 3),
        ("mostChoices", 10**30),
        ("results", "never"),
        ("closesAt", "2001-01-01T00:00Z"),
        ("closesAt", "9999-12-31T00:00Z"),
        ("closesAt", "soon"),
    ],
)
def test_a_wrong_field_of_a_poll_is_named(
    trip: Trip, organiser_key: str, field: str, value: Any
) -> None:
    asked = {"question": "Where?", "options": ["Here", "There"], field: value}
    body = json.dumps({"tripId": trip.id, "adminId": organiser_key, **asked})
    answer = Client().post("/api/social-cart/open-poll", body, content_type="application/json")
    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert not Poll.objects.exists()


def test_a_retried_ballot_counts_once_and_is_told_the_poll_as_it_is_by_then(
    trip: Trip, dates: Poll, group: Any
) -> None:
    browser = browser_with(trip.id, group["Asha"]["memberKey"])
    key = {"Idempotency-Key": "0123456789abcdef"}
    body = {"tripId": trip.id, "pollId": dates.id, "options": ids(dates)[:1], "optionsVersion": 1}
    send = lambda: browser.post(  # noqa: E731
        "/api/social-cart/vote", json.dumps(body), content_type="application/json", headers=key
    )
    first = send().json()
    assert send().json() == first
    closed = polls.close_poll(trip.id, None, dates.id)["poll"]
    again = send().json()
    assert (again["poll"], again["view"]["choices"]) == (closed, first["view"]["choices"])
    assert counts(dates) == [1, 0, 0]


def test_a_time_without_an_offset_is_the_trips(trip: Trip, organiser_key: str) -> None:
    Trip.objects.update(time_zone="Asia/Kolkata")
    asked = {"question": "Where?", "options": ["Here", "There"], "closesAt": "2030-01-01T20:00"}
    body = json.dumps({"tripId": trip.id, "adminId": organiser_key, **asked})
    answer = Client().post("/api/social-cart/open-poll", body, content_type="application/json")
    assert answer.json()["poll"]["closesAt"] == "2030-01-01T14:30:00.000000Z"


def test_a_try_that_comes_late_does_not_undo_a_newer_vote(
    trip: Trip, opens: Opens, group: Any
) -> None:
    """A server that stood still takes what was long sent again to another one."""
    poll, phone = opens(), browser_with(trip.id, group["Asha"]["memberKey"])
    early, late = (option.id for option in poll.options.all()[:2])
    for tap, option in (("1", early), ("2", late), ("1", early)):
        form, headers = {"options": option, "optionsVersion": 1}, {"Idempotency-Key": 16 * tap}
        phone.post(f"/trips/{trip.id}/polls/{poll.id}", form, headers=headers)
    assert counts(poll) == [0, 1, 0]


def test_the_ballot_works_as_a_plain_form(trip: Trip, opens: Opens, group: Any) -> None:
    poll = opens(most_choices=2)
    asha = browser_with(trip.id, group["Asha"]["memberKey"])
    page = f"/trips/{trip.id}/polls/{poll.id}"
    form = {"options": ids(poll)[:2], "optionsVersion": "1"}
    assert asha.post(page, form)["Location"] == f"{page}#vote"
    assert asha.post(page, form).status_code == 303
    assert counts(poll) == [1, 1, 0]
    asha.post(page, form | {"options": [ids(poll)[2], ids(poll)[1]]})
    assert counts(poll) == [0, 1, 1]
    asha.post(page, form)  # back on the old page
    assert counts(poll) == [1, 1, 0]
    assert asha.get(page).content.decode().count(" checked") == 2
    for _ in range(2):
        assert asha.post(f"{page}/withdraw").status_code == 303
        assert counts(poll) == [0, 0, 0]
        asha.post(page, form)


@pytest.mark.parametrize(
    ("happens", "status"),
    [("option", 409), ("close", 409), ("pause", 409), ("none", 422), ("too many", 422)],
)
def test_a_refused_ballot_is_shown_again_with_its_choices(
    trip: Trip, dates: Poll, group: Any, happens: str, status: int
) -> None:
    asha = browser_with(trip.id, group["Asha"]["memberKey"])
    chosen = {"none": [], "too many": ids(dates)[:2]}.get(happens, ids(dates)[:1])
    {
        "option": lambda: polls.add_option(trip.id, None, dates.id, "New Year"),
        "close": lambda: polls.close_poll(trip.id, None, dates.id),
        "pause": lambda: membership.leave(trip.id, None, group["Chloé"]["memberId"]),
    }.get(happens, lambda: None)()
    page = f"/trips/{trip.id}/polls/{dates.id}"
    answer = asha.post(page, {"options": chosen, "optionsVersion": "1"})
    assert answer.status_code == status
    assert answer.content.decode().count(" checked") == (happens != "close") * len(chosen)
    as_json = asha.post(page, {"options": chosen}, headers={"Accept": "application/json"})
    assert set(as_json.json()) == {"success", "error", "message", "fields"}


def test_the_organiser_opens_adds_closes_and_picks_by_plain_forms(
    trip: Trip, organiser_key: str
) -> None:
    ben = browser_with(trip.id, organiser_key)
    new = f"/trips/{trip.id}/polls/new"
    assert "Which dates" in ben.get(f"{new}?preset=dates").content.decode()
    form = {"question": "Where?", "options": "Here\nThere\n", "mostChoices": "1"}
    assert ben.post(new, form | {"options": "Here"}).status_code == 422
    page = ben.post(new, form | {"results": "closed"})["Location"]
    assert ben.post(f"{page}/options", {"text": "Nowhere"}).status_code == 303
    assert ben.post(f"{page}/options", {"text": "nowhere"}).status_code == 422
    assert "0 of 3" in ben.get(f"{page}/close").content.decode()
    assert ben.post(f"{page}/close").status_code == 303
    option = Poll.objects.get().options.get(text="There")
    assert ben.post(f"{page}/pick", {"optionId": "x"}).status_code == 409
    assert ben.post(f"{page}/pick", {"optionId": option.id}).status_code == 303
    assert Poll.objects.get().picked == option
    assert "picked" in ben.get(f"/trips/{trip.id}").content.decode()


@pytest.mark.parametrize("size", [1, 8])
def test_the_hub_asks_as_much_for_many_polls_as_for_few(
    trip: Trip, opens: Opens, group: Any, size: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(size):
        votes(group["Asha"]["memberId"], opens(), 1)
    asha = browser_with(trip.id, group["Asha"]["memberKey"])
    with django_assert_max_num_queries(14):
        asha.get(f"/trips/{trip.id}")


@pytest.mark.parametrize("size", [1, 30])
def test_a_vote_asks_as_much_for_many_as_for_few(
    trip: Trip, dates: Poll, asha: str, size: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(size):
        joined = membership.join(trip.id, None, Guest(f"Friend {number}"))
        votes(joined["memberId"], dates, 1)
    with django_assert_max_num_queries(18):
        votes(asha, dates, 1)


def test_votes_do_not_crowd_the_activity(trip: Trip, dates: Poll, group: Any, asha: str) -> None:
    for number in range(30):
        votes(asha, dates, 1 + number % 2)
    hub = browser_with(trip.id, group["Asha"]["memberKey"]).get(f"/trips/{trip.id}")
    lines = re.findall(r'class="activity__words">(.*?)</span>', hub.content.decode())
    assert [re.sub("<[^>]*>", "", words) for words in lines if words] == [
        "A poll was opened: “Which dates suit you?”",
        *(f"{name} joined." for name in ("Chloé", "Asha", "Ben")),
    ]


def test_a_ballot_that_did_not_count_is_not_called_a_vote(
    trip: Trip, dates: Poll, group: Any, asha: str
) -> None:
    votes(asha, dates, 1)
    membership.remove(trip.id, None, asha)
    polls.close_poll(trip.id, None, dates.id)
    membership.restore(trip.id, None, asha)
    browser = browser_with(trip.id, group["Asha"]["memberKey"])
    view = browser.get(f"/trips/{trip.id}/polls/{dates.id}/view").json()["view"]
    assert view["choices"] == []


def test_a_poll_that_cannot_open_now_is_kept_as_typed(
    trip: Trip, organiser_key: str, chloe: str
) -> None:
    ben = browser_with(trip.id, organiser_key)
    membership.leave(trip.id, None, chloe)
    form = {"question": "Where to?", "options": "Here\nThere", "mostChoices": "1"}
    answer = ben.post(f"/trips/{trip.id}/polls/new", form | {"results": "always"})
    assert answer.status_code == 409
    assert "Where to?" in answer.content.decode()
    assert "when the group is complete" in answer.content.decode()


def test_a_refusal_leads_back_to_the_trip(trip: Trip, group: Any) -> None:
    asha = browser_with(trip.id, group["Asha"]["memberKey"])
    page = asha.get(f"/trips/{trip.id}/polls/nothing").content.decode()
    assert f'href="/trips/{trip.id}"' in page


def test_closing_a_closed_poll_is_not_asked(trip: Trip, dates: Poll, organiser_key: str) -> None:
    polls.close_poll(trip.id, None, dates.id)
    page = f"/trips/{trip.id}/polls/{dates.id}"
    assert browser_with(trip.id, organiser_key).get(f"{page}/close")["Location"] == page


def test_no_browser_keeps_what_a_member_sees(trip: Trip, dates: Poll, group: Any) -> None:
    asha = browser_with(trip.id, group["Asha"]["memberKey"])
    for address in ("", f"/polls/{dates.id}", f"/polls/{dates.id}/view"):
        assert "no-store" in asha.get(f"/trips/{trip.id}{address}")["Cache-Control"]
