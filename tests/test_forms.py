"""A form that is opened and saved changes nothing, and one that was open puts nothing old back."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
from django.contrib.admin.utils import quote
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import browser_with, complete
from tests.filling import doors, form_of
from tests.spaces import plain
from tests.test_pages import text_of
from trips import cache, membership, planning, polls
from trips.forms import COLUMNS, Guest, PollTerms, Vote
from trips.models import Event, Poll, Trip

pytestmark = pytest.mark.django_db
some = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# When clocks are put forward and back: half an hour to each side are both moments of an hour that
# comes twice, and those beside one that never comes.
CHANGES = {
    "Europe/Berlin": ("2040-03-25T01:00Z", "2040-10-28T01:00Z"),
    "America/New_York": ("2040-03-11T07:00Z", "2040-11-04T06:00Z"),
    "Australia/Lord_Howe": ("2040-03-31T15:00Z", "2040-10-06T15:30Z"),
    "Africa/Casablanca": ("2040-09-02T02:00Z", "2040-10-14T02:00Z"),
}
at_a_change = st.sampled_from(
    [
        (zone, datetime.fromisoformat(at) + timedelta(minutes=minutes))
        for zone, ats in CHANGES.items()
        for at in ats
        for minutes in (-30, 0, 30)
    ]
)
anywhere = st.tuples(
    st.sampled_from(sorted(available_timezones() - {"localtime"})),
    st.none() | st.datetimes(datetime(2000, 1, 3), datetime(2099, 12, 29), timezones=st.just(UTC)),
)
days = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
titles = st.sampled_from(
    ["Goa", "10² km", '"><b>&amp;', "عطلة", " Goa  2027 ", "👩‍👩‍👧‍👦", "O'Neil"]
)
prices = st.none() | st.decimals(0, 99_999_999, places=2)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """Anything that may stand on a trip's row, also from before a rule became stricter."""
    zone, join_by = draw(at_a_change | anywhere)
    first, last, required = draw(days), draw(days), draw(st.integers(5, 500))
    return {
        "title": draw(titles),
        "required_members": required,
        "starts_on": first and last and min(first, last) or first,
        "ends_on": first and last and max(first, last) or last,
        "time_zone": zone,
        "capacity": draw(st.none() | st.integers(required, 5000)),
        "join_by": join_by and join_by + draw(st.timedeltas(timedelta(0), timedelta(seconds=59))),
        "price_per_person": draw(prices),
        "currency": draw(st.sampled_from(["", "EUR", "JPY", "KWD", "INR", "XYQ"])),
        "discount_percent": draw(st.none() | st.integers(1, 100)),
        "further_steps": draw(st.sampled_from([[], [[8, 12]], [[600, 12], [700, 99]]])),
    }


Opened = Callable[[Trip], tuple[Client, str, str, dict[str, str]]]


@pytest.fixture(params=["settings", "staff"])
def opened(request: Any, ben: Client, admin_client: Client) -> Opened:
    """Opens a form of a trip: who has it, where it is sent, what its title is called, its texts."""

    def open_form(trip: Trip) -> tuple[Client, str, str, dict[str, str]]:
        cache.store.forget()  # rows are written here without a verb
        is_staffs = request.param == "staff"
        who, page, action = doors(trip, ben, admin_client)["staff" if is_staffs else "page"]
        return who, page, "title" if is_staffs else "tripName", form_of(who.get(page), action)

    return open_form


def named_at(door: str, typed: dict[str, str]) -> dict[str, str]:
    """What is typed, by the names of the fields at this door: staff's are those of the columns."""
    return {COLUMNS[name]: text for name, text in typed.items()} if door == "staff" else typed


def standing(trip: Trip) -> dict[str, Any]:
    """The whole row."""
    return dict(Trip.objects.values().get(pk=trip.id))


@some
@given(row=rows())
def test_a_form_that_is_opened_and_saved_changes_nothing(
    trip: Trip, opened: Opened, row: dict[str, Any]
) -> None:
    Trip.objects.update(**row)
    before, events = standing(trip), Event.objects.count()
    who, address, _, form = opened(trip)
    assert who.post(address, form).status_code in (302, 303)
    assert (standing(trip), Event.objects.count()) == (before, events)


