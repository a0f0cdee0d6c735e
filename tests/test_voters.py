"""Who voted what: shown where the counts are, if the ballot says so, and to nobody else."""
# ruff: noqa: F811 - the group is that of test_polls, whose fixtures stand in the parameters

import re
from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from tests.test_date_polls import SPANS, answers
from tests.test_exports import rows_of
from tests.test_polls import (  # noqa: F401
    Opens,
    asha,
    call,
    chloe,
    everything,
    group,
    ids,
    opens,
    organiser_key,
    three,
    trip,
    votes,
)
from trips import ballots, cache, membership, polls, wire
from trips.forms import DateTerms, Guest
from trips.models import Choice, Member, Poll, Trip

pytestmark = pytest.mark.django_db
SHOWN = "Everybody on the trip sees who chose what."
SECRET = "Nobody on the trip sees what you choose."


@pytest.fixture
def ben(trip: Trip, organiser_key: str) -> Client:
    """Ben's browser."""
    return browser_with(trip.id, organiser_key)


@pytest.fixture
def phones(trip: Trip, group: Any) -> dict[str, Client]:
    """The browsers of Asha and Chloé."""
    return {name: browser_with(trip.id, joined["memberKey"]) for name, joined in group.items()}


def voters(browser: Client, poll: Poll) -> Any:
    """Who voted for options of these numbers, as their page is told; None if it is not."""
    view = browser.get(f"/trips/{poll.trip_id}/polls/{poll.id}/view?voters").json()["view"]
    if view["voters"] is None:
        return None
    numbers = {option: number for number, option in enumerate(ids(poll), start=1)}
    return {
        each["name"]: [numbers[option] for option in each["choices"]] for each in view["voters"]
    }


def voters_in(page: str) -> str:
    """What a page says under the options of its poll."""
    return "".join(re.findall(r'<div class="voters">.*?</div>', page, re.DOTALL))


def test_the_ballot_says_whether_names_are_shown_before_one_votes(
    opens: Opens, phones: dict[str, Client]
) -> None:
    for poll, said in ((opens(), SECRET), (opens(shows_voters=True), SHOWN)):
        page = phones["Asha"].get(f"/trips/{poll.trip_id}/polls/{poll.id}").content.decode()
        assert [said in page for said in (SHOWN, SECRET)] == [said == SHOWN, said == SECRET]


@pytest.mark.parametrize(
    ("results", "sees"),
    [("always", {"Asha", "Chloé"}), ("voted", {"Asha"}), ("closed", set())],
)
def test_voters_are_seen_where_the_counts_are(
    opens: Opens, asha: str, phones: dict[str, Client], results: str, sees: set[str]
) -> None:
    poll = opens(results=results, shows_voters=True)
    votes(asha, poll, 2)
    assert {name for name in phones if voters(phones[name], poll)} == sees
    polls.close_poll(poll.trip_id, None, poll.id)
    assert [voters(phones[name], poll) for name in phones] == [{"Asha": [2]}] * 2
    polls.reopen_poll(poll.trip_id, None, poll.id)
    assert {name for name in phones if voters(phones[name], poll)} == sees


@pytest.mark.parametrize(
    ("results", "sees"), [("always", {"Asha", "Ben"}), ("voted", {"Asha"}), ("closed", set())]
)
def test_while_a_poll_is_paused_voters_are_seen_by_page_and_call_as_when_it_was_open(
    opens: Opens, asha: str, chloe: str, ben: Client, phones: Any, results: str, sees: set[str]
) -> None:
    poll = opens(results=results, shows_voters=True)
    votes(asha, poll, 2)
    membership.leave(poll.trip_id, None, chloe)
    people = {"Asha": phones["Asha"], "Ben": ben}
    pages = {
        name: person.get(f"/trips/{poll.trip_id}/polls/{poll.id}").content.decode()
        for name, person in people.items()
    }
    assert all("Paused while fewer than 3 people are in." in page for page in pages.values())
    drawn = {name for name, page in pages.items() if ">Asha<" in voters_in(page)}
    told = {name for name in people if voters(people[name], poll) == {"Asha": [2]}}
    calls = {name: call(people[name], "polls", tripId=poll.trip_id) for name in people}
    named = {name for name in people if calls[name]["views"][0]["voters"]}
    assert drawn == told == named == sees


