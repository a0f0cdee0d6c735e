"""The JSON door: the original contract, its refusals, and what it makes of bad input."""

import json
import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.conftest import browser_with
from trips import access, credentials, membership, wire
from trips.forms import Guest
from trips.models import Member, Trip

pytestmark = pytest.mark.django_db
GOA = {"tripName": "Goa", "requiredMembers": 5, "adminName": "Ben"}


def post(
    name: str, body: Any, headers: dict[str, str] | None = None, client: Client | None = None
) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    address = f"/api/social-cart/{name}"
    return (client or Client()).post(
        address, text, content_type="application/json", headers=headers
    )


def test_planning_a_trip_answers_the_keys_once(db: None) -> None:
    answer = post(
        "create", GOA | {"capacity": 8, "joinBy": "2030-01-01T20:00", "timeZone": "Asia/Kolkata"}
    )
    planned = answer.json()
    assert answer.status_code == 201
    assert set(planned) == {"success", "tripId", "adminId", "token", "trip"}
    assert planned["trip"]["memberCount"] == 1
    assert planned["trip"]["joinBy"] == "2030-01-01T14:30:00.000000Z"
    seen = Client().get("/api/social-cart/join", {"tripId": planned["tripId"]})
    assert planned["adminId"] not in seen.content.decode()
    assert seen.json()["trip"]["members"][0]["isAdmin"] is True


def test_planning_twice_with_one_key_plans_once(db: None) -> None:
    key = {"Idempotency-Key": "0123456789abcdef"}
    assert post("create", GOA, key).json() == post("create", GOA, key).json()
    assert Trip.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tripName", ""),
        ("tripName", "x" * 81),
        ("tripName", "a\u202eb"),
        ("tripName", "a\0b"),
        ("tripName", "a\ud800b"),
        ("timeZone", "\0"),
        ("requiredMembers", 1),
        ("requiredMembers", 501),
        ("requiredMembers", "many"),
        ("requiredMembers", "5"),
        ("requiredMembers", 5.5),
        ("discountPercent", True),
        ("requiredMembers", 10**400),
        ("adminName", "\u200b"),
        ("adminMobile", "12"),
        ("capacity", 4),
        ("capacity", 5001),
        ("joinBy", "2001-01-01T00:00Z"),
        ("joinBy", "tomorrow"),
        ("endDate", "9999-99-99"),
        ("currency", "euro"),
        ("discountPercent", 101),
        ("pricePerPerson", -1),
        ("pricePerPerson", {"deep": 1}),
        ("discountSteps", [5]),
        ("discountSteps", [{"members": 5, "percent": 10}, {"members": "many", "percent": 20}]),
    ],
)
def test_a_wrong_field_is_named(db: None, field: str, value: Any) -> None:
    answer = post("create", GOA | {field: value})
    assert answer.status_code == 422
    assert [*answer.json()["fields"]] == [field]
    assert not Trip.objects.exists()


def test_an_id_that_no_database_can_look_for_is_named(db: None) -> None:
    answer = post("me", {"tripId": "\0"})
    assert (answer.status_code, [*answer.json()["fields"]]) == (422, ["tripId"])


def test_what_nobody_asked_for_is_not_read(db: None) -> None:
    assert post("create", GOA | {"more": ["a\0b", {"\0": "\ud800"}]}).status_code == 201


SPOILED = {
    "a blank": b" ",
    "half an object": b'{"tripName": "Goa"',
    "a list": b"[%b]",
    "a text": b'"tripName"',
    "bytes that are no UTF-8": b'{"tripName": "\xff", %b}',
    "a surrogate in raw bytes": b'{"tripName": "\xed\xa0\x80", %b}',
    "UTF-16": json.dumps(GOA).encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"tripName": "Goa", %b}',
    "a name twice": b'{"tripName": "Rome", "tripName": "Goa", %b}',
    "a name twice, once in disguise": b'{"trip\\u004eame": "Rome", "tripName": "Goa", %b}',
    "a name twice, deeper": b'{"tripName": "Goa", "more": [{"a": 1, "a": 1}], %b}',
    "NaN": b'{"tripName": "Goa", "more": NaN, %b}',
    "an infinity": b'{"tripName": "Goa", "more": -Infinity, %b}',
    "a number of 5,000 digits": b'{"tripName": "Goa", "more": ' + b"9" * 5_000 + b", %b}",
    "deep lists": b'{"tripName": "Goa", "more": ' + b"[" * 9_000 + b"]" * 9_000 + b", %b}",
    "deep objects": b'{"tripName": "Goa", "more": ' + b'{"a":' * 9_000 + b"0" + b"}" * 9_000 + b"}",
    "a raw line break in a text": b'{"tripName": "Goa", "more": "\n", %b}',
    "a comma too many": b'{"tripName": "Goa", %b,}',
}