@settings(some, max_examples=8)
@given(row=rows())
def test_only_what_was_touched_is_changed(trip: Trip, opened: Opened, row: dict[str, Any]) -> None:
    Trip.objects.update(**row)
    before = standing(trip)
    who, address, title, form = opened(trip)
    assert who.post(address, form | {title: "Hampi"}).status_code in (302, 303)
    assert standing(trip) == before | {"title": "Hampi", "seq": before["seq"] + 1}
    Trip.objects.update(seq=before["seq"])
    Event.objects.filter(seq__gt=before["seq"]).delete()


KOLKATA = {"timeZone": "Asia/Kolkata", "joinBy": "2030-01-04T20:00"}
EUR_100 = {"pricePerPerson": "100", "currency": "EUR"}


def test_an_old_form_puts_nothing_old_back(trip: Trip, opened: Opened) -> None:
    planning.update(trip.id, None, EUR_100 | KOLKATA)
    who, address, title, form = opened(trip)
    planning.update(trip.id, None, {"pricePerPerson": "80", "capacity": 6, "joinBy": None})
    assert who.post(address, form | {title: "Hampi"}).status_code in (302, 303)
    saved = standing(trip)
    assert (saved["title"], saved["price_per_person"], saved["currency"]) == ("Hampi", 80, "EUR")
    assert (saved["capacity"], saved["join_by"]) == (6, None)


@pytest.mark.parametrize(
    ("meanwhile", "typed", "became"),
    [
        ({"tripName": "Hampi"}, {"tripName": "Gokarna"}, "became “Hampi”"),
        ({"requiredMembers": 4}, {"requiredMembers": "3"}, "became “4”"),
        ({"startDate": "2030-02-01"}, {"startDate": "2030-03-01"}, "became “1 Feb 2030”"),
        (
            {"startDate": "2030-01-31", "endDate": "2030-02-01"},
            {"endDate": "2030-03-01"},
            "became “1 Feb 2030”",
        ),
        (
            {"joinBy": "2030-01-05T21:00"},
            {"joinBy": "2030-01-06T22:00"},
            "Saturday 5 Jan 2030, 21:00",
        ),
        ({"joinBy": None}, {"joinBy": "2030-01-06T22:00"}, "was emptied"),
        ({"capacity": 9}, {"capacity": "8"}, "became “9”"),
        ({"capacity": 9}, {"capacity": "eight"}, "became “9”"),
        ({"pricePerPerson": "80"}, {"pricePerPerson": "90"}, "became “€80”"),
        ({"pricePerPerson": "80"}, {"currency": "USD"}, "became “€80”"),
        ({"currency": "USD"}, {"pricePerPerson": "90"}, "became “USD”"),
        ({"discountPercent": None}, {"discountPercent": "15"}, "was emptied"),
    ],
)
@pytest.mark.parametrize("door", ["page", "staff"])
def test_what_has_become_something_else_is_said_and_a_second_save_is_meant(
    trip: Trip,
    ben: Client,
    admin_client: Client,
    door: str,
    meanwhile: Any,
    typed: dict[str, str],
    became: str,
) -> None:
    planning.update(trip.id, None, EUR_100 | KOLKATA)
    who, page, action = doors(trip, ben, admin_client)[door]
    typed = named_at(door, typed)
    old = form_of(who.get(page), action)
    planning.update(trip.id, None, meanwhile)
    before = standing(trip)
    refused = who.post(page, old | typed)
    assert became in text_of(refused)
    assert standing(trip) == before
    again = form_of(refused, action)
    assert again.items() >= typed.items(), "what was typed is kept"
    who.post(page, again | ({"capacity": "8"} if "eight" in typed.values() else {}))
    after = standing(trip)
    changed = {name for name in after if after[name] != before[name]} - {"seq"}
    assert changed == {COLUMNS.get(name, name) for name in typed}


