"""The recovery code: made by the organiser, written down, and worth the trip once."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.conftest import browser_with
from tests.test_api import post
from trips import credentials, keys, membership, planning, wire
from trips.forms import Guest, Terms
from trips.idempotency import IdempotencyKey
from trips.models import Event, FirstAnswer, Trip
from trips.wire import events

pytestmark = [pytest.mark.once, pytest.mark.django_db]
CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
WRONG = "4K7M-" * 6 + "9QXZ"
ONCE = {"Idempotency-Key": "0123456789abcdef"}


@pytest.fixture
def code(trip: Trip) -> str:
    return membership.make_code(trip.id, None)["recoveryCode"]


def enters(typed: str, attempt: str = "", **head: Any) -> Any:
    return Client().post("/enter", {"key": typed, "attempt": attempt}, **head)


def opens(trip: Trip, key: str) -> int:
    return browser_with(trip.id, key).get(f"/trips/{trip.id}/settings").status_code


def test_the_code_gives_a_new_key_and_ends_the_old_one(
    planned: wire.CreateResponse, trip: Trip, code: str
) -> None:
    recovered = membership.recover(None, code)
    assert opens(trip, recovered["memberKey"]) == 200
    assert opens(trip, planned["adminId"]) == 404
    assert credentials.member_by_token(planned["token"]) is None
    assert credentials.member_by_token(recovered["token"]) == trip.members.get(is_founder=True)
    assert recovered["trip"]["id"] == trip.id


def test_a_code_is_used_up_by_its_use(trip: Trip, code: str) -> None:
    membership.recover(None, code)
    with pytest.raises(wire.Refusal, match="unknown_code"):
        membership.recover(None, code)


def test_a_new_code_ends_the_one_before(trip: Trip, code: str) -> None:
    newer = membership.make_code(trip.id, None)["recoveryCode"]
    with pytest.raises(wire.Refusal, match="unknown_code"):
        membership.recover(None, code)
    membership.recover(None, newer)


def test_a_code_of_somebody_who_had_the_old_key_ends_with_it(trip: Trip, code: str) -> None:
    membership.replace_key(trip.id, None, trip.members.get().id)
    with pytest.raises(wire.Refusal, match="unknown_code"):
        membership.recover(None, code)


def test_a_new_key_of_a_guest_ends_no_code(trip: Trip, asha: wire.JoinResponse, code: str) -> None:
    membership.replace_key(trip.id, None, asha["memberId"])
    membership.recover(None, code)


def test_a_code_is_for_its_own_trip(trip: Trip, code: str) -> None:
    rome = planning.plan(None, Terms("Rome", 2), Guest("Mallory"))
    membership.make_code(rome["trip"]["id"], None)
    assert membership.recover(None, code)["trip"]["id"] == trip.id
    assert credentials.member_by_key(rome["adminId"]) is not None


def test_neither_database_nor_log_holds_the_code(trip: Trip) -> None:
    idempotency_key = IdempotencyKey.of("0123456789abcdef", "make", "")
    code = membership.make_code(trip.id, idempotency_key)["recoveryCode"]
    trip.refresh_from_db()
    held = str([*Trip.objects.values(), *Event.objects.values(), *FirstAnswer.objects.values()])
    assert code not in held
    assert code.replace("-", "") not in held
    assert trip.recovery_digest == keys.code_digest(code)


def test_a_recovery_is_told_to_those_it_concerns_and_a_code_to_nobody(
    trip: Trip, code: str
) -> None:
    membership.recover(None, code)
    updates = list(Event.objects.filter(type=events.TRIP_UPDATED).values_list("data", flat=True))
    assert updates == [{}, {"memberId": trip.members.get().id}]


def test_the_page_shows_the_code_once_and_no_cache_keeps_it(ben: Client, trip: Trip) -> None:
    address = f"/trips/{trip.id}/recovery"
    assert not CODE.search(ben.get(address).content.decode())
    assert not Trip.objects.exclude(recovery_digest=None).exists(), "to look changes nothing"
    assert ben.post(address, {"key": "a" * 32})["Location"] == address
    answer = ben.get(address)
    (code,) = CODE.findall(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    for page in (address, f"/trips/{trip.id}", f"/trips/{trip.id}/settings", "/"):
        assert code not in ben.get(page).content.decode()
    ben.post(address, {"key": "a" * 32})
    assert CODE.findall(ben.get(address).content.decode()) == [code]


def test_nothing_else_that_was_encrypted_here_is_shown_as_a_code(ben: Client, trip: Trip) -> None:
    """Or whoever has a dump could have it opened."""
    address = f"/trips/{trip.id}/recovery"
    for encrypted in (
        keys.encrypt("+919876543210"),
        trip.invitations.get().token_encrypted,
        "rubbish",
    ):
        ben.cookies[f"code-{trip.id}"] = encrypted
        assert "Make a recovery code?" in ben.get(address).content.decode()


def test_a_press_from_an_old_page_shows_no_code_that_has_ended(ben: Client, trip: Trip) -> None:
    address = f"/trips/{trip.id}/recovery"
    first, second = (ben.post(address, {"key": key}) for key in ("first page", "second page"))
    again = ben.post(address, {"key": "first page"})
    assert (first.status_code, second.status_code, again.status_code) == (303, 303, 404)
    assert CODE.search(ben.get(address).content.decode())


def test_the_organiser_sees_that_a_code_was_made_and_nobody_else_does(
    ben: Client, trip: Trip, asha: wire.JoinResponse
) -> None:
    hub, settings = f"/trips/{trip.id}", f"/trips/{trip.id}/settings"
    for page in (hub, settings):
        assert "A code was made" not in ben.get(page).content.decode()
    membership.make_code(trip.id, None)
    for page in (hub, settings):
        assert "A code was made" in ben.get(page).content.decode()
    asha_sees = browser_with(trip.id, asha["memberKey"]).get(hub).content.decode()
    assert "A code was made" not in asha_sees


def test_the_code_typed_from_paper_brings_the_organiser_in(trip: Trip, code: str) -> None:
    typed = f" {code.lower().replace('-', ' ').replace('0', 'o')} "
    answer = enters(typed)
    assert (answer.status_code, answer["Location"]) == (303, f"/trips/{trip.id}")
    key = answer.cookies[f"trip-{trip.id}"].value
    hub = browser_with(trip.id, key).get(answer["Location"]).content.decode()
    assert "Save your organiser link" in hub
    assert f"/enter#{key}" in hub
    assert [enters(again).status_code for again in (typed, code)] == [404, 404]


def test_the_same_press_again_brings_in_again_and_another_one_does_not(
    trip: Trip, code: str
) -> None:
    first, again = (enters(code, "b" * 32) for _ in range(2))
    name = f"trip-{trip.id}"
    assert first.cookies[name].value == again.cookies[name].value
    assert enters(code, "c" * 32).status_code == 404


def test_the_form_brings_a_key_of_its_own_each_time(db: None) -> None:
    attempts = {
        re.findall('name="attempt" value="([^"]{36})"', answer.content.decode())[0]
        for answer in (Client().get("/enter"), enters("wrong"))
    }
    assert len(attempts) == 2


def test_the_sixth_wrong_try_in_a_minute_waits_and_keeps_what_was_typed(
    trip: Trip, code: str
) -> None:
    assert [enters(WRONG).status_code for _ in range(6)] == [404] * 5 + [429]
    answer = enters(code)
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
    assert f'value="{code}"' in answer.content.decode()
    assert post("recover", {"recoveryCode": code}).status_code == 429
    assert enters(code, REMOTE_ADDR="10.0.0.9").status_code == 303


def test_whose_link_works_does_not_wait_for_those_who_guess(planned: wire.CreateResponse) -> None:
    for _ in range(6):
        enters(WRONG)
    assert enters(planned["adminId"]).status_code == 303


def test_wrong_codes_at_the_api_count_as_well(trip: Trip, code: str) -> None:
    statuses = [post("recover", {"recoveryCode": "0" * 28}).status_code for _ in range(6)]
    assert statuses == [404] * 5 + [429]
    assert enters(code).status_code == 429


def test_by_the_api_a_code_is_made_and_used_and_a_repeat_gets_the_first_answer(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    ben = {"tripId": trip.id, "adminId": planned["adminId"]}
    made, again = (post("make-recovery-code", ben, ONCE).json() for _ in range(2))
    assert made == again
    assert set(made) == {"success", "recoveryCode"}
    body = {"recoveryCode": made["recoveryCode"]}
    first, repeat = (post("recover", body, ONCE) for _ in range(2))
    assert (first.status_code, first.json()) == (repeat.status_code, repeat.json())
    assert set(first.json()) == {"success", "memberKey", "token", "trip"}
    refused = post("recover", body)
    assert (refused.status_code, refused.json()["error"]) == (404, "unknown_code")


def test_only_the_organiser_makes_a_code(trip: Trip, asha: wire.JoinResponse, code: str) -> None:
    body = {"tripId": trip.id, "adminId": asha["memberKey"]}
    assert post("make-recovery-code", body).status_code == 403
    phone = browser_with(trip.id, asha["memberKey"])
    assert phone.post(f"/trips/{trip.id}/recovery").status_code == 403
    membership.recover(None, code)


def test_a_code_asks_before_it_takes_somebody_elses_key_away(
    trip: Trip, asha: wire.JoinResponse, code: str
) -> None:
    hers = browser_with(trip.id, asha["memberKey"])
    asked = hers.post("/enter", {"key": code, "attempt": ONCE["Idempotency-Key"]})
    assert (asked.status_code, b"Go on as <bdi>Ben</bdi>?" in asked.content) == (409, True)
    assert membership.is_current(trip.id, code)
    for _ in range(2):  # the second is a repeat
        answer = hers.post("/enter?instead", {"key": code, "attempt": ONCE["Idempotency-Key"]})
        assert answer.status_code == 303
    assert hers.get(f"/trips/{trip.id}/settings").status_code == 200


@pytest.mark.parametrize("head", [{}, {"Accept": "application/json"}], ids=["page", "script"])
@pytest.mark.parametrize("kind", ["another's", "the organiser's", "code", "invitation", "hub"])
def test_nothing_that_is_opened_takes_a_key_away_unasked(
    planned: wire.CreateResponse, trip: Trip, code: str, kind: str, head: dict[str, str]
) -> None:
    dev = membership.join(trip.id, None, Guest("Dev"))["memberKey"]
    opened = {
        "another's": f"https://trips.example/enter#{dev}",
        "the organiser's": f"https://trips.example/enter#{planned['adminId']}",
        "code": code,
        "invitation": f"https://trips.example/join/{planned['tripId']}",
        "hub": f"https://trips.example/trips/{trip.id}",
    }
    chloe = membership.join(trip.id, None, Guest("Chloé"))["memberKey"]
    hers = browser_with(trip.id, chloe)
    answer = hers.post("/enter", {"key": opened[kind], "attempt": "a" * 16}, headers=head)
    if kind not in ("invitation", "hub"):
        asked = answer.json()["next"] is None if head else b"Go on as" in answer.content
        assert asked
    assert b"Chlo" in hers.get(f"/trips/{trip.id}/name").content
