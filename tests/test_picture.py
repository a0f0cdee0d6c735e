"""The picture of link previews: it shows the trip, in every script that this machine has."""

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.test import Client

from tests.spaces import plain
from trips import cache, membership, planning, sharing, wire
from trips.forms import Guest
from trips.models import Trip
from trips.sharing import directions, fonts, lines, picture

pytestmark = pytest.mark.once

SIZE = struct.pack(">II", 1200, 630)
IMAGE = re.compile(r'property="og:image" content="http://testserver(.*?)"')


@pytest.fixture(autouse=True)
def _nothing_drawn() -> Iterator[None]:
    _clear()
    yield
    _clear()


def goa(**terms: Any) -> sharing.Shown:
    fields = {"title": "Goa", "required_members": 5, "member_count": 3, "discount_percent": 12}
    fields |= {"starts_on": date(2030, 12, 12), "ends_on": date(2030, 12, 15)}
    fields |= {"price_per_person": Decimal(12_000), "currency": "INR"}
    return sharing.shown(Trip(**{**fields, **terms}))


def address(planned: wire.CreateResponse) -> str:
    """Of the picture that the invitation names."""
    page = Client().get(f"/join/{planned['tripId']}").content.decode()
    (found,) = IMAGE.findall(page)
    return str(found)


def test_it_says_what_when_how_many_and_the_price_in_the_language_of_the_trip() -> None:
    english, arabic = goa(), goa(language="ar")
    assert plain(english.dates) == "12–15 Dec 2030"
    assert english.price == "₹12,000 → ₹10,560 each once 5 are in"
    assert english.sentence == "3 of 5 are in. 2 more and everyone gets 12 % off."
    assert (english.fraction, english.progress, english.is_rtl) == ("3/5", 0.6, False)
    assert ("ديسمبر" in arabic.dates, "للشخص" in arabic.price, arabic.is_rtl) == (True, True, True)


@pytest.mark.parametrize("language", ["en", "ar", "en-xa"])
@pytest.mark.parametrize(
    "title", ["Goa", "गोवा: क्षत्रिय", "رحلة إلى Goa 2030", "W" * 80, "﷽" * 80, "🏖️"]
)
def test_any_title_is_a_picture_that_every_program_takes(title: str, language: str) -> None:
    drawn = sharing.png(goa(title=title, language=language))
    assert (drawn[:8], drawn[16:24]) == (b"\x89PNG\r\n\x1a\n", SIZE)
    assert len(drawn) < 200_000


def test_letters_are_joined_as_their_script_wants_it() -> None:
    """A word of Arabic is narrower than its letters alone; of Devanagari, क्ष is one letter."""
    for word, is_rtl in (("سلام", True), ("क्ष", False), ("गोवा", False)):
        alone = sum(lines.line(letter, is_rtl=is_rtl).width(80) for letter in word)
        assert lines.line(word, is_rtl=is_rtl).width(80) < alone
    (joined,) = lines.line("سلام", is_rtl=True).runs
    assert "Arabic" in joined.face.path.name


@pytest.mark.parametrize(
    ("text", "base", "seen"),
    [
        ("Goa 12", 0, "Goa 12"),
        ("אבג 12 גדה", 1, "הדג 12 גבא"),
        ("Goa: אבג", 0, "Goa: גבא"),
        ("אבג: Goa 2", 1, "Goa 2 :גבא"),
        ("12–15 אבג", 1, "גבא 15–12"),
        ("אבג 12.50$ ד", 1, "ד 12.50$ גבא"),
        ("ا 12%.", 1, ".%12 ا"),
        ("a אב c", 0, "a בא c"),
        ("", 1, ""),
    ],
)
def test_a_line_in_two_directions_is_seen_as_the_standard_has_it(
    text: str, base: int, seen: str
) -> None:
    order = directions.ordered(directions.levels(text, base))
    assert "".join(text[place] for place in order) == seen


def test_each_letter_comes_from_a_font_that_has_it() -> None:
    latin = fonts.faces()[0]
    assert latin.path.name == "NotoSans-Bold.ttf"
    assert [latin.has(letter) for letter in "Gé€ग"] == [True, True, True, False]
    runs = lines.line("Goa गोवा!", is_rtl=False).runs
    assert [run.text for run in runs] == ["Goa ", "गोवा!"]


