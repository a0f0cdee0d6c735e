"""How long ago: page and script say it in the same words."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.test_pages import text_of
from trips.words import ago

WORDS = json.loads(Path(__file__).with_name("ago.json").read_text())


@pytest.mark.parametrize(("ms", "words"), WORDS.items())
def test_it_is_said_as_the_script_goes_on_saying_it(ms: str, words: str) -> None:
    assert ago(timedelta(milliseconds=int(ms))) == words


def test_a_page_says_just_now_and_not_no_minutes(ben: Any, trip: Any) -> None:
    hub = text_of(ben.get(f"/trips/{trip.id}"))
    assert "joined just now" in hub
    assert "minutes ago" not in hub