@pytest.mark.parametrize("body", SPOILED.values(), ids=SPOILED.keys())
def test_a_body_that_is_no_json_is_refused_though_all_it_needs_is_there(
    db: None, body: bytes
) -> None:
    answer = post("create", body.replace(b"%b", b'"requiredMembers": 5, "adminName": "Ben"'))
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")
    assert set(answer.json()) == {"success", "error", "message", "fields"}
    assert not Trip.objects.exists()


def test_what_a_body_holds_beside_what_it_needs_is_left_alone(db: None) -> None:
    more = {"more": [1, 1.5, None, True, {"a": ["😀", "\t", "\\u0000"]}], "\t": "2" * 4_000}
    assert post("create", GOA | more).status_code == 201


def test_the_calls_of_the_original_name_the_fields_that_they_do_not_read(
    planned: wire.CreateResponse, asha: wire.JoinResponse
) -> None:
    ben = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    calls: dict[str, dict[str, Any]] = {
        "create": GOA,
        "join": {"invitation_token": planned["tripId"], "guest_name": "Dev"},
        "remove-member": ben | {"memberId": asha["memberId"]},
    }
    for name, body in calls.items():
        more = body | {"discountPrecent": 12, "b": None, "code": 1, "\0": 2}
        first, again = (post(name, more, {"Idempotency-Key": "k" * 16 + name}) for _ in "12")
        assert first.json()["ignoredFields"] == ["b", "code", "discountPrecent"]
        assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert "ignoredFields" not in post("create", GOA).json()
    many = post("create", GOA | {f"{n:0>999}": n for n in range(30)}).json()["ignoredFields"]
    assert (len(many), max(map(len, many))) == (20, 64)


def schemas() -> Any:
    document = Client().get("/api/social-cart/openapi.json").json()
    for path, operations in document["paths"].items():
        if "post" in operations:
            schema = operations["post"]["requestBody"]["content"]["application/json"]["schema"]
            name = schema["$ref"].rpartition("/")[2]
            yield path.rpartition("/")[2], document["components"]["schemas"][name]


@pytest.mark.parametrize("field", ["capacityy", "code", "self", "trip", "\0"])
def test_every_other_call_refuses_a_field_that_it_does_not_know_by_its_name(
    planned: wire.CreateResponse, trip: Trip, field: str
) -> None:
    asked = 0
    for name, schema in schemas():
        if schema["additionalProperties"]:
            continue
        asked += 1
        answer = post(name, {"tripId": planned["tripId"], "adminId": planned["adminId"], field: 9})
        assert (answer.status_code, answer.json()["error"]) == (422, "invalid"), name
        assert "no such field" in answer.json()["fields"][field]
    assert asked > 20
    assert Trip.objects.get().seq == trip.seq


