"""What is said of a trip: the same words from the server and from the browser."""

import json
import re
from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from tests.spaces import plain
from tests.test_fields import GOA
from trips import money, names, numbers, pseudo, wire, words, zones
from trips.management.commands import export_tables
from trips.models import Trip
from trips.pages.presets import preset
from trips.words.invitation import days, tail
from trips.words.messages import MESSAGES

pytestmark = pytest.mark.once

WORDS = json.loads((Path(__file__).parent / "words.json").read_text())
NOW = datetime.fromisoformat(WORDS["now"])
COLUMNS = {
    "name": "title",
    "description": "description",
    "place": "place",
    "cover": "cover",
    "startDate": "starts_on",
    "endDate": "ends_on",
    "startTime": "start_time",
    "endTime": "end_time",
    "timeZone": "time_zone",
    "requiredMembers": "required_members",
    "memberCount": "member_count",
    "waitingCount": "waiting_count",
    "isDiscountUnlocked": "is_unlocked",
    "capacity": "capacity",
    "joinBy": "join_by",
    "pricePerPerson": "price_per_person",
    "currency": "currency",
    "discountPercent": "discount_percent",
    "discountSteps": "further_steps",
    "closedAt": "closed_at",
    "cancelledAt": "cancelled_at",
}


def read(name: str, value: Any) -> Any:
    kinds: dict[str, Any] = {"Date": date, "Time": time, "By": datetime, "At": datetime}
    for ending, kind in kinds.items():
        if value is not None and name.endswith(ending):
            return kind.fromisoformat(value)
    if name == "discountSteps":
        return [[step["members"], step["percent"]] for step in value[1:]]
    return Decimal(value) if name == "pricePerPerson" and value is not None else value


def trip_of(said: dict[str, Any]) -> Trip:
    trip_fields = {**WORDS["plain"], **said}
    return Trip(**{column: read(name, trip_fields[name]) for name, column in COLUMNS.items()})


def texts_of(trip: Trip) -> dict[str, str]:
    fields = wire.trip_fields(trip, NOW)
    texts = {
        "dates": words.schedule.schedule(fields),
        "price": words.discount.price(fields),
        "pays": as_text(words.discount.pays(fields)),
        "ladder": words.discount.ladder(fields),
        "deadline": words.trip.deadline(fields, NOW),
        "zone": zones.label(trip.time_zone),
        "days": days(fields, NOW),
        "tail": tail(fields, NOW),
        "share": words.invitation(fields, NOW),
    }
    return {name: plain(text) for name, text in texts.items()}


TRIPS = {"en": {"trips": WORDS["trips"]}} | WORDS["languages"]
IN_EACH = [(language, *row) for language, of in TRIPS.items() for row in of["trips"]]


@pytest.mark.parametrize(("language", "said", "expected"), IN_EACH)
def test_the_server_says_of_a_trip_what_the_browser_says(
    language: str, said: dict[str, Any], expected: dict[str, str]
) -> None:
    with translation.override(language):
        texts = texts_of(trip_of(said))
    assert {name: texts[name] for name in expected} == expected


@pytest.mark.parametrize("language", sorted({*settings.WRITTEN_IN} - {"en", pseudo.LANGUAGE}))
def test_each_number_has_its_form_on_the_server_as_in_the_browser(language: str) -> None:
    """For a new language tests/words.json gets rows."""
    expected = WORDS["languages"][language]["votes"]
    with translation.override(language):
        assert {n: words.say("votes", n=int(n)) for n in expected} == expected


@pytest.mark.parametrize("language", settings.WRITTEN_IN)
def test_a_day_stays_on_one_line(language: str) -> None:
    today = NOW.date()
    with translation.override(language):
        said = [words.dates.days(today, today + timedelta(days=n)) for n in (0, 1)]
        far = words.dates.span(today, today + timedelta(days=40), "07:30", "21:00")
        before, between, behind = words.say("days", first="|", last="|").split("|")
    ends = far.removeprefix(before).removesuffix(behind).split(between)
    assert len(ends) == 2
    assert " " not in "".join([*said, *ends])


@pytest.mark.parametrize(("order", "spans"), WORDS["spansOfDays"].items())
def test_the_year_of_a_span_stands_where_the_language_puts_it(
    order: str, spans: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MESSAGES, "day_month_year", order)
    for first, last, start, end, expected in spans:
        span = words.dates.span(date.fromisoformat(first), date.fromisoformat(last), start, end)
        assert plain(span) == expected


def as_text(part: str | words.Line) -> str:
    """With stars around what stands out and brackets around what somebody typed."""
    if isinstance(part, str):
        return plain(part)
    kinds = {"": "{}", "name": "[{}]", "poll": "({})", "link": "<{}>", "place": "{{{}}}"}
    texts = ((kinds[each.kind].format(each.text), each.is_strong) for each in part)
    return plain("".join(f"*{text}*" if is_strong else text for text, is_strong in texts))


def said_of(parts: Any, truths: Any) -> list[Any]:
    """What a page draws, as the fixture writes it: the parts, and what is so."""
    texts = {name: as_text(part) for name, part in parts.items()}
    return [texts, " ".join(name for name, is_so in truths.items() if is_so)]