@pytest.mark.parametrize(
    ("meanwhile", "typed", "saved"),
    [
        ({}, {"currency": "KWD"}, {"currency": "KWD"}),
        ({}, {"currency": "JPY"}, {"currency": "JPY"}),
        ({}, {"currency": "KWD", "pricePerPerson": "12.345"}, {"currency": "KWD"}),
        ({"currency": "JPY"}, {"tripName": "Hampi"}, {"currency": "JPY"}),
        ({"timeZone": "Asia/Tokyo"}, {"joinBy": "2030-01-05T20:00"}, {"time_zone": "Asia/Tokyo"}),
    ],
)
@pytest.mark.parametrize("door", ["page", "staff"])
def test_what_only_looks_different_in_another_currency_or_zone_has_become_nothing_else(
    trip: Trip,
    ben: Client,
    admin_client: Client,
    door: str,
    meanwhile: Any,
    typed: dict[str, str],
    saved: dict[str, str],
) -> None:
    planning.update(trip.id, None, EUR_100 | KOLKATA)
    who, page, action = doors(trip, ben, admin_client)[door]
    typed = named_at(door, typed)
    form = form_of(who.get(page), action)
    planning.update(trip.id, None, meanwhile)
    assert who.post(page, form | typed).status_code in (302, 303)
    assert standing(trip).items() >= saved.items()


def test_what_others_changed_to_the_same_is_no_conflict(trip: Trip, opened: Opened) -> None:
    who, address, title, form = opened(trip)
    planning.update(trip.id, None, {"tripName": "Hampi"})
    events = Event.objects.count()
    assert who.post(address, form | {title: "Hampi"}).status_code in (302, 303)
    assert Event.objects.count() == events


def test_nothing_hidden_is_described(trip: Trip, ben: Client) -> None:
    page = f"/trips/{trip.id}/settings"
    form = form_of(ben.get(page), page)
    refused = ben.post(page, form | {"capacity": "many"}).content.decode()
    hidden = re.findall(r'<input type="hidden"[^>]*>', refused)
    assert len(hidden) > 10
    assert "aria-" not in "".join(hidden)


def test_what_is_typed_is_checked_against_what_stands_there_now(trip: Trip, ben: Client) -> None:
    page = f"/trips/{trip.id}/settings"
    form = form_of(ben.get(page), page)
    planning.update(trip.id, None, {"startDate": "2030-02-01", "endDate": "2030-02-05"})
    refused = ben.post(page, form | {"endDate": "2030-01-05"})
    assert refused.status_code == 422
    planning.update(trip.id, None, {"startDate": None, "endDate": None})
    form = form_of(ben.get(page), page)
    planning.update(trip.id, None, {"startDate": "2030-02-01"})
    refused = ben.post(page, form | {"endDate": "2030-01-05"})
    assert "before the first" in text_of(refused)


def test_a_deadline_is_meant_by_the_clocks_that_the_form_showed(trip: Trip, ben: Client) -> None:
    planning.update(trip.id, None, {"timeZone": "Asia/Kolkata"})
    page = f"/trips/{trip.id}/settings"
    opened = ben.get(page)
    assert "In India time." in text_of(opened)
    planning.update(trip.id, None, {"timeZone": "America/New_York"})
    ben.post(page, form_of(opened, page) | {"joinBy": "2030-01-04T20:00"})
    assert standing(trip)["join_by"] == datetime(2030, 1, 4, 14, 30, tzinfo=UTC)
    assert standing(trip)["time_zone"] == "America/New_York"


def test_a_page_of_the_release_before_puts_nothing_back_unasked(trip: Trip, ben: Client) -> None:
    planning.update(trip.id, None, EUR_100)
    page = f"/trips/{trip.id}/settings"
    shown = form_of(ben.get(page), page).items()
    older = {name: text for name, text in shown if not name.startswith("initial-")}
    planning.update(trip.id, None, {"pricePerPerson": "80"})
    refused = ben.post(page, older | {"tripName": "Hampi"})
    assert "It says “€80” now." in text_of(refused)
    assert standing(trip)["price_per_person"] == 80
    untouched = form_of(ben.get(page), page).items()
    older = {name: text for name, text in untouched if not name.startswith("initial-")}
    assert ben.post(page, older).status_code == 303


