"""The key of a form: our scripts send it as a header too, by which nginx knows what to repeat."""

from itertools import product

import pytest
from django.test import Client

from trips.models import Member, Trip
from trips.wire import CreateResponse

KEY, OTHER = "0123456789abcdef", "fedcba9876543210"
FIELD, HEADER = {"key": KEY}, {"Idempotency-Key": KEY}
WAYS = [(FIELD, {}), ({}, HEADER), (FIELD, HEADER)]


def join(planned: CreateResponse, fields: dict[str, str], headers: dict[str, str]) -> int:
    """The status of the answer to somebody who has no cookie."""
    form = {"guest_name": "Asha", "another": "1"} | fields
    headers = {"Sec-Fetch-Site": "same-origin"} | headers
    return Client().post(f"/join/{planned['tripId']}", form, headers=headers).status_code


@pytest.mark.parametrize(("first", "again"), [*product(WAYS, WAYS)])
def test_a_form_is_taken_once_however_its_key_comes(
    planned: CreateResponse,
    first: tuple[dict[str, str], dict[str, str]],
    again: tuple[dict[str, str], dict[str, str]],
) -> None:
    assert [join(planned, *first), join(planned, *again)] == [303, 303]
    assert Member.objects.filter(is_founder=False).count() == 1


def test_a_form_with_two_keys_is_refused(planned: CreateResponse) -> None:
    assert join(planned, {"key": OTHER}, HEADER) == 422
    assert not Member.objects.filter(is_founder=False).exists()


@pytest.mark.parametrize("path", ["settings", "name", "mobile", "leave", "close", "polls/new"])
def test_so_it_is_at_every_form_of_a_trip(ben: Client, trip: Trip, path: str) -> None:
    typed = {"tripName": "Rome", "name": "Benno", "mobile": "+491701234567", "key": OTHER}
    answer = ben.post(f"/trips/{trip.id}/{path}", typed, headers=HEADER)
    assert answer.status_code in (409, 422)
    trip.refresh_from_db()
    assert (trip.seq, trip.title, trip.members.get().name) == (1, "Goa", "Ben")
