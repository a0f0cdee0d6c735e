"""A time that clocks show twice, or never, is asked back in our words, at every door."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.admin.utils import quote
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import complete
from tests.filling import form_of
from tests.spaces import plain
from tests.test_fields import GOA, create, update
from tests.test_pages import text_of
from trips import localtimes, planning, polls, wire, zones
from trips.forms import PollTerms
from trips.models import Event, Poll, Trip

pytestmark = pytest.mark.once

BERLIN = "Europe/Berlin"
TWICE, NEVER = "2027-10-31T02:30", "2027-03-28T02:30"
MEANT = {
    "first": datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    "second": datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
}
SAID_TWICE = (
    "In Berlin time, Sunday 31 Oct 2027 has 02:30 twice: first at UTC+2, then at UTC+1. "
    "Say which one you mean."
)
SAID_NEVER = (
    "In Berlin time, Sunday 28 Mar 2027 has no 02:30: the clocks go from 01:59 to 03:00. "
    "Choose one of these, or another time."
)
PLAN = {"tripName": "Goa", "requiredMembers": "5", "adminName": "Ben", "timeZone": BERLIN}
ASKED = {"question": "When?", "options": "June\nJuly"}
# Each door: its page, where its form goes, the field, and what else is typed into it.
Door = tuple[str, str, str, dict[str, str]]
DOORS: dict[str, Callable[[str, str], Door]] = {
    "plan": lambda trip, poll: ("/", "/", "joinBy", PLAN),
    "settings": lambda trip, poll: (*2 * (f"/trips/{trip}/settings",), "joinBy", {}),
    "new poll": lambda trip, poll: (f"/trips/{trip}/polls/new", "", "closesAt", ASKED),
    "edit poll": lambda trip, poll: (f"/trips/{trip}/polls/{poll}/edit", "", "closesAt", {}),
    "reopen": lambda trip, poll: (f"/trips/{trip}/polls/{poll}/reopen", "", "closesAt", {}),
    "staff": lambda trip, poll: (f"/admin/trips/trip/{quote(trip)}/change/", "", "join_by", {}),
    "staff's poll": lambda trip, poll: (
        "/admin/trips/poll/add/",
        "",
        "closes_at",
        ASKED | {"trip": trip},
    ),
}
STANDING = ["settings", "edit poll", "staff"]  # forms of what is there already


@pytest.fixture
def poll(trip: Trip) -> str:
    complete(trip)
    planning.update(trip.id, None, {"timeZone": BERLIN})
    opened = polls.open_poll(trip.id, None, PollTerms("Where?", ("Here", "There")))
    return opened["poll"]["id"]


@pytest.fixture
def opened(
    request: Any, trip: Trip, poll: str, ben: Client, admin_client: Client
) -> tuple[Client, Door]:
    """Who has the form of a door open, and the door."""
    if request.param == "reopen":
        polls.close_poll(trip.id, None, poll)
    who = admin_client if request.param.startswith("staff") else ben
    return who, DOORS[request.param](trip.id, poll)


def saved() -> list[datetime | None]:
    """Every moment that a form of these can set."""
    trips = Trip.objects.values_list("join_by", flat=True)
    return [at for at in [*trips, *Poll.objects.values_list("closes_at", flat=True)] if at]


@pytest.mark.parametrize("which", MEANT)
@pytest.mark.parametrize("opened", DOORS, indirect=True)
def test_of_two_times_a_form_asks_which_and_keeps_all_else(
    opened: tuple[Client, Door], which: str
) -> None:
    who, (page, action, field, typed) = opened
    typed = typed | {field: TWICE}
    asked = who.post(action or page, form_of(who.get(page), action) | typed)
    assert SAID_TWICE in text_of(asked)
    assert "The first, 02:30 (UTC+2) The second, 02:30 (UTC+1)" in text_of(asked)
    again = form_of(asked, action)
    assert again.items() >= typed.items()
    assert f"{field}-which" not in again
    assert who.post(action or page, again | {f"{field}-which": which}).status_code in (302, 303)
    assert saved() == [MEANT[which]]


@pytest.mark.parametrize("opened", DOORS, indirect=True)
def test_a_time_that_never_comes_is_refused_with_the_nearest_that_do(
    opened: tuple[Client, Door],
) -> None:
    who, (page, action, field, typed) = opened
    form = form_of(who.get(page), action) | typed
    assert SAID_NEVER in text_of(who.post(action or page, form | {field: NEVER}))
    assert saved() == []


@pytest.mark.parametrize(
    ("page", "times"),
    [("settings", 3), *[(f"polls/{page}", 1) for page in ("new", "dates", "{}/edit", "{}/reopen")]],
)
def test_a_form_says_of_each_time_by_whose_clocks_it_is(
    trip: Trip, poll: str, ben: Client, page: str, times: int
) -> None:
    if page.endswith("reopen"):
        polls.close_poll(trip.id, None, poll)
    said = text_of(ben.get(f"/trips/{trip.id}/{page.format(poll)}"))
    assert said.lower().count("in berlin time.") == times


@pytest.mark.parametrize("opened", STANDING, indirect=True)
def test_a_form_shows_which_of_two_stands_and_asks_nobody_who_leaves_it(
    opened: tuple[Client, Door], trip: Trip, poll: str
) -> None:
    who, (page, action, field, _) = opened
    Trip.objects.update(join_by=MEANT["second"])
    Poll.objects.update(closes_at=MEANT["second"])
    events = Event.objects.count()
    form = form_of(who.get(page), action)
    assert (form[field], form[f"{field}-which"]) == (TWICE, "second")
    assert who.post(action or page, form).status_code in (302, 303)
    assert Event.objects.count() == events
    first = form | {f"{field}-which": "first"}
    assert who.post(action or page, first).status_code in (302, 303)
    assert sorted(str(at) for at in saved()) == [str(MEANT["first"]), str(MEANT["second"])]


def test_what_was_chosen_holds_for_no_other_time(trip: Trip, poll: str, ben: Client) -> None:
    page = f"/trips/{trip.id}/settings"
    Trip.objects.update(join_by=MEANT["second"])
    form = form_of(ben.get(page), page)
    ben.post(page, form | {"joinBy": "2027-06-01T20:00"})
    assert saved() == [datetime(2027, 6, 1, 18, tzinfo=UTC)]


def test_which_of_two_somebody_else_chose_meanwhile_is_said(
    trip: Trip, poll: str, ben: Client
) -> None:
    page = f"/trips/{trip.id}/settings"
    Trip.objects.update(join_by=MEANT["second"])
    form = form_of(ben.get(page), page)
    Trip.objects.update(join_by=MEANT["first"])
    refused = ben.post(page, form | {"joinBy": "2027-06-01T20:00"})
    assert "This became “Sunday 31 Oct 2027, 02:30 (UTC+2)” meanwhile." in text_of(refused)


@pytest.mark.parametrize(("typed", "said"), [(TWICE, SAID_TWICE), (NEVER, SAID_NEVER)])
def test_a_call_is_told_what_a_form_is_told(
    planned: wire.CreateResponse, trip: Trip, poll: str, typed: str, said: str
) -> None:
    ours = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    asked = {"question": "When?", "options": ["June", "July"]}
    calls: dict[str, tuple[dict[str, Any], str]] = {
        "create": (GOA | {"timeZone": BERLIN}, "joinBy"),
        "update": (ours, "joinBy"),
        "open-poll": (ours | asked, "closesAt"),
        "edit-poll": (ours | {"pollId": poll}, "closesAt"),
        "reopen-poll": (ours | {"pollId": poll}, "closesAt"),
    }
    for call, (body, field) in calls.items():
        if call == "reopen-poll":
            polls.close_poll(trip.id, None, poll)
        address = f"/api/social-cart/{call}"
        refused = Client().post(address, body | {field: typed}, "application/json")
        ((name, told),) = refused.json()["fields"].items()
        assert (refused.status_code, name, plain(told)) == (422, field, said), call
        assert [*refused.json()] == ["success", "error", "message", "fields"]
    taken = update(planned, joinBy=f"{TWICE}+01:00")
    assert taken.json()["trip"]["joinBy"] == "2027-10-31T01:30:00.000000Z"


def test_a_script_is_given_the_words_to_choose_from(trip: Trip, poll: str, ben: Client) -> None:
    page = f"/trips/{trip.id}/settings"
    form = form_of(ben.get(page), page) | {"joinBy": TWICE}
    answer = ben.post(page, form, headers={"Accept": "application/json"}).json()
    assert answer["choices"] == {
        "joinBy": ["The first, 02:30 (UTC+2)", "The second, 02:30 (UTC+1)"]
    }
    assert answer["initial"]["joinBy"] == ""


@pytest.mark.parametrize(
    ("zone", "day", "last_minute"),
    [
        ("Europe/Berlin", "2027-10-31", "2027-10-31T22:59Z"),
        ("America/Santiago", "2027-04-03", "2027-04-04T03:59Z"),  # its last hour comes twice
        ("America/Santiago", "2027-09-04", "2027-09-05T03:59Z"),  # no midnight follows
        ("America/Havana", "2027-11-06", "2027-11-07T03:59Z"),  # two do
        ("America/Nuuk", "2027-03-27", "2027-03-28T00:59Z"),  # its last hour never comes
        ("Africa/Cairo", "2027-04-30", "2027-04-30T20:59Z"),  # begins at 01:00
        ("Australia/Lord_Howe", "2027-10-03", "2027-10-03T12:59Z"),
    ],
)
def test_a_day_ends_where_the_next_one_begins(
    planned: wire.CreateResponse, zone: str, day: str, last_minute: str
) -> None:
    """A deadline that is a day means its last minute, which is not after the last day."""
    of_day = {"timeZone": zone, "startDate": day, "joinBy": day}
    end = datetime.fromisoformat(last_minute) + timedelta(minutes=1)
    for answer in (create(**of_day), update(planned, **of_day)):
        at = datetime.fromisoformat(answer.json()["trip"]["joinBy"])
        assert at == datetime.fromisoformat(last_minute)
    assert list(update(planned, joinBy=end.isoformat()).json()["fields"]) == ["joinBy"]


def test_a_day_that_a_zone_left_out_has_no_times() -> None:
    apia = ZoneInfo("Pacific/Apia")
    before, after = localtimes.around(datetime(2011, 12, 30, 12), apia)
    assert (f"{before:%d %H:%M}", f"{after:%d %H:%M}") == ("29 23:59", "31 00:00")
    assert localtimes.end_of(date(2011, 12, 29), apia) == localtimes.end_of(
        date(2011, 12, 30), apia
    )


@given(
    zone=some.sampled_from(sorted(zones.known())).map(ZoneInfo),
    at=some.datetimes(datetime(2000, 1, 3), datetime(2099, 12, 29), timezones=some.just(UTC)),
)
def test_every_moment_is_one_of_those_at_which_its_clocks_show_it(
    zone: ZoneInfo, at: datetime
) -> None:
    local = at.astimezone(zone)
    found = localtimes.moments(local, zone)
    assert at in [each.astimezone(UTC) for each in found]
    assert localtimes.which(at, zone) == (
        "" if len(found) == 1 else ["first", "second"][local.fold]
    )
    end = localtimes.end_of(local.date(), zone).astimezone(UTC)
    assert (end - timedelta(seconds=1)).astimezone(zone).date() <= local.date()
    assert end.astimezone(zone).date() > local.date()
