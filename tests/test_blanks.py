"""A page that is kept with blanks and filled in for a reader is the one drawn for them alone."""

import itertools
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.template import Context, Template
from django.template.loader import get_template
from django.test import Client
from django.utils import timezone
from django.utils.safestring import SafeString

from tests.browser.states import STATES, planned
from tests.conftest import browser_with
from trips import cache, membership, wire
from trips.models import JoinRequest, Trip
from trips.pages import blanks

TITLE = "R&B <Goa> \"%s\" {n} ~blank0~ 100 % 'é'"
Page = tuple[Client, str]


class DrawnAnew:
    """What `blanks.drawn` returns, drawn for each context alone: nothing is kept."""

    def __init__(self, template: str, case: blanks.Case, names: Any) -> None:
        self.template, self.case = get_template(template), case

    def filled(self, context: blanks.Context) -> bytes:
        plain = {
            name: SafeString(value.decode()) if isinstance(value, bytes) else value
            for name, value in context.items()
        }
        return self.template.render({**self.case, **plain}).encode()


@pytest.fixture
def same_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is new on each page, and so differs between any two, is the same on all."""
    monkeypatch.setattr(blanks, "get_token", lambda request: "token")
    monkeypatch.setattr(uuid, "uuid4", lambda: "one-key")


def fetched(page: Page) -> list[str]:
    """The lines of a page, by a browser that keeps what cookies it has; but for the time."""
    client, path = page
    had = client.cookies.output()
    answer = client.get(path)
    client.cookies.clear()
    client.cookies.load(had.replace("Set-Cookie: ", ""))
    assert answer.status_code == 200, path
    return re.sub(r'data-at="[^"]*"', "", answer.content.decode()).splitlines()


def drawn_anew(monkeypatch: pytest.MonkeyPatch, page: Page) -> list[str]:
    with monkeypatch.context() as patch:
        patch.setattr(blanks, "drawn", DrawnAnew)
        patch.setattr(blanks, "once", lambda name, draw, until=None: draw())
        patch.setattr(cache.store, "get", lambda name, make: make().result)
        return fetched(page)


def pages_of(row: dict[str, Any]) -> Iterator[Page]:
    """The pages of a trip, for its organiser, two members and a guest in turn."""
    hub, invitation = f"/trips/{row['id']}", f"/join/{row['tripId']}"
    members = [browser_with(row["id"], key) for key in [*row["keys"].values()][:3]]
    for member in members:
        yield from ((member, hub), (member, "/"))
    yield from ((Client(), invitation), (Client(), f"{invitation}?name=Asha"), (Client(), "/"))
    for member, words in zip(members, ("1", "completes"), strict=False):
        member.cookies[f"greet-{row['id']}"] = words
        yield member, hub


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_everybody_gets_the_page_that_is_drawn_for_them_alone(
    same_secrets: None, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    row = planned(state)
    Trip.objects.filter(pk=row["id"]).update(title=TITLE)
    for language, passed in (("en", 0), ("ar", 0), ("en", 60)):  # the clock alone closes the trip
        with time_machine.travel(timezone.now() + timedelta(days=passed), tick=False):
            for client, path in pages_of(row):
                client.cookies["language"] = language
                page = client, path
                assert fetched(page) == drawn_anew(monkeypatch, page), path


@pytest.mark.django_db
def test_so_does_somebody_whom_the_trip_knows(
    same_secrets: None,
    monkeypatch: pytest.MonkeyPatch,
    trip: Trip,
    asha: wire.JoinResponse,
    planned: wire.CreateResponse,
) -> None:
    path = f"/join/{planned['tripId']}"
    theirs, other = browser_with(trip.id, asha["memberKey"]), Client()
    membership.remove(trip.id, None, asha["memberId"])
    for ask in (
        lambda: None,
        lambda: theirs.post(f"{path}/claim", {"guest_name": "Asha"}),
        lambda: membership.answer_request(
            trip.id, None, JoinRequest.objects.get().id, let_in=False
        ),
    ):
        ask()
        for client, query in itertools.product((theirs, other), ("", "?name=Asha", "?name=Zoë")):
            page = client, f"{path}{query}"
            assert fetched(page) == drawn_anew(monkeypatch, page), page[1]


@pytest.mark.parametrize("decides", ["{% if me.name %}", "{% if me.name == 'Asha' %}"])
def test_a_template_that_decides_by_a_reader_is_not_drawn(decides: str) -> None:
    with pytest.raises(blanks.Undecided):
        Template(f"{decides}Hello{{% endif %}}").render(Context({"me": blanks.Blank(str, [])}))
