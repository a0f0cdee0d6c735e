"""Every form of a page is patient without script: what was typed is there when it has to wait."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import escape

from tests.conftest import browser_with
from tests.filling import Forms, form_of
from tests.roles import undone
from tests.test_pages import text_of
from trips import change, credentials, keys, membership, planning, polls, throttle, wire
from trips.deliveries import subscribing
from trips.forms import Guest
from trips.models import Event, Member, Poll, Trip
from trips.urls import urlpatterns

pytestmark = pytest.mark.django_db
LATER = "2030-01-04T20:00"
POLL = {"question": "Which?", "options": "Here\nThere", "results": "always", "mostChoices": "1"}
PLAN = {"tripName": "Rome", "requiredMembers": "7", "adminName": "Ben", "adminMobile": "+49 1"}
# The forms that people type into, by the name of their address, and what they type.
TYPED: dict[str, dict[str, str]] = {
    "home": PLAN | {"adminMobile": "+919876543210", "currency": "INR", "pricePerPerson": "₹1,200"},
    "enter": {"key": "K7QM-0V2X-K7QM-0V2X-K7QM-0V2X-K7QM"},
    "join": {"guest_name": "Usha", "guest_mobile": "+919876543210"},
    "claim": {"guest_name": "Asha"},
    "decline": {"name": "Dev"},
    "bring": {"name": "Zain"},
    "report_by_guest": {"reason": "spam", "text": "They ask for money"},
    "report": {"reason": "other", "text": "They ask for money"},
    "my_name": {"name": "Benno"},
    "name": {"name": "Ayesha"},
    "my_mobile": {"mobile": "+919876543210"},
    "settings": {"tripName": "Hampi", "capacity": "12"},
    "start_poll": POLL,
    "ask_for_dates": {"question": "When?", "days": "2", "results": "closed", "closesAt": LATER},
    "poll": {"options": "the first", "optionsVersion": "1"},
    "add_option": {"text": "Neither"},
    "edit_poll": POLL | {"closesAt": LATER},
    "reopen_poll": {"closesAt": LATER},
    "messages": {"text": "Bring passports"},
    "news": {"email": "ben@mail.example"},
}
# Those that are only pressed.
PRESSED = [
    "withdraw_request",
    "leave",
    "replace_key",
    "withdraw_vote",
    "close_poll",
    "delete_poll",
    "pick",
    "undo_pick",
    "remove",
    "restore",
    "answer_request",
    "refuse_requests",
    "close",
    "reopen",
    "cancel",
    "replace_invitation",
    "make_code",
    "make_organiser",
    "take_role",
    "hand_over",
    "step_down",
    "delete_message",
    "make_calendar",
    "erase",
    "take_out",
    "make_link",
    "leave_line",
    "take_off_line",
]
NO_FORMS = {"api_docs", "calendar", "export", "hub", "my_poll", "qr", "requests", "votes_csv"}
NO_FORMS |= {"waiting", "activity", "embed", "outbox"}
NO_FORMS |= {
    "confirm_news",
    "stop_news",
    "way_back",
}  # of who has a mail, whose secret no page knows
NO_FORMS |= {"news_device", "push"}  # of scripts, which fill in what the browser gives them
NO_FORMS |= {"my_data", "my_data_json"}
NO_FORMS |= {"forget", "language", "read_messages"}  # they keep nothing but a cookie
NO_FORMS |= {"as_staff"}  # of staff, who have no key to the trip
NO_FORMS |= {"manifest", "picture", "poster", "subscribed"}
NO_FORMS |= {"plan_again", "picture", "manifest"}  # the first has that of the start page
WITHOUT_KEY = {"poll", "withdraw_vote"}  # to vote again is a new vote


def test_no_form_is_left_out() -> None:
    pages = {each.name for each in urlpatterns if isinstance(each, URLPattern) and each.name}
    assert pages - NO_FORMS == {*TYPED, *PRESSED}


@pytest.fixture
def place(
    planned: wire.CreateResponse, trip: Trip, poll: Poll, ben: Client
) -> Callable[[str], tuple[Any, str]]:
    """Who has the form of an address, and the address itself."""
    asha = Member.objects.get(name="Asha")

    def find(name: str) -> tuple[Client, str]:
        if name == "reopen_poll":
            polls.close_poll(trip.id, None, poll.id)
        route = next(each for each in urlpatterns if getattr(each, "name", "") == name)
        ids = {
            "trip_id": trip.id,
            "poll_id": poll.id,
            "member_id": asha.id,
            "request_id": "1",
            "number": "1",
        }
        ids["invitation"] = planned["tripId"]
        if name in ("leave_line", "take_off_line"):
            ids["member_id"], chloe = who_waits(trip)
        path = str(route.pattern)
        for each, text in ids.items():
            path = path.replace(f"<str:{each}>", text)
        guests = ("join", "claim", "decline", "report_by_guest", "withdraw_request", "enter")
        if name == "leave_line":
            return chloe, f"/{path}"
        return (Client() if name in guests else ben), f"/{path}"

    return find


def who_waits(trip: Trip) -> tuple[str, Client]:
    """Somebody who waits for a place on the trip, which is full now: their id and browser."""
    planning.update(trip.id, None, {"capacity": trip.members.count()})
    joined = membership.join(trip.id, None, Guest("Noor"), wait=True)
    return joined["memberId"], browser_with(trip.id, joined["memberKey"])


def waiting(code: str) -> Callable[..., Any]:
    def wait(*_: Any, **__: Any) -> None:
        if code == "busy":
            raise OperationalError("database is locked")
        raise wire.Refusal.too_many(30)

    return wait


def sent_again(answer: Any, address: str) -> dict[str, str]:
    """What the form of a page that goes there would send."""
    forms = Forms(answer.content.decode()).fields
    return forms.get(address) or forms.get("") or {}


@pytest.mark.once
@pytest.mark.parametrize(("code", "status"), [("busy", 503), ("too_many", 429)])
@pytest.mark.parametrize("name", [*TYPED, *PRESSED])
def test_a_form_that_has_to_wait_is_there_again_with_what_was_typed(
    place: Any, name: str, code: str, status: int, monkeypatch: Any, settings: Any
) -> None:
    who, address = place(name)
    typed = TYPED.get(name, {})
    more: dict[str, Any] = {}
    if name == "ask_for_dates":
        more = {"dates": [f"{timezone.localdate() + timedelta(days=by)}" for by in (2, 3)]}
    if name == "poll":
        typed = typed | {"options": Poll.objects.get().options.all()[0].id}
    events = Event.objects.count()
    monkeypatch.setattr(change, "unless_stuck", waiting(code))
    monkeypatch.setattr(change, "keep_answer", waiting(code))
    if name in ("enter", "withdraw_request"):
        monkeypatch.setattr(membership, "recover", waiting(code))
        monkeypatch.setattr(credentials, "request_in", waiting(code))
    if name == "news":
        settings.SENDS_MAIL = True
        monkeypatch.setattr(subscribing, "ask", waiting(code))
    key = {"attempt" if name == "enter" else "key": "4a7be8f2-9d2c-4b8e-9f10-0a1b2c3d4e5f"}
    answer = who.post(address, key | typed | more)
    assert answer.status_code == status
    assert answer["Retry-After"] == {"busy": "2", "too_many": "30"}[code]
    assert "Nothing was lost" in text_of(answer)
    again = sent_again(answer, address)
    if name not in WITHOUT_KEY:
        typed = typed | key
    assert {field: again.get(field) for field in typed} == typed
    assert all(again.get(field) == texts[-1] for field, texts in more.items())
    assert Event.objects.count() == events
    monkeypatch.undo()
    assert who.post(address, again).status_code < 500


def test_who_waits_with_a_name_that_is_taken_is_asked_again_whether_it_is_them(
    place: Any, monkeypatch: Any
) -> None:
    guest, address = place("join")
    monkeypatch.setattr(change, "unless_stuck", waiting("busy"))
    for path, more in ((f"{address}/claim", {}), (address, {"another": "1"})):
        answer = guest.post(path, {"guest_name": "Asha", "guest_mobile": "+919876543210"} | more)
        text = text_of(answer)
        assert answer.status_code == 503
        assert "Asha is already on the list. Is that you?" in text
        assert "Nothing was lost" in text
    assert form_of(answer, address)["guest_mobile"] == "+919876543210"


def test_while_nothing_can_be_read_what_was_sent_can_be_sent_again(
    trip: Trip, ben: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(credentials, "holder", waiting("busy"))
    hostile = '"><b>'
    sent = {"name": hostile, "key": "4a7be8f2-9d2c-4b8e", "csrfmiddlewaretoken": "mine"}
    answer = ben.post(f"/trips/{trip.id}/name", sent)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert f'name="name" value="{escape(hostile)}"' in page
    assert 'value="mine"' not in page
    assert '<button class="button button--primary">Try again</button>' in page
    asked = ben.get(f"/trips/{trip.id}/name").content.decode()
    assert f'href="/trips/{trip.id}/name">Try again</a>' in asked
    assert ">Try again</button>" not in asked


def test_a_password_of_staff_is_in_no_page(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", waiting("busy"))
    client = Client(raise_request_exception=False)
    answer = client.post("/admin/login/", {"username": "sam", "password": "opensesame"})
    assert answer.status_code == 503
    assert "opensesame" not in answer.content.decode()


def test_what_was_done_though_nobody_could_say_so_is_done_once(
    trip: Trip, poll: Poll, ben: Client, monkeypatch: Any
) -> None:
    """The commit went through and its answer was lost: the form shown again is the same call."""
    address = f"/trips/{trip.id}/polls/{poll.id}/options"
    form = {"text": "Neither", "key": "4a7be8f2-9d2c-4b8e-9f10-0a1b2c3d4e5f"}
    ben.post(address, form)
    with monkeypatch.context() as away:
        away.setattr(change, "unless_stuck", waiting("busy"))
        again = form_of(ben.post(address, form), address)
    assert ben.post(address, again).status_code == 303
    assert poll.options.count() == 3


@pytest.mark.parametrize("blank", ["   ", "\t", "\u00a0", "\u3000"])
@pytest.mark.parametrize("door", ["page", "api"])
def test_blanks_erase_no_number(trip: Trip, door: str, blank: str) -> None:
    joined = membership.join(trip.id, None, Guest("Asha", "+919876543210"))
    phone = browser_with(trip.id, joined["memberKey"])
    body = {"tripId": trip.id, "memberKey": joined["memberKey"], "mobile": blank}
    answer = (
        phone.post(f"/trips/{trip.id}/mobile", {"mobile": blank})
        if door == "page"
        else Client().post("/api/social-cart/change-mobile", body, "application/json")
    )
    assert answer.status_code == 422
    assert "Type the new number, or have the old one erased." in answer.content.decode()
    row = Member.objects.get(pk=joined["memberId"])
    assert keys.decrypt(row.phone_encrypted) == "+919876543210"
    phone.post(f"/trips/{trip.id}/mobile", {"mobile": blank, "erase": "1"})
    assert not Member.objects.get(pk=joined["memberId"]).phone_encrypted


@pytest.mark.once
@pytest.mark.parametrize("name", [each for each in TYPED if each not in ("claim", "poll")])
def test_a_field_of_blanks_does_no_more_than_an_empty_one(place: Any, name: str) -> None:
    """It is refused, or it is left empty; it never does what nobody asked for."""
    who, address = place(name)
    form = form_of(who.get(address), address) if name == "settings" else dict(TYPED[name])
    for field in TYPED[name]:
        done = []
        for text in ("", "   "):
            throttle.forget()
            with undone():
                before = Event.objects.count(), Trip.objects.count()
                answer = who.post(address, form | {field: text})
                after = Event.objects.count(), Trip.objects.count()
            done.append((answer.status_code, before != after))
        assert done[1] in (done[0], (422, False)), field
