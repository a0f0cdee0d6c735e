"""A repeat does no more and no less than its first did: at every address, whatever else changed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from tests.conftest import browser_with
from tests.proofs.test_matrix import (
    BY_LINK,
    CALLS,
    DONE,
    FORMS,
    JSON,
    READS,
    Row,
    Try,
    browser,
    filled,
    form,
    read,
    tries,
    written,
)
from tests.roles import API, Person, World, undone
from trips import keys, membership, tokens, wire
from trips.models import FirstAnswer, Member, Trip

pytestmark = [pytest.mark.once, pytest.mark.django_db]

OTHERS = ("removed", "f.member", "f.organiser")
KEY = "4a7be8f2-9d2c-4b8e-9f10-5a1c3d7e9b20"
ONCE = {"Idempotency-Key": KEY}
ROWS = [row for row in CALLS + FORMS if row.address not in READS]
ENDING = {f"{API}leave", f"{API}replace-key", "/trips/<trip_id>/leave"}
ENDING |= {"/trips/<trip_id>/personal-link", f"{API}erase-me", "/trips/<trip_id>/erase"}
FAREWELLS = ("/?left", "/?erased")
BY_MEMBER = [row for row in ROWS if row.expected["guest"] != "yes" and row not in BY_LINK]


def send(world: World, person: Person, row: Row, address: str, attempt: Try, **client: Any) -> Any:
    """The row's call or form with an idempotency key, as its first and as a repeat."""
    body = {**form(world, person, row), "key": KEY, **attempt.fields}
    sender = browser(attempt, **client)
    if not address.startswith(API):
        return sender.post(address, body, headers=attempt.headers)
    headers = {**attempt.headers, **ONCE}
    return sender.post(address, read(body, address), JSON, headers=headers)


def elsewhere(attempt: Try) -> Try:
    """The same person on the train, with a token renewed and a trip more in the browser."""
    cookies = {**attempt.cookies, f"trip-{'x' * 12}": keys.new_key()}
    said = tokens.claims(attempt.headers.get("Authorization", "").removeprefix("Bearer "))
    headers = {"Authorization": f"Bearer {tokens.issue(said['sub'], said['ver'])}"} if said else {}
    return replace(attempt, cookies=cookies, headers=headers)


def content_of(answer: Any) -> tuple[Any, ...]:
    is_call = answer["Content-Type"].startswith(JSON)
    return answer.status_code, answer.get("Location"), answer.json() if is_call else None


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_repeat_from_elsewhere_changes_nothing_and_is_answered_as_the_first(
    world: World, row: Row
) -> None:
    for person in (world.roles[role] for role in row.expected if row.expected[role] in DONE):
        for address in filled(world, person, row):
            for attempt in tries(world, person, row):
                with undone():
                    first = send(world, person, row, address, attempt)
                    with written() as changes:
                        train = {"REMOTE_ADDR": "10.9.9.9"}
                        again = send(world, person, row, address, elsewhere(attempt), **train)
                    assert changes == [], attempt
                    assert content_of(again) == content_of(first), attempt


def is_found_by_release_1(request: Any, address: str) -> bool:
    """Whether a server of that release, which the repeat may come to, takes it for one."""
    if address.startswith(API):
        held = [value for name, value in request.COOKIES.items() if name.startswith("trip-")]
        proof = " ".join([request.headers.get("Authorization", ""), *sorted(held)])
        by_itself = dict.fromkeys(
            ("join", "claim", "decline", "report", "withdraw-request", "recover"), ""
        )
        by_itself["create"] = request.META["REMOTE_ADDR"]
        caller = by_itself.get(address.removeprefix(API), proof)
        key, body = KEY, request.body
    else:
        fields = {name: texts for name, texts in request.POST.lists() if "csrf" not in name}
        body = repr(sorted(fields.items()))
        key, caller = keys.digest(body), ""
    name, call = keys.digest(f"{key} {address} {caller}"), keys.digest(f"{key} {body!r}")
    return FirstAnswer.objects.filter(key_digest=name, call_digest=call).exists()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_server_of_release_1_finds_what_this_one_has_answered(world: World, row: Row) -> None:
    for person in (world.roles[role] for role in row.expected if row.expected[role] in DONE):
        for address in filled(world, person, row):
            for attempt in tries(world, person, row):
                if "browser" in attempt.cookies:  # whom that release does not know
                    continue
                with undone():
                    before = FirstAnswer.objects.count()
                    answer = send(world, person, row, address, attempt)
                    is_kept = FirstAnswer.objects.count() > before
                    found = is_found_by_release_1(answer.wsgi_request, address)
                    assert found or not is_kept, attempt


