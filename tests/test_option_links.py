"""An option of a poll carries a link, which any release keeps; what is not safe is none."""
# ruff: noqa: F811 - the group is that of test_polls, whose fixtures stand in the parameters

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.conftest import browser_with
from tests.test_poll_corrections import posted
from tests.test_polls import (  # noqa: F401
    Opens,
    call,
    group,
    last_frame,
    opens,
    organiser_key,
    three,
    trip,
)
from trips import polls
from trips.forms.options import LinkField
from trips.models import Option, Poll, Trip

pytestmark = pytest.mark.django_db
HUT = "https://example.com/hut"
ASKED = {"question": "Where?", "mostChoices": 1, "results": "always"}


@pytest.fixture
def ben(trip: Trip, organiser_key: str) -> Client:
    """Ben's browser."""
    return browser_with(trip.id, organiser_key)


def links(poll: Poll | None = None) -> dict[str, str | None]:
    row = poll or Poll.objects.get()
    row.refresh_from_db()
    return {each.text: row.links.get(each.id) for each in Option.objects.filter(poll=row)}


def test_a_line_ends_with_a_link_and_the_ballot_shows_it(trip: Trip, ben: Client) -> None:
    lines = f"Hut {HUT}\r\nTent\r\n{HUT}"
    assert ben.post(f"/trips/{trip.id}/polls/new", {**ASKED, "options": lines}).status_code == 303
    poll = Poll.objects.get()
    assert links() == {"Hut": HUT, "Tent": None, HUT: HUT}
    assert [each["url"] for each in last_frame(poll)["poll"]["options"]] == [HUT, None, HUT]
    page = ben.get(f"/trips/{trip.id}/polls/{poll.id}").content.decode()
    assert f'<a href="{HUT}" rel="nofollow noopener noreferrer ugc"' in page


def test_a_form_of_links_that_is_opened_and_saved_changes_nothing(trip: Trip, ben: Client) -> None:
    ben.post(f"/trips/{trip.id}/polls/new", {**ASKED, "options": f"Hut {HUT}\n{HUT}\nTent"})
    before, page = links(), f"/trips/{trip.id}/polls/{Poll.objects.get().id}/edit"
    sent = posted(ben.get(page).content.decode())
    assert ben.post(page, sent).status_code == 303
    assert (links(), Poll.objects.get().version) == (before, 1)
    ben.post(page, {**sent, "options": f"Hut\nTent {HUT}?b=c"})
    assert links() == {"Hut": None, "Tent": f"{HUT}?b=c"}


def test_by_api_a_text_is_as_ever_and_keeps_the_link_that_it_had(
    trip: Trip, organiser_key: str
) -> None:
    mine = {"tripId": trip.id, "adminId": organiser_key}
    linked: list[Any] = [f"At {HUT}", {"text": "Hut", "url": HUT}, {"text": "Tent"}]
    poll = call(Client(), "open-poll", **mine, question="?", options=linked)["poll"]
    assert links() == {f"At {HUT}": None, "Hut": HUT, "Tent": None}
    mine["pollId"] = poll["id"]
    call(Client(), "edit-poll", **mine, options=["Hut", "Bus"])  # of a client that knows no links
    assert links() == {"Hut": HUT, "Bus": None}
    call(Client(), "add-option", **mine, text="Ship", url=f"{HUT}/2")
    assert links() == {"Hut": HUT, "Bus": None, "Ship": f"{HUT}/2"}
    call(Client(), "edit-poll", **mine, options=[{"text": "Hut", "url": None}, "Bus"])
    assert links() == {"Hut": None, "Bus": None}


def test_what_is_no_link_in_a_description_is_none_of_an_option(trip: Trip, ben: Client) -> None:
    rows = json.loads((Path(__file__).parent / "links.json").read_text())["texts"]
    for text, marked in rows:
        is_link = marked == f"«{text}»"
        field = LinkField(required=False)
        if is_link or not text.strip():
            assert field.clean(text) == text.strip()
            continue
        with pytest.raises(ValidationError, match="https://"):
            field.clean(text)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://example.com", f"{HUT}{'x' * 200}"])
def test_what_is_no_safe_link_is_refused_by_its_field(
    trip: Trip, organiser_key: str, opens: Opens, url: str
) -> None:
    mine = {"tripId": trip.id, "adminId": organiser_key}
    options = [{"text": "Hut", "url": url}, "Tent"]
    answer = call(Client(), "open-poll", **mine, question="?", options=options)
    assert list(answer["fields"]) == ["options"]
    answer = call(Client(), "add-option", **mine, pollId=opens().id, text="Hut", url=url)
    assert list(answer["fields"]) == ["url"]


def test_an_older_release_that_writes_the_options_anew_keeps_their_links(opens: Opens) -> None:
    poll = opens(options=("Hut", "Tent"), links={"Hut": HUT})
    kept = list(poll.options.values("id", "number", "text", "folded_text", "text_key"))
    poll.options.all().delete()
    Option.objects.bulk_create(Option(poll=poll, **each) for each in kept)  # its rows have no link
    assert links(poll) == {"Hut": HUT, "Tent": None}
    polls.edit_poll(poll.trip_id, None, poll.id, {"question": "Where to?"})
    assert links(poll) == {"Hut": HUT, "Tent": None}
