"""What a trip is: its description with links, and its place with a map, at every door."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as some
from icalendar import Calendar

from tests.filling import doors, send
from tests.test_fields import create, update
from trips import names, planning, wire, words
from trips.models import LONGEST_DESCRIPTION, Event, Trip
from trips.words.links import linked

LINKS = json.loads((Path(__file__).parent / "links.json").read_text())["texts"]
ABOUT = "Sun & sea.\n\nhttps://example.com/house?a=1&b=2\n<b>Towels!</b>"
PLACE = "Baga Beach & <Café>"


def marked(text: str) -> str:
    return "".join(f"«{each.text}»" if each.kind else each.text for each in linked(text))


@pytest.mark.once
@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_only_what_shows_where_it_leads_is_a_link(text: str, expected: str) -> None:
    assert marked(text) == expected


@pytest.mark.once
@given(some.text(alphabet="htps:/.@\\()[]'\"<>ax-1é ן\n", max_size=60))
@example("https://" * 60)
@example("https://a.bc/" + "(" * 400)
@example("https://a.bc/" + "," * 480 + "|")
def test_no_text_loses_a_character_or_takes_long(text: str) -> None:
    assert words.text_of(linked(text)) == text


@pytest.mark.once
def test_a_link_is_what_we_built_and_nothing_else() -> None:
    html = words.marked(linked('"><b> https://example.com/?a=1&b="'))
    assert html == (
        '&quot;&gt;&lt;b&gt; <a href="https://example.com/?a=1&amp;b="'
        ' rel="nofollow noopener noreferrer ugc" dir="ltr">https://example.com/?a=1&amp;b=</a>&quot;'
    )


TEXTS = {
    "lines": ("a\r\nb\rc\nd\u2028e", "a\nb\nc\nd\ne"),
    "blanks": ("  a \t b  \n c ", "a b\nc"),
    "empty lines": ("\n\na\n\n\n\n\nb\n \n", "a\n\nb"),
    "nothing": (" \n\t\n", ""),
    "an emoji": ("👩🏽\u200d🚀\nא", "👩🏽\u200d🚀\nא"),
}


@pytest.mark.once
@pytest.mark.parametrize(("typed", "kept"), TEXTS.values(), ids=TEXTS)
def test_a_description_keeps_its_lines(typed: str, kept: str) -> None:
    assert names.clean_lines(typed, LONGEST_DESCRIPTION) == kept


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\u200f", "\ufeff", "\U000e0041"])
@pytest.mark.parametrize("field", ["description", "place"])
def test_what_nobody_sees_is_refused(db: None, field: str, hidden: str) -> None:
    answer = create(**{field: f"a{hidden}b"})
    assert answer.status_code == 422
    assert f"U+{ord(hidden):04X}" in answer.json()["fields"][field]


@pytest.mark.parametrize(("field", "most"), [("description", 500), ("place", 120)])
def test_each_has_its_length(db: None, field: str, most: int) -> None:
    assert create(**{field: "🏖" * most}).status_code == 201
    answer = create(**{field: "🏖" * (most + 1)})
    assert f"{most} characters" in answer.json()["fields"][field]


def test_by_the_api_they_are_set_changed_and_taken_away(planned: wire.CreateResponse) -> None:
    made = create(description="a\r\nb", place=" Baga ").json()["trip"]
    assert (made["description"], made["place"]) == ("a\nb", "Baga")
    assert (planned["trip"]["description"], planned["trip"]["place"]) == ("", "")
    assert update(planned, place="Baga").json()["trip"]["place"] == "Baga"
    assert update(planned, description=ABOUT).json()["trip"]["place"] == "Baga"
    gone = update(planned, description=None, place="").json()["trip"]
    assert (gone["description"], gone["place"]) == ("", "")


@pytest.mark.parametrize("door", ["plan", "page", "staff"])
def test_each_form_takes_them(ben: Client, admin_client: Client, trip: Trip, door: str) -> None:
    browser, page, address = doors(trip, ben, admin_client)[door]
    who = {"tripName": "Goa", "adminName": "Ben"} if door == "plan" else {}
    typed = {"description": ABOUT.replace("\n", "\r\n"), "place": PLACE}
    assert send(browser, page, address, **who, **typed).status_code in (302, 303)
    made = Trip.objects.latest("created_at")
    assert (made.description, made.place) == (ABOUT, PLACE)


def test_an_untouched_form_changes_nothing(ben: Client, admin_client: Client, trip: Trip) -> None:
    planning.update(trip.id, None, {"description": ABOUT, "place": PLACE})
    before = Event.objects.count()
    for door in ("page", "staff"):
        browser, page, address = doors(trip, ben, admin_client)[door]
        assert send(browser, page, address).status_code in (302, 303)
    assert Event.objects.count() == before


def test_members_and_guests_read_them(
    ben: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    planning.update(trip.id, None, {"description": ABOUT, "place": PLACE})
    seen = ((ben, f"/trips/{trip.id}"), (Client(), f"/join/{planned['tripId']}"))
    for browser, address in seen:
        page = browser.get(address).content.decode()
        assert '<a href="https://example.com/house?a=1&amp;b=2" rel="nofollow' in page
        assert "&lt;b&gt;Towels!&lt;/b&gt;" in page
        place = re.search(r'<a href="(https://[^"]*)" rel="([^"]*)"><bdi>Baga', page)
        assert place
        assert place[1].endswith("?query=Baga%20Beach%20%26%20%3CCaf%C3%A9%3E")
        assert {"noopener", "noreferrer"} < {*place[2].split()}


@pytest.mark.parametrize(
    ("about", "is_open"), [("Sun.", True), ("a\nb\nc\nd", False), ("a " * 90, False)]
)
def test_only_a_short_description_is_unfolded(
    ben: Client, trip: Trip, about: str, is_open: bool
) -> None:
    planning.update(trip.id, None, {"description": about})
    page = ben.get(f"/trips/{trip.id}").content.decode()
    assert ('<details class="more about" open' in page) is is_open


def test_without_them_nothing_is_shown(ben: Client, trip: Trip) -> None:
    page = ben.get(f"/trips/{trip.id}").content.decode()
    assert re.search(r'<details class="more about"[^>]*data-when="described" hidden', page)
    assert '<span data-part="place" class="place"></span>' in page


def test_the_calendar_knows_them(ben: Client, trip: Trip) -> None:
    terms: dict[str, Any] = {"startDate": "2030-12-12", "description": ABOUT, "place": PLACE}
    planning.update(trip.id, None, terms)
    diary = Calendar.from_ical(ben.get(f"/trips/{trip.id}/calendar.ics").content)
    entry: Any = diary.walk("VEVENT")[0]
    assert entry["LOCATION"] == PLACE
    assert entry["DESCRIPTION"].startswith(f"{ABOUT}\n\n1 of 5 is in.")


COVERS = {
    "a beach": ("🏖️", "🏖️"),
    "typed with a blank": (" ⛵ ", "⛵"),
    "drawn black": ("❤", "❤️"),
    "a flag": ("🇮🇳", "🇮🇳"),
    "a flag of tags": ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", None),
    "a pirate": ("🏴\u200d☠️", None),
    "a keycap": ("1\u20e3", "1\ufe0f\u20e3"),
    "a couple with skin tones": ("👩🏽\u200d❤️\u200d💋\u200d👨🏿", None),
    "nothing": (" ", ""),
}
NO_COVERS = ["a", "1", "🏖🏖", "🏖️a", "🇮", "🇮🇳🇮", "❤\ufe0e", "\u200d", "\ufe0f", "é", "🏖\u200d", "a🏖"]
NO_COVERS += [
    "👩\u200d" * 12 + "👩",
    "🏴\U000e0067\U000e007f",
    "<b>",
    "§",
    "🏖\u200d🇮",
    "🏖\u202e",
    "🏖\u0301",
]


@pytest.mark.once
@pytest.mark.parametrize(("typed", "kept"), COVERS.values(), ids=COVERS)
def test_one_emoji_is_a_cover_in_colour(typed: str, kept: str | None) -> None:
    assert names.one_emoji(typed) == (typed if kept is None else kept)


@pytest.mark.parametrize("typed", NO_COVERS, ids=ascii)
def test_nothing_else_is_a_cover(db: None, typed: str) -> None:
    answer = create(cover=typed)
    assert answer.json()["fields"] == {"cover": "Choose one emoji, or leave it empty."}


def test_the_cover_is_offered_set_and_shown(
    ben: Client, admin_client: Client, trip: Trip, planned: wire.CreateResponse
) -> None:
    for door in ("page", "staff"):
        cover = {"page": "🏕", "staff": "🎿"}[door]
        browser, page, address = doors(trip, ben, admin_client)[door]
        assert send(browser, page, address, cover=cover).status_code == 302 + (door == "page")
    assert '<option value="🎿">Snow</option>' in ben.get("/").content.decode()
    shown = '<span data-part="cover" class="cover">🎿</span>'
    seen = ((ben, "/"), (ben, f"/trips/{trip.id}"), (Client(), f"/join/{planned['tripId']}"))
    for browser, address in seen:
        assert shown in browser.get(address).content.decode(), address
    planning.update(trip.id, None, {"startDate": "2030-12-12"})
    diary = Calendar.from_ical(ben.get(f"/trips/{trip.id}/calendar.ics").content)
    assert str(diary.walk("VEVENT")[0]["SUMMARY"]) == "🎿 Goa"
