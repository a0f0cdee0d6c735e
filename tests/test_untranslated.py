"""A page in accented English shows each sentence that is not marked for translation."""

import re

import pytest
from babel.dates import get_day_names
from django.conf import settings as configured
from django.test import Client

from tests.addresses import addresses
from tests.roles import undone
from trips import pseudo, wire
from trips.models import Poll, Trip

pytestmark = pytest.mark.usefixtures("every_language")

WORD = re.compile(r"[^\W\d_]{2,}")
# Our name, and those of languages: only to become shorter.
LEFT = {"SocialCart", *WORD.findall(" ".join(configured.WRITTEN_IN.values()))}
TYPED = {"Goa", "Ben", "Asha", "Chloé", "Dev", "李小龍", "Which", "dates", "Dec"}
DAYS = {*get_day_names("short", "stand-alone", "en").values()}  # Unicode's, above a month
NAMES = {"UTC", "WhatsApp", "QR", "CSV", "https"}  # the same in any language
OPTIONS = re.compile(r"<option.*?</option>", re.S)
LABELS = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-busy)="([^"]*)"')


def shown(html: str) -> str:
    """All that a page says."""
    text = re.sub(r"<head>.*?</head>|<script.*?</script>|<!--.*?-->", "", html, flags=re.S)
    return " ".join([re.sub(r"<[^>]*>", " ", text), *LABELS.findall(text)])


def unmarked(html: str) -> set[str]:
    """The words of a page that stand in no brackets."""
    text = shown(OPTIONS.sub("", html))
    while (shorter := re.sub(r"\[[^\[\]]*\]", "", text)) != text:
        text = shorter
    return set(WORD.findall(text))


@pytest.fixture
def pages(
    ben: Client, trip: Trip, planned: wire.CreateResponse, poll: Poll
) -> list[tuple[Client, str]]:
    """The main pages, each with somebody who may see it."""
    hub = f"/trips/{trip.id}"
    pages = ["/", "/enter", "/nowhere", hub, f"{hub}/settings", f"{hub}/polls/{poll.id}"]
    pages += [
        f"{hub}/{each}" for each in ("leave", "name", "mobile", "close", "cancel", "polls/new")
    ]
    return [(ben, each) for each in pages] + [(Client(), f"/join/{planned['tripId']}")]


def drawn(browser: Client, address: str, language: str) -> str:
    browser.cookies["language"] = language
    return browser.get(address).content.decode()


def test_every_sentence_of_the_main_pages_is_marked(pages: list[tuple[Client, str]]) -> None:
    found = {
        address: unmarked(drawn(browser, address, pseudo.LANGUAGE)) - LEFT - TYPED
        for browser, address in pages
    }
    assert {address: left for address, left in found.items() if left} == {}


def test_readers_in_turn_get_their_own_language(pages: list[tuple[Client, str]]) -> None:
    """Whoever looked just before: what is kept for all is kept for all of one language."""
    for browser, address in pages:
        for language in ("en", "ar", "en", "ar"):
            words = set(WORD.findall(shown(drawn(browser, address, language))))
            is_foreign = re.compile("[A-Za-z]" if language == "ar" else "[\u0600-\u06ff]")
            foreign = {each for each in words if is_foreign.search(each)}
            assert foreign <= LEFT | TYPED | NAMES, (address, language)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whatever_an_address_answers_is_marked(
    ben: Client, trip: Trip, planned: wire.CreateResponse, poll: Poll, method: str
) -> None:
    """What it shows, what it asks, and what it refuses: an id of nobody, an empty form."""
    asha = trip.members.get(name="Asha").id
    ben.cookies["language"] = pseudo.LANGUAGE
    found = {}
    for ids in ({"trip_id": trip.id, "poll_id": poll.id, "member_id": asha}, {"trip_id": trip.id}):
        for address in addresses(invitation=planned["tripId"], **ids):
            with undone():
                answer = ben.generic(method, address)
            is_page = answer.headers["Content-Type"].startswith("text/html")
            page = answer.content.decode() if is_page and "/api/" not in address else ""
            if left := unmarked(page) - LEFT - TYPED - DAYS:
                found[address] = left
    assert found == {}
