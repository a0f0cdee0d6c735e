"""Fields are checked against each other and against today, at every door by the same rules."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from tests.filling import doors, form_of
from tests.fold import status_at
from trips import membership, planning, polls, wire, zones
from trips.admin.filters import StatusFilter
from trips.api import bodies
from trips.forms import COLUMNS, Guest, PlanForm, PollForm, PollTerms, Terms, Vote
from trips.models import Event, Poll, Trip
from trips.pages.presets import days_offered

STATUSES = json.loads((Path(__file__).parent / "statuses.json").read_text())
GOA = {"tripName": "Goa", "requiredMembers": 5, "adminName": "Ben"}
NOW = datetime(2026, 12, 10, 20, tzinfo=UTC)  # the 11th in India
OVER = {"startDate": "2026-12-01", "endDate": "2026-12-09"}


def create(**fields: Any) -> Any:
    body = json.dumps(GOA | fields)
    return Client().post("/api/social-cart/create", body, "application/json")


def update(planned: wire.CreateResponse, **fields: Any) -> Any:
    body = {"tripId": planned["tripId"], "adminId": planned["adminId"]} | fields
    return Client().post("/api/social-cart/update", json.dumps(body), "application/json")


@pytest.mark.parametrize(("said", "at", "status"), STATUSES["moments"])
def test_a_trip_is_over_when_its_last_day_is_over_where_it_takes_place(
    db: None, said: dict[str, Any], at: str, status: str
) -> None:
    trip_fields, now = STATUSES["plain"] | said, datetime.fromisoformat(at)
    moment = {
        name: trip_fields[name] and datetime.fromisoformat(trip_fields[name])
        for name in trip_fields
        if "At" in name
    }
    trip = Trip(
        title="Goa",
        required_members=2,
        member_count=2 * trip_fields["isDiscountUnlocked"],
        is_unlocked=trip_fields["isDiscountUnlocked"],
        starts_on=trip_fields["startDate"] and date.fromisoformat(trip_fields["startDate"]),
        ends_on=trip_fields["endDate"] and date.fromisoformat(trip_fields["endDate"]),
        time_zone=trip_fields["timeZone"],
        join_by=trip_fields["joinBy"] and datetime.fromisoformat(trip_fields["joinBy"]),
        closed_at=moment["closedAt"],
        cancelled_at=moment["cancelledAt"],
    )
    trip.save()
    assert trip.status_at(now) == status_at(trip_fields, now) == status
    with time_machine.travel(now, tick=False):
        assert [shown for shown in Trip.Status if trip in staffs_list(shown)] == [status]


def staffs_list(status: str) -> list[Trip]:
    chosen = StatusFilter(HttpRequest(), {"status": [status]}, Trip, None)  # type: ignore[arg-type]
    return list(chosen.queryset(HttpRequest(), Trip.objects.all()))


def test_nobody_joins_a_trip_that_is_over_and_every_page_says_so(
    planned: wire.CreateResponse, trip: Trip, ben: Client
) -> None:
    Trip.objects.update(starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 9))
    with time_machine.travel(NOW, tick=False):
        join = {"invitation_token": planned["tripId"], "guest_name": "Asha"}
        refused = Client().post("/api/social-cart/join", join, "application/json")
        assert (refused.status_code, refused.json()["error"]) == (409, "trip_closed")
        page = Client().post(f"/join/{planned['tripId']}", {"guest_name": "Asha"})
        assert page.status_code == 409
        for shown in (page, ben.get(f"/trips/{trip.id}")):
            text = shown.content.decode()
            assert re.search(r'data-when="closed-by-end">\s*<h2[^>]*>This trip is over', text)
            assert 'data-when="closed-by-organiser closed-by-deadline" hidden' in text
        with pytest.raises(wire.Refusal, match="trip_over"):
            planning.reopen(trip.id, None)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (OVER, ["endDate", "pastDays"]),
        ({"startDate": "2026-12-09"}, ["startDate", "pastDays"]),
        ({"startDate": "2026-12-10"}, []),
        ({"startDate": "2026-12-10", "timeZone": "Asia/Kolkata"}, ["startDate", "pastDays"]),
        ({"startDate": "2026-12-09", "endDate": "2026-12-10"}, []),
        (OVER | {"pastDays": True}, []),
        (OVER | {"pastDays": True, "joinBy": "2026-12-12T20:00"}, ["joinBy"]),
        ({"endDate": "2026-12-15"}, ["endDate"]),
        ({"startDate": "2026-12-15", "endDate": "2026-12-12"}, ["endDate"]),
        ({"startDate": "2026-12-12", "joinBy": "2027-06-01T00:00"}, ["joinBy"]),
        ({"startDate": "2026-12-12", "joinBy": "2026-12-12T23:59:59"}, []),
        ({"startDate": "2026-12-12", "joinBy": "2026-12-13T00:00:01"}, ["joinBy"]),
        ({"startDate": "2026-12-12", "joinBy": "2026-12-13T01:00+05:30"}, []),
        ({"joinBy": "2026-12-10T19:00"}, ["joinBy"]),
        ({"joinBy": "2099-12-31T23:59:59-12:00"}, ["joinBy"]),
        ({"joinBy": "0001-01-01T00:00:00+14:00"}, ["joinBy"]),
        ({"joinBy": "9999-12-31T23:59:59-14:00"}, ["joinBy"]),
    ],
)
def test_days_and_deadline_are_checked_against_each_other_and_today(
    planned: wire.CreateResponse, fields: dict[str, Any], wrong: list[str]
) -> None:
    with time_machine.travel(NOW, tick=False):
        for answer in (create(**fields), update(planned, **fields)):
            assert sorted(answer.json().get("fields", {})) == sorted(wrong), answer.json()
            assert answer.status_code == 422 if wrong else answer.status_code < 300
        page = Client().post("/", GOA | fields)
        assert page.status_code == (422 if wrong else 303)


def test_the_page_asks_before_it_plans_days_that_are_over(db: None) -> None:
    with time_machine.travel(NOW, tick=False):
        plain = Client().get("/").content.decode()
        asked = Client().post("/", GOA | OVER).content.decode()
        assert Client().post("/", GOA | OVER | {"pastDays": "on"}).status_code == 303
    question = r'\s*>\s*<label class="choices__row"><input type="checkbox" name="pastDays"'
    assert re.search(f'field"\\s+hidden{question}', plain)
    assert re.search(f'wrong"{question}', asked)


@pytest.mark.parametrize("day", ["2030-01-04", "2030-1-4", "20300104", "2030-W01-5", " 2030-01-04"])
def test_a_day_without_a_time_means_the_end_of_it(planned: wire.CreateResponse, day: str) -> None:
    far = {"joinBy": day, "timeZone": "Asia/Kolkata"}
    for answer in (create(**far), update(planned, **far)):
        assert answer.json()["trip"]["joinBy"] == "2030-01-04T18:29:00.000000Z"


def test_every_term_stands_at_every_door(trip: Trip, ben: Client, admin_client: Client) -> None:
    """What `TermsForm` declares the row, the API, the pages and staff have; all is told again."""
    names, columns = set(COLUMNS), set(COLUMNS.values())
    assert columns <= {field.name for field in Trip._meta.get_fields()}
    assert names <= bodies.CreateBody.model_fields.keys() & bodies.UpdateBody.model_fields.keys()
    assert names - {"tripName"} | {"name"} <= wire.trip_fields(trip).keys()
    for door, (client, page, address) in doors(trip, ben, admin_client).items():
        form = form_of(client.get(page), address)
        asked = {name.split("-")[0] for name in form}  # of steps each number has a field
        assert (columns if door == "staff" else names) <= asked, door


@pytest.mark.parametrize("field", ["startDate", "endDate", "joinBy"])
@pytest.mark.parametrize("day", ["10/12/2036", "10/12/36", "10.12.2036", "Oct 12 2036"])
def test_a_day_that_could_be_two_is_refused(
    planned: wire.CreateResponse,
    trip: Trip,
    ben: Client,
    admin_client: Client,
    field: str,
    day: str,
) -> None:
    days = {"startDate": "2036-10-01", field: day}
    for answer in (create(**days), update(planned, **days)):
        assert (answer.status_code, [*answer.json()["fields"]]) == (422, [field])
    assert ben.post(f"/trips/{trip.id}/settings", {field: day}).status_code == 422
    staff, page, _ = doors(trip, ben, admin_client)["staff"]
    refused = staff.post(page, form_of(staff.get(page)) | {COLUMNS[field]: day})
    assert "There is no such day" in refused.content.decode()


@pytest.mark.parametrize("price", ["1e999999999", "1e-999999999", "1e41", "9" * 41])
def test_a_price_that_nobody_could_write_out_is_refused(
    planned: wire.CreateResponse, price: str
) -> None:
    for answer in (create(pricePerPerson=price), update(planned, pricePerPerson=price)):
        assert (answer.status_code, [*answer.json()["fields"]]) == (422, ["pricePerPerson"])


@pytest.mark.parametrize(
    ("typed", "capacity", "price"), [("1,200", 1200, "1,200"), ("1 200", 1200, "12.000,50")]
)
def test_staff_write_numbers_as_others_do(
    trip: Trip, ben: Client, admin_client: Client, typed: str, capacity: int, price: str
) -> None:
    staff, page, _ = doors(trip, ben, admin_client)["staff"]
    numbers = {"capacity": typed, "price_per_person": price, "currency": "EUR"}
    assert staff.post(page, form_of(staff.get(page)) | numbers).status_code == 302
    assert Trip.objects.get().capacity == capacity


DAYS = ["2030-01-04", "20300104", "2030-W01-5", "2030W015", "2030-1-4", " 2030-01-04 "]


@pytest.mark.parametrize("written", DAYS)
def test_however_a_day_is_written_its_end_is_meant(
    planned: wire.CreateResponse, trip: Trip, ben: Client, admin_client: Client, written: str
) -> None:
    """By whoever types it, also into the form of a poll; a moment stays a moment."""
    update(planned, timeZone="Asia/Kolkata")
    at_the_end, at_noon = "2030-01-04T18:29:00.000000Z", "2030-01-04T06:30:00.000000Z"
    far = {"timeZone": "Asia/Kolkata", "joinBy": written}
    for answer in (create(**far), update(planned, **far)):
        assert answer.json()["trip"]["joinBy"] == at_the_end
    moments = ("20300104T120000", "2030-W01-5T12:00")
    for moment in moments:
        assert update(planned, joinBy=moment).json()["trip"]["joinBy"] == at_noon
    for door, name in (("page", "joinBy"), ("staff", "join_by")):
        who, page, action = doors(trip, ben, admin_client)[door]
        assert who.post(page, form_of(who.get(page), action) | {name: written}).status_code < 400
        trip.refresh_from_db()
        assert trip.join_by == datetime.fromisoformat(at_the_end)
        update(planned, joinBy=moments[0])
    closing = PollForm({"closesAt": written}, zone=trip.zone)
    closing.is_valid()
    assert closing.cleaned_data["closesAt"] == datetime.fromisoformat(at_the_end)


def test_minus_nothing_is_nothing(db: None) -> None:
    answer = create(pricePerPerson="-0.0", currency="EUR")
    assert answer.json()["trip"]["pricePerPerson"] == "0.00"


BROKEN = {
    "ended": {"starts_on": date(2001, 1, 1), "ends_on": date(2001, 1, 5)},
    "ended-open": {"ends_on": date(2001, 1, 5)},
    "late": {"starts_on": date(2030, 1, 1), "join_by": datetime(2031, 1, 1, tzinfo=UTC)},
    "passed": {"join_by": datetime(2001, 1, 1, tzinfo=UTC)},
    "far": {"join_by": datetime(2100, 1, 1, 12, tzinfo=UTC)},
    "nowhere": {"time_zone": "localtime"},
    "no-currency": {"price_per_person": 5, "currency": "XYQ"},
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_breaks_a_newer_rule_can_still_be_changed_elsewhere(
    planned: wire.CreateResponse,
    trip: Trip,
    ben: Client,
    admin_client: Client,
    broken: dict[str, Any],
) -> None:
    Trip.objects.update(**broken)
    assert update(planned, tripName="Hampi").status_code == 200
    form = ben.get(f"/trips/{trip.id}/settings").context["form"]
    shown = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in shown.items() if value not in (None, False)}
    saved = ben.post(f"/trips/{trip.id}/settings", typed | {"tripName": "Hampi 2"})
    assert saved.status_code == 303
    trip.refresh_from_db()
    assert (trip.title, {name: getattr(trip, name) for name in broken}) == ("Hampi 2", broken)


@given(
    starts=some.none() | some.integers(-400, 400),
    days=some.none() | some.integers(0, 40),
    zone=some.sampled_from(["UTC", "Asia/Kolkata", "America/New_York", "Pacific/Kiritimati"]),
)
def test_no_preset_offers_days_that_are_over(
    starts: int | None, days: int | None, zone: str
) -> None:
    trip = Trip(title="Goa", required_members=2, time_zone=zone)
    with time_machine.travel(NOW, tick=False):
        today = NOW.astimezone(trip.zone).date()
        first = trip.starts_on = None if starts is None else today + timedelta(days=starts)
        trip.ends_on = first and first + timedelta(days=days or 0)
        offered = days_offered(trip)
    assert all(today <= begin <= end for begin, end in offered)
    assert first is None or all((begin - first).days % 7 == 0 for begin, _ in offered)


class Settled:
    """A trip where each of the verbs below has nothing to change the second time."""

    def __init__(self) -> None:
        planned = planning.plan(None, Terms("Goa", 2), Guest("Ben"))
        self.trip = planned["trip"]["id"]
        joined = (membership.join(self.trip, None, Guest(name)) for name in ("Asha", "Dev", "Zoë"))
        self.asha, self.dev, self.zoe = (each["memberId"] for each in joined)
        self.request = membership.ask(self.trip, None, "Asha")["requestId"]
        membership.remove(self.trip, None, self.zoe)
        opened = polls.open_poll(self.trip, None, PollTerms("Where?", ("Here", "There")))["poll"]
        self.poll, self.options = opened["id"], [option["id"] for option in opened["options"]]
        self.vote(self.dev, 1)

    def vote(self, who: str, option: int) -> None:
        polls.vote(self.trip, None, who, self.poll, Vote((self.options[option],), 1))

    def pick(self) -> None:
        self.vote(self.asha, 0)
        polls.close_poll(self.trip, None, self.poll)
        polls.pick(self.trip, None, self.poll, self.options[0])

    def undo_pick(self) -> wire.PollResponse:
        if not Poll.objects.get().closed_at:
            self.pick()
        return polls.undo_pick(self.trip, None, self.poll)


CHANGES: dict[str, Callable[[Settled], Any]] = {
    "close": lambda it: planning.close(it.trip, None),
    "cancel": lambda it: planning.cancel(it.trip, None),
    "reopen": lambda it: planning.reopen(it.trip, None),
    "restore": lambda it: membership.restore(it.trip, None, it.zoe),
    "answer": lambda it: membership.answer_request(it.trip, None, it.request, let_in=True),
    "ask to come back": lambda it: membership.ask(it.trip, None, "Zoë", member_id=it.zoe),
    "vote": lambda it: it.vote(it.asha, 0),
    "withdraw": lambda it: polls.withdraw_vote(it.trip, None, it.dev, it.poll),
    "close poll": lambda it: polls.close_poll(it.trip, None, it.poll),
    "pick": lambda it: it.pick(),
    "undo pick": lambda it: it.undo_pick(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_nothing_writes_nothing(db: None, name: str) -> None:
    it = Settled()
    first = CHANGES[name](it)
    written = Event.objects.count()
    assert CHANGES[name](it) == first
    assert Event.objects.count() == written


def test_no_unknown_zone_is_kept_in_memory(db: None) -> None:
    kept = zones._label.cache_info().currsize
    for number in range(3):
        PlanForm({"timeZone": f"Atlantis/{number}"}).as_p()
    assert zones._label.cache_info().currsize <= kept + 1
