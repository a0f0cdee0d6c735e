"""A poll whose trip was cancelled or is over says so, and offers nothing that makes no sense."""
# ruff: noqa: F811 - the group is that of test_polls, whose fixtures stand in the parameters

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.people import Meet, Person
from tests.browser.test_polls import (  # noqa: F401
    DATES,
    asks,
    group,
    organises,
    reads,
    stands_at_the_ballot,
    votes,
)
from tests.server import Server

CANCELLED = "The trip was cancelled: there is nothing left to vote on."


def test_a_ballot_of_a_cancelled_trip_says_so_and_takes_no_vote(
    server: Server, group: dict[str, Any], asha: Person
) -> None:
    poll = asks(server, group, mostChoices=2)
    stands_at_the_ballot(asha, group, poll, "Asha")
    organises(server, group, "cancel")
    for _ in ("live", "drawn anew"):
        reads(asha.poll, CANCELLED)
        expect(asha.poll).not_to_contain_text("Paused", use_inner_text=True)
        expect(asha.poll).not_to_contain_text("Choose up to", use_inner_text=True)
        expect(asha.vote_button).to_have_count(0)
        expect(asha.page.get_by_role("checkbox")).to_have_count(0)
        asha.page.reload()


def test_its_organiser_is_offered_to_show_hidden_votes_and_nothing_else(
    server: Server, group: dict[str, Any], meet: Meet
) -> None:
    ben, polls = meet(DESK), [asks(server, group, results=each) for each in ("always", "closed")]
    for poll in polls:
        votes(server, group, poll, "Asha", DATES[0])
    organises(server, group, "cancel")
    ben.enters(group, group["keys"]["Ben"])
    expect(ben.polls.get_by_role("link", name="See the poll")).to_have_count(2)
    for poll, offers in zip(polls, (0, 1), strict=True):
        ben.opens_poll(group, poll)
        expect(ben.page.get_by_role("heading", name="Organise")).to_have_count(offers)
        expect(ben.page.get_by_role("link", name="Close the poll")).to_have_count(offers)


def test_a_tie_of_a_cancelled_trip_stays_one(
    server: Server, group: dict[str, Any], meet: Meet
) -> None:
    ben, poll = meet(DESK), asks(server, group)
    organises(server, group, "close-poll", pollId=poll["id"])
    ben.enters(group, group["keys"]["Ben"])
    ben.opens_poll(group, poll)
    expect(ben.page.get_by_role("link", name="Pick")).to_have_count(2)
    organises(server, group, "cancel")
    expect(ben.page.get_by_role("link", name="Pick")).to_have_count(0)
    expect(ben.poll).not_to_contain_text("You pick one.", use_inner_text=True)
    ben.opens(f"/trips/{group['trip']['id']}")
    expect(ben.polls.get_by_role("link", name="See the result")).to_be_visible()


def test_where_too_few_were_in_until_a_trip_was_over_nobody_votes_any_more(
    server: Server, group: dict[str, Any], asha: Person
) -> None:
    poll = asks(server, group)
    server.call("leave", tripId=group["tripId"], memberKey=group["keys"]["Dev"])
    day, trip_id = date.today() - timedelta(days=3), group["trip"]["id"]
    server.execute(f"UPDATE trips_trip SET starts_on = '{day}' WHERE id = '{trip_id}'")
    stands_at_the_ballot(asha, group, poll, "Asha")
    reads(asha.poll, "The trip is over: there is nothing left to vote on.")
    expect(asha.vote_button).to_have_count(0)


def test_the_way_from_the_hub_to_dates_that_wait_for_a_pick_says_so(
    server: Server, group: dict[str, Any], meet: Meet
) -> None:
    days = ["2031-05-02", "2031-05-09"]
    poll = organises(server, group, "ask-for-dates", question="When?", dates=days)["poll"]
    organises(server, group, "close-poll", pollId=poll["id"])
    ben = meet(DESK)
    ben.enters(group, group["keys"]["Ben"])
    expect(ben.polls.get_by_role("link", name="Pick When?")).to_be_visible()