@pytest.fixture(params=["own", "organiser", "staff"])
def renaming(
    request: Any, trip: Trip, ben: Client, admin_client: Client
) -> tuple[str, Client, str]:
    """Who is renamed, and where."""
    asha = membership.join(trip.id, None, Guest("Asha"))
    own = f"/trips/{trip.id}/name"
    staff = f"/admin/trips/member/{quote(asha['memberId'])}/change/"
    who, page = {
        "own": (browser_with(trip.id, asha["memberKey"]), own),
        "organiser": (ben, f"/trips/{trip.id}/members/{asha['memberId']}/name"),
        "staff": (admin_client, staff),
    }[request.param]
    return asha["memberId"], who, page


def test_a_form_of_a_name_puts_no_old_one_back(
    trip: Trip, renaming: tuple[str, Client, str]
) -> None:
    asha, who, page = renaming
    form = form_of(who.get(page))
    membership.rename(trip.id, None, asha, "Aisha")
    events = Event.objects.count()
    assert who.post(page, form).status_code in (302, 303)
    refused = who.post(page, form | {"name": "Usha"})
    assert "This became “Aisha” meanwhile." in text_of(refused)
    assert Event.objects.count() == events
    assert who.post(page, form_of(refused)).status_code in (302, 303)
    assert trip.members.get(pk=asha).name == "Usha"


def test_the_api_changes_what_it_is_given_and_nothing_else(trip: Trip) -> None:
    planning.update(trip.id, None, EUR_100 | KOLKATA)
    Trip.objects.update(join_by=datetime(2030, 10, 27, 0, 30, 5, 123, tzinfo=UTC))
    before = standing(trip)
    planning.update(trip.id, None, {"tripName": "Hampi"})
    assert standing(trip) == before | {"title": "Hampi", "seq": before["seq"] + 1}


def test_an_untouched_plan_is_refused_and_what_is_typed_comes_back(db: None) -> None:
    guest = Client()
    form = form_of(guest.get("/"), "/")
    typed = form | {"tripName": "10² km & <b>", "joinBy": "2030-10-27T02:30", "capacity": "many"}
    typed |= {"timeZone": "Europe/Berlin", "pricePerPerson": "99.50", "currency": "EUR"}
    refused = guest.post("/", typed)
    assert (refused.status_code, Trip.objects.count()) == (422, 0)
    again = form_of(refused, "/")
    assert again == typed | {name: again[name] for name in ("csrfmiddlewaretoken", "key")}


@pytest.mark.parametrize("preset", ["", "dates", "place", "budget"])
def test_a_poll_asks_what_its_form_shows(trip: Trip, ben: Client, preset: str) -> None:
    complete(trip)
    address = f"/trips/{trip.id}/polls/new"
    form = form_of(ben.get(f"{address}?preset={preset}"))
    answer = ben.post(address, form)
    if not preset:
        assert (answer.status_code, Poll.objects.count()) == (422, 0)
        return
    poll = Poll.objects.get()
    assert poll.question == form["question"]
    assert [option.text for option in poll.options.all()] == plain(form["options"]).splitlines()
    assert (poll.most_choices, poll.results, poll.closes_at) == (
        int(form["mostChoices"]),
        form["results"],
        None,
    )


@pytest.mark.parametrize("door", ["page", "staff"])
def test_a_poll_closes_by_the_clocks_of_the_trip(
    trip: Trip, ben: Client, admin_client: Client, door: str
) -> None:
    complete(trip)
    planning.update(trip.id, None, {"timeZone": "Asia/Kolkata"})
    who, page = ben, f"/trips/{trip.id}/polls/new"
    if door == "staff":
        who, page = admin_client, "/admin/trips/poll/add/"
    opened = who.get(page)
    assert {"page": "in India time", "staff": "By the clocks of the trip"}[door] in text_of(opened)
    if door == "page":
        planning.update(trip.id, None, {"timeZone": "America/New_York"})
    asked = {"question": "When?", "options": "June\nJuly", "trip": trip.id}
    closes = dict.fromkeys(("closesAt", "closes_at"), "2030-01-04T20:00")
    assert who.post(page, form_of(opened) | asked | closes).status_code in (302, 303)
    assert Poll.objects.get().closes_at == datetime(2030, 1, 4, 14, 30, tzinfo=UTC)