@pytest.mark.parametrize(
    ("results", "shows", "name", "sees"),
    [
        ("always", True, "Chloé", True),
        ("always", False, "Asha", False),
        ("voted", True, "Asha", True),
        ("voted", True, "Chloé", False),
        ("voted", False, "Asha", False),
        ("closed", True, "Asha", False),
    ],
)
def test_what_another_chose_moves_nothing_in_what_somebody_gets_unless_it_is_shown(
    opens: Opens,
    group: Any,
    trip: Trip,
    monkeypatch: pytest.MonkeyPatch,
    results: str,
    shows: bool,
    name: str,
    sees: bool,
) -> None:
    poll = opens(results=results, shows_voters=shows)
    votes(Member.objects.get(name="Ben").id, poll, 1)
    votes(group["Asha"]["memberId"], poll, 2)
    member = browser_with(trip.id, group[name]["memberKey"])
    before = everything(trip, poll, member)
    Choice.objects.filter(ballot__member__name="Ben").update(option=ids(poll)[1])  # not the counts
    monkeypatch.setattr(cache, "store", cache.Store())
    assert (everything(trip, poll, member) != before) == sees


def test_the_name_of_who_goes_goes_too_and_a_closed_poll_stays_as_it_is(
    opens: Opens, trip: Trip, asha: str, chloe: str, ben: Client
) -> None:
    poll = opens(shows_voters=True)
    votes(asha, poll, 1), votes(chloe, poll, 3)
    membership.remove(trip.id, None, asha)
    assert voters(ben, poll) == {"Chloé": [3]}
    membership.restore(trip.id, None, asha)
    membership.rename(trip.id, None, asha, "Asha K.")
    polls.close_poll(trip.id, None, poll.id)
    membership.remove(trip.id, None, asha)
    assert voters(ben, poll) == {"Asha K.": [1], "Chloé": [3]}


def test_it_may_be_changed_until_somebody_has_voted_and_who_saw_it_otherwise_looks_again(
    opens: Opens, trip: Trip, asha: str
) -> None:
    poll = opens()
    polls.edit_poll(trip.id, None, poll.id, {"showsVoters": True})
    with pytest.raises(wire.Refusal, match="options_changed"):
        votes(asha, poll, 1)  # on a page that said that nobody sees it
    votes(asha, poll, 1, version=2)
    with pytest.raises(wire.Refusal, match="poll_voted"):
        polls.edit_poll(trip.id, None, poll.id, {"showsVoters": False})
    assert Poll.objects.get().shows_voters


def test_the_organiser_says_by_form_whether_names_are_shown(trip: Trip, ben: Client) -> None:
    asked = {"question": "Where?", "options": "Hut\nTent", "mostChoices": 1, "results": "always"}
    dates = {"question": "When?", "dates": ["2030-12-05", "2030-12-12"], "days": 1}
    for form in (asked, {**asked, "showsVoters": "False"}, {**asked, "showsVoters": "True"}):
        assert ben.post(f"/trips/{trip.id}/polls/new", form).status_code == 303
    for said in ("", "True"):
        form = {**dates, "results": "always", "showsVoters": said}
        assert ben.post(f"/trips/{trip.id}/polls/dates", form).status_code == 303
    assert ben.post(f"/trips/{trip.id}/polls/new", {**asked, "showsVoters": "x"}).status_code == 422
    shown = Poll.objects.order_by("opened_at").values_list("shows_voters", flat=True)
    assert list(shown) == [False, False, True, False, True]


