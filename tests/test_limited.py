"""Pages have limits as calls have: friends on one address never meet them, a script does."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from tests.filling import form_of
from tests.test_forms import complete
from tests.test_pages import text_of
from trips import membership, planning, polls, throttle
from trips.forms import PollTerms
from trips.models import Event, Member, Poll, Trip

pytestmark = pytest.mark.django_db
HERE = "127.0.0.1"  # where the browsers of a test come from
FRIENDS = [f"Friend {number}" for number in range(20)]


@pytest.fixture
def poll(trip: Trip) -> Poll:
    """One that everybody may vote in."""
    complete(trip)
    polls.open_poll(trip.id, None, PollTerms("When?", ("June", "July")))
    return Poll.objects.get()


@pytest.fixture
def asha(poll: Poll) -> Callable[[str], int]:
    """Votes as Asha, by page or by call; gives the status."""
    row, trip_id = Member.objects.get(name="Asha"), poll.trip_id
    key = membership.replace_key(trip_id, None, row.id)["memberKey"]
    options, votes = [each.id for each in poll.options.all()], iter(range(10**6))
    browser = browser_with(trip_id, key)

    def vote(door: str, is_same: bool = False) -> int:
        chosen = options[0 if is_same else next(votes) % 2]
        if door == "page":
            form = {"options": chosen, "optionsVersion": "1"}
            return browser.post(f"/trips/{trip_id}/polls/{poll.id}", form).status_code
        body = {"tripId": trip_id, "memberKey": key, "pollId": poll.id, "optionsVersion": 1}
        body["options"] = [chosen]
        return Client().post("/api/social-cart/vote", body, "application/json").status_code

    return vote


def test_twenty_friends_on_one_address_open_join_vote_and_reload_for_a_minute(
    planned: planning.Planned, trip: Trip, poll: Poll
) -> None:
    told: Counter[int] = Counter()
    option = poll.options.all()[0].id
    for name in FRIENDS:
        phone, link = Client(), f"/join/{planned['tripId']}"
        hub, ballot = f"/trips/{trip.id}", f"/trips/{trip.id}/polls/{poll.id}"
        told[phone.get(link).status_code] += 1
        told[phone.post(link, {"guest_name": name}).status_code] += 1
        for _ in range(6):  # as a page without script does, which is loaded every ten seconds
            told[phone.get(hub).status_code] += 1
        for _ in range(4):
            told[phone.get(ballot).status_code] += 1
            form = {"options": option, "optionsVersion": "1"}
            told[phone.post(ballot, form).status_code] += 1
        for _ in range(36):  # as a hub does while others vote in a poll with hidden counts
            told[phone.get(f"{ballot}/view").status_code] += 1
    assert {*told} == {200, 303}
    assert sum(told.values()) == 20 * 52


@pytest.mark.parametrize("door", ["page", "call"])
def test_a_member_changes_so_much_in_a_minute_at_whatever_door(asha: Any, door: str) -> None:
    assert {asha("page") for _ in range(50)} == {303}
    assert {asha("call") for _ in range(50)} == {200}
    events = Event.objects.count()
    assert asha(door) == 429
    assert Event.objects.count() == events


def test_who_is_told_to_wait_keeps_what_was_chosen_and_the_others_go_on(
    poll: Poll, asha: Any, ben: Client
) -> None:
    for _ in range(100):
        throttle.changed(Member.objects.get(name="Asha").id)
    assert asha("page") == 429
    mine = {"options": poll.options.all()[1].id, "optionsVersion": "1"}
    assert ben.post(f"/trips/{poll.trip_id}/polls/{poll.id}", mine).status_code == 303


def test_what_changes_nothing_is_no_change(asha: Any) -> None:
    asha("page", is_same=True)
    assert {asha("page", is_same=True) for _ in range(120)} == {303}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_form_that_comes_too_often_is_kept_and_says_when(
    planned: planning.Planned, accept: str
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
    for _ in range(2_000):
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
