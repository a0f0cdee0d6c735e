"""What is asked before it is done: a dialog asks as the page does in whose place it stands."""

import re
from collections.abc import Set

import pytest
from django.test import Client
from django.utils.html import escape

from tests.conftest import browser_with
from tests.test_pages import text_of
from trips import membership, planning, polls, wire
from trips.forms import Guest
from trips.models import Poll, Trip
from trips.pages.questions import ABOUT_POLL, ABOUT_TRIP

LINK = re.compile(r'<confirm-link[^>]*data-consequence="(\w+)-consequence".*?</confirm-link>', re.S)


def without_tags(html: str) -> str:
    """The text of a part of a page, each gap one blank, as `text_of` says that of a page."""
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def dialog_in(page: str, name: str, who: str) -> tuple[str, str]:
    """What an open page asks in the dialog of this question, and what it says that follows."""
    found = re.search(rf'<div id="{name}-consequence".*?</div>', page, re.S)
    assert found
    question, _, consequence = found[0].partition("</p>")
    named = question.replace("</bdi>", f"{who}</bdi>")
    return without_tags(named), without_tags(consequence)


def links_of(page: str) -> dict[str, tuple[str, str]]:
    """By the name of the question: where the link goes, and its words."""
    found = {}
    for link in LINK.finditer(page):
        address = re.search(r'href="([^"]+)"', link[0])
        words = re.search(r"data-question>(.*?)</(?:a|span)>", link[0], re.S)
        assert address
        assert words
        if "//" in address[1]:  # of the row that scripts copy, which is nobody's yet
            continue
        found[link[1]] = address[1], without_tags(words[1])
    return found


def assert_asks_alike(client: Client, address: str, names: Set[str]) -> None:
    page = client.get(address).content.decode()
    links = {name: link for name, link in links_of(page).items() if name != "pick"}
    assert links.keys() == names
    for name, (url, words) in links.items():
        asked = text_of(client.get(url))
        question, consequence = dialog_in(page, name, "Asha")
        assert (question, question in asked) == (f"{words}?", True), name
        assert consequence in asked, name


def test_the_founders_hub_asks_in_dialogs_what_pages_ask(
    ben: Client, trip: Trip, asha: wire.JoinResponse
) -> None:
    not_theirs = {"leave", "replace_key", "step_down"}
    assert_asks_alike(ben, f"/trips/{trip.id}", ABOUT_TRIP.keys() - not_theirs)


def test_another_organisers_hub_asks_in_dialogs_what_pages_ask(trip: Trip) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))
    membership.make_organiser(trip.id, None, dev["memberId"])
    membership.join(trip.id, None, Guest("Asha"))
    phone = browser_with(trip.id, dev["memberKey"])
    not_theirs = {"make_code", "replace_organiser_key"}
    assert_asks_alike(phone, f"/trips/{trip.id}", ABOUT_TRIP.keys() - not_theirs)


def test_a_members_hub_asks_in_dialogs_what_pages_ask(trip: Trip, asha: wire.JoinResponse) -> None:
    phone = browser_with(trip.id, asha["memberKey"])
    assert_asks_alike(phone, f"/trips/{trip.id}", {"leave", "replace_key"})


def test_a_poll_asks_in_dialogs_what_pages_ask(ben: Client, poll: Poll) -> None:
    names = ABOUT_POLL.keys() - {"pick"}
    assert_asks_alike(ben, f"/trips/{poll.trip_id}/polls/{poll.id}", names)


def test_a_pick_is_asked_in_a_dialog_as_its_page_asks(ben: Client, poll: Poll) -> None:
    address, option = f"/trips/{poll.trip_id}/polls/{poll.id}", poll.options.all()[1]
    polls.close_poll(poll.trip_id, None, poll.id)
    page = ben.get(address).content.decode()
    question, consequence = dialog_in(page, "pick", option.text)
    assert f'href="{address}/pick?optionId={option.id}"' in page
    asked = text_of(ben.get(f"{address}/pick?optionId={option.id}"))
    assert question == f"Pick {option.text}?"
    assert (question in asked, consequence in asked) == (True, True)


def test_a_name_in_a_question_stands_apart_and_is_no_markup(ben: Client, trip: Trip) -> None:
    """However it runs, and whatever it ends with; the title of a window is plain text."""
    name = "<b>Jr.</b>"
    jr = membership.join(trip.id, None, Guest(name))
    shown = escape(name)
    page = ben.get(f"/trips/{trip.id}/members/{jr['memberId']}/remove").content.decode()
    assert f"<title>Remove {shown}</title>" in page
    assert f"<h1><bdi>Remove <bdi>{shown}</bdi>?</bdi></h1>" in page
    assert re.search(rf"<button[^>]*>\s*<span>Remove <bdi>{shown}</bdi></span>", page)
    assert name not in page


def test_what_would_be_refused_is_not_asked(ben: Client, trip: Trip) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))
    membership.make_organiser(trip.id, None, dev["memberId"])
    for path in ("leave", f"members/{dev['memberId']}/remove"):
        assert ben.get(f"/trips/{trip.id}/{path}").status_code == 400
    planning.cancel(trip.id, None)
    asked = ben.get(f"/trips/{trip.id}/polls/dates")
    assert (asked.status_code, "Ask everybody" in asked.content.decode()) == (409, False)


@pytest.mark.usefixtures("every_language")
def test_what_somebody_wrote_is_quoted_as_the_reader_quotes(ben: Client, poll: Poll) -> None:
    address = f"/trips/{poll.trip_id}/polls/{poll.id}/delete"
    for language, quoted in {"en": "“Which dates?”", "ar": "«Which dates?»"}.items():
        ben.cookies["language"] = language
        assert quoted in ben.get(address).content.decode()