@pytest.mark.parametrize("address", ["/api/social-cart/join?tripId=x", "/join/x"])
def test_while_the_database_is_away_both_doors_say_when_to_come_back(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    def gone(invitation: str) -> None:
        raise OperationalError("no database here")

    monkeypatch.setattr(access, "invitation_by", gone)
    answer = Client().get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "no database here" in caplog.text


@pytest.mark.parametrize("almost", [0, 1, "yes", "false", None])
def test_yes_and_no_are_booleans(planned: wire.CreateResponse, almost: object) -> None:
    body = {"invitation_token": planned["tripId"], "guest_name": "Asha", "another": almost}
    answer = post("join", body)
    assert (answer.status_code, [*answer.json()["fields"]]) == (422, ["another"])


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-8"]
)
def test_only_json_is_taken(db: None, kind: str) -> None:
    answer = Client().post("/api/social-cart/create", json.dumps(GOA), content_type=kind)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "header",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://testserver,http://testserver"},
        {"Origin": "http://testserver:81"},
        {"Origin": "https://testserver"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_changes_nothing(db: None, header: dict[str, str]) -> None:
    answer = post("create", GOA, header)
    assert (answer.status_code, answer.json()["error"]) == (403, "cross_site")
    assert "Access-Control-Allow-Origin" not in answer


def test_removing_takes_the_organisers_key_or_token(
    planned: wire.CreateResponse, asha: wire.JoinResponse
) -> None:
    dev = membership.join(planned["trip"]["id"], None, Guest("Dev"))
    by_key = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    answer = post("remove-member", by_key | {"memberId": asha["memberId"]})
    assert answer.json() == {"success": True, "memberCount": 2, "isDiscountUnlocked": False}
    by_token = {"tripId": planned["tripId"], "memberId": dev["memberId"]}
    bearer = {"Authorization": f"Bearer {planned['token']}"}
    assert post("remove-member", by_token, bearer).json()["memberCount"] == 1


def test_removing_says_what_is_wrong(planned: wire.CreateResponse) -> None:
    admin_id = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    organiser = Member.objects.get(is_founder=True)
    refused = post("remove-member", admin_id | {"memberId": organiser.id})
    assert (refused.status_code, refused.json()["error"]) == (400, "cannot_remove_admin")
    assert post("remove-member", admin_id | {"memberId": "nobody"}).status_code == 404
    assert post("remove-member", admin_id | {"tripId": "x", "memberId": "y"}).status_code == 404


def test_the_cookie_of_a_page_works_as_well(trip: Trip, asha: wire.JoinResponse) -> None:
    browser = browser_with(trip.id, asha["memberKey"])
    assert post("leave", {"tripId": trip.id}, client=browser).json()["memberCount"] == 1


def test_the_organiser_changes_the_terms_in_part(planned: wire.CreateResponse, trip: Trip) -> None:
    body = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    updated = post("update", body | {"capacity": 7}).json()["trip"]
    assert (updated["capacity"], updated["name"], updated["discountPercent"]) == (7, "Goa", 12)
    refused = post("update", body | {"capacity": 4})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["capacity"])


def test_the_link_is_replaced_and_the_trip_closed_and_reopened(
    planned: wire.CreateResponse,
) -> None:
    body = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    assert post("close", body).json()["trip"]["status"] == "closed"
    assert post("reopen", body).json()["trip"]["status"] == "recruiting"
    token = post("rotate-invitation", body).json()["tripId"]
    assert token != planned["tripId"]
    assert post("cancel", body).status_code == 410
    assert post("cancel", body | {"tripId": token}).json()["trip"]["status"] == "cancelled"