@pytest.mark.parametrize(("said", *["parts", "truths"]), WORDS["rendered trips"])
def test_the_server_draws_of_a_trip_what_the_browser_draws(
    said: dict[str, Any], parts: dict[str, str], truths: str
) -> None:
    fields = wire.trip_fields(trip_of(said), NOW)
    trip = {**fields, "founderId": "ben", "members": WORDS["members"]}
    rendered = said_of(words.trip.parts(trip, NOW), words.trip.truths(trip, NOW))
    assert rendered == [{**WORDS["rendered"], **parts}, truths]


@pytest.mark.parametrize(
    ("of", "said", "seen", *["parts", "truths", "options"]), WORDS["rendered polls"]
)
def test_the_server_draws_of_a_poll_what_the_browser_draws(
    of: Any, said: Any, seen: Any, parts: dict[str, str], truths: str, options: Any
) -> None:
    trip = wire.trip_fields(trip_of(of), NOW)
    poll: Any = {**WORDS["poll"], **said}
    view = {**WORDS["view"], **seen}
    shown: Any = (poll, view, trip, NOW)
    rendered = said_of(words.poll.parts(*shown), words.poll.truths(*shown))
    tally, maybes = words.poll.tally(*shown), words.poll.maybes(*shown)
    rows = [
        said_of(
            words.poll.option_parts(
                each,
                poll,
                tally[each["id"]] if tally else None,
                maybes[each["id"]] if maybes else None,
            ),
            words.poll.option_truths(each, *shown),
        )
        for each in poll["options"]
    ]
    assert [*rendered, rows] == [{**WORDS["rendered poll"], **parts}, truths, options]


@pytest.mark.parametrize(("day", "votes", "counts", "parts", "truths"), WORDS["voters"])
def test_the_server_says_who_chose_what_as_the_browser_does(
    day: str | None, votes: list[list[str]], counts: list[int], parts: dict[str, str], truths: str
) -> None:
    option: Any = {"id": "this", "text": "", "startDate": day, "endDate": day}
    voters: Any = [
        {"id": name, "name": name, "choices": [yes], "maybeChoices": [need_be]}
        for name, yes, need_be in votes
    ]
    said = (option, voters, *counts)
    rendered = said_of(words.voters.parts(*said), words.voters.truths(*said))
    nobody = dict.fromkeys(["voters", "voters-brief", "need-be", "need-be-brief"], "")
    assert rendered == [nobody | parts, truths]


@pytest.mark.parametrize(("trip", "polls", "asked", "action"), WORDS["actions"])
def test_the_server_offers_first_what_the_browser_offers_first(
    trip: str, polls: dict[str, str], asked: int | None, action: list[str]
) -> None:
    def so(names: str) -> dict[str, bool]:
        return defaultdict(bool, dict.fromkeys(names.split(), True))

    of_polls = {each: so(names) for each, names in polls.items()}
    assert [*words.action.first_action(so(trip), of_polls, asked)] == action


@pytest.mark.parametrize(("names", "sentence"), WORDS["alike"])
def test_the_server_lists_names_as_the_browser_does(names: list[str], sentence: str) -> None:
    assert as_text(words.alike(names)) == sentence


@pytest.mark.parametrize(("count", "names", "sentence"), WORDS["declined"])
def test_the_server_says_who_cannot_come_as_the_browser_does(
    count: int, names: list[str], sentence: str
) -> None:
    assert as_text(words.declined(count, names)) == sentence


def test_scripts_have_the_tables_that_the_server_has() -> None:
    folder, modules = export_tables.TARGET, export_tables.modules()
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.js")} == modules.keys()
    for name, text in modules.items():
        assert (folder / name).read_text() == text, "run manage.py export_tables"


def test_every_zone_has_a_name_without_a_slash_and_a_clock() -> None:
    for name in zones.known():
        assert not set("/_") & set(zones.label(name)), name
        assert zones.of(name).key == name
    assert zones.of("Mars/Olympus").key == "UTC"
    assert {"localtime", "Factory"}.isdisjoint(zones.known())


@pytest.mark.parametrize(
    ("guess", "zone"),
    [
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("Etc/Unknown", ""),
        ("Mars/Olympus", ""),
        ("localtime", ""),
        ("+05:30", "Asia/Kolkata"),
        ("-0930", "Pacific/Marquesas"),
        ("+00:00", "UTC"),
        ("+13:37", ""),
        ("+99:99", ""),
        ("\0", ""),
        ("", ""),
    ],
)
def test_a_zone_that_nobody_knows_is_no_error_of_who_plans(db: None, guess: str, zone: str) -> None:
    page = Client().post("/", GOA | {"timeZone": guess, "joinBy": "2030-01-04T20:00"})
    assert page.status_code == 303
    assert Trip.objects.get().time_zone == (zone or "UTC")


def test_without_a_script_one_can_choose_the_zone(db: None) -> None:
    page = Client().get("/").content.decode()
    offered = re.findall(r'<option value="([^"]*)"', page)
    assert {"Asia/Kolkata", "America/New_York", "Europe/Paris"} < set(offered)


