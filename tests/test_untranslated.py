"""A page in accented English shows each sentence that is not marked for translation."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.test import Client, override_settings

from trips import pseudo, wire
from trips.models import Poll, Trip

WORD = re.compile(r"[^\W\d_]{2,}")
# Our name, and those of languages: only to become shorter.
LEFT = {"SocialCart", *WORD.findall(" ".join(configured.WRITTEN_IN.values()))}
TYPED = {"Goa", "Ben", "Asha", "Chloé", "Dev", "李小龍", "Which", "dates", "Dec"}
UNSEEN = re.compile(r"<head>.*?</head>|<script.*?</script>|<option.*?</option>|<!--.*?-->", re.S)
LABELS = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-busy)="([^"]*)"')


@pytest.fixture(autouse=True)
def offered() -> Iterator[None]:
    with override_settings(LANGUAGES=list(configured.WRITTEN_IN.items())):
        pseudo.offer()
        yield
    pseudo.offer()


def unmarked(html: str) -> set[str]:
    """The words of a page that stand in no brackets."""
    seen = UNSEEN.sub("", html)
    text = " ".join([re.sub(r"<[^>]*>", "", seen), *LABELS.findall(seen)])
    while (shorter := re.sub(r"\[[^\[\]]*\]", "", text)) != text:
        text = shorter
    return set(WORD.findall(text))


def test_every_sentence_of_the_main_pages_is_marked(
    ben: Client, trip: Trip, planned: wire.CreateResponse, poll: Poll
) -> None:
    hub = f"/trips/{trip.id}"
    pages = ["/", "/enter", "/nowhere", hub, f"{hub}/settings", f"{hub}/polls/{poll.id}"]
    pages += [
        f"{hub}/{each}" for each in ("leave", "name", "mobile", "close", "cancel", "polls/new")
    ]
    found = {}
    for browser, address in [(ben, each) for each in pages] + [
        (Client(), f"/join/{planned['tripId']}")
    ]:
        browser.cookies["language"] = pseudo.LANGUAGE
        page = browser.get(address).content.decode()
        if left := unmarked(page) - LEFT - TYPED:
            found[address] = left
    assert found == {}