def test_a_claim_is_answered_by_the_organiser(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    asked = post("claim", {"invitation_token": planned["tripId"], "guest_name": "Asha"}).json()
    organiser = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    [request] = post("requests", organiser).json()["requests"]
    assert (request["id"], request["name"], request["kind"]) == (
        asked["requestId"],
        "Asha",
        "claim",
    )
    post("answer-request", organiser | {"requestId": request["id"], "letIn": True})
    found = credentials.member_by_key(asked["requestKey"])
    assert found is not None
    assert found.id == asha["memberId"]


def test_too_many_refused_joins_are_slowed_and_told_when_to_come_back(
    planned: wire.CreateResponse, asha: wire.JoinResponse
) -> None:
    body = {"invitation_token": planned["tripId"], "guest_name": "Asha"}
    assert [post("join", body).status_code for _ in range(31)] == [409] * 30 + [429]
    refused = post("join", body)
    assert refused.json()["error"] == "too_many"
    assert 0 < int(refused["Retry-After"]) <= 60


def test_calls_are_limited_by_address(db: None, settings: Any) -> None:
    settings.API_RATE_LIMIT = 3
    answers = [Client().get("/api/social-cart/join?tripId=x").status_code for _ in range(4)]
    assert answers == [404, 404, 404, 429]


def test_every_call_stands_in_the_document_and_on_the_page(db: None) -> None:
    schema = Client().get("/api/social-cart/openapi.json").json()
    calls = {path.removeprefix("/api/social-cart/") for path in schema["paths"]}
    assert {"create", "join", "events", "remove-member", "leave", "me"} <= calls
    page = Client().get("/api/social-cart/docs").content.decode()
    for part in page.split("<h3>Refusals</h3>")[1:]:
        codes = re.findall(r"<dt>(\d+)</dt>", part)
        assert codes == sorted(codes)
    assert [path for path in schema["paths"] if path not in page] == []
    assert "invitation_token" in page


def test_repeats_count_towards_no_limit(planned: wire.CreateResponse) -> None:
    key = {"Idempotency-Key": "0123456789abcdef"}
    body = {"invitation_token": planned["tripId"], "guest_name": "Asha"}
    assert {post("create", GOA, key).status_code for _ in range(12)} == {201}
    assert {post("join", body, key).status_code for _ in range(35)} == {200}


@pytest.mark.parametrize("name", ["leave", "replace-key"])
def test_a_repeat_is_answered_though_the_call_ended_the_right_to_it(
    trip: Trip, asha: wire.JoinResponse, name: str
) -> None:
    key = {"Idempotency-Key": "0123456789abcdef"}
    body = {"tripId": trip.id, "memberKey": asha["memberKey"]}
    first, again = post(name, body, key), post(name, body, key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()


def test_a_repeat_is_answered_though_the_link_was_replaced(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    key = {"Idempotency-Key": "0123456789abcdef"}
    organiser = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    guest = {"invitation_token": planned["tripId"], "guest_name": "Asha"}
    joined = post("join", guest, key).json()
    rotated = post("rotate-invitation", organiser, key).json()
    assert post("rotate-invitation", organiser, key).json() == rotated
    assert post("join", guest, key).json() == joined


def test_the_same_key_of_another_caller_is_another_call(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    key = {"Idempotency-Key": "0123456789abcdef"}
    body = {"tripId": trip.id}
    post("replace-key", body, key | {"Authorization": f"Bearer {asha['token']}"})
    assert post("replace-key", body, key).status_code == 403
    ben = post("replace-key", body, key | {"Authorization": f"Bearer {planned['token']}"}).json()
    found = credentials.member_by_key(ben["memberKey"])
    assert found is not None
    assert found.is_organiser


def test_the_log_and_the_row_tell_the_same_price(planned: wire.CreateResponse) -> None:
    body = {"tripId": planned["tripId"], "adminId": planned["adminId"], "currency": "EUR"}
    for price in ("1e2", 99.5, 0):
        given = post("update", body | {"pricePerPerson": price}).json()["trip"]["pricePerPerson"]
        seen = Client().get("/api/social-cart/join", {"tripId": planned["tripId"]}).json()["trip"]
        assert given == seen["pricePerPerson"]


def test_an_unknown_time_zone_is_named(db: None) -> None:
    answer = post("create", GOA | {"timeZone": "Asia/Calcutaa", "joinBy": "2030-01-01T20:00"})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["timeZone"])


def test_an_unknown_call_is_refused_in_the_same_shape(db: None) -> None:
    answer = post("no-such-call", {})
    assert (answer.status_code, answer.json()["error"]) == (404, "unknown_call")


def test_a_repeat_that_comes_beside_its_first_gets_the_same_answer(
    planned: wire.CreateResponse, asha: wire.JoinResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"tripId": planned["tripId"], "memberKey": asha["memberKey"]}
    key = {"Idempotency-Key": "4a7be8f2-9d2c-4b8e-9f10"}
    actor, answers = access.actor, []

    def after_the_first(*who: Any) -> Member:
        monkeypatch.setattr(access, "actor", actor)
        answers.append(post("leave", body, key))
        return actor(*who)

    monkeypatch.setattr(access, "actor", after_the_first)
    answers.append(post("leave", body, key))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


def test_cancelling_twice_changes_nothing_and_a_cancelled_trip_is_not_reopened(
    planned: wire.CreateResponse, trip: Trip
) -> None:
    body = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
    answers = [post("cancel", body).json()["trip"] for _ in range(2)]
    assert [answer["status"] for answer in answers] == ["cancelled"] * 2
    reopened = post("reopen", body)
    assert (reopened.status_code, reopened.json()["error"]) == (409, "trip_cancelled")
    trip.refresh_from_db()
    assert trip.seq == 2
