"""First answers that are kept: small, few, of changes alone, and gone with their trip."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from tests.roles import API
from trips import first_answers, keys, membership, planning, polls, wire
from trips.forms import Guest, PollTerms, Vote
from trips.idempotency import IdempotencyKey
from trips.models import Event, FirstAnswer, Member, Poll, Trip

pytestmark = pytest.mark.django_db

KEY = "4a7be8f2-9d2c-4b8e-9f10-5a1c3d7e9b20"


@pytest.fixture
def poll(trip: Trip, asha: wire.JoinResponse) -> Poll:
    """A poll as large as one may be."""
    Trip.objects.update(required_members=2, is_unlocked=True)
    terms = PollTerms("🌍" * 140, tuple(f"{n:02}{'🌍' * 78}" for n in range(20)))
    opened = polls.open_poll(trip.id, None, terms)
    return Poll.objects.get(pk=opened["poll"]["id"])


def sizes() -> list[int]:
    return [len(row.answer_encrypted) for row in FirstAnswer.objects.all()]


def idempotency_key(number: int) -> IdempotencyKey | None:
    return IdempotencyKey.of(f"{number:032}", "", "")


def test_what_changes_nothing_keeps_nothing(
    trip: Trip, asha: wire.JoinResponse, poll: Poll
) -> None:
    me, vote = Member.objects.get(name="Asha"), Vote((poll.options.all()[0].id,), 1)
    nothings: list[Callable[[IdempotencyKey | None], object]] = [
        lambda idempotency_key: polls.vote(me, idempotency_key, me.id, poll.id, vote),
        lambda idempotency_key: polls.close_poll(trip.id, idempotency_key, poll.id),
        lambda idempotency_key: planning.update(trip.id, idempotency_key, {"tripName": "Goa"}),
        lambda idempotency_key: planning.cancel(trip.id, idempotency_key),
        lambda idempotency_key: planning.close(trip.id, idempotency_key),
        lambda idempotency_key: membership.rename(me, idempotency_key, me.id, "Asha"),
        lambda idempotency_key: membership.change_mobile(
            me, idempotency_key, me.id, "+919876543210"
        ),
        lambda idempotency_key: membership.restore(trip.id, idempotency_key, me.id),
    ]
    for act in nothings:
        act(None)
        events = Event.objects.count()
        act(idempotency_key(1))
        assert (sizes(), Event.objects.count()) == ([], events)


def test_a_new_number_is_kept_though_no_event_tells_of_it(
    trip: Trip, asha: wire.JoinResponse
) -> None:
    me = Member.objects.get(name="Asha")
    first, newer = "+919876543210", "+447911123456"
    for number, phone in ((1, first), (2, newer), (1, first)):
        membership.change_mobile(me, idempotency_key(number), me.id, phone)
    assert keys.decrypt(Member.objects.get(pk=me.pk).phone_encrypted) == newer


def test_what_is_kept_is_small_however_much_was_answered(
    planned: wire.CreateResponse, trip: Trip, asha: wire.JoinResponse, poll: Poll
) -> None:
    me, options = Member.objects.get(name="Asha"), poll.options.all()
    planning.update(trip.id, idempotency_key(0), {"tripName": "🌍" * 80})
    for number, option in enumerate(options[:3], 1):
        polls.vote(me, idempotency_key(number), me.id, poll.id, Vote((option.id,), 1))
    polls.close_poll(trip.id, idempotency_key(4), poll.id)
    membership.join(trip.id, idempotency_key(5), Guest("李" * 60))
    *others, joined = sorted(sizes())
    assert len(others) == 5
    assert max(others) < 300
    assert joined < 2_500


def test_a_trip_keeps_so_many_answers_of_each_member_and_no_flood_pushes_out_anothers(
    trip: Trip, asha: wire.JoinResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_answers, "MOST_KEPT_OF_A_MEMBER", 3)
    monkeypatch.setattr(first_answers, "MOST_KEPT_OF_GUESTS", 5)
    me, ben = Member.objects.get(name="Asha"), Member.objects.get(name="Ben")
    joined = membership.join(trip.id, idempotency_key(0), Guest("Dev"))
    planning.close(ben, idempotency_key(1))
    for number in range(10, 20):
        membership.rename(me, idempotency_key(number), me.id, f"Asha {number}")
    assert [
        first_answers.first_answer(idempotency_key(number)) is not None for number in range(10, 20)
    ] == ([False] * 7 + [True] * 3)
    assert first_answers.first_answer(idempotency_key(1)) is not None
    assert first_answers.first_answer(idempotency_key(0)) == joined
    planning.reopen(ben, None)
    for number in range(20, 26):
        membership.join(trip.id, idempotency_key(number), Guest(f"Friend {number}"))
    assert FirstAnswer.objects.filter(trip=trip, caller="").count() == 5


def test_what_was_kept_goes_with_its_trip(trip: Trip) -> None:
    membership.join(trip.id, idempotency_key(0), Guest("Dev"))
    trip.delete()
    assert sizes() == []


def test_what_a_server_of_release_1_has_kept_is_read(trip: Trip, asha: wire.JoinResponse) -> None:
    """It tells callers apart by all that came along, and keeps the whole answer.

    Its shapes may lack fields that were added since.
    """
    body = {"tripId": trip.id, "name": "Aisha"}
    older = {name: asha["member"][name] for name in ("id", "name", "avatar", "isAdmin")}
    phone, whole = Client(), {"success": True, "member": {**older, "name": "Aisha"}}
    phone.cookies[f"trip-{trip.id}"] = asha["memberKey"]
    call, text = f"{API}rename-member", json.dumps(body).encode()
    before = IdempotencyKey.of(KEY, call, text, f" {asha['memberKey']}")
    assert before
    encrypted = keys.encrypt(json.dumps(whole))
    FirstAnswer.objects.create(
        key_digest=before.key_digest, call_digest=before.call_digest, answer_encrypted=encrypted
    )
    answer = phone.post(call, body, "application/json", headers={"Idempotency-Key": KEY})
    assert answer.json() == {"success": True, "member": {**asha["member"], "name": "Aisha"}}
    assert Member.objects.filter(name="Aisha").count() == 0
