"""No call that many make reads more rows than it needs, however large trip and database are.

Asked of a large trip among many, as every plan is good where a table has a few rows.
"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import browser_with
from trips import log, wire
from trips.models import Event, Member, Poll, Trip

MANY = 2_000
OF_ITS_OWN = ("name", "folded_name", "name_key", "key_digest", "phone_digest")
JSON = "application/json"
# All rows are read, or all members of a trip to look at the rest of each. The last is SQLite's.
GREEDY = re.compile(
    r"^SCAN trips_|Seq Scan on trips_|trips_member_trip_id_"
    r"|SEARCH trips_member USING INDEX (?!member_by_suffixed_name)\w+ \(trip_id=\?\)",
    re.MULTILINE,
)


@pytest.fixture(autouse=True)
def crowd(trip: Trip, poll: Poll) -> None:
    """Many other trips; of this one many members, in and gone, and events that are no news."""
    Trip.objects.bulk_create(Trip(title="Nice", required_members=2) for _ in range(MANY))
    left = {"state": Member.State.LEFT, "ended_at": trip.created_at}
    Member.objects.bulk_create(
        Member(trip=trip, **dict.fromkeys(OF_ITS_OWN, f"guest {number}"), **(left, {})[number % 2])
        for number in range(MANY)
    )
    trip.refresh_from_db()
    last = trip.seq + MANY
    Event.objects.bulk_create(
        Event(trip=trip, seq=seq, type="VOTED", at=trip.created_at, data={}, is_news=False)
        for seq in range(trip.seq + 1, last + 1)
    )
    Trip.objects.filter(pk=trip.pk).update(seq=last)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE trips_trip, trips_member, trips_event")


def plan_of(statement: str) -> str:
    """How the database finds the rows."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' * is_sqlite}{statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def greedy(statements: CaptureQueriesContext) -> list[str]:
    """The plans that read a whole table, or all members to find one of them."""
    asked = [each["sql"] for each in statements if each["sql"].startswith(("SELECT", "UPDATE"))]
    plans = [f"{each}\n{plan_of(each)}" for each in asked if "clock_timestamp" not in each]
    return [plan for plan in plans if GREEDY.search(plan)]


def test_a_join_reads_no_more_of_a_large_trip(planned: wire.CreateResponse) -> None:
    guest = {"guest_name": "Eva", "guest_mobile": "+919876543210"}
    body = {"invitation_token": planned["tripId"], **guest}
    with CaptureQueriesContext(connection) as statements:
        key = {"Idempotency-Key": "one-key-of-a-join-by-eva0"}
        answer = Client().post("/api/social-cart/join", body, JSON, headers=key)
    assert answer.status_code == 200
    assert greedy(statements) == []


def test_a_vote_reads_no_more_of_a_large_trip(
    planned: wire.CreateResponse, trip: Trip, poll: Poll
) -> None:
    option = poll.options.all()[0].id
    body = {"tripId": planned["tripId"], "memberKey": planned["adminId"], "pollId": poll.id}
    with CaptureQueriesContext(connection) as statements:
        vote = {"options": [option], "optionsVersion": poll.options_version}
        answer = Client().post("/api/social-cart/vote", body | vote, JSON)
    assert answer.status_code == 200
    assert greedy(statements) == []


@pytest.mark.parametrize("path", ["/join/{link}", "/trips/{trip}", "/"])
def test_a_page_reads_no_more_than_its_trip(
    planned: wire.CreateResponse, trip: Trip, poll: Poll, path: str
) -> None:
    browser = browser_with(trip.id, planned["adminId"])
    with CaptureQueriesContext(connection) as statements:
        answer = browser.get(path.format(link=planned["tripId"], trip=trip.id), follow=True)
    assert answer.status_code == 200
    assert greedy(statements) == []


def test_a_replay_reads_what_was_missed(trip: Trip) -> None:
    trip.refresh_from_db()
    with CaptureQueriesContext(connection) as statements:
        missed = log.after(trip.id, trip.seq - 2, 500)
        log.position(trip.id)
    assert [frame["seq"] for frame in missed] == [trip.seq - 1, trip.seq]
    assert greedy(statements) == []


def test_the_activity_is_found_without_reading_what_is_no_news(trip: Trip) -> None:
    """By its own index: whoever votes makes nobody's page slower."""
    trip.refresh_from_db()
    with CaptureQueriesContext(connection) as asked:
        log.news(trip)
    assert "event_is_news" in plan_of(asked[-1]["sql"])