@pytest.mark.parametrize("row", BY_MEMBER, ids=str)
def test_nobody_else_gets_the_first_answer(world: World, row: Row) -> None:
    """It may hold a key."""
    for person, address, attempt in those_who_may(world, row):
        with undone():
            cookies_first = cookies_of(send(world, person, row, address, attempt))
            for other in (each for role in OTHERS for each in tries(world, world.roles[role], row)):
                with written() as changes:
                    answer = send(world, person, row, address, other)
                assert answer.status_code >= 400 or answer["Location"] in FAREWELLS, other
                assert (changes, cookies_first & cookies_of(answer)) == ([], set()), other


@pytest.mark.parametrize("row", [row for row in BY_MEMBER if row.address not in ENDING], ids=str)
def test_a_key_that_was_replaced_since_gets_no_answer_again(world: World, row: Row) -> None:
    for person, address, attempt in those_who_may(world, row):
        with undone():
            send(world, person, row, address, attempt)
            Member.objects.update(key_digest=F("id"), key_version=F("key_version") + 1)
            again = send(world, person, row, address, attempt)
            assert again.status_code in (403, 404, 410), attempt


def cookies_of(answer: Any) -> set[str]:
    return {each.value for each in answer.cookies.values()} - {""}


def those_who_may(world: World, row: Row) -> Iterator[tuple[Person, str, Try]]:
    for role in ("member", "organiser"):
        if row.expected[role] == "yes":
            person = world.roles[role]
            address = filled(world, person, row)[0]
            yield from ((person, address, attempt) for attempt in tries(world, person, row))


def test_the_repeat_of_having_left_does_not_put_out_who_has_come_back(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    """One tab of a phone leaves, another one joins again; then the first is loaded once more."""
    phone, leave = browser_with(trip.id, asha["memberKey"]), f"/trips/{trip.id}/leave"
    assert phone.post(leave, {"key": KEY})["Location"] == "/?left"
    phone.post(f"/join/{planned['tripId']}", {"guest_name": "Asha"})
    again = phone.post(leave, {"key": KEY})
    assert (again["Location"], [*again.cookies]) == (f"/trips/{trip.id}", [])
    assert phone.get(f"/trips/{trip.id}").status_code == 200
    call = {"tripId": trip.id}
    assert phone.post(f"{API}leave", call, JSON, headers=ONCE).status_code == 200
    phone.cookies.clear()
    phone.post(f"/join/{planned['tripId']}", {"guest_name": "Asha"})
    assert phone.post(f"{API}leave", call, JSON, headers=ONCE).json()["error"] == "key_reused"
    assert Trip.objects.get(pk=trip.pk).member_count == 2


def test_the_repeat_of_a_claim_or_a_withdrawal_leaves_the_newer_claim_alone(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse
) -> None:
    phone, link = Client(), f"/join/{planned['tripId']}"
    phone.get(link)
    phone.cookies["csrf"] = "x" * 32
    first, taken_back = ({"guest_name": "Asha", "key": KEY}, {"key": KEY})
    phone.post(f"{link}/claim", first)
    phone.post(f"{link}/withdraw", taken_back)
    phone.post(f"{link}/claim", {"guest_name": "Asha", "key": "another page"})
    newer = phone.cookies[f"trip-{trip.id}"].value
    for page, form_of_before in (("claim", first), ("withdraw", taken_back)):
        assert phone.post(f"{link}/{page}", form_of_before).status_code == 303
        assert phone.cookies[f"trip-{trip.id}"].value == newer
        assert trip.requests.get().key_digest == keys.digest(newer)


def test_the_repeat_of_an_undo_does_not_undo_a_later_removal(
    ben: Client, trip: Trip, asha: wire.JoinResponse
) -> None:
    undo = f"/trips/{trip.id}/members/{asha['memberId']}/restore"
    for _ in range(2):
        membership.remove(trip.id, None, asha["memberId"])
        assert ben.post(undo, {"key": KEY}).status_code == 303
    assert Trip.objects.get(pk=trip.pk).member_count == 1