def test_a_zone_of_an_old_name_is_kept_and_shown_by_the_new(ben: Client, trip: Trip) -> None:
    Trip.objects.update(
        time_zone="Asia/Calcutta", join_by=datetime(2030, 1, 4, 14, 30, tzinfo=NOW.tzinfo)
    )
    page = ben.get(f"/trips/{trip.id}").content.decode()
    assert "<strong>Friday 4 Jan 2030, 20:00</strong> (India time)." in plain(page)


WHOLE = {
    "12": 12,
    "12 000": 12_000,
    "12\u202f000": 12_000,
    "12.000": 12_000,
    "12'000": 12_000,
    "1,20,000": 120_000,
    "٥٠٠": 500,
    "१२": 12,
    "１２": 12,
}


@pytest.mark.parametrize(("text", "number"), WHOLE.items())
def test_a_whole_number_is_read_as_people_write_it(text: str, number: int) -> None:
    assert numbers.whole(text) == number


AMOUNTS = [
    ("12000", 2, "12000"),
    ("12 000", 2, "12000"),
    ("12,000", 2, "12000"),
    ("1,20,000", 2, "120000"),
    ("1,20,000.50", 2, "120000.50"),
    ("12.000,50", 2, "12000.50"),
    ("1.234.567", 2, "1234567"),
    ("12,5", 2, "12.5"),
    (".5", 2, "0.5"),
    ("0.500", 2, "0.500"),
    ("12.345", 3, "12.345"),
    ("1,000", 0, "1000"),
    ("10.000", 0, "10000"),
    ("10.00", 0, "10"),
    ("١٢٫٥", 2, "12.5"),
    ("१,२५,०००", 2, "125000"),
]


@pytest.mark.parametrize(("text", "decimals", "amount"), AMOUNTS)
def test_a_sum_is_read_as_people_write_it(text: str, decimals: int, amount: str) -> None:
    assert numbers.amount(text, decimals) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "decimals"),
    [("1.234", 2), ("12,345", 3), ("1e3", 2), ("1,2,3", 2), ("-1", 2), ("₹5", 2)],
)
def test_a_sum_that_could_be_two_is_refused(text: str, decimals: int) -> None:
    with pytest.raises(ValueError, match=r"[.]"):
        numbers.amount(text, decimals)


@pytest.mark.parametrize("text", ["0.005", "0,500", "0.000", "00.500", "0,12,345", "012.345"])
def test_nothing_is_no_thousand(text: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        numbers.whole(text)


@given(text=some.text(max_size=50))
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    for read_it in (numbers.whole, lambda typed: numbers.amount(typed, 2)):
        with suppress(ValueError):
            assert read_it(text) >= 0


@pytest.mark.parametrize(
    ("price", "currency", "answer"),
    [
        ("12.345", "KWD", "12.345"),
        ("1000", "JPY", "1000"),
        ("125000", "inr", "125000.00"),
        ("99.5", " eur ", "99.50"),
        ("999.50", "JPY", ["pricePerPerson"]),
        ("12.3456", "KWD", ["pricePerPerson"]),
        ("1.255", "EUR", ["pricePerPerson"]),
        ("5", "XYQ", ["currency"]),
        ("5", "DEM", ["currency"]),
        ("5", "", ["currency"]),
        ("100000000", "EUR", ["pricePerPerson"]),
    ],
)
def test_money_is_checked_as_its_currency_is(
    planned: wire.CreateResponse, price: str, currency: str, answer: Any
) -> None:
    fields = {"pricePerPerson": price, "currency": currency}
    ben = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    for name, body in (("create", GOA | fields), ("update", ben | fields)):
        given = Client().post(f"/api/social-cart/{name}", body, "application/json").json()
        if isinstance(answer, list):
            assert [*given["fields"]] == answer
        else:
            assert given["trip"]["pricePerPerson"] == answer
            assert given["trip"]["currency"] == currency.strip().upper()


def test_the_price_comes_back_as_it_can_be_typed(ben: Client, trip: Trip) -> None:
    for code in ("JPY", "EUR", "KWD"):
        Trip.objects.update(price_per_person=Decimal("5"), currency=code)
        form = ben.get(f"/trips/{trip.id}/settings").context["form"]
        shown = form["pricePerPerson"].field.prepare_value(form["pricePerPerson"].value())
        assert numbers.amount(shown, money.decimals(code)) == 5


@given(
    price=some.none() | some.decimals(0, 99_999_999, places=2),
    code=some.sampled_from(["INR", "JPY", "KWD", "EUR"]),
    language=some.sampled_from([*settings.WRITTEN_IN]),
)
def test_the_budget_preset_offers_sums_of_this_trips_size(
    price: Decimal | None, code: str, language: str
) -> None:
    with time_machine.travel(NOW, tick=False), translation.override(language):
        trip = Trip(title="Goa", required_members=2, price_per_person=price, currency=code)
        options = preset("budget", trip)["options"].splitlines()
    assert len(set(options)) == len(options) > 1
    assert all(names.clean(each, 200) for each in options)
    assert price or not re.search(r"\d", "".join(options))