def test_without_its_letters_it_shows_count_and_bar_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    in_no_font = chr(0x20000)
    unread = sharing.png(goa(title=in_no_font, required_members=4))
    assert unread == sharing.png(goa(title=in_no_font * 2, required_members=4))
    assert unread != sharing.png(goa(title=in_no_font))
    monkeypatch.setattr(fonts, "FOLDERS", (Path("/nowhere"),))
    _clear()
    assert sharing.png(goa(title="Goa", required_members=4)) == unread


def _clear() -> None:
    for cached in (fonts.faces, lines.line, lines._face_of):
        cached.cache_clear()
    picture.store.forget()


def test_its_address_is_another_for_each_thing_it_shows_and_old_ones_answer(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    before = address(planned)
    first = Client().get(before)
    assert address(planned) == before
    membership.join(trip.id, None, Guest("Asha"))
    after = address(planned)
    assert after != before
    newest, old = Client().get(after), Client().get(before)
    assert newest.content == old.content != first.content
    assert (newest["Cache-Control"], old["Cache-Control"]) == ("max-age=86400", "no-cache")
    assert newest["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_who_has_it_is_told_so_without_a_picture(planned: wire.CreateResponse) -> None:
    there = address(planned)
    tag = Client().get(there)["ETag"]
    picture.store.forget()
    again = Client().get(there, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_nobody_on_the_trip_is_in_it(planned: wire.CreateResponse, trip: Trip) -> None:
    membership.join(trip.id, None, Guest("Asha"))
    was = sharing.shown(Trip.objects.get())
    trip.members.filter(name="Asha").update(name="Dev")
    trip.members.filter(name="Ben").update(name="Mallory")
    assert sharing.shown(Trip.objects.get()) == was
    assert "Asha" not in repr(was)
    assert "Ben" not in repr(was)


def test_it_is_drawn_once_for_all_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = Mock(side_effect=picture._draw)
    monkeypatch.setattr(picture, "_draw", draw)
    assert len({sharing.png(goa()) for _ in range(5)}) == 1
    sharing.png(goa(title="Rome"))
    assert draw.call_count == 2


def test_while_another_is_drawn_for_long_a_preview_gets_the_picture_of_all_trips(
    planned: wire.CreateResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = cache.Store(most_at_once=1, waits_s=0.01)
    assert busy._slots.acquire(blocking=False)
    monkeypatch.setattr(picture, "store", busy)
    answer = Client().get(address(planned))
    assert (answer.status_code, answer["Cache-Control"]) == (302, "no-store")
    assert "og" in answer["Location"]


def test_what_is_off_says_so(trip: Trip) -> None:
    planning.cancel(trip.id, None)
    assert sharing.shown(Trip.objects.get()).sentence == "This group trip was cancelled."


def test_its_bar_goes_to_the_last_step_and_marks_those_before() -> None:
    steps = goa(further_steps=[(8, 15), (10, 20)])
    assert (steps.progress, steps.steps) == (0.3, (0.5, 0.8))
    plain = goa(required_members=10)
    assert (plain.progress, plain.steps) == (0.3, ())
    assert sharing.png(replace(plain, steps=(0.5,))) != sharing.png(plain)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_dates_that_are_too_long_are_written_smaller_beside_the_sun(language: str) -> None:
    when = {"ends_on": date(2031, 12, 15), "start_time": time(7, 30), "end_time": time(21)}
    zone = {"time_zone": "America/Argentina/ComodRivadavia"}
    long = goa(**when, **zone, language=language)
    assert lines.line(long.dates, is_rtl=long.is_rtl).width(38) > picture.BESIDE_SUN
    beside = picture.MARGIN + picture.BESIDE_SUN
    sun = (0, 0, picture.WIDTH - beside, 400) if long.is_rtl else (beside, 0, picture.WIDTH, 400)
    dated, undated = (picture._draw(each) for each in (long, replace(long, dates="")))
    assert dated != undated
    assert dated.crop(sun) == undated.crop(sun)


def test_its_cover_is_the_emoji_of_the_trip_where_a_font_has_it() -> None:
    beach, mountain = goa(cover="🏖️"), goa(cover="🏔️")
    assert beach.digest != mountain.digest
    pictures = [sharing.png(each) for each in (beach, mountain, goa(), goa(cover="🫠"))]
    assert len({*pictures}) == 3
    assert pictures[2] == pictures[3]
