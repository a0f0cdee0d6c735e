"""Pages have limits as calls have: friends on one address never meet them, a script does."""

import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from tests.filling import form_of
from tests.test_pages import text_of
from trips import membership, polls, throttle, wire
from trips.forms import Guest, PollTerms
from trips.models import Event, Member, Poll, Trip
from trips.pages import limited

pytestmark = pytest.mark.django_db
HERE = "127.0.0.1"  # where the browsers of a test come from
FRIENDS = [f"Friend {number}" for number in range(20)]


@pytest.fixture
def vote(poll: Poll) -> Callable[[str], int]:
    """Votes as Asha, by page or by call; gives the status."""
    row, trip_id = Member.objects.get(name="Asha"), poll.trip_id
    key = membership.replace_key(trip_id, None, row.id)["memberKey"]
    options, votes = [each.id for each in poll.options.all()], iter(range(10**6))
    browser = browser_with(trip_id, key)

    def vote_by(door: str, is_same: bool = False) -> int:
        chosen = options[0 if is_same else next(votes) % 2]
        if door == "page":
            form = {"options": chosen, "optionsVersion": "1"}
            return browser.post(f"/trips/{trip_id}/polls/{poll.id}", form).status_code
        body = {"tripId": trip_id, "memberKey": key, "pollId": poll.id, "optionsVersion": 1}
        body["options"] = [chosen]
        return Client().post("/api/social-cart/vote", body, "application/json").status_code

    return vote_by


def test_twenty_friends_on_one_address_open_join_vote_and_reload_for_a_minute(
    planned: wire.CreateResponse, trip: Trip, poll: Poll
) -> None:
    statuses: Counter[int] = Counter()
    option = poll.options.all()[0].id
    for name in FRIENDS:
        phone, link = Client(), f"/join/{planned['tripId']}"
        hub, ballot = f"/trips/{trip.id}", f"/trips/{trip.id}/polls/{poll.id}"
        statuses[phone.get(link).status_code] += 1
        statuses[phone.post(link, {"guest_name": name}).status_code] += 1
        for _ in range(6):  # as a page without script does, which is loaded every ten seconds
            statuses[phone.get(hub).status_code] += 1
        for _ in range(4):
            statuses[phone.get(ballot).status_code] += 1
            form = {"options": option, "optionsVersion": "1"}
            statuses[phone.post(ballot, form).status_code] += 1
        for _ in range(10):  # as a hub does while others vote in a poll with hidden counts
            statuses[phone.get(f"{ballot}/view").status_code] += 1
    assert {*statuses} == {200, 303}
    assert sum(statuses.values()) == 20 * 26


@pytest.mark.parametrize("door", ["page", "call"])
def test_a_member_changes_so_much_in_a_minute_at_whatever_door(vote: Any, door: str) -> None:
    assert {vote("page") for _ in range(50)} == {303}
    assert {vote("call") for _ in range(50)} == {200}
    events = Event.objects.count()
    assert vote(door) == 429
    assert Event.objects.count() == events


def test_who_votes_too_often_waits_and_the_others_go_on(poll: Poll, vote: Any, ben: Client) -> None:
    for _ in range(100):
        throttle.changed(Member.objects.get(name="Asha").id)
    assert vote("page") == 429
    mine = {"options": poll.options.all()[1].id, "optionsVersion": "1"}
    assert ben.post(f"/trips/{poll.trip_id}/polls/{poll.id}", mine).status_code == 303


def test_what_changes_nothing_is_no_change(vote: Any) -> None:
    vote("page", is_same=True)
    assert {vote("page", is_same=True) for _ in range(120)} == {303}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_form_that_comes_too_often_is_kept_and_says_when(
    planned: wire.CreateResponse, accept: str
) -> None:
    for _ in range(500):
        throttle.form(HERE)
    link, typed = f"/join/{planned['tripId']}", {"guest_name": "Zoë", "key": "4a7be8f2-9d2c-4b8e"}
    answer = Client().post(link, typed, headers={"Accept": accept})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    if accept == "text/html":
        assert "Nothing was lost" in text_of(answer)
        kept = form_of(answer, "")
        assert typed.items() <= kept.items()
        throttle.forget()
        assert Client().post(link, kept)["Location"].startswith("/trips/")


