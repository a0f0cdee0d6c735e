"""Whatever is typed or sent, what is wrong with it is said in our words, never in a library's."""

import json
import re
from pathlib import Path
from typing import Any

import django
import pytest
from django.contrib.admin.utils import quote
from django.test import Client

from tests.conftest import complete
from tests.filling import form_of
from trips import polls, throttle, wire
from trips.forms import PollTerms
from trips.models import Trip

pytestmark = pytest.mark.once

DJANGOS = Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po"
PYDANTICS = re.compile(r"^(Input|Field|Extra|Value|String|Decimal|List|Object)\b|\bshould\b")
NONSENSE = ["", "x" * 5_000, "-1", "9" * 30, "1.23456", "2026-02-30", "\0", "\u202e"]
ODD: list[Any] = [*NONSENSE[:5], "1e9", "2026-02-30", None, True, -1, 1.5, 1e300, [], [1], {"a": 1}]


def said_by_django() -> list[re.Pattern[str]]:
    """Each sentence that Django has, whatever stands in its places."""
    texts = re.findall(r'^msgid(?:_plural)? ((?:"[^\n]*"\n)+)', DJANGOS.read_text(), re.MULTILINE)
    joined = ["".join(map(json.loads, text.split("\n")[:-1])) for text in texts]
    return [
        re.compile(re.sub(r"%(?:\\\()?\w*(?:\\\))?[sdr]", ".*", re.escape(text)), re.DOTALL)
        for text in joined
        if text.endswith(".")
    ]


def errors_on(page: Any) -> list[str]:
    """What stands beside the fields of a page."""
    lists = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', page.content.decode(), re.DOTALL)
    return [error for each in lists for error in re.findall(r"<li>(.*?)</li>", each, re.DOTALL)]


@pytest.fixture
def poll(trip: Trip) -> str:
    complete(trip)
    return polls.open_poll(trip.id, None, PollTerms("Where?", ("Here", "There")))["poll"]["id"]


@pytest.fixture
def pages(
    planned: wire.CreateResponse, trip: Trip, poll: str, ben: Client, admin_client: Client
) -> list[tuple[Client, str, str]]:
    """Every form in which something is typed or chosen: who has it, on which page, its address."""
    hub, asha = f"/trips/{trip.id}", trip.members.get(name="Asha").id
    closed = polls.open_poll(trip.id, None, PollTerms("When?", ("June", "July")))["poll"]["id"]
    polls.close_poll(trip.id, None, closed)
    invitation = f"/join/{planned['tripId']}"
    return [
        (ben, "/", "/"),
        (Client(), invitation, invitation),
        (Client(), "/enter", "/enter"),
        *((ben, f"{hub}/{page}", "") for page in ("name", "mobile", f"members/{asha}/name")),
        (ben, f"{hub}/settings", f"{hub}/settings"),
        *((ben, f"{hub}/polls/{page}", "") for page in ("new", f"{poll}/edit", f"{closed}/reopen")),
        (ben, f"{hub}/polls/{poll}", f"{hub}/polls/{poll}"),
        (ben, f"{hub}/polls/{poll}", f"{hub}/polls/{poll}/options"),
        (admin_client, f"/admin/trips/trip/{quote(trip.id)}/change/", ""),
        (admin_client, f"/admin/trips/member/{quote(asha)}/change/", ""),
        (admin_client, "/admin/trips/poll/add/", ""),
        (admin_client, "/admin/trips/option/add/", ""),
    ]


NOT_TYPED = re.compile("^(csrf|initial-|key$|attempt$|_|members-|next$)")


def test_whatever_is_typed_into_a_form_is_refused_in_our_words(
    pages: list[tuple[Client, str, str]],
) -> None:
    theirs, sentences = said_by_django(), set()
    for who, page, address in pages:
        form = form_of(who.get(page), address)
        fields = [name for name in form if page == "/enter" or not NOT_TYPED.match(name)]
        fields += ["options"] if "optionsVersion" in form else []
        for text in NONSENSE:
            throttle.forget()
            refused = who.post(address or page, form | dict.fromkeys(fields, text))
            assert refused.status_code < 500
            sentences |= {(page, said) for said in errors_on(refused)}
    assert len(sentences) > 40
    assert [each for each in sentences if any(said.fullmatch(each[1]) for said in theirs)] == []


def test_whatever_is_sent_to_a_call_is_refused_in_our_words(
    planned: wire.CreateResponse, trip: Trip, poll: str
) -> None:
    document = Client().get("/api/social-cart/openapi.json").json()
    theirs, sentences = said_by_django(), set()
    keys = {"tripId": planned["tripId"], "adminId": planned["adminId"], "pollId": poll}
    for path, operations in document["paths"].items():
        if "requestBody" not in operations.get("post", {}):
            continue
        schema = operations["post"]["requestBody"]["content"]["application/json"]["schema"]
        fields = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"]
        known = {name: text for name, text in keys.items() if name in fields}
        bodies = [dict.fromkeys([*fields, "odd"], value) for value in ODD]
        bodies += [{name: number} for name in fields for number in (-1, 1e300)]
        for body in bodies:
            throttle.forget()
            answer = Client().post(path, body | known, "application/json")
            assert answer.status_code < 500
            sentences |= {(path, said) for said in answer.json().get("fields", {}).values()}
    assert len(sentences) > 40
    assert [each for each in sentences if PYDANTICS.search(each[1])] == []
    assert [each for each in sentences if any(said.fullmatch(each[1]) for said in theirs)] == []