def test_by_api_it_is_a_boolean_and_the_names_come_with_the_polls(
    opens: Opens, trip: Trip, asha: str, phones: dict[str, Client], organiser_key: str
) -> None:
    secret, shown = opens(), opens(shows_voters=True)
    votes(asha, secret, 1), votes(asha, shown, 2)
    answer = call(phones["Chloé"], "polls", tripId=trip.id)
    assert [each["showsVoters"] for each in answer["polls"]] == [False, True]
    named = {"id": asha, "name": "Asha", "choices": [ids(shown)[1]], "maybeChoices": []}
    assert [each["voters"] for each in answer["views"]] == [None, [named]]
    asked = {"tripId": trip.id, "adminId": organiser_key, "question": "?", "options": ["a", "b"]}
    refused = call(Client(), "open-poll", **asked, showsVoters="yes")
    assert list(refused["fields"]) == ["showsVoters"]
    assert call(Client(), "open-poll", **asked, showsVoters=True)["poll"]["showsVoters"]


@pytest.mark.parametrize("size", [1, 5])
def test_the_first_hundred_are_named_by_as_many_queries_as_one(
    opens: Opens,
    trip: Trip,
    ben: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    size: int,
) -> None:
    monkeypatch.setattr(ballots, "MOST_VOTERS", 3)
    asked = [opens(shows_voters=True) for _ in range(size)]
    for number in range(5):
        joined = membership.join(trip.id, None, Guest(f"Friend {number}"))
        for poll in asked:
            votes(joined["memberId"], poll, 1)
    with django_assert_num_queries(2):
        found = ballots.voters_of([poll.id for poll in asked])
    first = ["Friend 0", "Friend 1", "Friend 2"]
    assert [[each["name"] for each in voters] for voters in found.values()] == [first] * size
    page = ben.get(f"/trips/{trip.id}/polls/{asked[0].id}").content.decode()
    assert "and 3 more" in page


def test_a_page_about_dates_shows_who_said_what_to_each_and_no_hub_does(
    trip: Trip, asha: str, ben: Client
) -> None:
    opened = polls.ask_for_dates(trip.id, None, DateTerms("When?", SPANS, shows_voters=True))
    poll = Poll.objects.get(pk=opened["poll"]["id"])
    answers(asha, poll, [1], [3])
    page = ben.get(f"/trips/{trip.id}/polls/{poll.id}").content.decode()
    row = page.split('<th scope="row">')[1].split("</tr>")[0]
    assert [kind in row for kind in ("vote--yes", "vote--maybe", "vote--no")] == [True] * 3
    assert '"voters": [{' in page
    assert '"voters": [{' not in ben.get(f"/trips/{trip.id}").content.decode()


def test_votes_are_exported_by_name_where_it_is_shown_and_only_counted_elsewhere(
    opens: Opens, trip: Trip, asha: str, ben: Client
) -> None:
    secret, shown = (
        opens(options=("=1+1", "Hut"), shows_voters=shows, results="closed")
        for shows in (False, True)
    )
    votes(asha, secret, 1), votes(asha, shown, 2)
    Member.objects.filter(pk=asha).update(name="+Asha")
    address = f"/trips/{trip.id}/polls/{shown.id}/votes.csv"
    assert ben.get(address).status_code == 409  # hidden from organisers too
    for poll in (secret, shown):
        polls.close_poll(trip.id, None, poll.id)
    assert rows_of(ben.get(address).content) == [["Name", "'=1+1", "Hut"], ["'+Asha", "no", "yes"]]
    counts = ben.get(address.replace(shown.id, secret.id)).content
    assert rows_of(counts) == [["Option", "Votes"], ["'=1+1", "1"], ["Hut", "0"]]


def test_the_counts_of_dates_are_exported_with_those_if_need_be(
    trip: Trip, asha: str, ben: Client
) -> None:
    poll_id = polls.ask_for_dates(trip.id, None, DateTerms("When?", SPANS))["poll"]["id"]
    answers(asha, Poll.objects.get(), [1], [3])
    rows = rows_of(ben.get(f"/trips/{trip.id}/polls/{poll_id}/votes.csv").content)
    assert rows[0] == ["Option", "Votes", "If need be"]
    assert [row[1:] for row in rows[1:]] == [["1", "0"], ["0", "0"], ["0", "1"]]