def test_a_page_that_is_asked_for_too_often_offers_itself(trip: Trip, ben: Client) -> None:
    for _ in range(1_200):
        throttle.page(HERE)
    answer = ben.get(f"/trips/{trip.id}")
    assert answer.status_code == 429
    assert f'href="/trips/{trip.id}">Try again' in answer.content.decode()
    assert ben.get(f"/trips/{trip.id}", REMOTE_ADDR="10.0.0.2").status_code == 200


def test_no_page_of_a_limit_repeats_a_password_of_staff(db: None) -> None:
    for _ in range(500):
        throttle.form(HERE)
    answer = Client().post("/admin/login/", {"username": "sam", "password": "opensesame"})
    assert answer.status_code == 429
    assert "opensesame" not in answer.content.decode()


@pytest.fixture
def crowd(trip: Trip) -> Trip:
    """A trip of 150 members."""
    for number in range(149):
        membership.join(trip.id, None, Guest(f"Friend {number}"))
    return trip


def shown(browser: Client, address: str) -> tuple[int, int, bool]:
    """How many members a page has rows for, and in its state; and whether it links to all."""
    page = browser.get(address).content.decode()
    state = re.search(r'<script id="state"[^>]*>(.*?)</script>', page)
    rows = re.findall(r'<li class="member"[^>]* data-id="[^"]', page)
    members = json.loads(state[1])["members"] if state else []
    return len(rows), len(members), bool(re.search(r"href=\S*[?]all=1", page))


def test_of_many_members_a_page_shows_the_first_hundred_and_links_to_all(
    crowd: Trip, planned: wire.CreateResponse, ben: Client
) -> None:
    for browser, address in ((ben, f"/trips/{crowd.id}"), (Client(), f"/join/{planned['tripId']}")):
        assert shown(browser, address) == (100, 100, True)
        assert shown(browser, f"{address}?all=1") == (150, 150, False)
        assert "Show all" in text_of(browser.get(address))


def test_a_hub_tells_of_all_polls_and_shows_the_options_of_the_newest(
    trip: Trip, poll: Poll, ben: Client
) -> None:
    assert poll.question == "Which dates?"
    for number in range(12):
        polls.open_poll(trip.id, None, PollTerms(f"Question {number}?", ("Yes", "No")))
    hub = ben.get(f"/trips/{trip.id}").content.decode()
    shown, _ = hub.split('<template><li class="poll"')
    rows = [
        re.findall(r'"(?:question|option__text)">([^<]+)', row)
        for row in shown.split('<li class="poll"')
    ]
    newest = [[f"Question {number}?", "Yes", "No"] for number in range(11, 1, -1)]
    assert [row[:-1] for row in rows[1:]] == [
        *newest,
        ["Question 1?"],
        ["Question 0?"],
        ["Which dates?"],
    ]


def test_a_change_that_tells_much_counts_as_many(trip: Trip, poll: Poll, ben: Client) -> None:
    me, emoji = Member.objects.get(is_founder=True), "🏖" * 70
    edited = []
    for number in range(15):
        options = [f"{number} {option} {emoji}" for option in range(20)]
        with suppress(wire.Refusal):
            edited.append(polls.edit_poll(me, None, poll.id, {"options": options}))
    assert len(edited) == 10
    bytes_recorded = [
        len(json.dumps(each.data)) for each in Event.objects.filter(type="POLL_CHANGED")
    ]
    assert max(bytes_recorded) > 17_000
    assert sum(bytes_recorded) < 100 * 2_000


def test_a_page_that_is_dear_counts_as_many(trip: Trip, ben: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(limited, "thread_time", iter(range(1_000)).__next__)  # a second each
    statuses = [ben.get(f"/trips/{trip.id}").status_code for _ in range(25)]
    assert statuses == [200] * 16 + [429] * 9