@some
@given(place=at_a_change, more=st.timedeltas(timedelta(0), timedelta(seconds=59)))
def test_nor_does_the_form_of_a_poll(
    trip: Trip, ben: Client, place: tuple[str, datetime], more: timedelta
) -> None:
    if not trip.is_unlocked:
        complete(trip)
        polls.open_poll(trip.id, None, PollTerms("“When?” & <b>", (" June", "July 10²")))
        trip.refresh_from_db()
    zone, at = place
    Trip.objects.update(time_zone=zone)
    Poll.objects.update(closes_at=at + more)
    before, events = Poll.objects.values().get(), Event.objects.count()
    page = f"/trips/{trip.id}/polls/{before['id']}/edit"
    assert ben.post(page, form_of(ben.get(page))).status_code == 303
    assert (Poll.objects.values().get(), Event.objects.count()) == (before, events)


def test_another_closing_time_is_meant_by_the_clocks_that_were_shown(
    trip: Trip, ben: Client
) -> None:
    complete(trip)
    planning.update(trip.id, None, {"timeZone": "Asia/Kolkata"})
    poll = polls.open_poll(trip.id, None, PollTerms("When?", ("June", "July")))["poll"]
    page = f"/trips/{trip.id}/polls/{poll['id']}"
    edit = form_of(ben.get(f"{page}/edit"))
    planning.update(trip.id, None, {"timeZone": "America/New_York"})
    ben.post(f"{page}/edit", edit | {"closesAt": "2030-01-04T20:00"})
    assert Poll.objects.get().closes_at == datetime(2030, 1, 4, 14, 30, tzinfo=UTC)
    polls.close_poll(trip.id, None, poll["id"])
    reopen = form_of(ben.get(f"{page}/reopen"))
    planning.update(trip.id, None, {"timeZone": "Asia/Kolkata"})
    ben.post(f"{page}/reopen", reopen | {"closesAt": "2030-01-04T20:00"})
    assert Poll.objects.get().closes_at == datetime(2030, 1, 5, 1, 0, tzinfo=UTC)


STAFFS = [
    *("trip/", "trip/{trip}/change/", "member/", "member/{asha}/change/", "event/", "joinrequest/"),
    *("joinrequest/{asked}/change/", "poll/", "poll/{poll}/change/", "ballot/"),
]


@pytest.mark.parametrize("page", STAFFS)
def test_staff_are_told_times_by_the_clocks_of_the_trip(
    trip: Trip, admin_client: Client, page: str
) -> None:
    complete(trip)
    planning.update(trip.id, None, KOLKATA)
    closes_at = datetime(2030, 1, 4, 14, 30, tzinfo=UTC)
    terms = PollTerms("When?", ("June", "July"), closes_at=closes_at)
    poll, asha = polls.open_poll(trip.id, None, terms)["poll"], trip.members.get(name="Asha").id
    polls.vote(trip.id, None, asha, poll["id"], Vote((poll["options"][0]["id"],), 1))
    asked = membership.ask(trip.id, None, "Asha")["requestId"]
    membership.answer_request(trip.id, None, asked, let_in=False)
    membership.remove(trip.id, None, asha)
    polls.close_poll(trip.id, None, poll["id"])
    planning.close(trip.id, None)
    planning.cancel(trip.id, None)
    ids = {"trip": trip.id, "asha": asha, "asked": asked, "poll": poll["id"]}
    places = {name: quote(row_id) for name, row_id in ids.items()}
    shown = text_of(admin_client.get(f"/admin/trips/{page.format(**places)}"))
    assert "(India time)" in shown
    assert re.findall(r".{9}\d:\d\d(?! \(India time\))|[ap]\.m\.", shown) == []


def test_a_limit_stands_once_and_is_used_by_its_name(root: Path) -> None:
    bound = r"(?:max_length|most|max_value|minimum|maximum|max_digits|minLength|maxLength)"
    written = re.compile(
        rf'\b{bound}"?[=:] ?\d[\d_]+|\b\d+ to \d+ (?:\w+ )*characters|most \d+ digits'
    )
    files = [
        file for each in ("forms", "api", "wire") for file in (root / "trips" / each).glob("*.py")
    ]
    found = {each for file in files for each in written.findall(file.read_text())}
    assert found <= {"max_value=100", "maximum=100"}  # a percentage
